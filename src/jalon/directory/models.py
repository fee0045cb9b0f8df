"""Who works with whom, where, and when they can be reached."""

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from jalon.accounts.models import User
from jalon.directory.choices import OrganisationKind, Role, Weekday
from jalon.reference.models import Commune


class Organisation(models.Model):
    """A body of the territory: the host association, a partner, an employer, a transport operator."""

    kind = models.CharField(max_length=10, choices=OrganisationKind.choices)
    name = models.CharField(max_length=160)
    siren = models.CharField(max_length=9, blank=True)
    phone = models.CharField(max_length=20, blank=True)
    email = models.EmailField(blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    # An employer new to the territory is read by the association before a screen shows it.
    vetted_at = models.DateTimeField(null=True)
    vetted_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    refused_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        indexes = [models.Index(fields=["kind", "name"], name="organisation_kind_name")]
        constraints = [
            models.UniqueConstraint(
                name="organisation_one_host", fields=["kind"], condition=Q(kind=OrganisationKind.HOST)
            ),
            models.CheckConstraint(
                name="organisation_vetted_pair",
                condition=Q(vetted_at__isnull=True, vetted_by__isnull=True) | Q(vetted_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Vetting(models.Model):
    """An employer was accepted or refused, by whom and why; the last one holds."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="vettings")
    accepted = models.BooleanField()
    reason = models.CharField(max_length=300, blank=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="vetting_refused_with_reason", condition=Q(accepted=True) | ~Q(reason="")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation_id} {'+' if self.accepted else '-'}"


class Establishment(models.Model):
    """A registered place of an organisation (SIRET)."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="establishments")
    siret = models.CharField(max_length=14, unique=True)
    name = models.CharField(max_length=160, blank=True)
    naf = models.CharField(max_length=6, blank=True)

    def __str__(self) -> str:
        return self.name or self.siret


class Site(models.Model):
    """A place where people work or are received: coordinates, and the address as it is said."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="sites")
    establishment = models.ForeignKey(
        Establishment, null=True, on_delete=models.PROTECT, related_name="sites"
    )
    name = models.CharField(max_length=120)
    address = models.CharField(max_length=250, blank=True)
    commune = models.ForeignKey(Commune, null=True, on_delete=models.PROTECT, related_name="+")
    lat = models.FloatField()
    lon = models.FloatField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="site_on_earth", condition=Q(lat__range=(-90, 90), lon__range=(-180, 180))
            )
        ]

    def __str__(self) -> str:
        return self.name


class Membership(models.Model):
    """A person who signs in acts for an organisation, in one role, since a date."""

    user = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="+", related_query_name="directory_membership"
    )
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=15, choices=Role.choices)
    since = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="membership_one_open",
                fields=["user", "organisation", "role"],
                condition=Q(ended_at__isnull=True),
            )
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.organisation}"


class OpeningHours(models.Model):
    """When an organisation answers, on a day of the week."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="opening_hours")
    weekday = models.PositiveSmallIntegerField(choices=Weekday.choices)
    opens = models.TimeField()
    closes = models.TimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(name="opening_before_closing", condition=Q(opens__lt=F("closes"))),
        ]

    def __str__(self) -> str:
        return f"{self.get_weekday_display()} {self.opens:%H:%M}-{self.closes:%H:%M}"


class Closure(models.Model):
    """Days on which an organisation is closed."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="closures")
    first_date = models.DateField()
    last_date = models.DateField()
    label = models.CharField(max_length=120, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(name="closure_in_order", condition=Q(first_date__lte=F("last_date"))),
        ]

    def __str__(self) -> str:
        return self.label or f"{self.first_date}"


class Absence(models.Model):
    """Days on which a member of an organisation is away: their work goes to the team."""

    membership = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="absences")
    first_date = models.DateField()
    last_date = models.DateField()

    class Meta:
        constraints = [
            models.CheckConstraint(name="absence_in_order", condition=Q(first_date__lte=F("last_date"))),
        ]

    def __str__(self) -> str:
        return f"{self.membership_id} {self.first_date}"
