"""An adviser completes what a funder asks, takes the file and finds its columns."""

import csv
from io import BytesIO, StringIO
from pathlib import Path

import pytest
from openpyxl import load_workbook
from playwright.sync_api import Page, expect

from tests.journeys.axe import check_accessible
from tests.journeys.people import sign_in

pytestmark = pytest.mark.journey
CLAIRE = "claire@jalon.example"


def test_an_adviser_completes_a_missing_answer_and_exports_the_file(desk: Page) -> None:
    # Given an adviser who sees what a funder still waits for
    sign_in(desk, CLAIRE)
    desk.get_by_role("link", name="Bilans", exact=True).first.click()
    expect(
        desk.get_by_text("L’assiduité n’est jamais utilisée ni exportée pour une sanction.")
    ).to_be_visible()
    check_accessible(desk)
    desk.get_by_role("link", name="À compléter", exact=True).click()
    check_accessible(desk)

    # When they complete the entry of one person
    row = desk.locator(".promise", has_text="À l’entrée").first
    name = row.locator(".promise__who").inner_text()
    row.get_by_role("link", name="Compléter").click()
    expect(desk.get_by_role("heading", level=1, name=name)).to_be_visible()
    desk.get_by_role("group", name="Vous êtes").get_by_text("une femme").click()
    if not desk.get_by_label("Quelle est votre date de naissance").input_value():
        desk.get_by_label("Quelle est votre date de naissance").fill("1991-05-17")
    desk.get_by_label("Quelle est votre situation").select_option("long_unemployed")
    desk.get_by_role("group", name="Quel est votre plus haut diplôme").get_by_text("CAP").click()
    desk.get_by_role("group", name="handicap").get_by_text("ne souhaite pas répondre").click()
    desk.get_by_role("group", name="Comment ces réponses").get_by_text("sur le questionnaire").click()
    check_accessible(desk)
    desk.get_by_role("button", name="Noter les réponses").click()

    # Then it is noted, and the person's paper can be printed
    expect(desk.get_by_role("status")).to_contain_text("not")
    assert taken_away(desk, "Les mêmes sur papier (PDF)").startswith(b"%PDF")

    # When they take the file of the operation
    desk.get_by_role("link", name="Parcours vers l’industrie").first.click()
    check_accessible(desk)
    content = taken_away(desk, "Participants (CSV)").decode("utf-8-sig")

    # Then the person is there, with the columns, what was said and what was refused
    rows = list(csv.DictReader(StringIO(content), delimiter=";"))
    (found,) = [one for one in rows if f"{one['prenom']} {one['nom']}".strip() == name]
    assert found["situation_entree"] == "sans emploi depuis douze mois ou plus"
    assert (found["sexe"], found["handicap"]) == ("une femme", "ne souhaite pas répondre")
    assert float(found["heures"].replace(",", ".")) > 7
    book = load_workbook(BytesIO(taken_away(desk, "Participants, pour un tableur (XLSX)")))
    assert [cell.value for cell in book["Participants"][1]] == list(found)
    assert taken_away(desk, "L’opération sur papier (PDF)").startswith(b"%PDF")


def taken_away(page: Page, name: str) -> bytes:
    """The file behind a link."""
    with page.expect_download() as download:
        page.get_by_role("link", name=name).click()
    return Path(download.value.path()).read_bytes()
