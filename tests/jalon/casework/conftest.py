"""A person with a step of the host's."""

import pytest

from jalon.accounts.models import User
from jalon.casework import actions
from jalon.casework.models import Step
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
