"""The database settings from one address: PostgreSQL, and nothing else."""

from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from jalon.config.environment import SettingError


def parse(url: str) -> dict[str, Any]:
    """Django's settings for a `postgresql://` address.

    Raises:
        SettingError: the address is not one of PostgreSQL.
    """
    parts = urlsplit(url)
    if parts.scheme not in {"postgres", "postgresql"}:
        raise SettingError("DATABASE_URL doit commencer par postgresql:// ; Jalon n’utilise que PostgreSQL")
    query = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")) or "jalon",
        "USER": unquote(parts.username or query.pop("user", "")),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or "") or query.pop("host", ""),
        "PORT": str(parts.port or query.pop("port", "")),
        "OPTIONS": {**query},
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
    }
