"""Hand waiting messages over, one claim at a time: several workers never take the same one."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from jalon.base.actions.event import publish
from jalon.base.choices import Channel, MessageState
from jalon.base.delivery import deliver
from jalon.base.errors import DeliveryError
from jalon.base.models import OutboxMessage, StoppedAddress

MAX_ATTEMPTS = 8
FIRST_PAUSE = timedelta(minutes=1)
# Text messages wake people up: none between these hours, local time.
QUIET_FROM_HOUR, QUIET_UNTIL_HOUR = 20, 8
_CLAIM_LASTS = timedelta(minutes=10)
_BODIES_KEPT = timedelta(days=30)


def send_due(*, limit: int = 200) -> int:
    """Send what is due. Returns how many messages left; meant for the worker and for the command line."""
    _release_abandoned()
    sent = 0
    for _ in range(limit):
        message = _claim()
        if message is None:
            break
        sent += _send(message)
    return sent


@transaction.atomic
def _claim() -> OutboxMessage | None:
    now = timezone.now()
    due = OutboxMessage.objects.filter(state=MessageState.QUEUED, not_before__lte=now)
    if is_quiet(now):
        due = due.exclude(channel=Channel.SMS)
    message = due.select_for_update(skip_locked=True).order_by("not_before", "pk").first()
    if message is not None:
        message.state, message.claimed_at = MessageState.SENDING, now
        message.attempts += 1
        message.save(update_fields=["state", "claimed_at", "attempts"])
    return message


def is_quiet(moment: datetime) -> bool:
    """Whether text messages wait at this instant."""
    hour = timezone.localtime(moment).hour
    return hour >= QUIET_FROM_HOUR or hour < QUIET_UNTIL_HOUR


def _send(message: OutboxMessage) -> bool:
    if StoppedAddress.objects.filter(channel=message.channel, address=message.recipient).exists():
        _settle(message, MessageState.CANCELLED, error="STOP")
        return False
    try:
        deliver(message)
    except DeliveryError as error:
        _retry_or_fail(message, error)
        return False
    _settle(message, MessageState.SENT)
    return True


def _retry_or_fail(message: OutboxMessage, error: DeliveryError) -> None:
    if error.final or message.attempts >= MAX_ATTEMPTS:
        fail(message=message, error=str(error))
        return
    message.not_before = timezone.now() + FIRST_PAUSE * 2 ** (message.attempts - 1)
    message.save(update_fields=["not_before"])
    _settle(message, MessageState.QUEUED, error=str(error))


@transaction.atomic
def fail(*, message: OutboxMessage, error: str) -> None:
    """Give up, and tell whoever follows the outbox, so that the owner calls instead."""
    _settle(message, MessageState.FAILED, error=error)
    about = {"about": message.subject_kind, "id": message.subject_id}
    publish(topic="outbox", kind="failed", payload={"message": message.pk, **about})


def _settle(message: OutboxMessage, state: MessageState, *, error: str = "") -> None:
    message.state, message.claimed_at, message.last_error = state, None, error[:500]
    message.sent_at = timezone.now() if state == MessageState.SENT else None
    message.save(update_fields=["state", "claimed_at", "last_error", "sent_at"])


@transaction.atomic
def _release_abandoned() -> None:
    """A worker died while it handed these over. A text message may have left: it is never sent twice."""
    old = timezone.now() - _CLAIM_LASTS
    abandoned: QuerySet[OutboxMessage] = OutboxMessage.objects.filter(
        state=MessageState.SENDING, claimed_at__lt=old
    )
    for message in abandoned.select_for_update(skip_locked=True).order_by("pk"):
        if message.channel == Channel.SMS:
            fail(message=message, error="interrompu pendant l’envoi : parti ou non, on ne sait pas")
        else:
            _settle(message, MessageState.QUEUED, error="interrompu pendant l’envoi")


def forget_bodies() -> int:
    """Texts of messages that left a month ago: they hold names and secret links. Returns how many."""
    old = OutboxMessage.objects.filter(sent_at__lt=timezone.now() - _BODIES_KEPT).exclude(body="")
    return old.update(body="", subject="")
