"""Jalon brings work to where people are, from the screen of a bus to the contract."""

__version__ = "0.1.0"
