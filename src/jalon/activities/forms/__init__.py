"""What is typed about activities, sessions and seats."""
