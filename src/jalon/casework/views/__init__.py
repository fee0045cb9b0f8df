"""Pages of the pathway, of the team, of referrals and of route templates."""
