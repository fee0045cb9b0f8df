"""The pages of reports, the files they give, and who may not open them."""

import csv
from collections.abc import Callable
from datetime import timedelta
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from openpyxl import load_workbook

from jalon.accounts.models import User
from jalon.activities.models import Activity
from jalon.directory.choices import Role
from jalon.directory.models import Membership, Organisation
from jalon.people.models import FileAccess, Person
from jalon.reports.actions.figure import count_sessions
from jalon.reports.actions.participation import recount
from jalon.reports.actions.report import open_report
from jalon.reports.models import Operation, ParticipantAnswer, Participation, Report
from jalon.reports.queries.columns import COLUMNS
from jalon.reports.rules import NO_SANCTION
from tests.fixtures.people import make_organisation, make_user, signed_in
from tests.jalon.reports.conftest import MONDAY, TODAY

Make = Callable[..., Any]
ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture
def report(operation: Operation, host: Organisation, adviser: User) -> Report:
    return open_report(
        organisation=host, operation=operation, funder="", since=MONDAY, until=TODAY, by=adviser
    )


def own_pages(operation: Operation, participation: Participation, report: Report) -> list[str]:
    one, who, paper = (
        f"/bilans/operations/{operation.pk}/",
        f"/bilans/participants/{participation.pk}/",
        report.pk,
    )
    return [
        one,
        f"{one}modifier/",
        f"{one}participants.csv",
        f"{one}participants.xlsx",
        f"{one}operation.pdf",
        who,
        f"{who}questions-entry.pdf",
        f"/bilans/{paper}/",
        f"/bilans/{paper}/bilan.pdf",
    ]


def posts(operation: Operation, participation: Participation, report: Report) -> list[str]:
    one, who = f"/bilans/operations/{operation.pk}/", f"/bilans/participants/{participation.pk}/"
    return [
        f"{one}compter/", f"{one}clore/", who, f"{who}sortie/", f"{who}retour/",
        f"/bilans/{report.pk}/", f"/bilans/{report.pk}/rouvrir/",
    ]  # fmt: skip


COMMON = [
    "/bilans/",
    "/bilans/indicateurs/",
    "/bilans/indicateurs/indicateurs.csv",
    "/bilans/indicateurs/seances/",
    "/bilans/indicateurs/partenaires/",
]
ADVISERS = [
    "/bilans/a-completer/",
    "/bilans/operations/nouvelle/",
    "/bilans/nouveau/",
    "/bilans/indicateurs/personnes/",
]


def test_every_page_opens_and_says_that_attendance_punishes_nobody(
    operation: Operation, participation: Participation, report: Report, adviser: User
) -> None:
    client = signed_in(adviser)
    for address in [*own_pages(operation, participation, report), *COMMON, *ADVISERS]:
        response = client.get(address)
        assert response.status_code == 200, address
        if "html" in response["Content-Type"] or "csv" in response["Content-Type"]:
            assert NO_SANCTION in response.content.decode(), address


def test_a_stranger_is_sent_to_sign_in(
    client: Client, operation: Operation, participation: Participation, report: Report
) -> None:
    for address in [*own_pages(operation, participation, report), *COMMON, *ADVISERS]:
        assert client.get(address).status_code == 302, address
    for address in posts(operation, participation, report):
        assert client.post(address).status_code == 302, address


@pytest.mark.parametrize("who", ["recruiter", "operator_user"])
def test_who_is_no_adviser_reads_nothing(
    who: str,
    request: pytest.FixtureRequest,
    operation: Operation,
    participation: Participation,
    report: Report,
) -> None:
    client = signed_in(request.getfixturevalue(who))
    for address in [*own_pages(operation, participation, report), *COMMON, *ADVISERS]:
        response = client.get(address)
        assert response.status_code == 403, address
        assert b"Awa" not in response.content


def test_another_organisation_finds_nothing(
    operation: Operation, participation: Participation, report: Report, partner_adviser: User
) -> None:
    client = signed_in(partner_adviser)
    for address in own_pages(operation, participation, report):
        assert client.get(address).status_code == 404, address
    for address in posts(operation, participation, report):
        assert client.post(address).status_code == 404, address
    for address in [*COMMON, *ADVISERS]:
        assert b"Awa" not in client.get(address).content, address


def test_an_administrator_reads_counts_and_nobody(
    operation: Operation, participation: Participation, report: Report, administrator: User
) -> None:
    client = signed_in(administrator)
    for address in COMMON:
        response = client.get(address)
        assert response.status_code == 200, address
        assert b"Awa" not in response.content
    for address in [*own_pages(operation, participation, report), *ADVISERS]:
        assert client.get(address).status_code == 403, address


