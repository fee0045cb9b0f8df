"""Erase what this room knows of a person: open matters end first, employers are told, texts are emptied."""

from django.db import transaction

from jalon.base.actions.outbox import erase_messages
from jalon.introductions.actions.interest import withdraw
from jalon.introductions.models import Call, InterestChange, Introduction, IntroductionChange
from jalon.people.models import Person


@transaction.atomic
def erase_person(person_id: int) -> None:
    """What stays are dates and states of nobody in particular: hires still count.

    Old messages are forgotten first: the one that tells an employer not to wait is written afterwards, and
    forgotten with all others a month after it left.
    """
    person = Person.objects.get(pk=person_id)
    introductions = Introduction.objects.filter(person=person)
    for introduction_id in introductions.order_by("pk").values_list("pk", flat=True):
        erase_messages(about=("introduction", introduction_id))
    withdraw(person=person)
    Call.objects.filter(interest__person=person).update(note="")
    InterestChange.objects.filter(interest__person=person).update(reason="")
    IntroductionChange.objects.filter(introduction__person=person).update(reason="")
    introductions.update(presentation="", answer_note="")
    erase_messages(about=("person", person_id))
