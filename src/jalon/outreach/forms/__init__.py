"""What is typed about the rounds; forms validate, actions act."""
