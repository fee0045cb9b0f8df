"""Minutes rather than seconds: run by `make test-long`."""
