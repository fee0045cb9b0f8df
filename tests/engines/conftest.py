"""Properties are tried without a stopwatch: these machines are shared."""

from hypothesis import settings

settings.register_profile("engines", deadline=None)
settings.load_profile("engines")
