"""Codes that open a person's own page."""

from datetime import timedelta

from django.utils import timezone

from jalon.base.codes import fingerprint, new_secret
from jalon.people.choices import KeyKind
from jalon.people.models import Person, PersonKey

# Ten characters of 28 on paper, sixteen where nobody types them.
SLIP_LENGTH = 10
_LENGTH = {KeyKind.SLIP.value: SLIP_LENGTH, KeyKind.LINK.value: 16}
_VALID = {KeyKind.SLIP.value: timedelta(days=365), KeyKind.LINK.value: timedelta(days=90)}


def open_key(*, person: Person, kind: str) -> str:
    """A new code for this person's own page; it is returned once and kept nowhere."""
    code = new_secret(_LENGTH[kind])
    PersonKey.objects.create(
        person=person, kind=kind, hash=fingerprint(code), expires_at=timezone.now() + _VALID[kind]
    )
    return code
