"""Four people play the escape game on their telephones to its end, led from the facilitator's console."""

import re
from collections.abc import Iterator
from contextlib import ExitStack

import pytest
from playwright.sync_api import Browser, Page, expect

from jalon.games.stories.escape import ESCAPE
from tests.journeys.axe import check_accessible
from tests.journeys.desk import open_game
from tests.journeys.people import sign_in, somebody
from tests.processes import Stack

pytestmark = pytest.mark.journey
NAMES = ("Awa", "Bruno", "Chen", "Dalila")
PHONE = {"width": 360, "height": 740}


@pytest.fixture
def players(site: Stack, browser: Browser) -> Iterator[list[Page]]:
    """Four telephones."""
    with ExitStack() as stack:
        yield [stack.enter_context(somebody(site, browser, viewport=PHONE)) for _ in NAMES]


def test_four_people_open_five_locks_together(desk: Page, players: list[Page]) -> None:
    # Given a game that a facilitator has opened, with a code for the table
    sign_in(desk, "claire@jalon.example")
    code = open_game(desk)

    # When four people type the code and take a trade each
    for page, name, role in zip(players, NAMES, ESCAPE.roles, strict=True):
        take_a_chair(page, code, name, role.title)
    check_accessible(players[0])

    # Then the console shows them without being asked again
    for name in NAMES:
        expect(desk.get_by_role("region", name="À la table").get_by_text(name, exact=True)).to_be_visible()
    check_accessible(desk)

    # When the game begins, each reads what nobody else knows
    desk.get_by_role("button", name="Commencer").click()
    door = ESCAPE.puzzles[0]
    for page, role in zip(players, ESCAPE.roles, strict=True):
        expect(page.get_by_text(door.clues[role.key])).to_be_visible()
        others = [clue for key, clue in door.clues.items() if key != role.key]
        assert not any(page.get_by_text(clue).count() for clue in others)
    check_accessible(players[0])

    # And a wrong answer costs nothing, a hint is read by all
    attempt(players[0], "0000")
    expect(players[3].get_by_text("« 0000 » n’ouvre pas.")).to_be_visible()
    check_accessible(players[3])
    players[2].get_by_label("Votre réponse").press_sequentially("75")
    players[1].get_by_role("button", name=re.compile("Un indice")).click()
    expect(players[3].get_by_text(door.hints[0])).to_be_visible()
    expect(desk.get_by_text(door.hints[0])).to_be_visible()

    # And who was typing has lost nothing, and reads it as soon as they look up
    expect(players[2].get_by_text(door.hints[0])).to_have_count(0)
    players[2].get_by_label("Votre réponse").blur()
    expect(players[2].get_by_text(door.hints[0])).to_be_visible()
    expect(players[2].get_by_label("Votre réponse")).to_have_value("75")

    # When the facilitator pauses, then ticks what they see
    skill = f"{door.skill}, Awa"
    seen = desk.get_by_label(skill).locator("option").nth(1).get_attribute("value")
    desk.get_by_role("button", name="Pause").click()
    expect(players[0].get_by_text("Partie en pause.")).to_be_visible()
    desk.get_by_role("button", name="Reprendre").click()
    expect(players[0].get_by_label("Votre réponse")).to_be_visible()
    desk.get_by_label(skill).select_option(seen)
    desk.get_by_label(skill).blur()

    # And each opens a lock in turn
    for number, puzzle in enumerate(ESCAPE.puzzles):
        page = players[number % len(players)]
        expect(page.get_by_role("heading", name=puzzle.title)).to_be_visible()
        attempt(page, puzzle.answer)

    # Then everybody reads the end, and what to talk about
    for page in (*players, desk):
        expect(page.get_by_text(ESCAPE.won)).to_be_visible()
        expect(page.get_by_text(ESCAPE.debrief[0])).to_be_visible()
    check_accessible(players[0])
    check_accessible(desk)

    # And what the facilitator saw stayed on the console, and is kept
    desk.get_by_role("button", name="Garder la grille").click()
    expect(desk.get_by_text("La grille est gardée.")).to_be_visible()
    expect(desk.get_by_label(skill)).to_have_value(seen or "")

    # And the game is over: its code opens nothing more
    expect(desk.get_by_text("Partie finie")).to_be_visible()
    players[0].goto(f"/{code}")
    expect(players[0].locator("h1")).not_to_have_text(ESCAPE.title)
    assert all(page.context.cookies() == [] for page in players)


def take_a_chair(player: Page, code: str, name: str, role: str) -> None:
    """From the front page, as somebody who was told four signs."""
    player.goto("/")
    player.get_by_label("Le code de l’écran").fill(code.lower())
    player.get_by_role("button", name="Voir l’offre").click()
    check_accessible(player)
    player.get_by_label("Comment vous appelle-t-on aujourd’hui ?").fill(name)
    player.get_by_label(re.compile(f"^{role}")).check()
    player.get_by_role("button", name="Prendre ma place").click()
    expect(player.get_by_text("Nous attendons les autres.")).to_be_visible()
    assert player.evaluate("document.documentElement.scrollWidth") <= 360


def attempt(player: Page, answer: str) -> None:
    """Try a lock."""
    player.get_by_label("Votre réponse").fill(answer)
    player.get_by_role("button", name="Essayer").click()
