"""One screen: what it says of itself, what it is told to do, its day told again."""

from collections.abc import Callable
from datetime import date, timedelta

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBadRequest
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from jalon.accounts.models import User
from jalon.directory.access import RoleRequest
from jalon.network import queries as network_queries
from jalon.network.models import Network
from jalon.transit import queries
from jalon.transit.actions import content, pairing, state
from jalon.transit.engine.desk import screens_now
from jalon.transit.engine.replaying import replay as tell_again
from jalon.transit.forms.desk import HoursForm, MessageForm
from jalon.transit.models import Screen
from jalon.transit.views.access import desk_page, screen_or_404

TOO_LONG = timedelta(hours=12)
COMMANDS: dict[str, tuple[Callable[[Screen, User], None], str]] = {
    "reload": (lambda s, u: state.reload(screen=s, by=u), "L’écran recharge sa page."),
    "off": (lambda s, u: state.set_night(screen=s, dark=True, until=None, by=u), "L’écran s’éteint."),
    "on": (lambda s, u: state.set_night(screen=s, dark=False, until=None, by=u), "L’écran se rallume."),
    "preempt": (
        lambda s, u: state.preempt(screen=s, until=timezone.now() + TOO_LONG, by=u),
        "L’écran laisse la place à l’information des voyageurs.",
    ),
    "resume": (lambda s, u: state.resume(screen=s, by=u), "L’écran reprend ses offres."),
    "remove": (lambda s, u: pairing.remove(screen=s, by=u), "L’écran est retiré. Il montre un nouveau code."),
}


@desk_page()
def screen(request: RoleRequest, network: Network, screen_id: int) -> HttpResponse:
    """Everything about one screen."""
    row = screen_or_404(network, screen_id)
    now = timezone.now()
    initial = {"name": row.name, "layout": row.layout, "off_from": row.off_from, "off_until": row.off_until}
    page = {
        "network": network,
        "screen": row,
        "told": next(each for each in screens_now(network, now) if each.screen.pk == row.pk),
        "dark": queries.is_dark(row, now),
        "preempted": queries.is_preempted(row, now),
        "bundle": queries.bundle_in_force(network, network_queries.service_date(network)),
        "form": HoursForm(initial=initial),
        "message_form": MessageForm(),
    }
    return render(request, "transit/screen_page.html", page)


@desk_page(change=True)
@require_POST
def command(request: RoleRequest, network: Network, screen_id: int) -> HttpResponse:
    """Tell a screen what to do, now."""
    row = screen_or_404(network, screen_id)
    name = request.POST.get("do", "")
    if name not in COMMANDS:
        return HttpResponseBadRequest("Commande inconnue.")
    act, said = COMMANDS[name]
    act(row, request.user)
    messages.success(request, said)
    return (
        redirect("transit:desk", network.key)
        if name == "remove"
        else redirect("transit:screen-page", network.key, row.pk)
    )


@desk_page(change=True)
@require_POST
def settings(request: RoleRequest, network: Network, screen_id: int) -> HttpResponse:
    """Hours of the night, name, proportions."""
    row = screen_or_404(network, screen_id)
    form = HoursForm(request.POST)
    if not form.is_valid():
        messages.error(request, " ".join(str(error) for errors in form.errors.values() for error in errors))
        return redirect("transit:screen-page", network.key, row.pk)
    typed = form.cleaned_data
    state.set_hours(screen=row, off_from=typed["off_from"], off_until=typed["off_until"], by=request.user)
    state.set_layout(screen=row, layout=typed["layout"], name=typed["name"], by=request.user)
    messages.success(request, "Réglages enregistrés.")
    return redirect("transit:screen-page", network.key, row.pk)


@desk_page(change=True)
@require_POST
def message(request: RoleRequest, network: Network, screen_id: int) -> HttpResponse:
    """A priority message for this screen only."""
    row = screen_or_404(network, screen_id)
    form = MessageForm(request.POST)
    if form.is_valid():
        content.write_message(
            network=network, screen=row, by=request.user, **{**form.cleaned_data, "priority": True}
        )
        messages.success(request, "Message envoyé à cet écran.")
    else:
        messages.error(request, "Un message a besoin d’un titre de 60 signes au plus. Rien n’a été envoyé.")
    return redirect("transit:screen-page", network.key, row.pk)


@desk_page()
@require_http_methods(["GET"])
def replay(request: RoleRequest, network: Network) -> HttpResponse:
    """A day of a screen, play after play, with reasons."""
    rows = list(queries.network_screens(network))
    day = _day(request.GET.get("jour", "")) or network_queries.service_date(network) - timedelta(days=1)
    chosen = next(
        (row for row in rows if str(row.pk) == request.GET.get("ecran", "")), rows[0] if rows else None
    )
    plays = queries.plays_of_screen(chosen, *queries.day_bounds(network, day)) if chosen else []
    told = tell_again(network, plays)
    page = {
        "network": network,
        "screens": rows,
        "chosen": chosen,
        "day": day,
        "told": told,
        "same": sum(each.again is True for each in told),
        "known": sum(each.again is not None for each in told),
        "preemptions": queries.preemptions_of_screen(chosen, *queries.day_bounds(network, day))
        if chosen
        else [],
    }
    return render(request, "transit/replay.html", page)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
