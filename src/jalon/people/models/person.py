"""A person, how to reach them, and the codes of their own page."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from jalon.people.choices import ContactKind, KeyKind
from jalon.reference.models import Commune


class Person(models.Model):
    """An inhabitant. A way to be reached, or a slip with a code, is enough."""

    first_name = models.CharField(max_length=80, blank=True)
    last_name = models.CharField(max_length=120, blank=True)
    usual_name = models.CharField(max_length=120, blank=True, help_text="nom d’usage")
    # Both are written by `names.spelt`: the words that search looks at, and one key for the same name.
    folded_name = models.CharField(max_length=2000, blank=True, help_text="lower case, without accents")
    name_key = models.CharField(max_length=400, blank=True, help_text="first and last name, in any order")
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
    # When the person was told that a file nobody needs will be erased.
    retention_told_at = models.DateTimeField(null=True)
    anonymised_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["name_key"], name="person_name_key"),
            models.Index(fields=["birth_date"], name="person_birth_date"),
            models.Index(fields=["-last_activity_at", "id"], name="person_recent"),
        ]
        constraints = [
            models.CheckConstraint(
                name="person_anonymised_is_empty",
                condition=Q(anonymised_at__isnull=True)
                | Q(
                    first_name="",
                    last_name="",
                    usual_name="",
                    folded_name="",
                    name_key="",
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
        return (
            f"{self.first_name} {self.usual_name or self.last_name}".strip()
            or f"Une personne, dossier {self.pk}"
        )


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
