"""Sessions that repeat."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from jalon.accounts.models import User
from jalon.activities.actions.move import cancel_session
from jalon.activities.actions.session import open_session, write_session
from jalon.activities.choices import SessionState
from jalon.activities.models import Activity, Series, Session
from jalon.activities.queries.series import closing_for, plan_series
from jalon.activities.rules.clock import shifted
from jalon.activities.rules.parts import check_halves
from jalon.activities.rules.refusal import RefusedError
from jalon.base import words
from jalon.directory.models import Organisation


@transaction.atomic
def write_series(
    *,
    activity: Activity,
    organisation: Organisation,
    values: dict[str, Any],
    rule: str,
    until: date | None = None,
    count: int | None = None,
    by: User | None,
) -> list[Session]:
    """Drafts on each date of the rule, at the same hour on the wall, winter and summer.

    `values` are those of `write_session` for the first date; `rule` comes from `rules.series.weekly` or
    `monthly`; `until` (a day, included) or `count`. Public holidays of France and closing days are skipped.

    Raises:
        RefusedError: on one of the dates something is taken or cannot be; nothing is written then.
    """
    halves = check_halves(values["halves"], timezone.now())
    first = timezone.localdate(halves[0].starts_at)
    found = plan_series(
        organisations=closing_for(organisation, values.get("site")),
        halves=halves,
        rule=rule,
        until=until,
        count=count,
    )
    series = Series.objects.create(
        activity=activity,
        rule=_rule(rule, until, count),
        title=values.get("title", ""),
        made_for=values.get("made_for"),
        created_by=by,
    )
    return [
        _write_one(activity, organisation, _later(values, (day - first).days), series, by)
        for day in found.kept
    ]


def _rule(rule: str, until: date | None, count: int | None) -> str:
    return f"{rule};UNTIL={until:%Y%m%d}" if until else f"{rule};COUNT={count}"


def _later(values: dict[str, Any], days: int) -> dict[str, Any]:
    """The same session so many days later; seats are kept as long before."""
    return {
        **values,
        "halves": [half.later(days) for half in values["halves"]],
        "kept": [
            (organisation, seats, shifted(until, days))
            for organisation, seats, until in values.get("kept", ())
        ],
    }


def _write_one(
    activity: Activity, organisation: Organisation, values: dict[str, Any], series: Series, by: User | None
) -> Session:
    try:
        return write_session(
            activity=activity, organisation=organisation, values=values, series=series, by=by
        )
    except RefusedError as error:
        day = words.day(values["halves"][0].starts_at)
        raise RefusedError(f"La série n’est pas écrite, à cause du {day} : {error}") from error


@transaction.atomic
def open_series(*, series: Series, by: User | None) -> int:
    """Open every draft of the series that is to come. Returns how many. RefusedError as `open_session`."""
    drafts = _to_come(series, SessionState.DRAFT)
    for session in drafts:
        open_session(session=session, by=by)
    return len(drafts)


@transaction.atomic
def cancel_series(*, series: Series, reason: str, by: User | None) -> int:
    """Cancel what is to come of the series. Returns how many sessions."""
    rest = _to_come(series, SessionState.DRAFT, SessionState.OPEN)
    for session in rest:
        cancel_session(session=session, reason=reason, by=by)
    return len(rest)


def _to_come(series: Series, *states: str) -> list[Session]:
    rows = Session.objects.filter(series=series, state__in=states, starts_at__gt=timezone.now())
    return list(rows.order_by("starts_at", "pk"))
