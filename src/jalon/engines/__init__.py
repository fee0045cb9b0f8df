"""Framework-free engines: arrays and dataclasses in, a checked plan out."""
