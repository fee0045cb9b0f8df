"""What may be read of the ground floor."""
