"""A screen in Python that lives by docs/screen-protocol.md: the demonstration's buses and the load test."""
