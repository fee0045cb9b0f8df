"""An import keeps what is good, tells what is not, and never doubles, reopens or undoes our own work."""

import csv
import io
import json
import tracemalloc
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from jalon.accounts.models import User
from jalon.base.models import Event
from jalon.directory.models import Organisation
from jalon.reference.models import Occupation
from jalon.vacancies import actions, queries
from jalon.vacancies.actions.imports import begin_import, demonstration_places, run_import, run_stored
from jalon.vacancies.choices import ClosingReason, PlaceKind, VacancyState
from jalon.vacancies.models import ImportRejection, ImportRun, Vacancy

pytestmark = pytest.mark.django_db

OFFER: dict[str, Any] = {
    "id": "193FKBM",
    "intitule": "Soudeur / Soudeuse",
    "description": "Souder des tôles.",
    "romeCode": "H2913",
    "romeLibelle": "Soudage manuel",
    "typeContrat": "CDI",
    "typeContratLibelle": "CDI",
    "natureContrat": "Contrat travail",
    "nombrePostes": 2,
    "dureeTravailLibelle": "35H Travail posté",
    "complementExercice": "5h-13h / 13h-21h",
    "lieuTravail": {"libelle": "59 - DUNKERQUE", "latitude": 51.03, "longitude": 2.37},
    "entreprise": {"nom": "CHANTIERS VANDAMME"},
    "salaire": {"libelle": "Horaire de 13.5 Euros à 15.0 Euros"},
}


def load(*offers: Mapping[str, Any], by: User | None = None, **options: Any) -> ImportRun:
    """Import offers of France Travail as its JSON gives them."""
    content = json.dumps({"resultats": offers}).encode()
    return load_bytes(content, by=by, **options)


def load_bytes(content: bytes, *, by: User | None = None, name: str = "offres", **options: Any) -> ImportRun:
    stream = io.BytesIO(content)
    run = begin_import(stream=stream, file_name=name, by=by, options=options)
    return run_import(run=run, stream=stream)


def counts(run: ImportRun) -> tuple[int, int, int, int]:
    return run.created, run.updated, run.unchanged, run.rejected


def reasons(run: ImportRun) -> list[str]:
    return [" ; ".join(r.reasons) for r in ImportRejection.objects.filter(run=run).order_by("row_number")]


def test_an_offer_becomes_a_vacancy_that_screens_may_show(employer: Organisation) -> None:
    Occupation.objects.create(code="H2913", label="Soudeur / Soudeuse")

    run = load(OFFER, valid_days=30)

    assert counts(run) == (1, 0, 0, 0)
    vacancy = queries.showable().get()
    assert vacancy.organisation == employer
    assert (vacancy.contract, vacancy.seats, vacancy.place_kind) == ("permanent", 2, PlaceKind.COMMUNE)
    assert (str(vacancy.wage_from), str(vacancy.wage_to), vacancy.wage_period) == ("13.50", "15.00", "hour")
    assert [str(s) for s in vacancy.shifts.order_by("starts")] == ["05:00-13:00", "13:00-21:00"]
    assert vacancy.occupation is not None


def test_without_an_end_it_stays_a_draft_until_one_is_given(db: None) -> None:
    first = load(OFFER)
    before = Vacancy.objects.get().state
    second = load(OFFER, valid_days=10)

    assert (first.drafts, before) == (1, VacancyState.DRAFT)
    assert (counts(second), Vacancy.objects.get().state) == ((0, 0, 1, 0), VacancyState.OPEN)


def test_an_unknown_occupation_keeps_its_code_and_label(db: None) -> None:
    load(OFFER | {"romeCode": "Z9999", "romeLibelle": "Métier nouveau"})

    vacancy = Vacancy.objects.get()
    assert (vacancy.occupation, vacancy.occupation_code, vacancy.occupation_label) == (
        None, "Z9999", "Métier nouveau",
    )  # fmt: skip


def test_the_same_file_again_changes_nothing_but_the_end(db: None) -> None:
    load(OFFER, valid_days=3)
    ended = Vacancy.objects.get().valid_until

    run = load(OFFER, valid_days=30)

    vacancy = Vacancy.objects.get()
    assert counts(run) == (0, 0, 1, 0)
    assert ended is not None
    assert vacancy.valid_until == ended + timedelta(days=27)


