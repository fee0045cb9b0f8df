"""Where a request comes from; used for limits and refusals, never stored as it is."""

from django.conf import settings
from django.http import HttpRequest


def visitor(request: HttpRequest) -> str:
    """The visitor's address; behind our proxy, the one that the proxy saw."""
    forwarded = request.META.get("HTTP_X_FORWARDED_FOR", "")
    if settings.SECURE_PROXY_SSL_HEADER and forwarded:
        return str(forwarded).rsplit(",", 1)[-1].strip()
    return str(request.META.get("REMOTE_ADDR", ""))


def same_site(request: HttpRequest) -> bool:
    """Whether a form was sent from our own pages (browsers say so themselves; old ones send `Origin`)."""
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site in {"same-origin", "none"}
    origin = request.headers.get("Origin")
    return origin is None or origin == f"{request.scheme}://{request.get_host()}"
