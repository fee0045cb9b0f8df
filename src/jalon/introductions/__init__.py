"""From an interest to a hire, with an owner and a deadline at each step."""
