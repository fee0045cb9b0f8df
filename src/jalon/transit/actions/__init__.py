"""Everything that changes screens, what they play and what they played."""
