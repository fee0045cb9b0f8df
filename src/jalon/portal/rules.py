"""What the public pages let through, without an account and without a captcha."""

from django.http import HttpRequest


def same_site(request: HttpRequest) -> bool:
    """Whether a form was sent from our own pages (browsers say so themselves; old ones send `Origin`)."""
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site in {"same-origin", "none"}
    origin = request.headers.get("Origin")
    return origin is None or origin == f"{request.scheme}://{request.get_host()}"
