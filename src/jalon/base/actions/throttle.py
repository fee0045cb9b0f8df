"""Limit how often something is tried, without a captcha, a cookie or a visitor's address in the database."""

import hmac
from datetime import datetime, timedelta

from django.conf import settings
from django.db import connection
from django.utils import timezone

from jalon.base.models import Throttle

_KEPT = timedelta(days=2)


def allowed(*, action: str, who: str, limit: int, seconds: int) -> bool:
    """Count one try of `action` by `who`; False once there were more than `limit` within the window."""
    digest = hmac.digest(settings.SECRET_KEY.encode(), f"{action}:{who}".encode(), "sha256").hex()
    now = int(timezone.now().timestamp())
    window = datetime.fromtimestamp(now - now % seconds, tz=timezone.get_default_timezone())
    with connection.cursor() as cursor:
        cursor.execute(
            'INSERT INTO base_throttle (key, "window", count) VALUES (%s, %s, 1) '
            'ON CONFLICT (key, "window") DO UPDATE SET count = base_throttle.count + 1 RETURNING count',
            [digest, window],
        )
        (count,) = cursor.fetchone()
    return bool(count <= limit)


def forget_tries() -> int:
    """Drop windows that no limit looks at any more. Returns how many."""
    deleted, _ = Throttle.objects.filter(window__lt=timezone.now() - _KEPT).delete()
    return deleted
