"""What pages read of operations, reports and indicators."""
