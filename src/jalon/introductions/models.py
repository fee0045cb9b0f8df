"""Interests, introductions, interviews and hires: each with an owner, a deadline and a reason at the end."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from jalon.accounts.models import User
from jalon.base.choices import Medium
from jalon.base.models import ShortLink
from jalon.casework.models import Step
from jalon.directory.models import Organisation
from jalon.introductions.choices import (
    CallOutcome,
    EmployerAnswer,
    InterestClosing,
    InterestState,
    InterviewResult,
    IntroductionClosing,
    IntroductionState,
)
from jalon.people.models import Person
from jalon.vacancies.models import Vacancy


class Interest(models.Model):
    """A person wishes to know more about a vacancy. Owned by a team from the first second."""

    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, related_name="+", related_query_name="introductions_interest"
    )
    vacancy = models.ForeignKey(
        Vacancy, on_delete=models.PROTECT, related_name="+", related_query_name="introductions_interest"
    )
    link = models.ForeignKey(
        ShortLink,
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        related_query_name="introductions_interest",
    )
    step = models.ForeignKey(
        Step,
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        related_query_name="introductions_interest",
    )
    medium = models.CharField(max_length=10, choices=Medium.choices)
    team = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    owner = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=12, choices=InterestState.choices, default=InterestState.NEW)
    closing = models.CharField(max_length=15, choices=InterestClosing.choices, blank=True)
    promised_at = models.DateTimeField(help_text="what the person was told: somebody calls before then")
    escalated_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(default=timezone.now)

    # The code on paper, for the request that registers somebody without number nor address; never stored.
    slip_code: str = ""

    class Meta:
        indexes = [models.Index(fields=["team", "state", "promised_at"], name="interest_desk")]
        constraints = [
            models.UniqueConstraint(
                name="interest_one_open",
                fields=["person", "vacancy"],
                condition=~Q(state=InterestState.CLOSED),
            ),
            models.CheckConstraint(
                name="interest_taken_has_owner",
                condition=Q(state__in=[InterestState.NEW, InterestState.CLOSED]) | Q(owner__isnull=False),
            ),
            models.CheckConstraint(
                name="interest_closed_has_reason",
                condition=Q(state=InterestState.CLOSED) & ~Q(closing="")
                | ~Q(state=InterestState.CLOSED) & Q(closing=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} > {self.vacancy_id}"


class InterestChange(models.Model):
    """A change of an interest: append-only, with who and when."""

    interest = models.ForeignKey(Interest, on_delete=models.PROTECT, related_name="changes")
    from_state = models.CharField(max_length=12, choices=InterestState.choices, blank=True)
    to_state = models.CharField(max_length=12, choices=InterestState.choices)
    reason = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"{self.interest_id} {self.to_state}"


class Call(models.Model):
    """An attempt to reach the person by telephone."""

    interest = models.ForeignKey(Interest, on_delete=models.PROTECT, related_name="calls")
    outcome = models.CharField(max_length=12, choices=CallOutcome.choices)
    note = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"{self.interest_id} {self.outcome}"


class Introduction(models.Model):
    """An adviser presents a person to an employer for a vacancy, and owns it until it has an answer."""

    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, related_name="+", related_query_name="introductions_introduction"
    )
    vacancy = models.ForeignKey(
        Vacancy, on_delete=models.PROTECT, related_name="+", related_query_name="introductions_introduction"
    )
    interest = models.ForeignKey(Interest, null=True, on_delete=models.PROTECT, related_name="introductions")
    step = models.ForeignKey(
        Step,
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        related_query_name="introductions_introduction",
    )
    team = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    owner = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=12, choices=IntroductionState.choices, default=IntroductionState.SENT)
    closing = models.CharField(max_length=20, choices=IntroductionClosing.choices, blank=True)
    presentation = models.CharField(max_length=500, blank=True, help_text="what the employer reads")
    # Where the employer is written to: an address or a number, kept for the reminders.
    employer_contact = models.CharField(max_length=254, blank=True)
    # What happens next, before when; the owner's team sees it when the hour has passed.
    deadline_at = models.DateTimeField()
    escalated_at = models.DateTimeField(null=True)
    reminders = models.PositiveSmallIntegerField(default=0)
    # SHA-256 of the secret of the link with which the employer answers.
    answer_hash = models.CharField(max_length=64, unique=True)
    answer_expires_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)
    answer = models.CharField(max_length=10, choices=EmployerAnswer.choices, blank=True)
    answer_note = models.CharField(max_length=300, blank=True)
    answered_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes = [models.Index(fields=["team", "state", "deadline_at"], name="introduction_desk")]
        constraints = [
            models.UniqueConstraint(
                name="introduction_one_open",
                fields=["person", "vacancy"],
                condition=~Q(state=IntroductionState.CLOSED),
            ),
            models.CheckConstraint(
                name="introduction_closed_has_reason",
                condition=Q(state=IntroductionState.CLOSED) & ~Q(closing="")
                | ~Q(state=IntroductionState.CLOSED) & Q(closing=""),
            ),
            models.CheckConstraint(
                name="introduction_answer_pair",
                condition=Q(answered_at__isnull=True, answer="")
                | Q(answered_at__isnull=False) & ~Q(answer=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} > {self.vacancy_id}"


class MeetingProposal(models.Model):
    """An hour at which the employer could meet the person."""

    introduction = models.ForeignKey(Introduction, on_delete=models.PROTECT, related_name="proposals")
    starts_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(name="proposal_once", fields=["introduction", "starts_at"])]

    def __str__(self) -> str:
        return f"{self.starts_at:%Y-%m-%d %H:%M}"


class IntroductionChange(models.Model):
    """A change of an introduction: append-only; `by` is empty when the employer answered by link."""

    introduction = models.ForeignKey(Introduction, on_delete=models.PROTECT, related_name="changes")
    from_state = models.CharField(max_length=12, choices=IntroductionState.choices, blank=True)
    to_state = models.CharField(max_length=12, choices=IntroductionState.choices)
    reason = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"{self.introduction_id} {self.to_state}"


class Interview(models.Model):
    """A person and an organisation meet at an hour."""

    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, related_name="+", related_query_name="introductions_interview"
    )
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    introduction = models.ForeignKey(
        Introduction, null=True, on_delete=models.PROTECT, related_name="interviews"
    )
    starts_at = models.DateTimeField()
    place = models.CharField(max_length=250, blank=True)
    cancelled_at = models.DateTimeField(null=True)
    result = models.CharField(
        max_length=10, choices=InterviewResult.choices, default=InterviewResult.EXPECTED
    )
    created_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"{self.person_id} {self.starts_at:%Y-%m-%d %H:%M}"


class Hire(models.Model):
    """A hire takes a seat of the vacancy."""

    introduction = models.ForeignKey(Introduction, on_delete=models.PROTECT, related_name="hires")
    starts_on = models.DateField(null=True)
    recorded_at = models.DateTimeField(default=timezone.now)
    recorded_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    cancelled_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="hire_once", fields=["introduction"], condition=Q(cancelled_at__isnull=True)
            )
        ]

    def __str__(self) -> str:
        return f"{self.introduction_id}"


class FunnelDay(models.Model):
    """What was counted on a day, per line, stop and employer: stays true when a person is erased."""

    date = models.DateField()
    line_key = models.CharField(max_length=100, blank=True)
    stop_key = models.CharField(max_length=100, blank=True)
    medium = models.CharField(max_length=10, blank=True)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    interests = models.PositiveIntegerField(default=0)
    introductions = models.PositiveIntegerField(default=0)
    answers = models.PositiveIntegerField(default=0)
    interviews = models.PositiveIntegerField(default=0)
    hires = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="funnel_day", fields=["date", "line_key", "stop_key", "medium", "organisation"]
            )
        ]

    def __str__(self) -> str:
        return f"{self.date} {self.line_key}"
