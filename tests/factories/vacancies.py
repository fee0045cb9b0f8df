"""Vacancies in the situations that tests speak of."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from jalon.directory.models import Organisation
from jalon.vacancies.choices import Contract, VacancyState
from jalon.vacancies.models import Vacancy


def make_vacancy(organisation: Organisation, **fields: Any) -> Vacancy:
    """An open vacancy, read by the association, valid for 30 days, with a place."""
    values: dict[str, Any] = {
        "title": "Soudeuse, soudeur",
        "contract": Contract.PERMANENT,
        "state": VacancyState.OPEN,
        "valid_until": timezone.now() + timedelta(days=30),
        "reviewed_at": timezone.now(),
        "lat": 51.03,
        "lon": 2.37,
        "place_text": "Quai aux Bois",
        **fields,
    }
    return Vacancy.objects.create(organisation=organisation, **values)


def make_draft(organisation: Organisation, **fields: Any) -> Vacancy:
    """A complete draft that nobody has read."""
    return make_vacancy(organisation, state=VacancyState.DRAFT, reviewed_at=None, **fields)
