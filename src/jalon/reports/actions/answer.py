"""Note what a participant answered, and refuse to keep what was not asked."""

from collections.abc import Mapping
from datetime import date

from django.db import transaction
from django.utils import timezone

from jalon.accounts.models import User
from jalon.reports import rules
from jalon.reports.funders import template_of
from jalon.reports.models import ParticipantAnswer, Participation
from jalon.reports.queries.participation import answers_of
from jalon.reports.questionnaire import REFUSAL, Item
from jalon.reports.rules import RefusedError


@transaction.atomic
def record_answers(
    *, participation: Participation, moment: str, answers: Mapping[str, str], means: str, by: User | None
) -> int:
    """Note the answers that changed, by item key; REFUSAL for "prefers not to say". How many were written.

    An empty answer is not noted: it stays asked. Earlier versions stay.

    Raises:
        RefusedError: the moment has not come, or an item that is not sensitive was refused.
    """
    Participation.objects.select_for_update().get(pk=participation.pk)
    if not rules.is_asked(moment, participation.entered_on, participation.exited_on, timezone.localdate()):
        raise RefusedError("Ces réponses ne se notent pas encore : notez d’abord la sortie, ou attendez.")
    items = {item.key: item for item in template_of(participation.operation.funder).questionnaire[moment]}
    held = answers_of([participation])[participation.pk]
    written = 0
    for key, value in answers.items():
        before = held.get((moment, key))
        if value and (before is None or value != (REFUSAL if before.refused else before.value)):
            _write(participation, items[key], value, moment=moment, means=means, by=by)
            written += 1
    return written


def _write(
    participation: Participation, item: Item, value: str, *, moment: str, means: str, by: User | None
) -> None:
    refused = value == REFUSAL
    if refused and not item.sensitive:
        raise RefusedError(f"« {item.label} » est demandé par le financeur : la réponse ne se refuse pas.")
    if not refused:
        _check(item, value)
    ParticipantAnswer.objects.create(
        participation=participation,
        moment=moment,
        item=item.key,
        value="" if refused else value,
        refused=refused,
        means=means,
        recorded_by=by,
    )


def _check(item: Item, value: str) -> None:
    if item.choices and value not in dict(item.choices):
        raise RefusedError(f"« {item.label} » : cette réponse n’est pas dans la liste.")
    if not item.choices:
        date.fromisoformat(value)
