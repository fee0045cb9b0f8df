"""A file is sent, matched, read by the worker; its refused rows are corrected and sent again."""

import json
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from jalon.accounts.models import User
from jalon.directory.models import Organisation
from jalon.vacancies.jobs import close_past_their_end, import_file
from jalon.vacancies.models import ImportRun, Vacancy
from tests.factories.vacancies import make_vacancy
from tests.fixtures.people import signed_in

pytestmark = pytest.mark.django_db

HOME = "/gestion/offres/imports/"


def file(text: str, name: str = "offres.csv") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, text.encode())


def table(*rows: str) -> str:
    return "Poste;Boîte;Contrat;Places;Fin\n" + "\n".join(rows)


def tomorrow() -> str:
    return f"{timezone.localdate() + timedelta(days=1):%d/%m/%Y}"


def matched() -> dict[str, str]:
    names = ("title", "employer", "contract", "seats", "valid_until")
    return {f"column-{n}": name for n, name in enumerate(names)}


def test_a_table_is_matched_read_and_its_matching_remembered(adviser: User) -> None:
    browser = signed_in(adviser)

    sent = browser.post(HOME, {"file": file(table(f"Soudeur;Chantiers;CDI;2;{tomorrow()}"))})
    run = ImportRun.objects.get()
    page = browser.get(sent["Location"]).content.decode()
    wrong = browser.post(sent["Location"], {"column-0": "title", "column-1": "title"})
    followed = browser.post(sent["Location"], matched())
    waiting = browser.get(followed["Location"]).content.decode()
    import_file(run.pk)
    done = browser.get(followed["Location"]).content.decode()

    assert sent["Location"] == f"{HOME}{run.pk}/colonnes/"
    assert all(words in page for words in ("Boîte", "Soudeur", "Chantiers"))
    assert wrong.status_code == 422
    assert "Deux colonnes pour une seule chose" in wrong.content.decode()
    assert "attend son tour" in waiting
    assert "<dt>Créées</dt><dd>1</dd>" in done
    assert Vacancy.objects.get().seats == 2
    run.refresh_from_db()
    assert (run.content, run.by) == (None, adviser)
    browser.post(HOME, {"file": file(table("Monteur;A;CDI;1;"))})
    assert ImportRun.objects.latest("pk").columns["Boîte"] == "employer"


def test_refused_rows_come_back_corrected(adviser: User) -> None:
    browser = signed_in(adviser)
    browser.post(HOME, {"file": file(table(f";A;CDI;1;{tomorrow()}", f"=Soudeur;A;CDI;mille;{tomorrow()}"))})
    run = ImportRun.objects.get()
    browser.post(f"{HOME}{run.pk}/colonnes/", matched())
    import_file(run.pk)

    page = browser.get(f"{HOME}{run.pk}/").content.decode()
    text = b"".join(browser.get(f"{HOME}{run.pk}/refus")).decode()
    corrected = text.replace("mille", "3")
    browser.post(HOME, {"file": file(corrected)})
    again = ImportRun.objects.latest("pk")
    browser.post(f"{HOME}{again.pk}/colonnes/", matched())
    import_file(again.pk)

    assert "le titre du poste est vide" in page
    assert "places : « mille » n’est pas un nombre entier de 1 à 999" in text
    again.refresh_from_db()
    assert (again.created, again.rejected) == (1, 1)
    assert (Vacancy.objects.get().title, Vacancy.objects.get().seats) == ("=Soudeur", 3)


def test_a_file_of_france_travail_needs_no_matching(adviser: User) -> None:
    offers = {"resultats": [{"id": "1", "intitule": "Soudeur", "typeContrat": "CDI"}, {"id": "2"}]}

    sent = signed_in(adviser).post(HOME, {"file": file(json.dumps(offers), "a.json"), "valid_days": "9"})
    run = ImportRun.objects.get()
    import_file(run.pk)
    import_file(run.pk)

    run.refresh_from_db()
    assert sent["Location"] == f"{HOME}{run.pk}/"
    assert (run.created, run.rejected, Vacancy.objects.get().state) == (1, 1, "open")


def test_refused_postings_come_back_as_postings(adviser: User) -> None:
    browser = signed_in(adviser)
    posting = {"@type": "JobPosting", "title": "", "hiringOrganization": "A", "employmentType": "CDI"}
    browser.post(HOME, {"file": file(json.dumps([posting]), "a.json"), "valid_days": "9"})
    run = ImportRun.objects.get()
    import_file(run.pk)

    (refused,) = json.loads(b"".join(browser.get(f"{HOME}{run.pk}/refus")))

    assert refused == posting | {"motifs": ["title vide : une offre a un titre"]}


def test_a_wrong_file_says_what_happened(adviser: User) -> None:
    response = signed_in(adviser).post(HOME, {"file": file("\x00\x01"), "valid_days": "9"})

    body = response.content.decode()
    assert (response.status_code, ImportRun.objects.count()) == (422, 0)
    assert "ni un tableau" in body
    assert 'value="9"' in body


def test_a_partner_imports_nothing(partner_adviser: User, host: Organisation) -> None:
    browser = signed_in(partner_adviser)

    assert browser.get(HOME).status_code == 404
    assert browser.post(HOME, {"file": file(table("A;B;CDI;1;"))}).status_code == 404
    assert ImportRun.objects.count() == 0


def test_the_worker_closes_what_is_past_its_end(employer: Organisation) -> None:
    vacancy = make_vacancy(employer, valid_until=timezone.now())

    close_past_their_end(0)

    vacancy.refresh_from_db()
    assert vacancy.closing_reason == "expired"


def test_progress_comes_alone_then_brings_the_whole_page(adviser: User) -> None:
    browser = signed_in(adviser)
    browser.post(HOME, {"file": file(json.dumps({"resultats": [{"intitule": "Soudeur"}]}), "a.json")})
    run = ImportRun.objects.get()

    waiting = browser.get(f"{HOME}{run.pk}/", headers={"HX-Request": "true"})
    import_file(run.pk)
    done = browser.get(f"{HOME}{run.pk}/", headers={"HX-Request": "true"})

    assert "<html" not in waiting.content.decode()
    assert "attend son tour" in waiting.content.decode()
    assert ("HX-Refresh" in waiting, done["HX-Refresh"]) == (False, "true")
