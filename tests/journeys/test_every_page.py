"""Every page that links lead to, as each role: it answers, fits a small telephone, and axe finds no fault."""

import re
from collections import deque
from contextlib import suppress
from urllib.parse import urlsplit

import pytest
from django.urls import Resolver404, resolve
from playwright.sync_api import Browser, Page
from playwright.sync_api import TimeoutError as StillMissingError

from jalon.demo.content import SIGN_INS
from tests.journeys.axe import check_accessible
from tests.journeys.desk import book_for, open_file, open_game, open_session, paper_code
from tests.journeys.people import sign_in, somebody
from tests.processes import Stack

pytestmark = pytest.mark.journey

MOST_PAGES = 110
# Another partner has the pages that Claire has, with less on them: the first of them tell.
MOST_PAGES_OF = {"ines@jalon.example": 35}
FILES = (".csv", ".pdf", ".json", ".atom", ".ics", ".xlsx", "/refus", "/deconnexion/", "/quitter/")
# What a template or a script writes when it has nothing to write.
DEAD = re.compile(
    r"\bNone\b|\bundefined\b|\bNaN\b|\bnull\b|\[object |\{\{|\}\}|\{%|%\}|%\(|\bTrue\b|\bFalse\b"
)
NOBODY = ""
# Pages of the public site are looked at as nobody; these are other for whoever is signed in.
PUBLIC = {"portal", "agenda", "rounds", "own"}
OWN_PUBLIC_PAGES = {"start", "search", "figures"}
STARTS = {
    NOBODY: [
        "/",
        "/suivi/",
        "/facile/",
        "/en/",
        "/ecran",
        "/organisations/inscription",
        "/agenda/",
        "/tournee/",
    ]
}
# Samir sees what Claire sees.
ROLES = [NOBODY, *(account.email for account in SIGN_INS if not account.email.startswith("samir"))]


@pytest.mark.parametrize("email", ROLES, ids=lambda email: email.partition("@")[0] or "nobody")
def test_every_page_answers_fits_and_is_accessible(
    site: Stack, browser: Browser, email: str, fresh: str
) -> None:
    # Given somebody, signed in or not; who has no account may hold a paper, or a code of a game
    starts = STARTS.get(email, ["/debut/", "/moi/"])
    if email == NOBODY:
        starts = [*starts, *held_by_nobody(site, browser, fresh)]
    context = browser.new_context(
        base_url=site.address, locale="fr-FR", viewport={"width": 1280, "height": 900}
    )
    page = context.new_page()
    if email:
        sign_in(page, email)

    # When they follow every link
    faults = crawl(page, starts, public=email == NOBODY, most=MOST_PAGES_OF.get(email, MOST_PAGES))
    context.close()

    # Then nothing is wrong anywhere
    assert faults == [], "\n".join(faults)


def held_by_nobody(site: Stack, browser: Browser, fresh: str) -> list[str]:
    """The own page of somebody who has a seat, and a game that can be joined."""
    with somebody(site, browser, "claire@jalon.example") as claire:
        file = open_file(claire, fresh, reach=f"{fresh}@exemple.fr")
        book_for(claire, file, open_session(claire, f"Atelier {fresh}"))
        own = f"/suivi/{paper_code(claire, file).replace(' ', '')}/"
        return [own, f"/jeux/rejoindre/{open_game(claire)}/"]


def crawl(page: Page, starts: list[str], *, public: bool, most: int) -> list[str]:
    """Breadth first, one page per address pattern; all faults, each with its address."""
    faults: list[str] = []
    listen(page, faults)
    waiting, seen = deque(starts), set[str]()
    while waiting and len(seen) < most:
        path = waiting.popleft()
        if path.endswith(FILES) or pattern(path) in seen or not (public or behind_sign_in(path)):
            continue
        seen.add(pattern(path))
        answer = page.goto(path)
        seen.add(pattern(urlsplit(page.url).path))
        if answer is None or answer.status >= 400:
            faults.append(f"{path}: status {answer and answer.status}")
            continue
        faults += [f"{path}: {fault}" for fault in look(page)]
        waiting.extend(links(page))
    assert len(seen) > len(starts), "no link led anywhere"
    return faults


def listen(page: Page, faults: list[str]) -> None:
    """Errors of scripts and of the content security policy."""
    page.on("pageerror", lambda error: faults.append(f"{page.url}: script: {error}"))
    page.on(
        "console",
        lambda said: faults.append(f"{page.url}: console: {said.text}") if said.type == "error" else None,
    )


def pattern(path: str) -> str:
    """The route that answers this path; the language stays, since words differ."""
    try:
        return ("en " if path.startswith("/en/") else "") + resolve(path).route
    except Resolver404:
        return path


def behind_sign_in(path: str) -> bool:
    """Whether the page is another for whoever is signed in."""
    try:
        match = resolve(path)
    except Resolver404:
        return True
    return PUBLIC.isdisjoint(match.namespaces) or match.url_name in OWN_PUBLIC_PAGES


def links(page: Page) -> list[str]:
    """Paths of this site that the page links to, without what is downloaded or opened elsewhere."""
    found: list[str] = page.eval_on_selector_all(
        "a[href]:not([download])",
        "all => all.filter(a => a.origin === location.origin).map(a => a.pathname)",
    )
    return found


def look(page: Page) -> list[str]:
    """What is wrong with the page that is open."""
    faults = []
    if not page.title().strip():
        faults.append("no title")
    # The screen writes its heading once the server has answered it.
    with suppress(StillMissingError):
        page.locator("h1").first.wait_for(state="attached", timeout=10_000)
    if (headings := page.locator("h1").count()) != 1:
        faults.append(f"{headings} h1")
    if dead := DEAD.search(page.locator("body").inner_text()):
        faults.append(f"says {dead[0]!r}")
    try:
        check_accessible(page)
    except AssertionError as error:
        faults.append(str(error))
    page.set_viewport_size({"width": 320, "height": 640})
    if (width := page.evaluate("document.documentElement.scrollWidth")) > 320:
        faults.append(f"{width} px wide on a screen of 320")
    page.set_viewport_size({"width": 1280, "height": 900})
    return faults
