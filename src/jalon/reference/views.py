"""Suggestions while somebody types, as a list of options or as JSON."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from jalon.reference import queries

LONGEST = 100


@require_safe
@cache_control(public=True, max_age=300)
def titles(request: HttpRequest) -> HttpResponse:
    """Job titles like `?q=`: the vocabulary is public, nothing of anybody is in it."""
    hits = queries.search_titles(request.GET.get("q", "")[:LONGEST])
    options = [{"value": hit.code, "label": hit.label, "detail": hit.code} for hit in hits]
    return _options(request, options)


@require_safe
@cache_control(public=True, max_age=300)
def skills(request: HttpRequest) -> HttpResponse:
    """Skills like `?q=`."""
    found = queries.search_skills(request.GET.get("q", "")[:LONGEST])
    options = [{"value": each.code, "label": each.label, "detail": each.get_kind_display()} for each in found]
    return _options(request, options)


@require_safe
@cache_control(public=True, max_age=300)
def communes(request: HttpRequest) -> HttpResponse:
    """Communes like `?q=`, by name or postal code."""
    found = queries.search_communes(request.GET.get("q", "")[:LONGEST])
    return _options(
        request, [{"value": each.code, "label": each.name, "detail": each.department} for each in found]
    )


@require_safe
@cache_control(public=True, max_age=3600)
def around(request: HttpRequest) -> JsonResponse:
    """Communes around `?lat=&lon=` (degrees) or around the one named `?q=`, for a small map."""
    centre = _centre(request)
    if centre is None:
        return JsonResponse({"communes": [], "centre": None}, status=404)
    communes = [
        {"name": each.name, "lat": each.lat, "lon": each.lon} for each in queries.communes_around(*centre)
    ]
    return JsonResponse({"communes": communes, "centre": centre})


def _centre(request: HttpRequest) -> tuple[float, float] | None:
    try:
        lat, lon = float(request.GET.get("lat", "")), float(request.GET.get("lon", ""))
    except ValueError:
        named = queries.search_communes(request.GET.get("q", "")[:LONGEST], 1)
        found = named[0] if named else None
        return (found.lat, found.lon) if found and found.lat is not None and found.lon is not None else None
    return (lat, lon) if -90 <= lat <= 90 and -180 <= lon <= 180 else None


def _options(request: HttpRequest, options: list[dict[str, str]]) -> HttpResponse:
    if request.accepts("text/html"):
        response = render(request, "reference/options.html", {"options": options})
    else:
        response = JsonResponse({"options": options})
    response["Vary"] = "Accept"
    return response
