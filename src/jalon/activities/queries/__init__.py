"""What pages and higher rooms may read of activities."""
