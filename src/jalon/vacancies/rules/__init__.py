"""What is allowed: moves between states, what a vacancy needs before it is shown, words to read twice."""