def test_people_whom_the_reader_does_not_follow_are_numbers(
    operation: Operation, participation: Participation, host: Organisation, awa: Person, adviser: User
) -> None:
    awa.team.update(organisation=make_organisation("Mission Locale", "partner"))
    client = signed_in(adviser)

    page = client.get(f"/bilans/operations/{operation.pk}/").content.decode()
    assert "Et 1 personne que vous ne suivez pas" in page
    assert "Awa" not in page
    assert client.get(f"/bilans/participants/{participation.pk}/").status_code == 404
    assert "Awa" not in client.get(f"/bilans/operations/{operation.pk}/participants.csv").content.decode()


def test_an_adviser_completes_a_missing_answer(
    operation: Operation, participation: Participation, adviser: User
) -> None:
    client, address = signed_in(adviser), f"/bilans/participants/{participation.pk}/"
    assert client.get(address).status_code == 200
    assert FileAccess.objects.filter(person=participation.person, page="bilan").count() == 1

    answers = {"sex": "female", "birth_date": "1990-04-12", "disability": "refused", "means": "paper"}
    response = client.post(f"{address}?moment=entry", answers, follow=True)

    assert "3 réponses sont notées." in response.content.decode()
    assert ParticipantAnswer.objects.filter(means="paper", recorded_by=adviser).count() == 3


def test_what_was_typed_is_kept_when_it_is_wrong(participation: Participation, adviser: User) -> None:
    client, address = signed_in(adviser), f"/bilans/participants/{participation.pk}/"

    wrong = client.post(address, {"sex": "female", "birth_date": "31/02/1990", "means": "paper"})
    assert wrong.status_code == 422
    assert 'value="female" class="" ' in wrong.content.decode() or "checked" in wrong.content.decode()
    early = client.post(f"{address}sortie/", {"exited_on": MONDAY.isoformat(), "reason": "job"})
    assert early.status_code == 422
    assert "La dernière demi-journée signée" in early.content.decode()
    assert not ParticipantAnswer.objects.exists()


def test_an_operation_is_written_and_its_number_is_taken_once(
    activity: Activity, awa: Person, adviser: User
) -> None:
    client = signed_in(adviser)
    typed = {
        "funder": "fse_plus", "code": "2026-17", "title": "Vers l’industrie", "axis": "Aller vers",
        "starts_on": MONDAY.isoformat(), "ends_on": TODAY.isoformat(), "activities": [activity.pk],
    }  # fmt: skip
    made = client.post("/bilans/operations/nouvelle/", typed, follow=True)
    assert "1 participant," in made.content.decode()

    again = client.post("/bilans/operations/nouvelle/", typed)
    assert again.status_code == 422
    assert "porte déjà le numéro 2026-17" in again.content.decode()
    backwards = client.post("/bilans/operations/nouvelle/", {**typed, "code": "2", "ends_on": "2020-01-01"})
    assert "La fin est avant le début" in backwards.content.decode()
    assert Operation.objects.count() == 1


def rows_of(client: Client, operation: Operation) -> list[dict[str, str]]:
    content = client.get(f"/bilans/operations/{operation.pk}/participants.csv").content.decode("utf-8-sig")
    return list(csv.DictReader(StringIO(content), delimiter=";"))


def test_the_funders_file(
    operation: Operation, participation: Participation, adviser: User, awa: Person
) -> None:
    Person.objects.filter(pk=awa.pk).update(last_name="=Diallo")
    client = signed_in(adviser)
    client.post(
        f"/bilans/participants/{participation.pk}/?moment=entry",
        {"sex": "female", "disability": "refused", "means": "face"},
    )

    (row,) = rows_of(client, operation)
    assert list(row) == [column.name for column in COLUMNS]
    assert (row["sexe"], row["handicap"], row["heures"]) == ("une femme", "ne souhaite pas répondre", "9,00")
    assert (row["nom"], row["date_entree"], row["situation_entree"]) == ("'=Diallo", MONDAY.isoformat(), "")
    book = load_workbook(BytesIO(client.get(f"/bilans/operations/{operation.pk}/participants.xlsx").content))
    sheet = book["Participants"]
    assert [cell.value for cell in sheet[1]] == list(row)
    assert sheet["C2"].value == "'=Diallo"
    assert NO_SANCTION in {cell.value for line in book["À lire"].rows for cell in line}
    page = client.get(f"/bilans/operations/{operation.pk}/").content.decode()
    assert "situation_entree : 1 vide" in page