def test_what_changed_at_the_source_changes_here_and_is_told(db: None) -> None:
    load(OFFER, valid_days=3)

    run = load(OFFER | {"intitule": "Soudeur TIG"}, valid_days=3)

    vacancy = Vacancy.objects.get()
    assert (counts(run), vacancy.title) == ((0, 1, 0, 0), "Soudeur TIG")
    assert queries.history(vacancy)[0].reason == "mise à jour depuis France Travail : titre"
    assert Event.objects.filter(topic="vacancies", kind="changed").exists()


def test_what_was_edited_here_wins_with_its_companions(recruiter: User) -> None:
    load(OFFER, valid_days=3)
    vacancy = Vacancy.objects.get()
    values = {"title": "Soudeuse, soudeur", "lat": 51.04, "lon": 2.38}
    actions.write_vacancy(organisation=vacancy.organisation, by=recruiter, vacancy=vacancy, values=values)

    moved = {"libelle": "59 - CALAIS", "latitude": 50.95, "longitude": 1.85}
    run = load(OFFER | {"intitule": "Autre", "lieuTravail": moved, "description": "Meuler."}, valid_days=3)

    vacancy.refresh_from_db()
    assert (vacancy.title, vacancy.lat, vacancy.place_text) == ("Soudeuse, soudeur", 51.04, "Dunkerque")
    assert (vacancy.tasks, counts(run)) == ("Meuler.", (0, 1, 0, 0))


@pytest.mark.parametrize("reason", [ClosingReason.WITHDRAWN, ClosingReason.MODERATED])
def test_what_was_closed_here_stays_closed(db: None, reason: str) -> None:
    load(OFFER, valid_days=3)
    actions.close(vacancy=Vacancy.objects.get(), reason=reason, by=None)

    run = load(OFFER | {"intitule": "Soudeur TIG", "nombrePostes": 9}, valid_days=90)

    vacancy = Vacancy.objects.get()
    assert (vacancy.state, vacancy.title, counts(run)) == ("closed", "Soudeur / Soudeuse", (0, 0, 1, 0))


def test_what_was_filled_here_stays_filled(db: None) -> None:
    load(OFFER | {"nombrePostes": 1}, valid_days=3)
    actions.fill_one(vacancy=Vacancy.objects.get(), by=None)

    load(OFFER | {"nombrePostes": 5, "intitule": "Soudeur TIG"}, valid_days=3)

    vacancy = Vacancy.objects.get()
    assert (vacancy.state, vacancy.seats, vacancy.title) == ("filled", 1, "Soudeur TIG")


def test_gone_offers_close_only_when_asked(db: None) -> None:
    other = OFFER | {"id": "2"}
    load(OFFER, other, valid_days=3)

    load(other, valid_days=3)
    open_before = Vacancy.objects.filter(state="open").count()
    run = load(other, valid_days=3, full=True)

    gone = Vacancy.objects.get(source_id="193FKBM")
    assert (open_before, run.closed) == (2, 1)
    assert (gone.state, gone.closing_reason) == ("closed", ClosingReason.SOURCE_GONE)


def test_a_refused_row_is_still_there_for_a_full_import(db: None) -> None:
    load(OFFER, valid_days=3)

    run = load(OFFER | {"nombrePostes": "beaucoup"}, OFFER | {"id": "2"}, valid_days=3, full=True)

    assert (run.rejected, run.closed, Vacancy.objects.get(source_id="193FKBM").state) == (1, 0, "open")


def test_each_refused_row_says_why_and_the_others_are_kept(db: None) -> None:
    bad = [
        OFFER | {"id": ""},
        OFFER | {"id": "3", "intitule": "  "},
        OFFER | {"id": "4", "nombrePostes": "deux"},
        OFFER | {"id": "5", "lieuTravail": {"latitude": 91, "longitude": 2}},
        OFFER | {"id": "6", "lieuTravail": {"latitude": "nan", "longitude": 2}},
    ]

    run = load(*bad, OFFER, OFFER)

    assert counts(run) == (1, 0, 0, 6)
    assert reasons(run) == [
        "colonne id vide : sans elle, l’offre ne peut pas être retrouvée au prochain import",
        "colonne intitule vide : une offre a un titre",
        "nombrePostes : « deux » n’est pas un nombre entier de 1 à 999",
        "coordonnées hors de la Terre : 91, 2",
        "coordonnées illisibles : « nan », « 2 »",
        "même offre que la ligne 6",
    ]


