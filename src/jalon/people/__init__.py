"""People, how to reach them, consents, support teams, sight rules, milestones."""
