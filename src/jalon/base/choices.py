"""Enumerations of the ground floor."""

from django.db.models import TextChoices


class Channel(TextChoices):
    MAIL = "mail", "courriel"
    SMS = "sms", "SMS"
    LETTER = "letter", "lettre"


class MessageState(TextChoices):
    QUEUED = "queued", "à envoyer"
    SENDING = "sending", "en cours d’envoi"
    SENT = "sent", "envoyé"
    FAILED = "failed", "non remis"
    CANCELLED = "cancelled", "annulé"


class Medium(TextChoices):
    """Where a passer-by met a short link."""

    BUS = "bus", "écran de bus"
    POSTER = "poster", "affiche"
    SLIP = "slip", "papier"
    WEB = "web", "site"
    PHONE = "phone", "téléphone"
    DESK = "desk", "guichet"
