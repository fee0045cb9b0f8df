"""Enumerations about people."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

# A merge of two files can be undone for so long.
UNDO_DAYS = 30


class ContactKind(TextChoices):
    PHONE = "phone", "téléphone"
    EMAIL = "email", "courriel"
    POST = "post", "adresse postale"


class TeamRole(TextChoices):
    LEAD = "lead", "référent de parcours"
    SOCIAL = "social", "référent social"
    EMPLOYMENT = "employment", "conseillère en insertion professionnelle"
    ASSOCIATION = "association", "référent d’une association"
    MEMBER = "member", "membre de l’équipe"


class KeyKind(TextChoices):
    SLIP = "slip", "papier avec un code"
    LINK = "link", "lien envoyé"


class ConsentPurpose(TextChoices):
    CONTACT = "contact", _("être rappelé pour une offre")
    SHARE = "share", _("partager mon dossier avec un partenaire")
    INTRODUCE = "introduce", _("être présenté à une entreprise")


class ConsentMeans(TextChoices):
    WEB = "web", _("sur le site")
    PHONE = "phone", _("au téléphone")
    FACE = "face", _("de vive voix")
    PAPER = "paper", _("sur papier")


class SituationKind(TextChoices):
    """What opens an activity to a person; said at the desk, on no public page."""

    JOBSEEKER = "jobseeker", "inscrite ou inscrit à France Travail"
    RSA = "rsa", "bénéficiaire du RSA"
    YOUNG = "young", "jeune suivie ou suivi par la Mission Locale"
    INSERTION = "insertion", "salariée ou salarié en insertion"
    TRAINEE = "trainee", "en formation"
    EMPLOYED = "employed", "en emploi"


class RowChoice(TextChoices):
    """What is done with a row of a file that looks like somebody."""

    SAME = "same", "la même personne : compléter son dossier"
    OTHER = "other", "une autre personne : ouvrir un dossier"
    LEAVE = "leave", "laisser de côté"


class RowOutcome(TextChoices):
    """What became of a row of a file."""

    CREATED = "created", "dossier ouvert"
    COMPLETED = "completed", "dossier complété"
    LEFT = "left", "laissée de côté"
    REJECTED = "rejected", "refusée"
