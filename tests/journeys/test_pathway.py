"""A person's pathway, walked by those who are on it: seats, waiting lists, partners, files that meet."""

import re
import time

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.axe import check_accessible
from tests.journeys.desk import add_step, open_file, open_session, paper_code, pathway
from tests.journeys.people import mails, sign_in, somebody
from tests.processes import Stack, wait_until

pytestmark = pytest.mark.journey
CLAIRE, INES = "claire@jalon.example", "ines@jalon.example"
PHONE = {"width": 360, "height": 740}


def test_an_adviser_books_with_one_field_and_from_the_file(desk: Page, fresh: str) -> None:
    # Given a session, and two people
    sign_in(desk, CLAIRE)
    first, second = f"{fresh} Premier", f"{fresh} Second"
    open_file(desk, fresh, "Premier", reach=f"{fresh}.1@exemple.fr")
    file = open_file(desk, fresh, "Second", reach=f"{fresh}.2@exemple.fr")
    title = f"Atelier {fresh}"
    session = open_session(desk, title)

    # When an adviser books from the session's page without touching the mouse
    desk.goto(session)
    tab_to(desk, "Inscrire une personne")
    desk.keyboard.type(fresh)
    expect(desk.get_by_role("option", name=first)).to_be_visible()
    check_accessible(desk)
    choose_option(desk, first)
    desk.keyboard.press("Enter")
    desk.keyboard.press("Enter")

    # Then the person has a seat and four digits for the door
    expect(desk.get_by_role("status").filter(has_text=f"{first} a sa place")).to_contain_text(
        re.compile(r"Code d’entrée\s: \d{4}")
    )
    expect(desk.get_by_role("region", name="Qui vient").get_by_role("link", name=first)).to_be_visible()
    check_accessible(desk)

    # When they book somebody else from the file of the person
    desk.goto(file)
    desk.get_by_role("link", name="Inscriptions").click()
    check_accessible(desk)
    desk.get_by_role("searchbox", name="Chercher une séance").fill(title)
    desk.keyboard.press("Enter")
    desk.get_by_role("button", name=f"Inscrire à {title}").click()

    # Then the seat is on the page of the person's seats, and on that of the session
    expect(desk.get_by_role("region", name="À venir").get_by_role("link", name=title)).to_be_visible()
    check_accessible(desk)
    desk.goto(session)
    expect(desk.get_by_role("region", name="Qui vient").get_by_role("link", name=second)).to_be_visible()


def test_somebody_without_an_account_books_on_a_telephone_and_cancels(
    site: Stack, browser: Browser, visitor: Page, fresh: str
) -> None:
    # Given a session on the public calendar
    title = f"Atelier {fresh}"
    with somebody(site, browser, CLAIRE) as claire:
        session = open_session(claire, title, days=2)

    # When somebody finds it there
    visitor.goto("/agenda/")
    check_accessible(visitor)
    while not visitor.get_by_role("link", name=title).count():
        visitor.get_by_role("link", name="Plus tard").click()
    visitor.get_by_role("link", name=title).click()
    check_accessible(visitor)
    visitor.get_by_role("link", name="Je m’inscris").click()
    check_accessible(visitor)
    visitor.get_by_label("Votre prénom").fill(fresh.capitalize())
    visitor.get_by_role("button", name="Je m’inscris").click()

    # Then they read four digits for the door, and the code of a page of their own
    expect(visitor.get_by_role("heading", name="C’est noté, votre place est gardée")).to_be_visible()
    door = visitor.locator(".door-figures").inner_text().strip()
    assert re.fullmatch(r"\d{4}", door)
    code = visitor.locator(".ticket .code").inner_text()
    assert visitor.evaluate("document.documentElement.scrollWidth") <= 360
    check_accessible(visitor)

    # When they type that code later
    visitor.goto("/suivi/")
    visitor.get_by_label("Le code de votre papier").fill(code.lower())
    visitor.get_by_role("button", name="Voir ma page").click()

    # Then their seat is there, and in their calendar; no cookie was set
    expect(visitor.get_by_text(f"Votre code à l’entrée : {door}.")).to_be_visible()
    own = visitor.url
    visitor.get_by_role("link", name="Mon calendrier").click()
    expect(visitor.get_by_role("listitem").filter(has_text="Salle du Phare")).to_be_visible()
    check_accessible(visitor)
    visitor.get_by_role("button", name="Donner une adresse").click()
    feed = visitor.get_by_role("link", name=re.compile("agenda.ics")).inner_text()
    calendar = visitor.request.get(site.address + path_of(feed)).text()
    assert calendar.count("BEGIN:VEVENT") == 1
    assert title not in calendar
    assert visitor.context.cookies() == []

    # When they cannot come
    visitor.goto(own)
    visitor.get_by_role("link", name=f"Voir, ou ne plus venir {title}").click()
    give_back = visitor.get_by_role("button", name="Je rends ma place")
    expect(give_back).to_be_visible()
    check_accessible(visitor)
    give_back.click()

    # Then nothing is expected of them any more, and the adviser sees no name on the list
    expect(visitor.get_by_text("Aucune demande en cours.")).to_be_visible()
    expect(visitor.get_by_text("Inscription annulée")).to_be_visible()
    with somebody(site, browser, CLAIRE) as claire:
        claire.goto(session)
        expect(claire.get_by_role("region", name="Qui vient")).to_contain_text("Personne n’est inscrit.")


