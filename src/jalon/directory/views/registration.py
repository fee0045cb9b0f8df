"""An employer new to the territory presents itself, without an account."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache

from jalon.base.actions.throttle import allowed
from jalon.directory import actions
from jalon.directory.forms import RegistrationForm
from jalon.directory.views.doors import client_address


@never_cache
def register(request: HttpRequest) -> HttpResponse:
    """Company, SIRET, who to reach; five tries an hour from one place, three for one address."""
    form = RegistrationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        email = form.cleaned_data["email"].lower()
        if not (
            allowed(action="register", who=client_address(request), limit=5, seconds=3600)
            and allowed(action="register", who=email, limit=3, seconds=86400)
        ):
            return render(request, "429.html", status=429)
        if not form.cleaned_data["website"]:
            actions.register_employer(said=form.said())
        return redirect("directory:registered")
    return render(request, "directory/register.html", {"form": form})


def thanks(request: HttpRequest) -> HttpResponse:
    """The same words for everybody."""
    return render(request, "directory/registered.html")
