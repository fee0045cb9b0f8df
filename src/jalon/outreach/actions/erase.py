"""Erase what this room knows of a person: that we met them goes, how many we met stays."""

from django.db import transaction

from jalon.outreach.models import FirstContact


@transaction.atomic
def erase_person(person_id: int) -> None:
    """Contacts and calls go; counts of stands and days hold nobody."""
    FirstContact.objects.filter(person=person_id).delete()
