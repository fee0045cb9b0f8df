"""Ways in, and fields that suggest, in a real browser under the real content security policy."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.people import sign_in
from tests.processes import Stack

pytestmark = pytest.mark.journey

DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def keyed(site: Stack, browser: Browser) -> Iterator[Page]:
    """A computer that knows passkeys; they need a name of a host, not its number."""
    context = browser.new_context(base_url=site.address.replace("127.0.0.1", "localhost"), locale="fr-FR")
    page = context.new_page()
    device = context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    device.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})
    yield page
    context.close()


def test_an_adviser_adds_a_passkey_and_enters_with_it(keyed: Page) -> None:
    from jalon.demo.content import PASSWORD

    # Given an adviser at such a computer
    sign_in(keyed, "samir@jalon.example")

    # When they add one, leave, and come back with it
    keyed.goto("/compte/verification/cles/ajouter/")
    keyed.get_by_label("Mot de passe").fill(PASSWORD)
    keyed.get_by_role("button", name="Confirmer").click()
    keyed.get_by_role("button", name="Ajouter").click()
    expect(keyed.get_by_role("heading", name="Codes de secours")).to_be_visible()
    keyed.goto("/moi/")
    expect(keyed.get_by_text("en place")).to_be_visible()
    keyed.get_by_role("button", name="Quitter").click()
    keyed.goto("/compte/entrer/")
    keyed.get_by_role("button", name="Entrer avec une clé d’accès").click()

    # Then they are in
    keyed.wait_for_url(lambda url: "/compte/" not in url)
    keyed.goto("/moi/")
    expect(keyed.get_by_role("heading", name="Samir Haddad")).to_be_visible()
    # And the demonstration is as it was
    keyed.goto("/compte/verification/cles/")
    keyed.get_by_role("link", name="Retirer").click()
    password, remove = keyed.get_by_label("Mot de passe"), keyed.get_by_role("button", name="Retirer")
    expect(password.or_(remove)).to_be_visible()
    if password.is_visible():
        password.fill(PASSWORD)
        keyed.get_by_role("button", name="Confirmer").click()
    remove.click()
    expect(keyed.get_by_text("Aucune clé")).to_be_visible()


def test_a_passkey_that_does_not_answer_is_told_in_words(keyed: Page) -> None:
    # Given somebody who never made a key
    keyed.goto("/compte/entrer/")
    trouble = keyed.get_by_role("alert")
    expect(trouble).to_be_hidden()

    # When somebody tries to enter with one
    keyed.get_by_role("button", name="Entrer avec une clé d’accès").click()

    # Then the page says what to do
    expect(trouble).to_contain_text("prenez le code par e-mail")
