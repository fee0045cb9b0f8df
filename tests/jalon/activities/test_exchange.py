"""The catalogue in data.inclusion: what is given is valid, what is received is never doubled nor lost."""

import copy
import json
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from data_inclusion.schema import v1
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries

from jalon.accounts.models import User
from jalon.activities.actions import catalogue
from jalon.activities.actions.exchange import import_services
from jalon.activities.choices import ActivityKind, ActivityState, ParticipantKind, Theme
from jalon.activities.exchange.reading import RefusedRowError, UnreadableFileError, read_service, rows_of
from jalon.activities.exchange.words import own_source
from jalon.activities.exchange.writing import document
from jalon.activities.models import Activity, CatalogueImport
from jalon.activities.queries.exchange import shared
from jalon.directory.models import Organisation, Site
from tests.factories.activities import make_activity, make_session, next_weekday
from tests.fixtures.people import make_organisation, signed_in

ADDRESS = "/agenda/data-inclusion.json"
HOME = "/seances/echanges/"


def service(**values: Any) -> dict[str, Any]:
    """A service as another site publishes it."""
    return {
        "source": "dora",
        "id": "dora--42",
        "structure_id": "dora--7",
        "nom": "Atelier CV",
        "description": "On écrit son CV, sur place, avec un conseiller.",
        "date_maj": "2026-01-15",
        "type": "atelier",
        "thematiques": ["preparer-sa-candidature--realiser-un-cv-et-ou-une-lettre-de-motivation"],
        "publics": ["demandeurs-emploi"],
        "volume_horaire_hebdomadaire": 2.5,
        **values,
    }


@pytest.mark.django_db
@pytest.mark.parametrize("kind", list(ActivityKind))
@pytest.mark.parametrize("theme", [theme for theme in Theme if theme != Theme.PROFESSIONALS])
def test_what_is_given_is_valid_whatever_the_kind_and_theme(
    host: Organisation, kind: str, theme: str
) -> None:
    make_activity(
        host, kind=kind, theme=theme, title="CV", summary="", minutes=5, fee="2 €", situations=["rsa"]
    )

    given_ = document(shared())

    assert len(given_["services"]) == len(given_["structures"]) == 1
    v1.Service(**given_["services"][0])
    v1.Structure(**given_["structures"][0])


@pytest.mark.django_db
def test_the_document_says_services_and_sessions_without_a_person(host: Organisation) -> None:
    Site.objects.create(organisation=host, name="Accueil", address="4 place de la Gare", lat=51.03, lon=2.37)
    Organisation.objects.filter(pk=host.pk).update(email="pas une adresse", phone="+33353012460")
    row = make_activity(host, audience="Tout le monde", prerequisites="Un courriel")
    session = make_session(row, starts_at=next_weekday(9), seats_max=10, seats_taken=4)
    make_session(row, public=False)
    make_activity(host, state=ActivityState.DRAFT)
    make_activity(host, theme=Theme.PROFESSIONALS, participants=ParticipantKind.STAFF)
    make_activity(host, source="dora", source_id="dora--1")

    found = document(shared())

    (only,) = found["services"]
    assert only["id"] == f"{own_source()}--activite-{row.pk}"
    assert only["publics"] == ["tous-publics"]
    assert only["frais"] == "gratuit"
    assert only["volume_horaire_hebdomadaire"] == 3.0
    assert only["telephone"] == "+33353012460"
    assert "courriel" not in only
    assert found["structures"][0]["latitude"] == 51.03
    (dated,) = found["seances"]
    assert dated["service_id"] == only["id"]
    assert (dated["places"], dated["places_libres"], dated["statut"]) == (10, 6, "ouverte")
    assert dated["debut"] == session.starts_at.isoformat()


@pytest.mark.django_db
def test_the_address_answers_anybody_and_not_twice_the_same(host: Organisation, client: Client) -> None:
    row = make_activity(host)

    first = client.get(ADDRESS)
    again = client.get(ADDRESS, headers={"If-None-Match": first["ETag"]})
    catalogue.write_activity(organisation=host, values={"title": "Autre"}, by=None, activity=row)
    changed = client.get(ADDRESS, headers={"If-None-Match": first["ETag"]})

    assert (first.status_code, again.status_code, changed.status_code) == (200, 304, 200)
    assert again.content == b""
    assert "max-age=300" in first["Cache-Control"]
    assert json.loads(changed.content)["services"][0]["nom"] == "Autre"
    assert client.post(ADDRESS).status_code == 405
    assert not client.cookies


