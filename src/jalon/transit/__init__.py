"""Screens on board: bundles, live state, proofs of play, replay."""
