"""Settings, addresses and the process that serves them."""
