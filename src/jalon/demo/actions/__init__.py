"""Build the demonstration with the same actions that people use."""

from jalon.demo.actions.load import is_loaded, load

__all__ = ["is_loaded", "load"]