@pytest.mark.django_db
@pytest.mark.parametrize("count", [1, 3])
def test_the_address_takes_as_many_queries_for_one_as_for_three(
    host: Organisation, client: Client, django_assert_num_queries: DjangoAssertNumQueries, count: int
) -> None:
    for number in range(count):
        owner = make_organisation(f"Partenaire {number}", "partner")
        make_session(make_activity(owner))

    with django_assert_num_queries(3):
        client.get(ADDRESS)


@pytest.mark.django_db
def test_a_service_arrives_as_a_draft_and_again_is_not_doubled(host: Organisation) -> None:
    def read(**values: Any) -> CatalogueImport:
        return import_services(organisation=host, rows=[service(**values)], file_name="s.json", by=None)

    first, same, other = read(), read(), read(nom="Atelier CV du soir")

    row = Activity.objects.get()
    assert [(one.created, one.updated, one.unchanged) for one in (first, same, other)] == [
        (1, 0, 0),
        (0, 0, 1),
        (0, 1, 0),
    ]
    assert (row.title, row.kind, row.theme, row.minutes) == ("Atelier CV du soir", "cv", "prepare", 150)
    assert (row.state, row.situations) == ("draft", ["jobseeker"])
    assert [change.kind for change in row.changes.order_by("pk")] == ["imported", "imported"]


@pytest.mark.django_db
def test_what_was_changed_here_stays(host: Organisation) -> None:
    import_services(organisation=host, rows=[service()], file_name="s.json", by=None)
    row = Activity.objects.get()
    catalogue.write_activity(organisation=host, values={"title": "Notre titre"}, by=None, activity=row)

    done = import_services(organisation=host, rows=[service(nom="Le leur")], file_name="s.json", by=None)

    row.refresh_from_db()
    assert (row.title, done.unchanged) == ("Notre titre", 1)


@pytest.mark.django_db
def test_bad_rows_are_kept_as_they_came_and_the_others_are_read(host: Organisation) -> None:
    other = make_organisation("PLIE des Dunes", "partner")
    import_services(organisation=other, rows=[service(id="dora--9")], file_name="s.json", by=None)
    rows: list[Any] = [
        service(),
        service(),
        service(id="dora--9"),
        service(id="dora--2", nom="x"),
        {"nom": "Presque rien"},
        "pas un service",
        None,
        service(id="dora--3", thematiques=["sante--acces-aux-soins"]),
        service(id="dora--4", thematiques=["inconnue--inconnue"]),
        service(id="dora--5", date_maj="31 février"),
        service(id="dora--6", source=own_source()),
        service(id="x" * 300),
    ]
    sent = copy.deepcopy(rows)

    done = import_services(organisation=host, rows=rows, file_name="s.json", by=None)

    assert (done.created, len(done.refused)) == (1, 11)
    assert [one["row"] for one in done.refused] == sent[1:]
    reasons = [" ".join(one["reasons"]) for one in done.refused]
    for reason, said in zip(
        reasons,
        [
            "deux fois dans le fichier", "au catalogue de PLIE des Dunes", "« nom » est trop court",
            "« source » manque.", "on attend un objet", "on attend un objet", "ne correspond à « sante »",
            "que le schéma ne connaît pas", "n’est pas une date", "vient d’ici", "de 1 à 200 caractères",
        ],
        strict=True,
    ):  # fmt: skip
        assert said in reason
    assert Activity.objects.filter(organisation=host).count() == 1


def test_long_texts_are_shortened_and_said() -> None:
    read = read_service(service(nom="mot " * 36 + "fin", description="phrase " * 400))

    assert len(read.values["title"]) <= 120
    assert read.values["title"].endswith("…")
    assert len(read.values["summary"]) <= 600
    assert read.remarks == ["titre raccourci à 120 caractères", "présentation raccourci à 600 caractères"]


def test_a_paid_service_says_its_price_and_a_silent_length_is_to_check() -> None:
    paid = service(frais="payant", frais_precisions="5 € par an", volume_horaire_hebdomadaire=None)
    read = read_service(paid)

    assert read.values["fee"] == "5 € par an"
    assert read.values["minutes"] == 120
    assert "durée à vérifier" in read.remarks[0]


@pytest.mark.parametrize(
    "content", [b"", b"{", b"\xff\xfe\x00", b'{"autre": []}', b'"texte"', b"[" * 100_000, b"12"]
)
def test_a_file_that_is_no_list_of_services_is_refused_whole(content: bytes) -> None:
    with pytest.raises(UnreadableFileError):
        rows_of(content)


