"""Enumerations about people."""

from django.db.models import TextChoices


class ContactKind(TextChoices):
    PHONE = "phone", "téléphone"
    EMAIL = "email", "courriel"


class TeamRole(TextChoices):
    LEAD = "lead", "référent de parcours"
    SOCIAL = "social", "référent social"
    EMPLOYMENT = "employment", "conseillère en insertion professionnelle"
    MEMBER = "member", "membre de l’équipe"


class KeyKind(TextChoices):
    SLIP = "slip", "papier avec un code"
    LINK = "link", "lien envoyé"


class ConsentPurpose(TextChoices):
    CONTACT = "contact", "être rappelé pour une offre"
    SHARE = "share", "partager mon dossier avec un partenaire"
    INTRODUCE = "introduce", "être présenté à une entreprise"


class ConsentMeans(TextChoices):
    WEB = "web", "sur le site"
    PHONE = "phone", "au téléphone"
    FACE = "face", "de vive voix"
    PAPER = "paper", "sur papier"
