"""Pages that join rooms."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form is too old: say what was kept and what to do."""
    return render(request, "portal/csrf_failure.html", status=403)


def home(request: HttpRequest) -> HttpResponse:
    """The public front page."""
    return render(request, "portal/home.html")


def search(request: HttpRequest) -> HttpResponse:
    """Search from anywhere."""
    return render(request, "portal/home.html")


def page(request: HttpRequest, name: str) -> HttpResponse:
    """A text of the site."""
    return render(request, "portal/home.html")