def test_every_column_is_documented() -> None:
    lines = (ROOT / "docs" / "funder-exports.md").read_text(encoding="utf-8").splitlines()
    described = [line.split("|")[1].strip(" `") for line in lines if line.startswith("| `")]

    assert described == [column.name for column in COLUMNS]


def test_papers_are_pdfs(
    operation: Operation, participation: Participation, report: Report, adviser: User
) -> None:
    client = signed_in(adviser)
    for address in own_pages(operation, participation, report):
        if address.endswith(".pdf"):
            assert client.get(address).content.startswith(b"%PDF"), address
    assert client.get(f"/bilans/participants/{participation.pk}/questions-never.pdf").status_code == 404


def test_a_report_is_completed_validated_frozen_and_opened_again(
    *, operation: Operation, report: Report, adviser: User, activity: Activity, person: Make, held: Make
) -> None:
    count_sessions()
    client, address = signed_in(adviser), f"/bilans/{report.pk}/"
    client.post(address, {"text_offer": "Ça a marché.", "validate": "1"})
    report.refresh_from_db()
    assert (report.state, report.validated_by, report.texts) == (
        "validated",
        adviser,
        {"offer": "Ça a marché."},
    )

    bob = person("Bob")
    for day in (3, 4, 8):
        held(activity, MONDAY + timedelta(days=day), {bob: "present"})
    recount(operation=operation)
    frozen = client.get(address).content.decode()
    assert figure(frozen, "Participantes et participants") == "1"
    client.post(address, {"text_offer": "Autre chose."})
    report.refresh_from_db()
    assert report.texts == {"offer": "Ça a marché."}

    assert client.post(f"{address}rouvrir/", {"reason": ""}).status_code == 422
    client.post(f"{address}rouvrir/", {"reason": "Une feuille est arrivée tard."})
    assert figure(client.get(address).content.decode(), "Participantes et participants") == "2"
    assert [change.what for change in report.changes.order_by("pk")] == [
        "ouvert", "complété", "validé", "rouvert",
    ]  # fmt: skip


def figure(page: str, label: str) -> str:
    return page.split(f'{label}</th><td class="num">')[1].split("<", maxsplit=1)[0]


@pytest.mark.parametrize("funder", ["fse_plus", "pic_100_inclusion", "departement", "region"])
def test_every_funder_has_its_report(
    *, funder: str, opened: Make, activity: Activity, awa: Person, host: Organisation, adviser: User
) -> None:
    count_sessions()
    client = signed_in(adviser)
    for operation in (opened(activity, funder=funder, code="X"), None):
        made = open_report(
            organisation=host, operation=operation, funder=funder, since=MONDAY, until=TODAY, by=adviser
        )
        assert client.get(f"/bilans/{made.pk}/").status_code == 200
        assert client.get(f"/bilans/{made.pk}/bilan.pdf").content.startswith(b"%PDF")


LISTS = [
    ("/bilans/", 14),
    ("/bilans/a-completer/", 11),
    ("/bilans/operations/{operation}/", 21),
    ("/bilans/operations/{operation}/participants.csv", 8),
    ("/bilans/indicateurs/", 10),
    ("/bilans/indicateurs/partenaires/", 9),
    ("/bilans/indicateurs/seances/", 8),
    ("/bilans/indicateurs/personnes/", 8),
]


@pytest.mark.parametrize(("address", "queries"), LISTS)
def test_lists_take_the_same_queries_however_long(
    *,
    address: str, queries: int, operation: Operation, activity: Activity, person: Make, held: Make,
    adviser: User, django_assert_num_queries: Any,
) -> None:  # fmt: skip
    client = signed_in(adviser)
    for number in (1, 2, 3):
        if number > 1:
            who = person(f"P{number}")
            for day in (3, 4, 8):
                held(activity, MONDAY + timedelta(days=day), {who: "present"})
            recount(operation=operation)
        count_sessions()
        if number != 2:
            with django_assert_num_queries(queries):
                assert client.get(address.format(operation=operation.pk)).status_code == 200


def test_an_adviser_of_two_organisations_reads_both(
    operation: Operation, participation: Participation, host: Organisation
) -> None:
    both = make_user("Deux Maisons", make_organisation("PLIE", "partner"), Role.ADVISER)
    Membership.objects.create(user=both, organisation=host, role=Role.ADVISER)

    assert b"Awa" in signed_in(both).get(f"/bilans/operations/{operation.pk}/").content
