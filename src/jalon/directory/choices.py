"""Enumerations of the directory."""

from django.db.models import IntegerChoices, TextChoices
from django.utils.translation import gettext_lazy as _


class OrganisationKind(TextChoices):
    HOST = "host", _("association qui tient Jalon")
    PARTNER = "partner", _("partenaire de l’emploi et de l’insertion")
    EMPLOYER = "employer", _("employeur")
    OPERATOR = "operator", _("exploitant de transport")


class Role(TextChoices):
    ADVISER = "adviser", _("conseillère, conseiller")
    EMPLOYER = "employer", _("employeur")
    OPERATOR = "operator", _("exploitant")
    ADMINISTRATOR = "administrator", _("administration")


class Weekday(IntegerChoices):
    MONDAY = 0, "lundi"
    TUESDAY = 1, "mardi"
    WEDNESDAY = 2, "mercredi"
    THURSDAY = 3, "jeudi"
    FRIDAY = 4, "vendredi"
    SATURDAY = 5, "samedi"
    SUNDAY = 6, "dimanche"
