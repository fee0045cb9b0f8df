"""A list is sent, matched, decided page by page, followed, and its rows given back."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from jalon.accounts.models import User
from jalon.directory.models import Organisation
from jalon.people import actions
from jalon.people.jobs import read_import, write_import
from jalon.people.models import Consent, PeopleImport, Person
from tests.fixtures.people import signed_in

pytestmark = pytest.mark.django_db
HOME = "/personnes/importer/"
COLUMNS = {"column-0": "first_name", "column-1": "last_name", "column-2": "phone"}


def file(*rows: str) -> SimpleUploadedFile:
    return SimpleUploadedFile("liste.csv", "\n".join(["Prénom;Nom;Tél", *rows]).encode())


def sent(browser: Client, *rows: str) -> PeopleImport:
    """Sent and matched, not read yet."""
    browser.post(HOME, {"file": file(*rows)})
    run = PeopleImport.objects.latest("pk")
    browser.post(f"{HOME}{run.pk}/colonnes/", COLUMNS)
    return run


def test_a_list_is_imported_from_page_to_page(host: Organisation, adviser: User) -> None:
    actions.register(first_name="Awa", phone="0639981234", organisation=host, means="web")
    browser = signed_in(adviser)

    uploaded = browser.post(HOME, {"file": file("Awa;Diarra;0639981234", "Léa;Petit;", ";;0639981235")})
    run = PeopleImport.objects.get()
    matching = browser.get(uploaded["Location"]).content.decode()
    wrong = browser.post(uploaded["Location"], {**COLUMNS, "column-1": "first_name"})
    matched = browser.post(uploaded["Location"], COLUMNS)
    waiting = browser.get(matched["Location"]).content.decode()
    read_import(run.pk)
    decide = browser.get(matched["Location"]).content.decode()
    kept = browser.post(matched["Location"], {"row-2": "same", "keep": "1"})
    browser.post(matched["Location"], {"row-2": "same", "otherwise": "leave", "means": "paper"})
    write_import(run.pk)
    done = browser.get(matched["Location"]).content.decode()

    assert "Tél" in matching
    assert (wrong.status_code, "Deux colonnes pour une seule chose" in wrong.content.decode()) == (422, True)
    assert "attend son tour" in waiting
    assert "même téléphone et même prénom" in decide
    assert "le prénom et le nom sont vides" in decide
    assert kept.status_code == 302
    assert "<dt>Ajoutées</dt><dd>1</dd>" in done
    assert "<dt>Complétées</dt><dd>1</dd>" in done
    assert [str(one) for one in Person.objects.order_by("pk")] == ["Awa Diarra", "Léa Petit"]
    assert Consent.objects.filter(means="paper").count() == 1
    text = b"".join(browser.get(f"{HOME}{run.pk}/a-revoir.csv")).decode()
    assert "0639981235;le prénom et le nom sont vides" in text


def test_a_list_is_forgotten_before_it_is_imported(host: Organisation, adviser: User) -> None:
    browser = signed_in(adviser)
    run = sent(browser, "Léa;Petit;")
    read_import(run.pk)

    browser.post(f"{HOME}{run.pk}/oublier/")
    late = browser.post(f"{HOME}{run.pk}/", {"otherwise": "leave"})
    write_import(run.pk)

    assert late["Location"] == HOME
    assert not Person.objects.exists()
    assert not run.rows.exists()


def test_what_has_begun_is_not_begun_again_nor_forgotten(host: Organisation, adviser: User) -> None:
    browser = signed_in(adviser)
    run = sent(browser, "Léa;Petit;")
    read_import(run.pk)
    for _ in range(2):
        browser.post(f"{HOME}{run.pk}/", {"otherwise": "leave"})
    page = browser.post(f"{HOME}{run.pk}/oublier/", follow=True).content.decode()
    for _ in range(2):
        write_import(run.pk)

    assert "ira jusqu’au bout" in page
    assert Person.objects.count() == 1


@pytest.mark.parametrize("content", [b"", b"%PDF-1.4", b"Nom\n", "Prénom;Nom\n".encode()])
def test_a_wrong_file_says_what_happened(host: Organisation, adviser: User, content: bytes) -> None:
    response = signed_in(adviser).post(HOME, {"file": SimpleUploadedFile("x.csv", content)})

    assert response.status_code == 422
    assert "Rien n’est importé" in response.content.decode()
    assert not PeopleImport.objects.exists()


def test_progress_comes_alone_then_brings_the_whole_page(host: Organisation, adviser: User) -> None:
    browser = signed_in(adviser)
    run = sent(browser, "Léa;Petit;")
    reading = browser.get(f"{HOME}{run.pk}/", headers={"HX-Request": "true"})
    read_import(run.pk)
    read = browser.get(f"{HOME}{run.pk}/", headers={"HX-Request": "true"})

    assert "<h1>" not in reading.content.decode()
    assert (reading.get("HX-Refresh"), read.get("HX-Refresh")) == (None, "true")


def pages(run: PeopleImport) -> list[str]:
    return [f"{HOME}{run.pk}/", f"{HOME}{run.pk}/colonnes/", f"{HOME}{run.pk}/a-revoir.csv"]


def test_a_stranger_and_another_organisation_see_nothing(
    host: Organisation, adviser: User, partner_adviser: User, recruiter: User
) -> None:
    run = sent(signed_in(adviser), "Léa;Petit;")
    read_import(run.pk)

    for address in [HOME, *pages(run)]:
        assert Client().get(address)["Location"].startswith("/compte/")
        assert signed_in(recruiter).get(address).status_code == 403
    other = signed_in(partner_adviser)
    assert "liste.csv" not in other.get(HOME).content.decode()
    assert {other.get(address).status_code for address in pages(run)} == {404}
    assert other.post(f"{HOME}{run.pk}/oublier/").status_code == 404
    assert other.post(f"{HOME}{run.pk}/", {"otherwise": "other"}).status_code == 404
    assert run.rows.count() == 1


def test_lists_take_the_same_queries_however_many(
    host: Organisation, adviser: User, django_assert_num_queries: Any
) -> None:
    browser = signed_in(adviser)
    for number in range(1, 4):
        sent(browser, "Léa;Petit;")
        if number != 2:
            with django_assert_num_queries(IMPORTS):
                browser.get(HOME)


@pytest.mark.parametrize("count", [1, 3])
def test_decisions_take_the_same_queries_however_many(
    host: Organisation, adviser: User, count: int, django_assert_num_queries: Any
) -> None:
    browser = signed_in(adviser)
    for number in range(count):
        actions.register(first_name="Awa", phone=f"063998120{number}", organisation=host, means="web")
    run = sent(browser, *[f"Awa;;063998120{number}" for number in range(count)])
    read_import(run.pk)

    with django_assert_num_queries(DECISIONS):
        browser.get(f"{HOME}{run.pk}/")


IMPORTS, DECISIONS, PAIRS = 6, 13, 9


@pytest.mark.parametrize("count", [2, 4])
def test_duplicates_take_the_same_queries_however_many(
    host: Organisation, adviser: User, count: int, django_assert_num_queries: Any
) -> None:
    for number in range(count):
        twin = {"first_name": "Awa", "last_name": f"N{number // 2}", "phone": f"06399812{number // 2:02}"}
        actions.register(**twin, organisation=host, means="web")

    browser = signed_in(adviser)
    with django_assert_num_queries(PAIRS):
        body = browser.get("/personnes/doublons/").content.decode()
    assert f"{count // 2} à regarder" in body


def test_two_files_are_compared_joined_and_parted(host: Organisation, adviser: User) -> None:
    one, other = (
        actions.register(
            first_name=name, last_name="Diarra", phone="0639981234", organisation=host, means="web"
        )
        for name in ("Awa", "Awa")
    )
    browser = signed_in(adviser)
    address = f"/personnes/doublons/{one.pk}/{other.pk}/"

    page = browser.get(address).content.decode()
    joined = browser.post(address, {"answer": "same", "keep": one.pk}, follow=True).content.decode()
    parted = browser.post(f"/personnes/{one.pk}/separer/{other.pk}/", follow=True).content.decode()

    assert "Même téléphone et même prénom" in page
    assert "Ce dossier réunit aussi" in joined
    assert "Les deux dossiers sont séparés" in parted
    other.refresh_from_db()
    assert other.canonical is None
    assert browser.post(address, {"answer": "same", "keep": 0}).status_code == 404


def test_files_of_another_organisation_are_not_compared(
    host: Organisation, adviser: User, partner_adviser: User
) -> None:
    partner = Organisation.objects.get(kind="partner")
    mine = actions.register(first_name="Awa", organisation=partner, means="web")
    theirs = actions.register(first_name="Awa", organisation=host, means="web")
    browser = signed_in(partner_adviser)

    for pair in (f"{mine.pk}/{theirs.pk}", f"{theirs.pk}/{mine.pk}"):
        assert browser.get(f"/personnes/doublons/{pair}/").status_code == 404
        assert browser.post(f"/personnes/doublons/{pair}/", {"answer": "apart"}).status_code == 404


def test_somebody_new_needs_a_first_name_only_and_gets_a_paper(host: Organisation, adviser: User) -> None:
    browser = signed_in(adviser)
    wrong = browser.post("/personnes/nouvelle/", {"last_name": "Diarra", "means": "face"})
    body = browser.post("/personnes/nouvelle/", {"first_name": "Awa", "means": "face"}).content.decode()

    assert wrong.status_code == 422
    assert 'value="Diarra"' in wrong.content.decode()
    assert "ne sera plus jamais montré" in body
    assert Person.objects.get().keys.get().kind == "slip"


def test_who_is_likely_here_already_is_shown_before(host: Organisation, adviser: User) -> None:
    actions.register(first_name="Awa", last_name="Diarra", phone="0639981234", organisation=host, means="web")
    browser = signed_in(adviser)
    typed = {"first_name": "Awa", "last_name": "Diarra", "reach": "06 39 98 12 34", "means": "face"}

    asked = browser.post("/personnes/nouvelle/", typed).content.decode()
    assert Person.objects.count() == 1
    sure = browser.post("/personnes/nouvelle/", {**typed, "sure": "1"})

    assert "Est-ce déjà cette personne" in asked
    assert 'value="06 39 98 12 34"' in asked
    assert sure["Location"] == f"/personnes/{Person.objects.latest('pk').pk}/"


def test_place_situation_and_consent_are_noted(host: Organisation, adviser: User) -> None:
    person = actions.register(first_name="Awa", organisation=host, means="web")
    browser = signed_in(adviser)
    own = f"/personnes/{person.pk}/"

    browser.post(f"{own}lieu/", {"near_label": "arrêt Quai aux Bois"})
    unknown = browser.post(f"{own}lieu/", {"commune": "Nulle-Part"})
    browser.post(f"{own}situation/", {"situations": ["rsa", "jobseeker"]})
    browser.post(f"{own}accord/", {"purpose": "introduce", "means": "paper"})
    browser.post(f"{own}joindre/", {"value": "4 rue du Phare\n59140 Dunkerque"})

    person.refresh_from_db()
    assert (person.near_label, person.situations) == ("arrêt Quai aux Bois", ["jobseeker", "rsa"])
    assert (unknown.status_code, "Aucune commune" in unknown.content.decode()) == (422, True)
    assert person.consents.filter(purpose="introduce", means="paper", recorded_by=adviser).exists()
    assert person.contacts.get().kind == "post"
