"""What screens play: bundles, the association's messages, offers that the operator keeps off."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from jalon.accounts.models import User
from jalon.base.actions.event import publish
from jalon.network.models import Network
from jalon.transit.actions.state import seconds
from jalon.transit.models import Bundle, Screen, ScreenMessage, ScreenStop
from jalon.vacancies.models import Vacancy

KEPT_DAYS = 9
KEPT_VERSIONS = 40


@dataclass(frozen=True)
class Compiled:
    """A bundle as the engine made it."""

    day: date
    version: str
    content: bytes
    vacancies: list[str]
    network_version: int
    build_seconds: float
    share: list[dict[str, Any]] = field(default_factory=list)
    unplayed: list[dict[str, str]] = field(default_factory=list)


@transaction.atomic
def keep_bundle(*, network: Network, compiled: Compiled) -> Bundle:
    """Put a bundle in force; screens hear of it only when its content differs from the one before."""
    of_day = Bundle.objects.filter(network=network, service_date=compiled.day).defer("content")
    newest = of_day.order_by("-built_at", "-pk").first()
    values = {
        "content": compiled.content,
        "vacancies": compiled.vacancies,
        "share": compiled.share,
        "unplayed": compiled.unplayed,
        "network_version": compiled.network_version,
        "built_at": timezone.now(),
        "build_seconds": compiled.build_seconds,
    }
    bundle, _ = Bundle.objects.update_or_create(
        network=network, service_date=compiled.day, version=compiled.version, defaults=values
    )
    if newest is None or newest.version != bundle.version:
        payload = {"day": compiled.day.isoformat(), "version": bundle.version}
        publish(topic=f"network:{network.key}", kind="bundle", payload=payload)
    return bundle


def forget_bundles() -> int:
    """Drop bundles of days that are not replayed any more. Returns how many."""
    oldest = timezone.localdate() - timedelta(days=KEPT_DAYS)
    deleted, _ = Bundle.objects.filter(service_date__lt=oldest).delete()
    return deleted


@transaction.atomic
def stop_everywhere(*, network: Network, vacancy: Vacancy, reason: str, by: User) -> ScreenStop:
    """Keep a vacancy off every screen of a network: connected screens at once, the others on return."""
    stop, _ = ScreenStop.objects.get_or_create(
        network=network, vacancy=vacancy, lifted_at=None, defaults={"by": by, "reason": reason[:200]}
    )
    publish(topic=f"network:{network.key}", kind="withdraw", payload={"codes": [str(vacancy.pk)]})
    return stop


@transaction.atomic
def lift_stop(*, stop: ScreenStop, by: User) -> None:
    """Let a vacancy on the screens again."""
    ScreenStop.objects.filter(pk=stop.pk, lifted_at__isnull=True).update(lifted_at=timezone.now())
    publish(topic=f"network:{stop.network.key}", kind="content", payload={"vacancy": stop.vacancy_id})


@transaction.atomic
def write_message(
    *,
    network: Network,
    title: str,
    body: str,
    shown_from: datetime | None = None,
    shown_until: datetime | None = None,
    priority: bool = False,
    screen: Screen | None = None,
    by: User,
) -> ScreenMessage:
    """A message between offers; with `priority`, shown now on every screen or on one."""
    message = ScreenMessage.objects.create(
        network=network,
        screen=screen,
        title=title,
        body=body,
        priority=priority,
        by=by,
        shown_from=shown_from or timezone.now(),
        shown_until=shown_until,
    )
    _tell(message)
    return message


@transaction.atomic
def withdraw_message(*, message: ScreenMessage, by: User) -> None:
    """Take a message off the screens."""
    message.withdrawn_at = timezone.now()
    message.save(update_fields=["withdrawn_at"])
    _tell(message)


def _tell(message: ScreenMessage) -> None:
    topic = f"screen:{message.screen_id}" if message.screen_id else f"network:{message.network.key}"
    if message.priority:
        shown = None if message.withdrawn_at else as_json(message)
        publish(topic=topic, kind="message", payload={"message": shown})
    else:
        publish(topic=topic, kind="content", payload={"message": message.pk})


def as_json(message: ScreenMessage) -> dict[str, Any]:
    """A message as screens read it."""
    return {
        "id": str(message.pk),
        "title": message.title,
        "text": message.body,
        "seconds": message.seconds,
        "starts_at": message.shown_from.timestamp(),
        "ends_at": seconds(message.shown_until),
    }
