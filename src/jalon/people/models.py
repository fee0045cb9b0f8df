"""A person, how to reach them, who follows them, and what happened."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from jalon.accounts.models import User
from jalon.directory.models import Organisation
from jalon.people.choices import ConsentMeans, ConsentPurpose, ContactKind, KeyKind, TeamRole
from jalon.reference.models import Commune


class Person(models.Model):
    """An inhabitant. A way to be reached, or a slip with a code, is enough."""

    first_name = models.CharField(max_length=80, blank=True)
    last_name = models.CharField(max_length=120, blank=True)
    folded_name = models.CharField(max_length=220, blank=True, help_text="lower case, without accents")
    birth_date = models.DateField(null=True)
    language = models.CharField(max_length=5, default="fr")
    # Where the person starts from, as they say it: a stop, a street corner, a town hall.
    commune = models.ForeignKey(Commune, null=True, on_delete=models.PROTECT, related_name="+")
    near_label = models.CharField(max_length=160, blank=True)
    near_lat = models.FloatField(null=True)
    near_lon = models.FloatField(null=True)
    situations = models.JSONField(default=list, help_text="values of SituationKind; opens activities")
    # Two files of one person: the duplicate points at the one that is kept, and the pointer can be cleared.
    canonical = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="duplicates")
    created_at = models.DateTimeField(default=timezone.now)
    last_activity_at = models.DateTimeField(default=timezone.now)
    anonymised_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["folded_name"], name="person_folded_name")]
        constraints = [
            models.CheckConstraint(
                name="person_anonymised_is_empty",
                condition=Q(anonymised_at__isnull=True)
                | Q(
                    first_name="",
                    last_name="",
                    folded_name="",
                    birth_date__isnull=True,
                    commune__isnull=True,
                    near_label="",
                    near_lat__isnull=True,
                    situations=[],
                ),
            ),
            models.CheckConstraint(
                name="person_near_pair",
                condition=Q(near_lat__isnull=True, near_lon__isnull=True)
                | Q(near_lat__range=(-90, 90), near_lon__range=(-180, 180)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.first_name} {self.last_name}".strip() or f"Une personne, dossier {self.pk}"


class ContactPoint(models.Model):
    """A telephone number (E.164) or an address (lower case); several people may share one."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="contacts")
    kind = models.CharField(max_length=10, choices=ContactKind.choices)
    value = models.CharField(max_length=254)
    stopped_at = models.DateTimeField(null=True, help_text="STOP reçu : ne plus écrire ici")
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes = [models.Index(fields=["kind", "value"], name="contact_value")]
        constraints = [
            models.UniqueConstraint(name="contact_once_per_person", fields=["person", "kind", "value"])
        ]

    def __str__(self) -> str:
        return self.value


class PersonKey(models.Model):
    """A code that opens the person's own page: on a slip of paper, or in a message sent to them."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="keys")
    kind = models.CharField(max_length=5, choices=KeyKind.choices)
    # SHA-256 of the code; the code itself is on paper or in the message only.
    hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.person_id} {self.kind}"


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
        ]

    def __str__(self) -> str:
        return f"{self.person_id} · {self.organisation_id}"


class Milestone(models.Model):
    """Something that happened to a person: append-only, written by the action that made it happen."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="milestones")
    kind = models.CharField(max_length=40, help_text="a label of the registry")
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, null=True, on_delete=models.PROTECT, related_name="+")
    # Words for the timeline, and what it is about.
    detail = models.CharField(max_length=300, blank=True)
    about_kind = models.CharField(max_length=30, blank=True)
    about_id = models.BigIntegerField(null=True)

    class Meta:
        indexes = [models.Index(fields=["person", "-at"], name="milestone_timeline")]

    def __str__(self) -> str:
        return f"{self.person_id} {self.kind}"


class FileAccess(models.Model):
    """Somebody opened a person's file; the person can read this list."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="accesses")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    page = models.CharField(max_length=60)

    class Meta:
        indexes = [models.Index(fields=["person", "-at"], name="access_person")]

    def __str__(self) -> str:
        return f"{self.user_id} {self.person_id} {self.at:%Y-%m-%d}"
