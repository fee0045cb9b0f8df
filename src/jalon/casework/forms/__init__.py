"""What the team types; forms validate, actions act."""