def test_a_seat_that_frees_goes_to_who_waits(
    site: Stack, browser: Browser, desk: Page, visitor: Page, fresh: str
) -> None:
    # Given a session with one seat, which is taken
    title, address = f"Atelier {fresh}", f"{fresh.lower()}@exemple.fr"
    sign_in(desk, CLAIRE)
    session = open_session(desk, title, seats=1)
    with somebody(site, browser, viewport=PHONE) as first:
        book(first, session, "Awa")
        code = first.locator(".ticket .code").inner_text()

        # When somebody else wants it
        begun = time.time()
        visitor.goto(f"/agenda{session.removeprefix('/seances')}")
        visitor.get_by_role("link", name="J’attends une place").click()
        check_accessible(visitor)
        visitor.get_by_label("Votre prénom").fill(fresh.capitalize())
        visitor.get_by_label("Votre téléphone ou votre courriel").fill(address)
        visitor.get_by_role("button", name="J’attends une place").click()

        # Then they are told that they wait, and by which page they will answer
        expect(visitor.get_by_role("heading", name="Vous êtes sur la liste d’attente")).to_be_visible()
        expect(visitor.get_by_text("Personne n’attend avant vous.")).to_be_visible()
        check_accessible(visitor)
        desk.reload()
        expect(desk.get_by_role("region", name="Qui vient")).to_contain_text("attend")
        check_accessible(desk)

        # When the first gives the seat back
        first.goto("/suivi/")
        first.get_by_label("Le code de votre papier").fill(code)
        first.get_by_role("button", name="Voir ma page").click()
        first.get_by_role("link", name=f"Voir, ou ne plus venir {title}").click()
        first.get_by_role("button", name="Je rends ma place").click()
        expect(first.get_by_text("Aucune demande en cours.")).to_be_visible()

    # Then the second is written to
    def offers() -> list[str]:
        return [text for text in mails(site, address, since=begun) if "Une place se libère" in text]

    wait_until(lambda: bool(offers()), seconds=60, what="the offer of the seat")
    (offer,) = offers()

    # When they say yes on their own page
    visitor.goto(own_page_in(offer))
    expect(visitor.get_by_text("Une place est libre pour vous.")).to_be_visible()
    check_accessible(visitor)
    visitor.get_by_role("link", name=f"Répondre {title}").click()
    check_accessible(visitor)
    visitor.get_by_role("button", name="Oui, je viens").click()

    # Then the seat is theirs, on their page, in a message and at the desk
    expect(visitor.get_by_text(re.compile(r"Votre code à l’entrée\s: \d{4}"))).to_be_visible()
    wait_until(
        lambda: any("La place est à vous" in text for text in mails(site, address, since=begun)),
        seconds=60, what="the message that the seat is theirs",
    )  # fmt: skip
    desk.reload()
    expect(desk.get_by_role("region", name="Qui vient")).to_contain_text(re.compile(r"code\s+\d{4}"))