def test_nul_bytes_and_markup_do_not_reach_the_database(db: None) -> None:
    load(OFFER | {"description": "<p>Souder\u0000 <b>vite</b></p><script>alert(1)</script>", "id": "a\ud800"})

    vacancy = Vacancy.objects.get()
    assert (vacancy.tasks, vacancy.source_id) == ("Souder vite", "a")


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("https://example.org/1", "https://example.org/1"),
        ("javascript:alert(1)", ""),
        ("data:text/html,x", ""),
    ],
)
def test_only_web_addresses_become_links(db: None, written: str, kept: str) -> None:
    load(OFFER | {"origineOffre": {"urlOrigine": written}})

    assert Vacancy.objects.get().source_url == kept


def test_an_offer_without_employer_is_kept(db: None) -> None:
    load({**OFFER, "entreprise": {}}, valid_days=3)

    vacancy = queries.showable().get()
    assert (vacancy.organisation.name, vacancy.source_employer) == ("Employeur non précisé", "")


def test_an_offer_without_place_is_kept_and_counted(db: None) -> None:
    run = load(OFFER | {"lieuTravail": {"libelle": "07 - ST PERAY", "commune": "07281"}}, valid_days=3)

    vacancy = Vacancy.objects.get()
    assert (run.without_place, vacancy.place_kind, vacancy.place_text) == (1, PlaceKind.NONE, "St Peray")


def test_doubtful_words_of_a_trusted_source_wait_for_the_association(db: None) -> None:
    load(OFFER | {"description": "Âge maximum 35 ans"}, valid_days=3)

    assert (queries.showable().count(), queries.count_to_read()) == (0, 1)


def test_a_row_of_a_table_of_an_unknown_employer_waits(adviser: User) -> None:
    content = "Intitulé;Entreprise;Contrat;Valable jusqu'au\nSoudeur;Inconnu;CDI;"
    content += f"{timezone.localdate() + timedelta(days=9):%d/%m/%Y}\n"

    run = load_bytes(content.encode("cp1252"), by=adviser)

    vacancy = Vacancy.objects.get()
    assert (counts(run), vacancy.state, vacancy.organisation.vetted_at) == ((1, 0, 0, 0), "open", None)
    assert queries.showable().count() == 0


def test_a_past_end_is_refused_in_words(db: None) -> None:
    run = load_bytes(b"titre,contrat,date limite\nSoudeur,CDI,01/02/2020\n")

    assert reasons(run) == ["la date de fin est passée (01/02/2020)"]


def test_demonstration_places_are_near_a_stop_and_always_the_same() -> None:
    place = demonstration_places([("Gare", 47.74, 7.34), ("Port", 47.75, 7.35)])

    found = {str(n): place(str(n)) for n in range(200)}

    assert found == {key: place(key) for key in found}
    assert {name for name, _, _ in found.values()} == {"Gare", "Port"}
    assert len(set(found.values())) == 200


class Killed(BaseException):
    """Stands for a worker that dies."""


def test_an_import_killed_in_its_middle_runs_again_and_doubles_nothing(db: None) -> None:
    content = json.dumps({"resultats": [OFFER | {"id": str(n)} for n in range(120)] + [{"id": "bad"}]})
    options = {"valid_days": 3}
    run = begin_import(
        stream=io.BytesIO(content.encode()), file_name="a.json", by=None, options=options, keep=True
    )

    def die(run: ImportRun) -> None:
        raise Killed

    with pytest.raises(Killed):
        run_stored(run=run, progress=die)
    after_death = Vacancy.objects.count()
    again = run_stored(run=ImportRun.objects.get(pk=run.pk))

    assert (after_death, Vacancy.objects.count()) == (50, 120)
    assert counts(again) == (70, 0, 50, 1)
    assert ImportRejection.objects.filter(run=run).count() == 1


def test_a_long_malformed_file_is_told_row_by_row_in_little_memory(db: None) -> None:
    rows = io.StringIO()
    writer = csv.writer(rows)
    writer.writerow(["id", "intitule", "typeContrat", "nombrePostes", "competences"])
    for n in range(10_000):
        writer.writerow([n if n % 1000 else "", "Soudeur" if n % 1000 == 1 else "", "CDI", "x", "[" * 50])
    content = rows.getvalue().encode()

    tracemalloc.start()
    run = load_bytes(content)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()

    assert (run.rejected, ImportRejection.objects.filter(run=run).count()) == (10_000, 10_000)
    assert peak < 20 * 2**20
