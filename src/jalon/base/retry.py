"""Jobs that nobody starts a second time: a file that somebody sent."""

from django.db import InterfaceError, OperationalError
from procrastinate import RetryStrategy

# The database was restarted under the job: it runs again every five seconds, for ten minutes.
WHEN_DATABASE_IS_BACK = RetryStrategy(
    max_attempts=120, wait=5, retry_exceptions=(OperationalError, InterfaceError)
)
