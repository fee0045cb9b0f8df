"""What a report counts: an operation, or all that an organisation held, over a period."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.db.models import QuerySet

from jalon.activities.models import Attendance
from jalon.directory.models import Organisation
from jalon.reports import rules
from jalon.reports.models import AnswerTally, Operation, OperationActivity, Participation, SessionFigure
from jalon.reports.queries import facts
from jalon.reports.queries.participation import Answers, answers_of


@dataclass(frozen=True)
class Scope:
    """Read once, whatever the number of figures asked of it."""

    organisation: Organisation
    operation: Operation | None
    since: date
    until: date

    @cached_property
    def sessions(self) -> list[SessionFigure]:
        """Counted sessions of the period, cancelled ones left out, by date."""
        found = SessionFigure.objects.filter(date__range=(self.since, self.until)).exclude(state="cancelled")
        if self.operation is None:
            found = found.filter(organisation=self.organisation)
        else:
            paid = OperationActivity.objects.filter(operation=self.operation).values("activity")
            found = found.filter(activity__in=paid)
        return list(found.select_related("organisation").order_by("date", "pk"))

    @cached_property
    def tallies(self) -> dict[int, rules.Tally]:
        """What each person signed in the period, by the kept file."""
        return facts.tallies(self._signed)

    @property
    def _signed(self) -> QuerySet[Attendance]:
        if self.operation is None:
            return facts.of_organisation(self.organisation, self.since, self.until)
        begins, ends = facts.days(self.since, self.until)
        signed = facts.of_operation(self.operation)
        return signed.filter(part__starts_at__gte=begins, part__starts_at__lt=ends)

    @cached_property
    def rows(self) -> list[Participation]:
        """Participations of the operation that touch the period, joined files left out."""
        if self.operation is None:
            return []
        found = Participation.objects.filter(
            operation=self.operation, halves__gt=0, entered_on__lte=self.until, last_on__gte=self.since
        )
        return list(found.select_related("person", "operation").order_by("pk"))

    @cached_property
    def participants(self) -> list[Participation]:
        """Those that count for the funder."""
        return [row for row in self.rows if row.counts]

    @cached_property
    def exited(self) -> list[Participation]:
        """Participants who left in the period."""
        return [
            row for row in self.participants if row.exited_on and self.since <= row.exited_on <= self.until
        ]

    @cached_property
    def answers(self) -> dict[int, Answers]:
        """Answers that hold, by participation."""
        return answers_of(self.rows)

    @cached_property
    def erased(self) -> dict[tuple[str, str, str], int]:
        """How many people who were erased gave an answer, by moment, item and value."""
        found = AnswerTally.objects.filter(operation=self.operation, counted=True)
        listed = found.order_by("pk").values_list("moment", "item", "value", "count")
        return {(moment, item, value): count for moment, item, value, count in listed}

    @cached_property
    def people(self) -> list[int]:
        """Kept files of the people counted: participants, else everybody who signed."""
        if self.operation is None:
            return list(self.tallies)
        return [row.person.canonical_id or row.person_id for row in self.participants]
