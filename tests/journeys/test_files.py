"""Files of people: two that are one, a list that is imported, and the person who has the last word."""

import json
import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.axe import check_accessible
from tests.journeys.desk import add_step, open_file, paper_code, pathway
from tests.journeys.people import sign_in, somebody
from tests.processes import Stack

pytestmark = pytest.mark.journey
CLAIRE, INES = "claire@jalon.example", "ines@jalon.example"
PARTNER = "PLIE des Dunes"


def test_two_files_of_one_person_meet_and_part(desk: Page, fresh: str) -> None:
    # Given two files of one person, with a step in each
    sign_in(desk, CLAIRE)
    name = f"{fresh} Lefèvre"
    steps = [f"Visiter le port {fresh}", f"Écrire au maire {fresh}"]
    mails = [f"{fresh.lower()}.{number}@exemple.fr" for number in (1, 2)]
    files = [open_file(desk, fresh, "Lefèvre", reach=mail, born="26/11/1985") for mail in mails]
    for file, step in zip(files, steps, strict=True):
        add_step(desk, file, step)

    # When an adviser opens the list of likely duplicates
    desk.goto("/personnes/doublons/")
    check_accessible(desk)
    desk.get_by_role("link", name=f"Comparer {name} et {name}").click()

    # Then both are side by side, with why they may be one
    expect(desk.locator("main")).to_contain_text("Même prénom, même nom, même date de naissance.")
    table = desk.get_by_role("table")
    for said in mails:
        expect(table.get_by_role("cell", name=said)).to_be_visible()
    check_accessible(desk)

    # When they say that it is one person
    desk.get_by_role("button", name="C’est la même personne : réunir").click()

    # Then one file is left, with both histories and both addresses
    expect(desk.get_by_text("Les deux dossiers n’en font plus qu’un.")).to_be_visible()
    for step in steps:
        expect(desk.get_by_role("region", name="Ce qui s’est passé")).to_contain_text(step)
    for said in mails:
        expect(desk.get_by_role("region", name="Pour joindre")).to_contain_text(said)
    assert found(desk, fresh) == 1
    check_accessible(desk)
    desk.goto(pathway(files[0]))
    for step in steps:
        expect(desk.get_by_role("heading", name=step)).to_be_visible()

    # When it was a mistake
    desk.goto(files[0])
    desk.get_by_role("button", name=f"Ce sont deux personnes : séparer {name}").click()

    # Then each has its own history again
    for number, file in enumerate(files):
        desk.goto(file)
        story = desk.get_by_role("region", name="Ce qui s’est passé")
        expect(story).to_contain_text(steps[number])
        expect(story).not_to_contain_text(steps[1 - number])
        expect(desk.get_by_role("region", name="Pour joindre")).not_to_contain_text(mails[1 - number])
    assert found(desk, fresh) == 2


def test_a_list_is_imported_with_one_row_refused_and_one_known(desk: Page, fresh: str) -> None:
    # Given somebody who is followed already, and a list of three people
    sign_in(desk, CLAIRE)
    open_file(desk, fresh, "Connu", reach=f"{fresh}@exemple.fr", born="26/11/1985")
    rows = [
        "Prénom;Nom;Date de naissance;Téléphone;Observation",
        f"{fresh};Connu;26/11/1985;06 39 98 21 21;déjà venu",
        f"{fresh};Nouvelle;02/03/1990;06 39 98 22 22;",
        f"{fresh};Refusée;31/02/1990;06 39 98 23 23;",
    ]
    file = {"name": f"liste-{fresh}.csv", "mimeType": "text/csv", "buffer": "\n".join(rows).encode()}

    # When an adviser sends it, and looks at what each column holds
    desk.goto("/personnes/importer/")
    check_accessible(desk)
    desk.get_by_label("Votre liste").set_input_files(file)  # type: ignore[arg-type]
    desk.get_by_role("button", name="Envoyer le fichier").click()
    expect(desk.get_by_label("Prénom")).to_have_value("first_name")
    expect(desk.get_by_label("Observation")).to_have_value("")
    check_accessible(desk)
    desk.get_by_role("button", name="Voir ce que cela donne").click()

    # Then they read why a row is refused and whom another looks like; nobody is added yet
    expect(desk.get_by_role("heading", name="Avant d’importer")).to_be_visible(timeout=60_000)
    expect(desk.get_by_role("region", name="Lignes refusées").get_by_role("row")).to_have_count(2)
    expect(desk.get_by_role("region", name="Lignes refusées")).to_contain_text("31/02/1990")
    alike = desk.get_by_role("region", name="Est-ce la même personne ?")
    expect(alike).to_contain_text("même prénom, même nom, même date de naissance")
    check_accessible(desk)

    # When they decide
    alike.get_by_role("combobox").select_option(label="La même personne : compléter son dossier")
    desk.get_by_label("Oui, sur papier").check()
    desk.get_by_role("button", name="Importer", exact=True).click()

    # Then one is added, one completed, and the refused row can be taken away with its reason
    expect(desk.get_by_text("Ajoutées")).to_be_visible(timeout=60_000)
    assert desk.locator(".facts dd").all_inner_texts() == ["1", "1", "0", "1"]
    check_accessible(desk)
    refused = taken_away(desk, re.compile("Les télécharger avec les raisons")).decode("utf-8-sig")
    assert f"{fresh};Refusée;31/02/1990" in refused
    assert found(desk, fresh) == 2
    desk.get_by_role("link", name=f"{fresh} Connu").click()
    expect(desk.get_by_role("region", name="Pour joindre")).to_contain_text("06 39 98 21 21")


