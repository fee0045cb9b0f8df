"""Enumerations of pathways."""

from django.db.models import TextChoices


class StepState(TextChoices):
    PLANNED = "planned", "prévue"
    DOING = "doing", "en cours"
    DONE = "done", "faite"
    DROPPED = "dropped", "abandonnée"


class ProjectState(TextChoices):
    IDEA = "idea", "idée"
    EXPLORED = "explored", "explorée"
    CONFIRMED = "confirmed", "confirmée"
    SET_ASIDE = "set_aside", "mise de côté"


class ObstacleKind(TextChoices):
    """What makes things harder; « freins périphériques » in reports only."""

    HOUSING = "housing", "logement"
    HEALTH = "health", "santé"
    MOBILITY = "mobility", "déplacements"
    CHILDCARE = "childcare", "garde d’enfants"
    LANGUAGE = "language", "langue"
    DIGITAL = "digital", "numérique"


class ReferralState(TextChoices):
    SENT = "sent", "en attente de réponse"
    ACCEPTED = "accepted", "acceptée"
    DECLINED = "declined", "refusée"
    EXPIRED = "expired", "sans réponse à la date"
    WITHDRAWN = "withdrawn", "retirée"
