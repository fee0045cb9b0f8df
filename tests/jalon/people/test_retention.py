"""Twenty-four months without anything, thirty days' notice, then the file is erased."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from jalon.base.models import OutboxMessage
from jalon.directory.models import Organisation
from jalon.people.actions import add_milestone, open_key, register
from jalon.people.actions.retention import erase_quiet, tell_quiet
from jalon.people.models import Person

pytestmark = pytest.mark.django_db


def somebody(host: Organisation, *, months: float, told_days: int | None = None, phone: str = "") -> Person:
    """A person with whom nothing happened for so many months, told so many days ago."""
    person = register(first_name="Awa", phone=phone, organisation=host, means="face")
    told = None if told_days is None else timezone.now() - timedelta(days=told_days)
    quiet_since = timezone.now() - timedelta(days=30.5 * months)
    Person.objects.filter(pk=person.pk).update(last_activity_at=quiet_since, retention_told_at=told)
    person.refresh_from_db()
    return person


def test_whoever_is_quiet_for_two_years_is_told_once(host: Organisation) -> None:
    somebody(host, months=25, phone="06 39 98 12 34")
    somebody(host, months=23)

    assert [tell_quiet(), tell_quiet()] == [1, 0]

    (message,) = OutboxMessage.objects.filter(subject_kind="person")
    assert "/suivi/" in message.body


def test_a_month_after_the_word_the_file_is_erased(host: Organisation) -> None:
    gone = somebody(host, months=25, told_days=31)
    early = somebody(host, months=25, told_days=29)

    assert erase_quiet() == 1

    gone.refresh_from_db()
    early.refresh_from_db()
    assert (gone.anonymised_at is not None, early.anonymised_at) == (True, None)


def test_nobody_is_erased_without_having_been_told(host: Organisation) -> None:
    somebody(host, months=60)

    assert erase_quiet() == 0


def test_whatever_happens_meanwhile_keeps_the_file(host: Organisation) -> None:
    person = somebody(host, months=25, told_days=31)

    add_milestone(person=person, kind="people.changed")

    assert [erase_quiet(), tell_quiet()] == [0, 0]


def test_a_joined_file_that_lives_keeps_the_other(host: Organisation) -> None:
    kept = somebody(host, months=25, told_days=31)
    duplicate = register(first_name="Awa", organisation=host, means="face")
    Person.objects.filter(pk=duplicate.pk).update(canonical=kept)

    assert erase_quiet() == 0


def test_the_person_keeps_their_file_with_one_button(host: Organisation) -> None:
    person = somebody(host, months=25, told_days=10)
    code = open_key(person=person, kind="link")
    client = Client(enforce_csrf_checks=True)
    assert "Garder mon dossier" in client.get(f"/suivi/{code}/").content.decode()

    client.post(f"/suivi/{code}/garder/")

    person.refresh_from_db()
    assert person.last_activity_at > timezone.now() - timedelta(minutes=1)
    assert "Garder mon dossier" not in client.get(f"/suivi/{code}/").content.decode()
    assert client.get(f"/suivi/{code}/garder/").status_code == 405
