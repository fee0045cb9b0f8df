"""Feeds to arrays, earliest arrival with one change, shift fit."""