def test_a_partner_reads_little_until_it_says_yes(
    site: Stack, browser: Browser, desk: Page, visitor: Page, fresh: str
) -> None:
    # Given somebody with a step to come, whom an adviser follows
    name, step = f"{fresh} Nowak", f"Visiter un logement {fresh}"
    sign_in(desk, CLAIRE)
    file = open_file(desk, fresh, "Nowak", reach=f"{fresh}@exemple.fr", born="26/11/1985")
    code = paper_code(desk, file)
    add_step(desk, file, step)
    check_accessible(desk)

    # When the adviser asks a partner to follow them too
    desk.get_by_role("link", name="Demander à un partenaire").click()
    check_accessible(desk)
    desk.get_by_label("Vers").select_option(label="PLIE des Dunes")
    desk.get_by_label("Pourquoi").fill(f"Cherche un toit près du port {fresh}.")
    desk.get_by_role("button", name="Envoyer la demande").click()
    expect(desk.get_by_text("La demande est partie.")).to_be_visible()

    with somebody(site, browser, INES) as ines:
        # Then the partner reads the name, how to reach them, and why
        ines.goto("/parcours/orientations/")
        check_accessible(ines)
        ines.get_by_role("link", name=name).click()
        expect(ines.get_by_text(f"Cherche un toit près du port {fresh}.")).to_be_visible()
        expect(ines.get_by_text(f"{fresh.lower()}@exemple.fr")).to_be_visible()
        check_accessible(ines)

        # And nothing else: neither the birth date, nor the steps, nor the file
        expect(ines.locator("main")).not_to_contain_text("1985")
        for closed in (file, pathway(file)):
            answer = ines.request.get(closed)
            assert (answer.status, step in answer.text()) == (404, False)

        # When the partner says yes
        ines.get_by_label("Qui de chez nous l’accompagne").select_option(label="Inès Lemaire")
        ines.get_by_role("button", name="Oui, nous l’accompagnons").click()

        # Then it reads the pathway
        expect(ines.get_by_role("heading", name=f"Parcours de {name}")).to_be_visible()
        expect(ines.get_by_role("heading", name=step)).to_be_visible()
        check_accessible(ines)

    # And the adviser and the person read who follows
    desk.goto(file)
    expect(desk.get_by_role("region", name="Qui accompagne")).to_contain_text("Inès Lemaire")
    visitor.goto(f"/suivi/{code.replace(' ', '')}/")
    expect(visitor.get_by_role("region", name="Qui vous accompagne")).to_contain_text("Inès Lemaire")


def book(visitor: Page, session: str, first_name: str) -> None:
    """A seat from the public page of the session."""
    visitor.goto(f"/agenda{session.removeprefix('/seances')}")
    visitor.get_by_role("link", name="Je m’inscris").click()
    visitor.get_by_label("Votre prénom").fill(first_name)
    visitor.get_by_role("button", name="Je m’inscris").click()
    expect(visitor.get_by_role("heading", name="C’est noté, votre place est gardée")).to_be_visible()


def tab_to(page: Page, label: str) -> None:
    """Press Tab until the field has the focus."""
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.get_by_label(label).evaluate("field => field === document.activeElement"):
            return
    pytest.fail(f"no way to {label!r} by the keyboard")


def choose_option(page: Page, name: str) -> None:
    """Go down the suggestions to this one."""
    for _ in range(8):
        page.keyboard.press("ArrowDown")
        chosen = page.locator("[role=option][aria-selected=true]")
        if name in chosen.inner_text():
            return
    pytest.fail(f"{name!r} is not among the suggestions")


def own_page_in(text: str) -> str:
    """The address of the own page that a message gives."""
    found = re.search(r"/suivi/\w+/", text)
    assert found is not None, text
    return found[0]


def path_of(address: str) -> str:
    """The address without its host."""
    return "/" + address.split("//", 1)[1].split("/", 1)[1]
