"""Erase what this room knows of a person: open referrals end first, words go, dates and states stay."""

from django.db import transaction
from django.utils import timezone

from jalon.casework.choices import ReferralState, StepState
from jalon.casework.models import (
    Goal,
    Note,
    Obstacle,
    Project,
    ProjectChange,
    Referral,
    Step,
    StepChange,
)
from jalon.casework.rules import OPEN_STEPS


@transaction.atomic
def erase_person(person_id: int) -> None:
    """What stays are steps and referrals of nobody in particular: the territory's figures stay true."""
    Goal.objects.filter(person=person_id).delete()
    Note.objects.filter(person=person_id).delete()
    Obstacle.objects.filter(person=person_id).delete()
    ProjectChange.objects.filter(project__person=person_id).delete()
    Project.objects.filter(person=person_id).delete()
    StepChange.objects.filter(step__person=person_id).update(reason="")
    steps = Step.objects.filter(person=person_id)
    steps.update(title="", with_whom="")
    steps.filter(state__in=OPEN_STEPS).update(state=StepState.DROPPED, ended_at=timezone.now())
    referrals = Referral.objects.filter(person=person_id)
    referrals.update(reason="", answer_note="")
    referrals.filter(state=ReferralState.SENT).update(state=ReferralState.WITHDRAWN)
