"""What happens on the ground floor."""
