"""The door to the engine that decides which offers which screen shows where."""
