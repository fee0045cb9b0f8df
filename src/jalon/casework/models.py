"""A person's pathway: goals, steps, projects, obstacles, notes and referrals."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from jalon.accounts.models import User
from jalon.casework.choices import ObstacleKind, ProjectState, ReferralState, StepState
from jalon.directory.models import Organisation
from jalon.people.choices import ConsentMeans
from jalon.people.models import Person
from jalon.reference.models import Occupation


class RouteTemplate(models.Model):
    """The usual steps of a partner's pathway, copied to a person's and then free."""

    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+", related_query_name="casework_routetemplate"
    )
    name = models.CharField(max_length=120)
    retired = models.BooleanField(default=False)

    def __str__(self) -> str:
        return self.name


class RouteTemplateStep(models.Model):
    """One step of a template: due a number of days after the start."""

    template = models.ForeignKey(RouteTemplate, on_delete=models.PROTECT, related_name="steps")
    order = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=160)
    days = models.PositiveSmallIntegerField(help_text="days after the start")

    class Meta:
        constraints = [models.UniqueConstraint(name="template_step_order", fields=["template", "order"])]

    def __str__(self) -> str:
        return self.title


class Goal(models.Model):
    """What the person wants, in their own words."""

    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, related_name="+", related_query_name="casework_goal"
    )
    words = models.CharField(max_length=255)
    written_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField(default=timezone.now)
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return self.words


class Step(models.Model):
    """What is to be done, with whom, by when. Bookings, interests and introductions point at it."""

    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, related_name="+", related_query_name="casework_step"
    )
    title = models.CharField(max_length=160)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    owner = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    with_whom = models.CharField(max_length=160, blank=True)
    due_date = models.DateField(null=True)
    state = models.CharField(max_length=10, choices=StepState.choices, default=StepState.PLANNED)
    created_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["person", "state"], name="step_person"),
            models.Index(
                fields=["organisation", "due_date"],
                name="step_due",
                condition=Q(state__in=[StepState.PLANNED, StepState.DOING]),
            ),
        ]
        constraints = [
            models.CheckConstraint(
                name="step_ended_has_time",
                condition=Q(state__in=[StepState.DONE, StepState.DROPPED], ended_at__isnull=False)
                | Q(state__in=[StepState.PLANNED, StepState.DOING], ended_at__isnull=True),
            )
        ]

    def __str__(self) -> str:
        return self.title


class StepChange(models.Model):
    """A change of a step: append-only, with who and when."""

    step = models.ForeignKey(Step, on_delete=models.PROTECT, related_name="changes")
    from_state = models.CharField(max_length=10, choices=StepState.choices, blank=True)
    to_state = models.CharField(max_length=10, choices=StepState.choices)
    reason = models.CharField(max_length=255, blank=True)
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"{self.step_id} {self.to_state}"


class Project(models.Model):
    """A trade or a training the person thinks of, and how sure it is."""

    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, related_name="+", related_query_name="casework_project"
    )
    title = models.CharField(max_length=160)
    occupation = models.ForeignKey(Occupation, null=True, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=ProjectState.choices, default=ProjectState.IDEA)
    created_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return self.title


class ProjectChange(models.Model):
    """What confirmed a project or set it aside: a fact, never a judgement."""

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="changes")
    from_state = models.CharField(max_length=10, choices=ProjectState.choices, blank=True)
    to_state = models.CharField(max_length=10, choices=ProjectState.choices)
    fact = models.CharField(max_length=255)
    about_kind = models.CharField(max_length=30, blank=True)
    about_id = models.BigIntegerField(null=True)
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"{self.project_id} {self.to_state}"


class Obstacle(models.Model):
    """Something that makes things harder for a while: a kind and dates, no story. Restricted sight."""

    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, related_name="+", related_query_name="casework_obstacle"
    )
    kind = models.CharField(max_length=10, choices=ObstacleKind.choices)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    noted_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    since = models.DateTimeField(default=timezone.now)
    lifted_at = models.DateTimeField(null=True)
    lifted_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="obstacle_one_open", fields=["person", "kind"], condition=Q(lifted_at__isnull=True)
            )
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.kind}"


class Note(models.Model):
    """A few words for the team; the page reminds what may not be written."""

    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, related_name="+", related_query_name="casework_note"
    )
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    written_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    text = models.CharField(max_length=255)
    at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"{self.person_id} {self.at:%Y-%m-%d}"


class Referral(models.Model):
    """A partner asks another one to follow a person, and awaits an answer by a date."""

    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, related_name="+", related_query_name="casework_referral"
    )
    from_organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+", related_query_name="casework_referral_sent"
    )
    to_organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+", related_query_name="casework_referral"
    )
    sent_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=255)
    # The person agreed to be sent there, in this way.
    means = models.CharField(max_length=10, choices=ConsentMeans.choices)
    step = models.ForeignKey(Step, null=True, on_delete=models.PROTECT, related_name="referrals")
    answer_by = models.DateTimeField()
    state = models.CharField(max_length=10, choices=ReferralState.choices, default=ReferralState.SENT)
    answered_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField(null=True)
    answer_note = models.CharField(max_length=255, blank=True)
    # Whom a partner that says no thinks of instead.
    suggested = models.ForeignKey(Organisation, null=True, on_delete=models.PROTECT, related_name="+")
    sent_at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes = [models.Index(fields=["to_organisation", "state", "answer_by"], name="referral_desk")]
        constraints = [
            models.UniqueConstraint(
                name="referral_one_open",
                fields=["person", "to_organisation"],
                condition=Q(state=ReferralState.SENT),
            ),
            models.CheckConstraint(
                name="referral_answered_pair",
                condition=Q(state__in=[ReferralState.ACCEPTED, ReferralState.DECLINED])
                & Q(answered_at__isnull=False, answered_by__isnull=False)
                | Q(state__in=[ReferralState.SENT, ReferralState.EXPIRED, ReferralState.WITHDRAWN]),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} > {self.to_organisation_id}"
