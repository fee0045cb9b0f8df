"""The ten-minute check: five answers, kind words, and the workshops that help."""

from typing import Any

import pytest
from django.test import Client

from jalon.accounts.models import User
from jalon.activities import actions
from jalon.activities.choices import DigitalLevel, DigitalTask
from jalon.activities.models import Booking, DigitalCheck, Session
from jalon.activities.queries.attendance_export import export_attendance
from jalon.activities.queries.digital import results_of
from jalon.activities.rules.digital import GAINED, SAID, gaps
from jalon.activities.rules.refusal import RefusedError
from jalon.directory.models import Organisation
from jalon.people.actions import erase
from jalon.people.models import Milestone, Person
from tests.factories.activities import make_activity, make_session
from tests.fixtures.people import signed_in
from tests.jalon.activities.door import make_person

pytestmark = pytest.mark.django_db
LEVELS = {"mail": "alone", "attach": "not_yet", "apply": "helped", "profile": "alone", "video": "not_yet"}


@pytest.fixture
def awa(host: Organisation) -> Person:
    return make_person(host)


@pytest.fixture
def workshop(host: Organisation) -> Session:
    activity = make_activity(host, title="Joindre un fichier", digital_task="attach")
    return make_session(activity)


def hold(person: Person, organisation: Organisation, by: User, **levels: str) -> DigitalCheck:
    return actions.hold_check(person=person, organisation=organisation, levels={**LEVELS, **levels}, by=by)


def test_a_check_is_written_with_its_five_answers(awa: Person, host: Organisation, adviser: User) -> None:
    check = hold(awa, host, adviser)

    assert {answer.task: answer.level for answer in check.answers.all()} == LEVELS
    milestone = Milestone.objects.get(kind="activities.digital_check")
    assert (milestone.person, milestone.detail) == (awa, "2 choses sur 5 sans aide")


@pytest.mark.parametrize(
    "levels", [{}, {"mail": "alone"}, {**LEVELS, "mail": "bad"}, {**LEVELS, "x": "alone"}]
)
def test_a_check_with_a_hole_is_refused(
    awa: Person, host: Organisation, adviser: User, levels: dict[str, str]
) -> None:
    with pytest.raises(RefusedError, match="cinq"):
        actions.hold_check(person=awa, organisation=host, levels=levels, by=adviser)


def test_every_task_and_level_has_kind_words() -> None:
    assert set(SAID) == {(task, level) for task in DigitalTask.values for level in DigitalLevel.values}
    assert set(GAINED) == set(DigitalTask.values)
    assert not [
        words for words in SAID.values() if "échec" in words or "incapable" in words or "mal" in words
    ]


def test_what_is_missing_comes_first_with_its_workshops(
    awa: Person, host: Organisation, adviser: User, workshop: Session
) -> None:
    make_session(make_activity(host, digital_task="attach"), state="draft")
    make_session(make_activity(host, digital_task="attach"), seats_max=1, seats_taken=1)

    results = results_of(hold(awa, host, adviser))

    assert [result.task for result in results] == ["attach", "video", "apply", "mail", "profile"]
    assert gaps(LEVELS) == ["attach", "video", "apply"]
    assert [result.sessions for result in results] == [[workshop], [], [], [], []]


def test_the_page_holds_the_check_and_books_a_workshop(awa: Person, adviser: User, workshop: Session) -> None:
    client = signed_in(adviser)
    page = f"/seances/numerique/{awa.pk}/"
    assert client.get(page).status_code == 200
    wrong = client.post(page, {**LEVELS, "video": ""})
    assert (wrong.status_code, DigitalCheck.objects.count()) == (422, 0)
    assert 'value="helped" form="point" checked' in wrong.content.decode()

    result = client.post(page, LEVELS)["Location"]
    text = client.get(result).content.decode()
    assert "Joindre un fichier, ça s’apprend en une séance." in text
    client.post(f"{result}inscrire/", {"session": workshop.pk})
    assert Booking.objects.get().person == awa
    assert client.get(f"{result[:-1]}.pdf").content.startswith(b"%PDF")


def test_only_a_proposed_workshop_is_booked(awa: Person, adviser: User, host: Organisation) -> None:
    check, other = hold(awa, host, adviser), make_session(make_activity(host))
    address = f"/seances/numerique/{awa.pk}/{check.pk}/inscrire/"

    for number in (str(other.pk), "x", ""):
        assert signed_in(adviser).post(address, {"session": number}).status_code == 404


def addresses(check: DigitalCheck) -> list[str]:
    page = f"/seances/numerique/{check.person_id}/"
    return [page, f"{page}{check.pk}/", f"{page}{check.pk}.pdf"]


def test_strangers_and_other_organisations_get_nothing(
    awa: Person, adviser: User, partner_adviser: User, recruiter: User
) -> None:
    host = Organisation.objects.get(kind="host")
    for address in addresses(hold(awa, host, adviser)):
        assert Client().get(address).status_code == 302
        assert signed_in(recruiter).get(address).status_code == 403
        assert signed_in(partner_adviser).get(address).status_code == 404


def test_a_check_of_somebody_else_is_not_found(awa: Person, host: Organisation, adviser: User) -> None:
    check, other = hold(awa, host, adviser), make_person(host, "Oumar Sow")

    assert signed_in(adviser).get(f"/seances/numerique/{other.pk}/{check.pk}/").status_code == 404


def test_the_result_takes_the_same_queries_however_many_workshops(
    awa: Person, host: Organisation, adviser: User, workshop: Session, django_assert_num_queries: Any
) -> None:
    check, client = hold(awa, host, adviser), signed_in(adviser)
    address = f"/seances/numerique/{awa.pk}/{check.pk}/"
    client.get(address)
    for sessions in (1, 3):
        if sessions == 3:
            for task in ("video", "apply"):
                make_session(make_activity(host, digital_task=task))
        with django_assert_num_queries(14):
            assert client.get(address).status_code == 200


def test_a_person_takes_the_check_away(awa: Person, host: Organisation, adviser: User) -> None:
    hold(awa, host, adviser)

    (row,) = export_attendance(awa.pk)

    assert row["résultats"]["joindre un fichier"] == "pas encore"


def test_a_check_goes_whole_with_the_person(awa: Person, host: Organisation, adviser: User) -> None:
    hold(awa, host, adviser)

    erase(person=awa)

    assert not DigitalCheck.objects.filter(person=awa).exists()
