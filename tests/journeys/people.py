"""How people of the demonstration sign in, and what they are sent."""

import random
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from email import message_from_bytes, policy

from playwright.sync_api import Browser, BrowserContext, Page, expect

from jalon.demo.content import PASSWORD
from tests.processes import Stack


@contextmanager
def somebody(site: Stack, browser: Browser, email: str = "", **context: object) -> Iterator[Page]:
    """A browser of their own, signed in when an address is given."""
    own: BrowserContext = browser.new_context(base_url=site.address, locale="fr-FR", **context)  # type: ignore[arg-type]
    page = own.new_page()
    page.set_default_timeout(20_000)
    if email:
        sign_in(page, email)
    yield page
    own.close()


def sign_in(page: Page, email: str) -> None:
    """By address and password, which the demonstration alone has."""
    page.goto("/moi/mot-de-passe")
    give_password(page, email)


def give_password(page: Page, email: str) -> None:
    """On the page that asks for it."""
    page.get_by_label("Adresse e-mail").fill(email)
    page.get_by_label("Mot de passe").fill(PASSWORD)
    page.get_by_role("button", name="Entrer", exact=True).click()
    expect(page.locator("main")).to_be_visible()
    page.wait_for_url(lambda url: "/moi/mot-de-passe" not in url)


def mails(site: Stack, address: str = "", *, since: float = 0.0) -> list[str]:
    """Texts of the messages that were sent to this address (any), from this instant on."""
    files = (site.folder / "outbox" / "mail").glob("*.eml")
    sent = [
        message_from_bytes(path.read_bytes(), policy=policy.default)
        for path in files
        if path.stat().st_mtime >= since
    ]
    bodies = [mail.get_body(("plain",)) for mail in sent if address in str(mail["To"])]
    return [body.get_content() for body in bodies if body is not None]


def in_days(days: int) -> str:
    """A day as a date field takes it."""
    return f"{date.today() + timedelta(days=days):%Y-%m-%d}"  # noqa: DTZ011


def new_siret() -> str:
    """A number that no company of the demonstration has, with its check digit."""
    digits = [random.randrange(10) for _ in range(13)]
    doubled = [2 * digit if place % 2 == 0 else digit for place, digit in enumerate(reversed(digits))]
    return "".join(map(str, digits)) + str(-sum(sum(divmod(number, 10)) for number in doubled) % 10)
