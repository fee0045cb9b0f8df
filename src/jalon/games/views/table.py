"""At the table: a code, a name, a role, and the game; no account, no cookie."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.cache import add_never_cache_headers
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from jalon.base.actions.throttle import allowed
from jalon.base.visitor import visitor
from jalon.games import actions, queries
from jalon.games.forms import AnswerForm, JoinForm
from jalon.games.models import Play, Player
from jalon.games.rules import EscapeState, RefusedError
from jalon.games.stories import GAMES
from jalon.games.views.shown import shown

TRIES_AN_HOUR = 120


def _private(response: HttpResponse) -> HttpResponse:
    response["Referrer-Policy"] = "no-referrer"
    response["X-Robots-Tag"] = "noindex"
    add_never_cache_headers(response)
    return response


def _play(request: HttpRequest, code: str) -> Play | None:
    if not allowed(action="game-code", who=visitor(request), limit=TRIES_AN_HOUR, seconds=3600):
        return None
    return queries.play_by_code(code)


@csrf_exempt  # the address holds the secret; no cookie is set
def join(request: HttpRequest, code: str) -> HttpResponse:
    """Take a chair."""
    play = _play(request, code)
    if play is None:
        return _private(render(request, "games/unknown.html", status=404))
    form = JoinForm(request.POST or None, roles=GAMES[play.game].roles)
    if request.method == "POST" and form.is_valid():
        try:
            _, secret = actions.join(play=play, **form.cleaned_data)
            return _private(redirect("games:table", secret))
        except RefusedError as error:
            form.add_error(None, str(error))
    context = {"form": form, "game": GAMES[play.game], "code": code}
    return _private(render(request, "games/join.html", context, status=422 if form.errors else 200))


def table(request: HttpRequest, secret: str) -> HttpResponse:
    """What this player sees now."""
    player = queries.player_by_secret(secret)
    if player is None:
        return _private(render(request, "games/unknown.html", status=404))
    return _private(_table(request, player, secret))


def _table(
    request: HttpRequest, player: Player, secret: str, form: AnswerForm | None = None, refused: str = ""
) -> HttpResponse:
    game = GAMES[player.play.game]
    state = queries.state_of(player.play)
    form = form or AnswerForm()
    if isinstance(state, EscapeState) and state.puzzle:
        # Another lock is another field: what was typed for the last one goes with it.
        form.auto_id = f"{state.puzzle.key}-%s"
    context = {
        "player": player,
        "play": player.play,
        "secret": secret,
        "game": game,
        "state": state,
        **shown(state, player),
        "role": next(role for role in game.roles if role.key == player.role),
        "players": queries.players_of(player.play),
        "form": form,
        "refused": refused,
    }
    status = 422 if refused or form.errors else 200
    return render(request, "games/table.html", context, status=status)


@csrf_exempt  # the address holds the secret; no cookie is set
@require_POST
def move(request: HttpRequest, secret: str, kind: str) -> HttpResponse:
    """Answer, ask for a hint, or say one's opinion."""
    player = queries.player_by_secret(secret)
    if player is None:
        return _private(render(request, "games/unknown.html", status=404))
    about, form = request.POST.get("about", "")[:20], AnswerForm(request.POST)
    try:
        if kind == "indice":
            actions.hint(play=player.play, about=about, player=player)
        elif not form.is_valid():
            return _private(_table(request, player, secret, form))
        elif kind == "avis":
            actions.vote(player=player, about=about, value=form.cleaned_data["value"])
        else:
            actions.answer(player=player, about=about, value=form.cleaned_data["value"])
    except RefusedError as error:
        return _private(_table(request, player, secret, form, str(error)))
    return _private(redirect("games:table", secret))
