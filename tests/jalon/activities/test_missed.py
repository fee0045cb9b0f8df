"""A missed appointment is never shown to an employer."""

from datetime import timedelta

import pytest
from django.utils import timezone

from jalon.accounts.models import User
from jalon.activities.actions.slots import write_outcome
from jalon.activities.choices import ActivityKind
from jalon.directory.models import Organisation
from jalon.introductions import actions as introductions
from tests.factories.activities import make_activity, make_session, seat
from tests.factories.vacancies import make_vacancy
from tests.fixtures.people import signed_in
from tests.house.source import SOURCE, modules

pytestmark = pytest.mark.django_db

# What an employer opens: their desk of vacancies, the answer to an introduction, and what these rooms export.
EMPLOYERS_ROOMS = ("vacancies", "introductions", "transit")


def test_no_room_that_an_employer_opens_reads_a_booking() -> None:
    reading = [
        str(path.relative_to(SOURCE))
        for path in modules()
        if path.relative_to(SOURCE).parts[0] in EMPLOYERS_ROOMS
        and "jalon.activities" in path.read_text(encoding="utf-8")
    ]

    assert reading == []


def test_an_employer_who_reads_an_introduction_sees_no_missed_appointment(
    host: Organisation, adviser: User, employer: Organisation, recruiter: User
) -> None:
    interest = introductions.register_interest(
        vacancy=make_vacancy(employer), link=None, first_name="Awa", phone="06 39 98 12 34", medium="web"
    )
    activity = make_activity(host, kind=ActivityKind.REHEARSAL, title="Entretien blanc")
    past = make_session(activity, starts_at=timezone.now() - timedelta(hours=3), seats_max=1)
    write_outcome(booking=seat(past, interest.person), outcome="Absente, sans nouvelle", by=adviser)
    introduction = introductions.introduce(
        interest=interest, presentation="Six ans de soudure.", means="phone", by=adviser
    )

    desk = signed_in(recruiter)
    pages = [
        desk.get(address, follow=True).content.decode()
        for address in ("/", "/gestion/offres/", f"/mises-en-relation/{introduction.pk}/", "/seances/")
    ]

    assert any("Soudeu" in page or "Chantiers" in page for page in pages)
    for page in pages:
        assert "Absente" not in page
        assert "Entretien blanc" not in page