def test_a_person_reads_corrects_refuses_takes_away_and_erases(
    site: Stack, browser: Browser, desk: Page, visitor: Page, fresh: str
) -> None:
    # Given somebody whom a partner follows too, and whose file it has read
    sign_in(desk, CLAIRE)
    name = fresh.capitalize()
    file = open_file(desk, name, reach=f"{fresh}@exemple.fr")
    paper = paper_code(desk, file)
    add_partner(desk, file)
    with somebody(site, browser, INES) as ines:
        ines.goto(file)
        expect(ines.get_by_role("heading", level=1)).to_contain_text(name)

        # When they type the code of their paper
        visitor.goto("/suivi/")
        check_accessible(visitor)
        visitor.get_by_label("Le code de votre papier").fill(paper.lower())
        visitor.get_by_role("button", name="Voir ma page").click()

        # Then they read who follows them, and who has read what, without an account or a cookie
        expect(visitor.get_by_role("heading", name=f"Bonjour {name}")).to_be_visible()
        check_accessible(visitor)
        page = visitor.url
        visitor.get_by_role("link", name="Qui sait quoi de moi").click()
        expect(visitor.get_by_role("region", name="Qui me suit")).to_contain_text("Logement")
        read = visitor.get_by_role("region", name="Qui a ouvert mon dossier")
        expect(read.get_by_role("listitem").filter(has_text=PARTNER)).to_contain_text("Inès Lemaire")
        check_accessible(visitor)
        assert visitor.context.cookies() == []

        # When they refuse the partner
        visitor.get_by_role("link", name=PARTNER).click()
        check_accessible(visitor)
        visitor.get_by_role("button", name="Oui, arrêter").click()

        # Then the refusal is written, and the partner finds nobody
        expect(visitor.get_by_role("region", name="Ce que j’ai refusé")).to_contain_text(PARTNER)
        assert ines.request.get(file).status == 404

    # When they correct their name
    visitor.goto(page)
    visitor.get_by_role("link", name="Corriger mon nom ou mon téléphone").click()
    check_accessible(visitor)
    visitor.get_by_label(re.compile("^Prénom")).fill(f"{name}-Rose")
    visitor.get_by_role("button", name="Corriger", exact=True).click()

    # Then those who follow them read it
    visitor.goto(page)
    expect(visitor.get_by_role("heading", name=f"Bonjour {name}-Rose")).to_be_visible()
    desk.goto(file)
    expect(desk.get_by_role("heading", level=1, name=f"{name}-Rose")).to_be_visible()

    # And they take their file away
    dossier = json.loads(taken_away(visitor, "Emporter mon dossier (fichier JSON)"))
    assert f"{name}-Rose" in json.dumps(dossier)
    assert taken_away(visitor, "Emporter mon dossier (PDF)").startswith(b"%PDF")

    # When they erase everything
    visitor.get_by_role("link", name="Tout effacer").click()
    check_accessible(visitor)
    visitor.get_by_role("button", name="Oui, tout effacer").click()
    expect(visitor.get_by_role("heading", name="Tout est effacé")).to_be_visible()

    # Then neither the code nor the adviser finds anybody
    visitor.goto(page)
    expect(visitor.get_by_text("Ce code n’ouvre aucune page")).to_be_visible()
    desk.goto(f"/chercher/?q={fresh}")
    expect(desk.get_by_text("Personne de votre équipe ne correspond")).to_be_visible()


def add_partner(adviser: Page, file: str) -> None:
    """Somebody of a partner joins the team, with the person's agreement."""
    adviser.goto(f"{pathway(file)}equipe/")
    check_accessible(adviser)
    adviser.get_by_label("Partenaire").select_option(label=PARTNER)
    adviser.get_by_role("button", name="Choisir").click()
    adviser.get_by_label(re.compile("^Qui")).select_option(label="Inès Lemaire")
    adviser.get_by_label("Pour quoi").fill("Logement")
    adviser.get_by_role("button", name="Ajouter à l’équipe").click()
    expect(adviser.get_by_role("region", name="Aujourd’hui")).to_contain_text("Inès Lemaire")


def found(adviser: Page, text: str) -> int:
    """How many files the search finds."""
    adviser.goto(f"/personnes/?q={text}")
    heading = adviser.get_by_role("heading", name=re.compile("pour « ")).inner_text()
    return int(heading.split()[0])


def taken_away(page: Page, name: str | re.Pattern[str]) -> bytes:
    """The file behind a link."""
    with page.expect_download() as download:
        page.get_by_role("link", name=name).click()
    return Path(download.value.path()).read_bytes()
