"""One's own account, and the ways in that are ours."""

from typing import cast

from allauth.account.utils import get_next_redirect_url, perform_login
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import authenticate
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache

from jalon.accounts import actions, queries
from jalon.accounts.adapter import remember_language
from jalon.accounts.forms import MeForm, PasswordForm, SlipForm
from jalon.accounts.models import User
from jalon.base.actions.throttle import allowed
from jalon.base.visitor import visitor


@never_cache
@login_required
def me(request: HttpRequest) -> HttpResponse:
    """Name, language, second factor, organisations, sign out."""
    user = cast("User", request.user)
    form = MeForm(request.POST or None, initial={"name": user.name, "language": user.language})
    if request.method == "POST" and form.is_valid():
        actions.change_me(user=user, **form.cleaned_data)
        messages.success(request, gettext("C’est enregistré."))
        response = redirect("accounts:me")
        remember_language(response, form.cleaned_data["language"])
        return response
    return render(request, "accounts/me.html", {"form": form, "second_factor": queries.second_factor(user)})


@never_cache
def slip(request: HttpRequest) -> HttpResponseBase:
    """Enter with a code that a colleague printed; a second factor is still asked."""
    form = SlipForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if not _may_try("slip", request):
            return render(request, "429.html", status=429)
        user = actions.use_paper_code(code=form.cleaned_data["code"])
        if user is not None:
            return _let_in(request, user)
        form.add_error("code", gettext("Ce code ne marche pas, ou plus. Demandez-en un autre."))
    return render(request, "accounts/slip.html", {"form": form})


@never_cache
def password(request: HttpRequest) -> HttpResponseBase:
    """Address and password: the demonstration only; elsewhere there is no such page."""
    if not settings.DEMO:
        raise Http404("password")
    form = PasswordForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if not _may_try("password", request, limit=100):
            return render(request, "429.html", status=429)
        user = authenticate(request, **form.cleaned_data)
        if user is not None:
            return _let_in(request, user)
        form.add_error("email", gettext("Cette adresse et ce mot de passe ne vont pas ensemble."))
    return render(request, "accounts/password.html", {"form": form, "next": request.GET.get("next", "")})


def _may_try(door: str, request: HttpRequest, *, limit: int = 8) -> bool:
    return allowed(action=door, who=visitor(request), limit=limit, seconds=600)


def _let_in(request: HttpRequest, user: AbstractBaseUser) -> HttpResponseBase:
    """Signs in, through the second factor where there is one, to `next` or to the front page."""
    return cast("HttpResponseBase", perform_login(request, user, redirect_url=get_next_redirect_url(request)))
