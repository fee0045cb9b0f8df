"""Enumerations from interest to hire."""

from django.db.models import TextChoices


class InterestState(TextChoices):
    NEW = "new", "à rappeler"
    TAKEN = "taken", "prise en charge"
    INTRODUCED = "introduced", "présentée"
    CLOSED = "closed", "close"


class InterestClosing(TextChoices):
    UNREACHABLE = "unreachable", "injoignable"
    WITHDRAWN = "withdrawn", "la personne ne souhaite pas continuer"
    OTHER_VACANCY = "other_vacancy", "une autre offre convient mieux"
    VACANCY_CLOSED = "vacancy_closed", "l’offre n’est plus ouverte"
    NOT_SUITABLE = "not_suitable", "l’offre ne convient pas"
    DUPLICATE = "duplicate", "déjà notée"


class IntroductionState(TextChoices):
    SENT = "sent", "envoyée"
    INTERVIEW = "interview", "entretien fixé"
    OFFERED = "offered", "proposition d’embauche"
    HIRED = "hired", "embauche"
    CLOSED = "closed", "close"


class IntroductionClosing(TextChoices):
    EMPLOYER_NOT_NOW = "employer_not_now", "l’employeur ne donne pas suite maintenant"
    ALREADY_FILLED = "already_filled", "le poste est déjà pourvu"
    PERSON_WITHDREW = "person_withdrew", "la personne ne souhaite pas continuer"
    NO_ANSWER = "no_answer", "l’employeur n’a pas répondu"
    NOT_RETAINED = "not_retained", "pas retenue après l’entretien"
    VACANCY_CLOSED = "vacancy_closed", "l’offre est fermée"
    HIRE_CANCELLED = "hire_cancelled", "embauche annulée"


class EmployerAnswer(TextChoices):
    MEET = "meet", "rencontrer la personne"
    NOT_NOW = "not_now", "pas maintenant"
    FILLED = "filled", "le poste est déjà pourvu"


class CallOutcome(TextChoices):
    REACHED = "reached", "jointe"
    NO_ANSWER = "no_answer", "pas de réponse"
    VOICEMAIL = "voicemail", "message laissé"
    WRONG_NUMBER = "wrong_number", "mauvais numéro"


class InterviewResult(TextChoices):
    EXPECTED = "expected", "à venir"
    OFFER = "offer", "proposition d’embauche"
    NO_OFFER = "no_offer", "pas retenue"
    ABSENT = "absent", "n’a pas eu lieu"
