"""Pages of reports: operations, participants, reports, indicators."""
