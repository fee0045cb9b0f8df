"""Pages of the table and of the facilitator's desk."""
