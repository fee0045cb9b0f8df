"""What screens send and what operators type, as clean values."""
