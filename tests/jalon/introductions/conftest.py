"""Somebody who followed a code, and the vacancy it led to."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from jalon.accounts.models import User
from jalon.base.actions.short_link import open_link
from jalon.base.models import ShortLink
from jalon.directory.models import Organisation
from jalon.introductions import actions
from jalon.introductions.models import Interest, Introduction
from jalon.vacancies.models import Vacancy
from tests.factories.vacancies import make_vacancy

# Thursday 26 November 2026, ten o'clock in Dunkerque.
THURSDAY = timezone.make_aware(datetime(2026, 11, 26, 10))  # noqa: DTZ001


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch) -> Callable[[datetime], None]:
    """Set the clock."""
    return lambda moment: monkeypatch.setattr(timezone, "now", lambda: moment)


@pytest.fixture(autouse=True)
def outbox_folder(tmp_path: Path, settings: Any) -> None:
    settings.OUTBOX_ROOT = tmp_path


@pytest.fixture
def vacancy(employer: Organisation) -> Vacancy:
    Organisation.objects.filter(pk=employer.pk).update(email="embauche@vandamme.example")
    employer.refresh_from_db()
    return make_vacancy(employer, seats=2)


@pytest.fixture
def link(vacancy: Vacancy) -> ShortLink:
    return open_link(kind="vacancy", target_id=vacancy.pk, medium="bus", line_key="3", stop_key="port")


@pytest.fixture
def interest(host: Organisation, vacancy: Vacancy, link: ShortLink) -> Interest:
    return actions.register_interest(
        vacancy=vacancy, link=link, first_name="Awa", phone="06 39 98 12 34", medium="bus"
    )


@pytest.fixture
def introduction(interest: Interest, adviser: User) -> Introduction:
    return actions.introduce(
        interest=interest, presentation="Six ans de soudure, libre tout de suite.", means="phone", by=adviser
    )
