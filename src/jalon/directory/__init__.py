"""Organisations, establishments, sites, memberships, opening hours."""
