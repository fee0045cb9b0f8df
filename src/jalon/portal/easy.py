"""The easy-to-read variant of the inhabitant's pages, under `/facile/`: the same views, shorter words.

No cookie remembers the choice: the address does, and every link and form of these pages keeps it.
"""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

SPACE = "easy"
# Pages that have an easy twin; the others are the same for everybody.
TEMPLATES = {
    "portal/home.html": "portal/facile/home.html",
    "portal/vacancies.html": "portal/facile/vacancies.html",
    "portal/vacancy.html": "portal/facile/vacancy.html",
    "portal/thanks.html": "portal/facile/thanks.html",
    "portal/slip.html": "portal/facile/slip.html",
    "portal/closed_code.html": "portal/facile/closed_code.html",
    "portal/unknown_code.html": "portal/facile/unknown_code.html",
}


def is_easy(request: HttpRequest) -> bool:
    """Whether this page was asked for in its easy variant."""
    return request.resolver_match is not None and SPACE in request.resolver_match.namespaces


def show(request: HttpRequest, template: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
    """The page, or its easy twin."""
    name = TEMPLATES.get(template, template) if is_easy(request) else template
    return render(request, name, context, status=status)


def go(request: HttpRequest, name: str, *args: object) -> HttpResponse:
    """To another page of the portal, in the variant one is in."""
    space = f"portal:{SPACE}" if is_easy(request) else "portal"
    return redirect(f"{space}:{name}", *args)
