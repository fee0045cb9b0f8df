"""What a screen says of itself, and what the desk commands it to do."""

from datetime import datetime, time
from typing import Any

from django.db import transaction
from django.db.models import Case, F, JSONField, Q, Value, When
from django.utils import timezone

from jalon.accounts.models import User
from jalon.base.actions.event import publish
from jalon.transit.models import Screen


def hear(*, screen: Screen, state: dict[str, Any], now: datetime) -> None:
    """Keep the last state of a screen; one that arrives late changes nothing but when it was heard."""
    newer = Q(said_at__lte=state["at"])
    Screen.objects.filter(pk=screen.pk).update(
        last_seen_at=now,
        now=Case(When(newer, then=Value(state, output_field=JSONField())), default=F("now")),
        bundle_version=Case(When(newer, then=Value(state["bundle"] or "")), default=F("bundle_version")),
        said_at=Case(When(newer, then=Value(state["at"])), default=F("said_at")),
    )


@transaction.atomic
def reload(*, screen: Screen, by: User) -> None:
    """Have the page of a screen loaded again."""
    Screen.objects.filter(pk=screen.pk).update(reloads=F("reloads") + 1)
    publish(topic=f"screen:{screen.pk}", kind="reload", payload={})


@transaction.atomic
def set_night(*, screen: Screen, dark: bool, until: datetime | None, by: User) -> None:
    """Switch a screen off now, until an instant or until it is switched on."""
    screen.dark, screen.dark_until = dark, until if dark else None
    screen.save(update_fields=["dark", "dark_until"])
    publish(
        topic=f"screen:{screen.pk}", kind="night", payload={"dark": dark, "until": seconds(screen.dark_until)}
    )


@transaction.atomic
def set_hours(*, screen: Screen, off_from: time | None, off_until: time | None, by: User) -> None:
    """Switch a screen off every night between two hours; none: never."""
    screen.off_from, screen.off_until = off_from, off_until
    screen.save(update_fields=["off_from", "off_until"])


@transaction.atomic
def preempt(*, screen: Screen, until: datetime | None, by: User | None) -> None:
    """Passenger information comes first on this screen, until an instant or until it is resumed."""
    screen.preempted, screen.preempted_until = True, until
    screen.save(update_fields=["preempted", "preempted_until"])
    publish(topic=f"screen:{screen.pk}", kind="preempt", payload={"until": seconds(until)})


@transaction.atomic
def resume(*, screen: Screen, by: User | None) -> None:
    """Offers and messages again."""
    screen.preempted, screen.preempted_until = False, None
    screen.save(update_fields=["preempted", "preempted_until"])
    publish(topic=f"screen:{screen.pk}", kind="resume", payload={"until": None})


@transaction.atomic
def set_layout(*, screen: Screen, layout: str, name: str, by: User) -> None:
    """Name a screen and say which proportions it has."""
    screen.layout, screen.name = layout, name
    screen.save(update_fields=["layout", "name"])


def seconds(at: datetime | None) -> float | None:
    """UTC seconds since 1970."""
    return at.timestamp() if at is not None else None


def expire_commands() -> None:
    """Switch off what was commanded until an instant that has passed."""
    now = timezone.now()
    Screen.objects.filter(dark=True, dark_until__lte=now).update(dark=False, dark_until=None)
    Screen.objects.filter(preempted=True, preempted_until__lte=now).update(
        preempted=False, preempted_until=None
    )
