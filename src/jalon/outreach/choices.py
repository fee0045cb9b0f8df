"""Enumerations of rounds, stands and first contacts."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class CircuitKind(TextChoices):
    """How we go to people."""

    BUS = "bus", _("bus aménagé")
    CAFE = "cafe", _("café de l’emploi")
    FOOT = "foot", _("tournée à pied")
    PARTNER = "partner", _("permanence chez un partenaire")


class Rhythm(TextChoices):
    """In which weeks (ISO 8601 numbers) a halt is served."""

    EVERY = "every", "chaque semaine"
    EVEN = "even", "semaines paires"
    ODD = "odd", "semaines impaires"


class StandState(TextChoices):
    PLANNED = "planned", "prévu"
    CANCELLED = "cancelled", "annulé"


class StandChangeKind(TextChoices):
    MOVED = "moved", "déplacé"
    CANCELLED = "cancelled", "annulé"


class Gender(TextChoices):
    """Only when the person says it."""

    WOMAN = "woman", "femme"
    MAN = "man", "homme"
    OTHER = "other", "autrement"


class AgeBand(TextChoices):
    """Only when the person says it; bands of the funders' forms."""

    UNDER_26 = "under_26", "moins de 26 ans"
    FROM_26 = "26_49", "26 à 49 ans"
    FROM_50 = "50_more", "50 ans et plus"


class Wish(TextChoices):
    """What somebody hopes for, in one word; no aid received is ever written."""

    WORK = "work", _("trouver un travail")
    TRAINING = "training", _("me former")
    DISCOVER = "discover", _("découvrir des métiers")
    DIGITAL = "digital", _("me débrouiller avec le numérique")
    TALK = "talk", _("parler de ma situation")
    OTHER = "other", _("autre chose")


class CallResult(TextChoices):
    """How the promised call ended."""

    REACHED = "reached", "jointe"
    NO_ANSWER = "no_answer", "pas de réponse"
    DECLINED = "declined", "ne souhaite pas continuer"
    WRONG_NUMBER = "wrong_number", "mauvais numéro"


# Calls after which nobody waits any more.
SETTLED = frozenset({CallResult.REACHED, CallResult.DECLINED, CallResult.WRONG_NUMBER})

# Kind of the short links on relays' posters.
RELAY_LINK = "relay"
