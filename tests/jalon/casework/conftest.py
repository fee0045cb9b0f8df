"""A person with a step of the host's."""

from datetime import timedelta

import pytest
from django.utils import timezone

from jalon.accounts.models import User
from jalon.casework import actions
from jalon.casework.models import Referral, Step
from jalon.directory.models import Organisation
from jalon.people import actions as people
from jalon.people.models import Person


@pytest.fixture
def person(host: Organisation) -> Person:
    return people.register(
        first_name="Nadège",
        last_name="Everaere",
        phone="06 39 98 12 34",
        organisation=host,
        means="phone",
    )


@pytest.fixture
def step(person: Person, host: Organisation, adviser: User) -> Step:
    return actions.add_step(person=person, title="Écrire le CV", organisation=host, by=adviser)


@pytest.fixture
def partner(partner_adviser: User) -> Organisation:
    return Organisation.objects.get(name="PLIE des Dunes")


@pytest.fixture
def referral(
    person: Person, host: Organisation, partner: Organisation, step: Step, adviser: User
) -> Referral:
    return actions.refer(
        person=person, from_organisation=host, to_organisation=partner, means="face",
        reason="Veut être suivie près de chez elle.", answer_by=timezone.now() + timedelta(days=5),
        step=step, by=adviser,
    )  # fmt: skip
