"""STOP: nothing more is written to a number or an address."""

from django.db import transaction
from django.utils import timezone

from jalon.base.actions.event import publish
from jalon.base.actions.outbox import resume_address, stop_address
from jalon.base.choices import Channel
from jalon.people.actions.file import add_milestone
from jalon.people.choices import ContactKind
from jalon.people.models import ContactPoint

_CHANNEL = {
    ContactKind.PHONE.value: Channel.SMS,
    ContactKind.EMAIL.value: Channel.MAIL,
    ContactKind.POST.value: Channel.LETTER,
}


@transaction.atomic
def stop_contact(*, kind: str, value: str) -> int:
    """Whoever reads this number or address asked for silence. Returns how many people share it."""
    stop_address(channel=_CHANNEL[kind], address=value)
    contacts = ContactPoint.objects.filter(kind=kind, value=value, stopped_at__isnull=True)
    stopped = list(contacts.select_related("person").order_by("pk"))
    for contact in stopped:
        contact.stopped_at = timezone.now()
        contact.save(update_fields=["stopped_at"])
        add_milestone(person=contact.person, kind="people.stopped")
        publish(topic="people", kind="stopped", payload={"person": contact.person_id})
    return len(stopped)


@transaction.atomic
def resume_contact(*, contact: ContactPoint) -> None:
    """The person wishes to be written to again."""
    resume_address(channel=_CHANNEL[contact.kind], address=contact.value)
    contact.stopped_at = None
    contact.save(update_fields=["stopped_at"])
