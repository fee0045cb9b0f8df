"""The catalogue in the words of data.inclusion (schema v1): written for others, read from others."""
