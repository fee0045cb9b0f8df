"""A vacancy with its code on line 3, and a network that has the line."""

from pathlib import Path

import pytest

from jalon.base.actions.short_link import open_link
from jalon.base.models import ShortLink
from jalon.directory.models import Organisation
from jalon.network.models import Network
from jalon.vacancies.models import Shift, Vacancy
from tests.factories.network import load, make_network
from tests.factories.vacancies import make_vacancy


@pytest.fixture
def network(operator: Organisation, tmp_path: Path) -> Network:
    """The small coastal network, with its timetable in force."""
    network = make_network(operator)
    load(network, tmp_path)
    return network


@pytest.fixture
def vacancy(host: Organisation, employer: Organisation) -> Vacancy:
    """An open vacancy near Quai aux Bois, with a morning shift."""
    vacancy = make_vacancy(employer, lat=51.0305, lon=2.361)
    Shift.objects.create(vacancy=vacancy, starts="05:00", ends="13:00", weekdays="1111111")
    return vacancy


@pytest.fixture
def link(vacancy: Vacancy) -> ShortLink:
    """Its code on the screens of line 3."""
    return open_link(kind="vacancy", target_id=vacancy.pk, medium="bus", line_key="3")
