"""The page that a screen shows."""

from csp.constants import SELF
from csp.decorators import csp_replace
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.views.decorators.cache import cache_control
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_safe

from jalon.directory import queries as directory

ANCESTORS = {"frame-ancestors": [SELF, *settings.SCREEN_FRAME_ANCESTORS]}


@require_safe
@cache_control(no_cache=True)
@xframe_options_exempt
@csp_replace(ANCESTORS)
def screen_page(request: HttpRequest) -> HttpResponse:
    """The same page for every screen: it pairs, fetches its bundle and plays alone. No cookie."""
    return screen_response("")


def screen_response(preview: str) -> HttpResponse:
    """The page; `preview` is the address of what it should show instead of pairing."""
    host = directory.host()
    origins = settings.SCREEN_FRAME_ANCESTORS
    page = render_to_string(
        "transit/screen.html",
        {
            "origins": " ".join(origins),
            "site": settings.PUBLIC_URL.partition("://")[2] + "/",
            "phone": host.phone if host else "",
            "preview": preview,
        },
    )
    allowed = " ".join(["self", *(f'"{origin}"' for origin in origins)])
    return HttpResponse(page, headers={"Permissions-Policy": f"geolocation=({allowed})"})
