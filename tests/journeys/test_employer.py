"""An employer: new to the territory, interrupted while writing, with a table of its own."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.axe import check_accessible
from tests.journeys.people import give_password, in_days, mails, new_siret, sign_in, somebody
from tests.processes import Stack, wait_until

pytestmark = pytest.mark.journey


def test_a_new_employer_is_vetted_and_its_first_offer_read(
    site: Stack, browser: Browser, desk: Page, fresh: str
) -> None:
    name, email, title = f"Corderie {fresh}", f"corderie-{fresh.lower()}@exemple.fr", f"Cordière {fresh}"
    with (
        somebody(site, browser, viewport={"width": 360, "height": 740}) as employer,
        somebody(site, browser) as passer_by,
    ):
        # Given an employer that presents itself and enters with the code it is sent
        register(employer, name, email)
        enter_by_code(site, employer, email)

        # When it writes its first offer
        write(employer, title)
        expect(employer.get_by_text("L’association la lit avant qu’un écran la montre")).to_be_visible()
        check_accessible(employer)

        # Then nobody sees it yet
        assert not is_public(passer_by, title)

        # When an adviser checks the employer, then reads the offer
        sign_in(desk, "claire@jalon.example")
        desk.goto("/gestion/offres/?view=to_read")
        desk.get_by_role("link", name=title).click()
        desk.get_by_role("link", name="Vérifier l’employeur").first.click()
        check_accessible(desk)
        desk.get_by_label("Oui, j’ai vérifié cet employeur").check()
        desk.get_by_role("button", name="Enregistrer").click()
        expect(desk.get_by_role("heading", name=name)).to_be_visible()
        assert not is_public(passer_by, title)
        desk.goto("/gestion/offres/?view=to_read")
        desk.get_by_role("link", name=title).click()
        desk.get_by_role("button", name="Lue, elle peut être montrée").click()
        expect(desk.get_by_text("L’offre est notée comme lue")).to_be_visible()

        # Then everybody sees it
        assert is_public(passer_by, title)


def test_a_lost_session_loses_nothing_that_was_typed(desk: Page) -> None:
    # Given an employer in the middle of an offer
    sign_in(desk, "paul@jalon.example")
    desk.goto("/gestion/offres/ecrire/")
    desk.get_by_label("Titre de l’offre").fill("Gréeuse, gréeur")
    desk.get_by_label("Ce qu’on fait").fill("Monter le gréement, épisser, contrôler chaque manille.")
    desk.get_by_label("Contrat", exact=True).select_option(label="CDI")
    desk.get_by_label("De", exact=True).first.fill("5:00")

    # When the session is lost, and the employer publishes all the same
    desk.context.clear_cookies(name="jalon_session")
    desk.get_by_role("button", name="Garder en brouillon").click()

    # Then, signed in again, everything is there
    desk.get_by_role("link", name="Entrer avec un mot de passe").click()
    give_password(desk, "paul@jalon.example")
    desk.goto("/gestion/offres/ecrire/")
    expect(desk.get_by_label("Titre de l’offre")).to_have_value("Gréeuse, gréeur")
    expect(desk.get_by_label("Ce qu’on fait")).to_have_value(re.compile("manille"))
    expect(desk.get_by_label("Contrat", exact=True)).to_have_value("permanent")
    expect(desk.get_by_label("De", exact=True).first).to_have_value("5:00")


def test_a_table_of_offers_is_matched_and_its_refused_row_given_back(desk: Page, fresh: str) -> None:
    # Given an adviser with a table whose second row has no title
    table = (
        "Référence;Intitulé du poste;Nom de la société;Contrat;Valable jusqu'au;Remarque\n"
        f"{fresh}-1;Mareyeuse {fresh};Marée {fresh};CDI;{in_days(9)};bon\n"
        f"{fresh}-2;;Marée {fresh};CDI;{in_days(9)};oubli\n"
    )
    sign_in(desk, "claire@jalon.example")
    desk.goto("/gestion/offres/imports/")
    desk.get_by_label("Fichier", exact=True).set_input_files(
        {"name": f"{fresh}.csv", "mimeType": "text/csv", "buffer": table.encode()}
    )
    desk.get_by_role("button", name="Envoyer le fichier").click()

    # When the adviser checks what each column holds
    expect(desk.get_by_role("heading", name="Que contient chaque colonne ?")).to_be_visible()
    expect(desk.get_by_label("Intitulé du poste")).to_have_value("title")
    desk.get_by_label("Nom de la société").select_option(label="Employeur")
    check_accessible(desk)
    desk.get_by_role("button", name="Importer").click()

    # Then one offer is there, and the refused row comes back with its reason
    refused = desk.get_by_role("link", name="Les télécharger avec les raisons")
    expect(refused).to_be_visible(timeout=60_000)
    expect(desk.get_by_text("le titre du poste est vide")).to_be_visible()
    with desk.expect_download() as download:
        refused.click()
    text = Path(download.value.path()).read_text(encoding="utf-8-sig")
    assert f"{fresh}-2" in text
    assert "le titre du poste est vide" in text
    assert f"{fresh}-1" not in text
    expect(desk.locator("dl.facts").first).to_contain_text(re.compile(r"Créées\s*1"))


def register(page: Page, name: str, email: str) -> None:
    """Who we are, without an account."""
    page.goto("/organisations/inscription")
    check_accessible(page)
    page.get_by_label("Nom de l’entreprise").fill(name)
    page.get_by_label("SIRET").fill(new_siret())
    page.get_by_label("Votre prénom et votre nom").fill("Rosa Cordier")
    page.get_by_label("Adresse e-mail").fill(email)
    page.get_by_label("Téléphone").fill("03 53 01 24 99")
    page.get_by_role("button", name="Envoyer").click()
    expect(page.get_by_role("heading", name="C’est envoyé")).to_be_visible()
    check_accessible(page)


def enter_by_code(site: Stack, page: Page, email: str) -> None:
    """The code that arrives by e-mail, without a password."""
    page.get_by_role("link", name="Entrer avec mon adresse").click()
    page.get_by_label("Adresse e-mail").fill(email)
    page.get_by_role("button", name="Recevoir mon code").click()
    page.get_by_label("code", exact=False).first.fill(code_sent(site, email))
    check_accessible(page)
    page.get_by_role("button", name="Entrer", exact=True).click()
    page.wait_for_url(lambda url: "/compte/" not in url)


def code_sent(site: Stack, email: str) -> str:
    """The code in the message to this address."""

    def found() -> list[str]:
        texts = [text for text in mails(site, email) if "Votre code pour entrer" in text]
        return [code for text in texts for code in re.findall(r"^ {4}(\S+)$", text, re.MULTILINE)]

    wait_until(lambda: bool(found()), seconds=60, what="the code")
    return found()[0]


def write(page: Page, title: str) -> None:
    """The least that a first offer needs."""
    page.goto("/gestion/offres/ecrire/")
    page.get_by_label("Titre de l’offre").fill(title)
    page.get_by_label("Ce qu’on fait").fill("Tresser des cordages, épisser, emballer.")
    page.get_by_label("Contrat", exact=True).select_option(label="CDI")
    page.get_by_label("Coordonnées").fill("51.03, 2.21")
    page.get_by_label("Montrer l’offre jusqu’au").fill(in_days(20))
    check_accessible(page)
    page.get_by_role("button", name="Publier").click()


def is_public(page: Page, title: str) -> bool:
    """Whether somebody without an account sees the offer."""
    page.goto("/offres/")
    return page.get_by_text(title).count() > 0
