"""Enumerations of screens."""

from django.db.models import TextChoices


class Layout(TextChoices):
    WIDE = "1920x540", "1920 × 540"
    FULL = "1920x1080", "1920 × 1080"
    STRIP = "1280x400", "1280 × 400"


class Shown(TextChoices):
    """What a screen says it shows."""

    OFFER = "offer", "une offre"
    MESSAGE = "message", "un message"
    OFF = "off", "éteint"
    PAIRING = "pairing", "son code d’appairage"
    WELCOME = "welcome", "l’accueil"
    PREEMPTED = "preempted", "l’information des voyageurs"


class LocatedBy(TextChoices):
    """How a screen knows where it is."""

    GPS = "gps", "son GPS"
    HOST = "host", "le lecteur de l’exploitant"
    FEED = "feed", "la position du bus"
    TIMETABLE = "timetable", "l’horaire de son service"
    LINE = "line", "sa ligne seulement"
    NONE = "none", "rien"
