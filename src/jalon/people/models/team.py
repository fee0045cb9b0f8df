"""Who follows a person, and what the person agreed to."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from jalon.accounts.models import User
from jalon.directory.models import Organisation
from jalon.people.choices import ConsentMeans, ConsentPurpose, TeamRole
from jalon.people.models.person import Person


class Consent(models.Model):
    """What a person agreed to, for whom, how it was given, and when it was taken back."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="consents")
    purpose = models.CharField(max_length=20, choices=ConsentPurpose.choices)
    organisation = models.ForeignKey(
        Organisation,
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        related_query_name="people_consent",
    )
    means = models.CharField(max_length=10, choices=ConsentMeans.choices)
    given_at = models.DateTimeField(default=timezone.now)
    recorded_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.person_id} {self.purpose}"


class TeamMember(models.Model):
    """An organisation follows a person, by one of its members or as a team, since a date and for a reason."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="team")
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+", related_query_name="people_teammember"
    )
    user = models.ForeignKey(
        User, null=True, on_delete=models.PROTECT, related_name="+", related_query_name="people_teammember"
    )
    # A professional without an account here, as they are reached.
    name = models.CharField(max_length=120, blank=True)
    phone = models.CharField(max_length=20, blank=True)
    role = models.CharField(max_length=12, choices=TeamRole.choices, default=TeamRole.MEMBER)
    reason = models.CharField(max_length=200, blank=True)
    since = models.DateTimeField(default=timezone.now)
    added_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    until = models.DateTimeField(null=True)
    ended_reason = models.CharField(max_length=200, blank=True)
    ended_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="team_one_lead",
                fields=["person"],
                condition=Q(role=TeamRole.LEAD, until__isnull=True),
            ),
            models.UniqueConstraint(
                name="team_once",
                fields=["person", "organisation", "user"],
                condition=Q(until__isnull=True),
                nulls_distinct=False,
            ),
            models.CheckConstraint(name="team_named_or_known", condition=Q(user__isnull=True) | Q(name="")),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} · {self.organisation_id}"


class Objection(models.Model):
    """The person refuses that an organisation follows them: it sees nothing until they accept it again."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="objections")
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+", related_query_name="people_objection"
    )
    reason = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField(default=timezone.now)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="objection_once",
                fields=["person", "organisation"],
                condition=Q(withdrawn_at__isnull=True),
            )
        ]

    def __str__(self) -> str:
        return f"{self.person_id} · {self.organisation_id}"
