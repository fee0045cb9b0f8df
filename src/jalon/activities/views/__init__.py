"""Pages of activities, sessions and seats."""