@pytest.mark.parametrize(
    "wrapped", [lambda rows: rows, lambda rows: {"services": rows}, lambda rows: {"items": rows}]
)
def test_the_three_shapes_of_files_are_read(wrapped: Any) -> None:
    assert rows_of(b"\xef\xbb\xbf" + json.dumps(wrapped([service()])).encode()) == [service()]


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=10), inner, max_size=3),
    max_leaves=6,
)


@given(st.dictionaries(st.sampled_from([*service(), "frais", "publics_precisions"]), JSON, max_size=4))
def test_any_service_is_read_within_the_columns_or_refused_in_words(values: dict[str, Any]) -> None:
    try:
        read = read_service(service(**values))
    except RefusedRowError as refusal:
        if not all(reason.strip() for reason in refusal.reasons):
            raise
        return
    assert read.values["minutes"] > 0
    for name in ("title", "summary", "audience", "prerequisites", "fee"):
        assert len(read.values[name]) <= (Activity._meta.get_field(name).max_length or 0)
        assert "\x00" not in read.values[name]


def upload(rows: Any, name: str = "services.json") -> SimpleUploadedFile:
    content = rows if isinstance(rows, bytes) else json.dumps(rows).encode()
    return SimpleUploadedFile(name, BytesIO(content).getvalue(), "application/json")


@pytest.mark.django_db
def test_the_page_imports_reports_and_gives_back_what_it_refused(partner_adviser: User) -> None:
    desk = signed_in(partner_adviser)

    response = desk.post(HOME, {"file": upload([service(), service(id="dora--2", nom="x")])})

    done = CatalogueImport.objects.get()
    assert response["Location"] == f"{HOME}{done.pk}/"
    assert done.organisation.name == "PLIE des Dunes"
    page = desk.get(f"{HOME}{done.pk}/").content.decode()
    assert "« nom » est trop court." in page
    refused = json.loads(desk.get(f"{HOME}{done.pk}/refus.json").content)
    assert refused == [service(id="dora--2", nom="x") | {"motifs": ["« nom » est trop court."]}]
    assert "services.json" in desk.get(HOME).content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("content", [b"", b"pas du json", b"{}"])
def test_a_bad_file_changes_nothing_and_says_why(partner_adviser: User, content: bytes) -> None:
    response = signed_in(partner_adviser).post(HOME, {"file": upload(content)})

    assert response.status_code == 422
    assert "Rien n’est importé." in response.content.decode()
    assert not CatalogueImport.objects.exists()


@pytest.mark.django_db
def test_strangers_employers_and_other_partners_get_nothing(
    client: Client, adviser: User, partner_adviser: User, recruiter: User, host: Organisation
) -> None:
    done = import_services(organisation=host, rows=[service(nom="x")], file_name="secret.json", by=None)

    for page in ("", f"{done.pk}/", f"{done.pk}/refus.json"):
        assert client.get(HOME + page)["Location"].startswith("/compte/")
        assert signed_in(recruiter).get(HOME + page).status_code == 403
    partner = signed_in(partner_adviser)
    assert partner.get(f"{HOME}{done.pk}/").status_code == 404
    assert partner.get(f"{HOME}{done.pk}/refus.json").status_code == 404
    assert "secret.json" not in partner.get(HOME).content.decode()
    assert partner.post(HOME, {"organisation": host.pk, "file": upload([service()])}).status_code == 302
    assert not Activity.objects.filter(organisation=host).exists()
    assert signed_in(adviser).get(f"{HOME}{done.pk}/").status_code == 200


@pytest.mark.django_db
def test_the_commands_read_and_write_the_same(host: Organisation, tmp_path: Path) -> None:
    file = tmp_path / "s.json"
    file.write_text(json.dumps({"services": [service()]}), encoding="utf-8")

    call_command("catalogue_import", str(file), "--partner", host.name)
    catalogue.publish_activity(activity=Activity.objects.get(), by=None)
    make_activity(host)
    call_command("catalogue_export", "--output", str(tmp_path / "out.json"))

    out = json.loads((tmp_path / "out.json").read_text(encoding="utf-8"))
    assert [one["nom"] for one in out["services"]] == ["Atelier CV"]
    with pytest.raises(CommandError, match="Aucun partenaire"):
        call_command("catalogue_import", str(file), "--partner", "Personne")
    with pytest.raises(CommandError, match=r"nulle-part\.json"):
        call_command("catalogue_import", str(tmp_path / "nulle-part.json"), "--partner", str(host.pk))
