"""Four people play, a facilitator leads; others see nothing."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from jalon.accounts.models import User
from jalon.activities.choices import ActivityKind
from jalon.directory.models import Organisation
from jalon.games import actions, paper, queries
from jalon.games.choices import Seen
from jalon.games.models import Play
from jalon.games.rules import EscapeState, RefusedError
from jalon.games.stories import BOARD, ESCAPE, GAMES
from jalon.people.actions import erase, register
from jalon.people.models import Milestone
from tests.factories.activities import make_activity, make_session, seat
from tests.fixtures.people import signed_in


@pytest.fixture
def play(host: Organisation, adviser: User) -> Play:
    return actions.open_play(game=ESCAPE.key, organisation=host, by=adviser)


def sit_down(play: Play, count: int) -> list[str]:
    """Secrets of the first players, one a trade."""
    roles = GAMES[play.game].roles
    return [
        actions.join(play=play, name=f"Joueuse {n}", role=roles[n % len(roles)].key)[1] for n in range(count)
    ]


def escape_of(play: Play) -> EscapeState:
    state = queries.state_of(play)
    assert isinstance(state, EscapeState)
    return state


def test_four_people_play_to_the_end_from_their_telephones(play: Play, adviser: User) -> None:
    code = queries.code_of(play)
    phones = [Client(enforce_csrf_checks=True) for _ in ESCAPE.roles]
    tables = []
    for phone, role in zip(phones, ESCAPE.roles, strict=True):
        answer = phone.post(f"/jeux/rejoindre/{code}/", {"name": role.title[:8], "role": role.key})
        tables.append(answer["Location"])
    desk = signed_in(adviser)
    desk.post(f"/jeux/parties/{play.pk}/commencer/")

    for number, puzzle in enumerate(ESCAPE.puzzles):
        phone, table, role = phones[number % 4], tables[number % 4], ESCAPE.roles[number % 4]
        page = phone.get(table).content.decode()
        assert puzzle.title in page
        assert puzzle.clues[role.key].split(":")[-1].strip()[:30] in page.replace("&#x27;", "'")
        others = [clue for key, clue in puzzle.clues.items() if key != role.key]
        assert not any(clue in page for clue in others)
        phone.post(f"{table}reponse/", {"about": puzzle.key, "value": puzzle.answer})

    assert ESCAPE.won in phones[0].get(tables[0]).content.decode()
    play.refresh_from_db()
    assert play.ended_at is not None
    assert phones[0].get(f"/jeux/rejoindre/{code}/").status_code == 404
    assert not any(phone.cookies for phone in phones)


def test_the_board_is_decided_by_the_team(host: Organisation, adviser: User) -> None:
    play = actions.open_play(game=BOARD.key, organisation=host, by=adviser)
    secrets = sit_down(play, 2)
    desk = signed_in(adviser)
    desk.post(f"/jeux/parties/{play.pk}/commencer/")
    first = BOARD.situations[0]

    Client().post(f"/jeux/table/{secrets[0]}/avis/", {"about": first.key, "value": "c"})
    assert "Joueuse 0" in desk.get(f"/jeux/parties/{play.pk}/").content.decode()
    desk.post(f"/jeux/parties/{play.pk}/choix/", {"about": first.key, "value": "c"})

    page = Client().get(f"/jeux/table/{secrets[1]}/").content.decode()
    assert first.options[2].then in page
    assert BOARD.situations[1].title in page


def test_a_wrong_answer_says_so_and_loses_nothing(play: Play) -> None:
    (secret,) = sit_down(play, 1)
    actions.start(play=play)

    Client().post(f"/jeux/table/{secret}/reponse/", {"about": "door", "value": "1234"})

    page = Client().get(f"/jeux/table/{secret}/").content.decode()
    assert "«\u00a01234\u00a0» n’ouvre pas" in page
    assert escape_of(play).opened == 0


def test_before_the_start_nothing_is_played(play: Play) -> None:
    (secret,) = sit_down(play, 1)

    answer = Client().post(f"/jeux/table/{secret}/reponse/", {"about": "door", "value": "7536"})

    assert answer.status_code == 422
    assert escape_of(play).opened == 0


def test_two_with_one_name_are_told(play: Play) -> None:
    sit_down(play, 1)

    with pytest.raises(RefusedError, match="déjà ce prénom"):
        actions.join(play=play, name="Joueuse 0", role="quality")


@pytest.mark.django_db(transaction=True)
def test_answers_at_the_same_instant_come_one_after_another(play: Play) -> None:
    secrets = sit_down(play, 4)
    actions.start(play=play)

    def try_lock(secret: str) -> bool:
        try:
            player = queries.player_by_secret(secret)
            assert player is not None
            return actions.answer(player=player, about="door", value="7536")
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(try_lock, secrets))

    assert answers == [True] * 4
    assert escape_of(play).opened == 1
    assert list(play.moves.order_by("number").values_list("number", flat=True)) == [1, 2, 3, 4, 5]


def test_what_was_seen_is_kept_only_for_who_wishes_it(host: Organisation, adviser: User) -> None:
    session = make_session(make_activity(host, kind=ActivityKind.ESCAPE_GAME))
    person = register(first_name="Léa", organisation=host, means="face")
    booking = seat(session, person)
    play = actions.open_play(game=ESCAPE.key, organisation=host, session=session, by=adviser)
    sit_down(play, 1)
    (player,) = queries.players_of(play)
    desk = signed_in(adviser)

    desk.post(
        f"/jeux/parties/{play.pk}/grille/", {f"vu-{player.pk}-0": Seen.SEEN, f"vu-{player.pk}-1": "autre"}
    )
    desk.post(f"/jeux/parties/{play.pk}/places/{player.pk}/parcours/", {"booking": booking.pk})

    (milestone,) = Milestone.objects.filter(person=person, kind="games.played")
    assert milestone.detail == f"{ESCAPE.title}\u00a0: {ESCAPE.skills[0]}"

    erase(person=person)
    player.refresh_from_db()
    assert (player.name, player.booking_id) == (f"joueur {player.pk}", None)


@pytest.mark.parametrize("path", ["/jeux/", "/jeux/parties/{}/", "/jeux/piece-de-17-heures/cartes.pdf"])
def test_strangers_and_other_houses_see_no_desk(
    path: str, play: Play, partner_adviser: User, recruiter: User
) -> None:
    address = path.format(play.pk)

    assert Client().get(address)["Location"].startswith("/compte/entrer/")
    assert signed_in(recruiter).get(address).status_code == 403
    if "parties" in path:
        assert signed_in(partner_adviser).get(address).status_code == 404


@pytest.mark.parametrize("what", ["commencer", "finir", "pause", "choix"])
def test_a_page_that_is_read_moves_nothing(what: str, play: Play, adviser: User) -> None:
    assert signed_in(adviser).get(f"/jeux/parties/{play.pk}/{what}/").status_code == 405


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_takes_the_same_queries_however_long(
    count: int, host: Organisation, adviser: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(count):
        actions.open_play(game=ESCAPE.key, organisation=host, by=adviser)
    client = signed_in(adviser)
    client.get("/jeux/")

    with django_assert_num_queries(7):
        client.get("/jeux/")


@pytest.mark.parametrize("game", GAMES.values(), ids=lambda game: game.key)
def test_every_sheet_is_typeset(game: object) -> None:
    for name, _ in paper.DOCUMENTS[game.kind]:  # type: ignore[attr-defined]
        assert paper.document(game, name).startswith(b"%PDF")  # type: ignore[arg-type]
