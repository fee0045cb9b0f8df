"""The facilitator's desk: open a game, lead it, observe, print."""

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from jalon.directory.access import RoleRequest, role_required
from jalon.directory.choices import Role
from jalon.games import actions, paper, queries
from jalon.games.choices import Seen
from jalon.games.forms import OpenForm
from jalon.games.models import Play
from jalon.games.rules import RefusedError
from jalon.games.stories import GAMES
from jalon.games.views.shown import shown


@role_required(Role.ADVISER)
def listing(request: RoleRequest) -> HttpResponse:
    """The games, what to print for each, and those that were played."""
    context = {
        "games": GAMES.values(),
        "plays": [(play, GAMES[play.game]) for play in queries.plays_of(request.organisations)],
        "form": OpenForm(organisations=request.organisations),
        "documents": paper.DOCUMENTS,
    }
    return render(request, "games/list.html", context)


@require_POST
@role_required(Role.ADVISER)
def open_play(request: RoleRequest, game: str) -> HttpResponse:
    """A new game."""
    if game not in GAMES:
        raise Http404("game")
    form = OpenForm(request.POST, organisations=request.organisations)
    if not form.is_valid():
        messages.warning(request, "Cette séance n’est plus ouverte : choisissez-en une autre.")
        return redirect("games:list")
    session = form.sessions.get(form.cleaned_data["session"])
    organisation = session.organisation if session else request.organisation
    play = actions.open_play(game=game, organisation=organisation, session=session, by=request.user)
    return redirect("games:play", play.pk)


def _play(request: RoleRequest, play_id: int) -> Play:
    play = queries.find_play(request.organisations, play_id)
    if play is None:
        raise Http404("play")
    return play


@role_required(Role.ADVISER)
def play(request: RoleRequest, play_id: int) -> HttpResponse:
    """The console: code, clock, players, what to say, hints, grid."""
    found = _play(request, play_id)
    players, state = queries.players_of(found), queries.state_of(found)
    context = {
        "play": found,
        "game": GAMES[found.game],
        "state": state,
        **shown(state),
        "code": queries.code_of(found),
        "players": players,
        "grid": queries.grid(found, players),
        "seen": Seen.choices,
        "bookings": queries.bookings_to_keep(found) if found.session_id else [],
        "documents": paper.DOCUMENTS[GAMES[found.game].kind],
    }
    return render(request, "games/play.html", context)


@require_POST
@role_required(Role.ADVISER)
def lead(request: RoleRequest, play_id: int, what: str) -> HttpResponse:
    """Start, pause, resume, give a hint, write the team's decision, end."""
    found = _play(request, play_id)
    about, value = request.POST.get("about", "")[:20], request.POST.get("value", "")[:60]
    acts: dict[str, Callable[[], None]] = {
        "commencer": lambda: actions.start(play=found),
        "pause": lambda: actions.pause(play=found),
        "reprendre": lambda: actions.resume(play=found),
        "indice": lambda: actions.hint(play=found, about=about),
        "choix": lambda: actions.choose(play=found, about=about, value=value),
        "finir": lambda: actions.end(play=found),
    }
    if what not in acts:
        raise Http404("move")
    _attempt(request, acts[what])
    return redirect("games:play", found.pk)


def _attempt(request: RoleRequest, act: Callable[[], None]) -> None:
    try:
        act()
    except RefusedError as error:
        messages.warning(request, str(error))


@require_POST
@role_required(Role.ADVISER)
def observe(request: RoleRequest, play_id: int) -> HttpResponse:
    """The whole grid as it was ticked."""
    found = _play(request, play_id)
    skills = GAMES[found.game].skills
    for player in queries.players_of(found):
        for number, skill in enumerate(skills):
            seen = request.POST.get(f"vu-{player.pk}-{number}", "")
            if seen in Seen.values:
                actions.observe(player=player, skill=skill, seen=seen, by=request.user)
    messages.success(request, "La grille est gardée.")
    return redirect("games:play", found.pk)


@require_POST
@role_required(Role.ADVISER)
def keep(request: RoleRequest, play_id: int, player_id: int) -> HttpResponse:
    """The person wishes to keep what was observed."""
    found = _play(request, play_id)
    players = {player.pk: player for player in queries.players_of(found)}
    bookings = {str(booking.pk): booking for booking in queries.bookings_to_keep(found)}
    booking = bookings.get(request.POST.get("booking", ""))
    if player_id not in players or booking is None:
        raise Http404("player")
    _attempt(
        request, lambda: actions.keep_for_person(player=players[player_id], booking=booking, by=request.user)
    )
    return redirect("games:play", found.pk)


@require_POST
@role_required(Role.ADVISER)
def leave(request: RoleRequest, play_id: int, player_id: int) -> HttpResponse:
    """Take an empty chair away."""
    found = _play(request, play_id)
    players = {player.pk: player for player in queries.players_of(found)}
    if player_id not in players:
        raise Http404("player")
    _attempt(request, lambda: actions.leave(player=players[player_id]))
    return redirect("games:play", found.pk)


@role_required(Role.ADVISER)
def document(request: RoleRequest, game: str, name: str) -> HttpResponse:
    """A sheet, the board or the cards, as PDF."""
    if game not in GAMES or name not in dict(paper.DOCUMENTS[GAMES[game].kind]):
        raise Http404("document")
    response = HttpResponse(paper.document(GAMES[game], name), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{game}-{name}.pdf"'
    return response
