"""What is said when something cannot be done."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form waited too long: what was typed is shown again, ready to be sent."""
    kept = [
        (name, value)
        for name, values in request.POST.lists()
        if name != "csrfmiddlewaretoken"
        for value in values
    ]
    return render(request, "portal/csrf_failure.html", {"kept": kept, "address": request.path}, status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """No page here: the code field helps those who mistyped a code."""
    return render(request, "portal/not_found.html", status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """A fault of ours, said with the telephone number."""
    return render(request, "portal/server_error.html", status=500)
