"""What happens in the catalogue, to sessions, seats and sheets."""
