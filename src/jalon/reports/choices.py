"""Enumerations of reports."""

from django.db.models import TextChoices


class Funder(TextChoices):
    """Who pays, and so which report is asked for."""

    FSE_PLUS = "fse_plus", "Fonds social européen plus (FSE+)"
    PIC = "pic_100_inclusion", "Plan d’investissement dans les compétences, « 100 % inclusion »"
    DEPARTEMENT = "departement", "Département"
    REGION = "region", "Région"


class OperationState(TextChoices):
    OPEN = "open", "en cours"
    CLOSED = "closed", "close"


class Moment(TextChoices):
    """When a participant's situation is noted."""

    ENTRY = "entry", "à l’entrée"
    EXIT = "exit", "à la sortie"
    SIX_MONTHS = "six_months", "six mois après la sortie"


class ExitReason(TextChoices):
    JOB = "job", "a trouvé un emploi"
    TRAINING = "training", "est entrée ou entré en formation"
    ENDED = "ended", "est allée ou allé au bout du parcours"
    OTHER_PARTNER = "partner", "continue avec un autre partenaire"
    STOPPED = "stopped", "a choisi d’arrêter"
    MOVED = "moved", "a déménagé"
    NO_NEWS = "no_news", "n’a plus donné de nouvelles"
    OPERATION_ENDED = "operation", "fin de l’opération"


class AnswerMeans(TextChoices):
    FACE = "face", "de vive voix"
    PHONE = "phone", "au téléphone"
    PAPER = "paper", "sur le questionnaire papier"


class ReportState(TextChoices):
    DRAFT = "draft", "à relire"
    VALIDATED = "validated", "validé"
