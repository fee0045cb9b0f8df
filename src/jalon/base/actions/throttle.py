"""Limit how often something is tried, without a captcha, a cookie or a visitor's address in the database."""

import hmac
from datetime import datetime, timedelta

from django.conf import settings
from django.db import connection
from django.utils import timezone

from jalon.base.models import Throttle

_KEPT = timedelta(days=2)


def allowed(*, action: str, who: str, limit: int, seconds: int, count: bool = True) -> bool:
    """Count one try of `action` by `who`; False once there were more than `limit` within the window.

    With `count=False` it only looks: whether one more try would be allowed.
    """
    digest = hmac.digest(settings.SECRET_KEY.encode(), f"{action}:{who}".encode(), "sha256").hex()
    now = int(timezone.now().timestamp())
    window = datetime.fromtimestamp(now - now % seconds, tz=timezone.get_default_timezone())
    if not count:
        return not Throttle.objects.filter(key=digest, window=window, count__gte=limit).exists()
    with connection.cursor() as cursor:
        cursor.execute(
            'INSERT INTO base_throttle (key, "window", count) VALUES (%s, %s, 1) '
            'ON CONFLICT (key, "window") DO UPDATE SET count = base_throttle.count + 1 RETURNING count',
            [digest, window],
        )
        (tries,) = cursor.fetchone()
    return bool(tries <= limit)


def forget_tries() -> int:
    """Drop windows that no limit looks at any more. Returns how many."""
    deleted, _ = Throttle.objects.filter(window__lt=timezone.now() - _KEPT).delete()
    return deleted
