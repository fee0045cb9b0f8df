"""The catalogue, dated sessions, seats, attendance."""
