"""One interest or introduction under lock: every change goes through here, with its history and its count."""

from collections.abc import Sequence
from typing import Any

from django.db import connection
from django.utils import timezone

from jalon.accounts.models import User
from jalon.base.actions.event import publish
from jalon.introductions.models import Interest, InterestChange, Introduction, IntroductionChange
from jalon.introductions.rules import check_interest_move, check_introduction_move
from jalon.people.actions import add_milestone

COUNTED = ("interests", "introductions", "answers", "interviews", "hires")


def lock_interest(interest: Interest) -> Interest:
    """The interest as it is now, locked until the transaction ends.

    Locked first, joined afterwards: a join made before the wait would still show the owner of before.
    """
    Interest.objects.select_for_update().get(pk=interest.pk)
    related = ("person", "vacancy__organisation", "team", "owner", "link")
    return Interest.objects.select_related(*related).get(pk=interest.pk)


def lock_introduction(introduction: Introduction) -> Introduction:
    """The introduction as it is now, locked until the transaction ends; see `lock_interest`."""
    Introduction.objects.select_for_update().get(pk=introduction.pk)
    related = ("person", "vacancy__organisation", "team", "owner", "interest__link")
    return Introduction.objects.select_related(*related).get(pk=introduction.pk)


def move_interest(
    row: Interest,
    target: str,
    *,
    by: User | None,
    reason: str = "",
    closing: str = "",
    fields: Sequence[str] = (),
) -> None:
    """Change the state of a locked interest. RefusedError by the table."""
    origin = row.state
    check_interest_move(origin, target, row.closing)
    row.state, row.closing = target, closing
    row.save(update_fields=["state", "closing", *fields])
    _interest_change(row, origin, reason, by)
    tell_desk(row.team_id, "interest")


def note_interest(row: Interest, reason: str, *, by: User | None) -> None:
    """A line of history that keeps the state."""
    _interest_change(row, row.state, reason, by)
    tell_desk(row.team_id, "interest")


def _interest_change(row: Interest, origin: str, reason: str, by: User | None) -> None:
    InterestChange.objects.create(
        interest=row, from_state=origin, to_state=row.state, reason=reason[:300], by=by
    )


def move_introduction(
    row: Introduction,
    target: str,
    *,
    by: User | None,
    reason: str = "",
    closing: str = "",
    fields: Sequence[str] = (),
) -> None:
    """Change the state of a locked introduction. RefusedError by the table."""
    origin = row.state
    check_introduction_move(origin, target)
    row.state, row.closing = target, closing
    row.save(update_fields=["state", "closing", *fields])
    _introduction_change(row, origin, reason, by)
    tell_desk(row.team_id, "introduction")


def note_introduction(row: Introduction, reason: str, *, by: User | None) -> None:
    """A line of history that keeps the state."""
    _introduction_change(row, row.state, reason, by)
    tell_desk(row.team_id, "introduction")


def _introduction_change(row: Introduction, origin: str, reason: str, by: User | None) -> None:
    IntroductionChange.objects.create(
        introduction=row, from_state=origin, to_state=row.state, reason=reason[:300], by=by
    )


def milestone(row: Interest | Introduction, kind: str, *, by: User | None = None, detail: str = "") -> None:
    """A band of the person's pole."""
    about = "interest" if isinstance(row, Interest) else "introduction"
    add_milestone(
        person=row.person,
        kind=f"introductions.{kind}",
        organisation=row.team,
        by=by,
        detail=detail or row.vacancy.title,
        about=(about, row.pk),
    )


def tell_desk(team_id: int, kind: str) -> None:
    """Open desks of the team look again."""
    publish(topic=f"desk:{team_id}", kind=kind, payload={})


def origin_of(row: Interest | Introduction) -> tuple[str, str, str]:
    """Line, stop and medium by which the person came; empty where it is not known."""
    interest = row if isinstance(row, Interest) else row.interest
    if interest is None:
        return "", "", ""
    if interest.link is None:
        return "", "", interest.medium
    return interest.link.line_key, interest.link.stop_key, interest.link.medium


def count(row: Interest | Introduction, what: str) -> None:
    """Add to today's figures, by line, stop, medium and employer; erasing the person leaves them true."""
    if what not in COUNTED:
        raise ValueError(what)
    values: list[Any] = [timezone.localdate(), *origin_of(row), row.vacancy.organisation_id]
    numbers = [int(name == what) for name in COUNTED]
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO introductions_funnelday (date, line_key, stop_key, medium, organisation_id,"  # noqa: S608  a column of COUNTED
            " interests, introductions, answers, interviews, hires) VALUES (%s,%s,%s,%s,%s, %s,%s,%s,%s,%s)"
            " ON CONFLICT (date, line_key, stop_key, medium, organisation_id)"
            f" DO UPDATE SET {what} = introductions_funnelday.{what} + 1",
            [*values, *numbers],
        )
