"""What an adviser does at the desk before a journey begins: open a file, give a paper, open a session."""

import re

from playwright.sync_api import Page, expect

from tests.journeys.people import in_days

ESCAPE_GAME = "La pièce de 17 heures"


def open_file(adviser: Page, first_name: str, last_name: str = "", *, reach: str, born: str = "") -> str:
    """The address of the file of somebody new, whoever they look like."""
    adviser.goto("/personnes/nouvelle/")
    adviser.get_by_label("Prénom").fill(first_name)
    adviser.get_by_label(re.compile("^Nom")).fill(last_name)
    adviser.get_by_label("Téléphone ou courriel").fill(reach)
    adviser.get_by_label("Date de naissance").fill(born)
    adviser.get_by_role("button", name="Ajouter").click()
    another = adviser.get_by_role("button", name="C’est une autre personne : l’ajouter")
    if another.count():
        another.click()
    expect(adviser.get_by_text("Le dossier est ouvert.")).to_be_visible()
    return path(adviser)


def paper_code(adviser: Page, file: str) -> str:
    """The code of the person's own page, on a paper."""
    adviser.goto(file)
    adviser.get_by_role("button", name="Un papier avec un code").click()
    return adviser.locator(".ticket strong").inner_text()


def open_session(adviser: Page, title: str, *, seats: int = 10, days: int = 8) -> str:
    """The address of a session that is written and opened through the form."""
    adviser.goto("/seances/nouvelle/")
    activity = adviser.get_by_label("Activité", exact=True)
    value = activity.locator("option", has_text=ESCAPE_GAME).first.get_attribute("value")
    activity.select_option(value)
    adviser.get_by_label("Titre, s’il diffère").fill(title)
    adviser.get_by_label("Jour", exact=True).first.fill(in_days(days))
    adviser.get_by_label("De", exact=True).first.fill("9 h")
    adviser.get_by_label("À", exact=True).first.fill("10 h 30")
    adviser.get_by_label("Adresse ou précision").fill("Salle du Phare")
    adviser.get_by_label("Nombre de places").fill(str(seats))
    adviser.get_by_role("button", name="Ouvrir aux inscriptions").click()
    expect(adviser.get_by_role("heading", level=1, name=title)).to_be_visible()
    expect(adviser.get_by_role("region", name="Qui vient")).to_be_visible()
    return path(adviser)


def pathway(file: str) -> str:
    """The address of the pathway of whose file this is."""
    return f"/parcours/{file.removeprefix('/personnes/')}"


def add_step(adviser: Page, file: str, title: str) -> None:
    """One more step, on the page of the pathway, which stays open."""
    adviser.goto(pathway(file))
    adviser.get_by_label("Quoi").fill(title)
    adviser.get_by_role("button", name="Ajouter l’étape").click()
    expect(adviser.get_by_role("heading", name=title)).to_be_visible()


def book_for(adviser: Page, file: str, session: str) -> None:
    """A seat for whose file this is, found by the first name."""
    adviser.goto(file)
    name = adviser.get_by_role("heading", level=1).inner_text()
    adviser.goto(f"{session}inscrire/?q={name}")
    adviser.get_by_role("button", name=f"Inscrire {name}").click()
    expect(adviser.get_by_text("a sa place")).to_be_visible()


def open_game(adviser: Page) -> str:
    """The code that a table types to play the escape game."""
    adviser.goto("/jeux/")
    game = adviser.get_by_role("region", name=ESCAPE_GAME)
    game.get_by_role("button", name="Ouvrir une partie").click()
    return adviser.locator(".path-head .code").inner_text()


def path(page: Page) -> str:
    """The address of the open page, without the host and what follows a question mark."""
    found = re.match(r"https?://[^/]+(/[^?#]*)", page.url)
    assert found is not None
    return found[1]
