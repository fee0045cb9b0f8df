"""Vacancies of the demonstration: ours, or real ones placed along a real network."""

from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.utils import timezone

from jalon.demo import content
from jalon.demo.actions.directory import Cast
from jalon.reference import queries as reference
from jalon.vacancies import actions
from jalon.vacancies.models import Vacancy
from jalon.vacancies.rules.content import ShiftRow

VALID_DAYS = 30


def write_vacancies(cast: Cast) -> None:
    """Write and publish each vacancy as its employer or an adviser would."""
    for job in content.JOBS:
        vacancy = actions.write_vacancy(
            organisation=cast.sites[job.employer].organisation,
            by=cast.adviser,
            values=_values(job, cast),
            shifts=[ShiftRow(*shift) for shift in job.shifts],
        )
        _publish(vacancy, job, cast)


def _values(job: content.Job, cast: Cast) -> dict[str, Any]:
    site = cast.sites[job.employer]
    occupation = reference.occupation_by_code(job.occupation_code)
    amount, period = job.wage
    return {
        "title": job.title,
        "occupation": occupation,
        "occupation_code": job.occupation_code,
        "occupation_label": occupation.label if occupation else "",
        "tasks": job.tasks,
        "requirements": job.requirements,
        "contract": job.contract,
        "hours_detail": job.hours_detail,
        "wage_from": Decimal(amount) if amount else None,
        "wage_period": period,
        "wage_detail": job.wage_detail,
        "site": site,
        "lat": site.lat,
        "lon": site.lon,
        "place_text": site.address,
        "radius_m": job.radius_m,
        "seats": job.seats,
        "valid_until": timezone.now() + timedelta(days=job.valid_days),
    }


def _publish(vacancy: Vacancy, job: content.Job, cast: Cast) -> None:
    by = None if job.state == "to_read" else cast.adviser
    vacancy = actions.publish(vacancy=vacancy, by=by)
    if job.state == "paused":
        actions.pause(vacancy=vacancy, by=cast.adviser)


def import_vacancies(file: Path, feed: Path | None) -> None:
    """Import real vacancies, each near a stop of the feed: for demonstration only, and pages say so."""
    call_command("vacancies_import", file, place_on=feed, valid_days=VALID_DAYS)
