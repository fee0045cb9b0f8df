"""Enumerations of the catalogue, of sessions and of attendance."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class ActivityKind(TextChoices):
    ESCAPE_GAME = "escape_game", _("jeu d’évasion")
    HEADSET = "headset", _("casque immersif")
    GIANT_GAME = "giant_game", _("grand jeu de plateau")
    CV = "cv", _("atelier CV")
    COVER_LETTER = "cover_letter", _("lettre de motivation")
    INTERVIEW = "interview", _("préparation à l’entretien")
    DIGITAL = "digital", _("atelier numérique")
    ZOOM_METIERS = "zoom_metiers", _("Zoom Métiers")
    GROWING_TRADES = "growing_trades", _("métiers porteurs")
    SECTOR = "sector", _("information sur un secteur")
    COMPANY_VISIT = "company_visit", _("visite d’entreprise")
    GAME_OF_JOBS = "game_of_jobs", _("Game of Jobs")
    THOUSAND_JOBS = "thousand_jobs", _("1000 Jobs")
    JOB_DATING = "job_dating", _("job dating")
    CAFE = "cafe", _("café de l’emploi")
    IMMERSION = "immersion", _("semaine d’immersion")
    SIO = "sio", _("séance d’information et d’orientation")
    CONFIDENCE = "confidence", _("confiance en soi")
    HR_WORKSHOP = "hr_workshop", _("atelier RH pour les employeurs")
    NETWORK_MEETING = "network_meeting", _("rencontre du réseau local")
    ADVICE = "advice", _("rendez-vous de conseil")
    REHEARSAL = "rehearsal", _("entretien blanc avec une entreprise")
    FOLLOW_UP = "follow_up", _("rendez-vous de suivi")
    OTHER = "other", _("autre")


# Kinds held with one person at a time, in an adviser's slots.
INDIVIDUAL = frozenset({ActivityKind.ADVICE, ActivityKind.REHEARSAL, ActivityKind.FOLLOW_UP})


class Theme(TextChoices):
    """How a programme is sorted."""

    DISCOVER = "discover", _("découvrir des métiers")
    PREPARE = "prepare", _("préparer sa candidature")
    DIGITAL = "digital", _("se débrouiller avec le numérique")
    MEET = "meet", _("rencontrer des entreprises")
    CONFIDENCE = "confidence", _("prendre confiance")
    PROFESSIONALS = "professionals", _("entre professionnels")


class ParticipantKind(TextChoices):
    PERSON = "person", _("habitantes et habitants")
    STAFF = "staff", _("salariés et dirigeants d’entreprise")
    PROFESSIONAL = "professional", _("professionnels des partenaires")


class ActivityState(TextChoices):
    DRAFT = "draft", _("brouillon")
    PUBLISHED = "published", _("au catalogue")
    RETIRED = "retired", _("retirée")


class ActivityChangeKind(TextChoices):
    WRITTEN = "written", "écrite"
    CHANGED = "changed", "modifiée"
    PUBLISHED = "published", "mise au catalogue"
    RETIRED = "retired", "retirée du catalogue"
    IMPORTED = "imported", "reçue d’un fichier"


class SessionState(TextChoices):
    """A full session is an open one without a free seat: counted, not stored."""

    DRAFT = "draft", _("brouillon")
    OPEN = "open", _("ouverte")
    CANCELLED = "cancelled", _("annulée")
    DONE = "done", _("terminée")


class SessionChangeKind(TextChoices):
    WRITTEN = "written", _("écrite")
    CHANGED = "changed", _("modifiée")
    OPENED = "opened", _("ouverte aux inscriptions")
    MOVED = "moved", _("déplacée")
    CANCELLED = "cancelled", _("annulée")
    FINISHED = "finished", _("terminée")
    SEATS = "seats", _("une place de plus")
    SHEET_CLOSED = "sheet_closed", _("feuille fermée")
    SHEET_OPENED = "sheet_opened", _("feuille rouverte")


class Way(TextChoices):
    ON_SITE = "on_site", _("sur place")
    PHONE = "phone", _("par téléphone")
    VIDEO = "video", _("en visio")


class ResourceKind(TextChoices):
    ROOM = "room", _("salle")
    COMPUTER = "computer", _("ordinateur")
    HEADSET = "headset", _("casque")
    VEHICLE = "vehicle", _("véhicule")
    OTHER = "other", _("autre matériel")


class BookingState(TextChoices):
    BOOKED = "booked", _("inscrite, inscrit")
    WAITING = "waiting", _("en liste d’attente")
    OFFERED = "offered", _("place proposée")
    CLOSED = "closed", _("close")


# States that hold a seat: what is offered is kept until its deadline.
SEATED = frozenset({BookingState.BOOKED, BookingState.OFFERED})


class BookingClosing(TextChoices):
    PERSON = "person", _("annulée par la personne")
    ADVISER = "adviser", _("annulée par un professionnel")
    SESSION = "session", _("séance annulée")
    EXPIRED = "expired", _("place proposée, sans réponse à temps")
    DECLINED = "declined", _("place proposée, refusée")
    ERASED = "erased", _("dossier effacé")


class AttendanceStatus(TextChoices):
    PRESENT = "present", _("présent, présente")
    LATE = "late", _("en retard")
    LEFT_EARLY = "left_early", _("partie ou parti avant la fin")
    EXCUSED = "excused", _("excusé, excusée")
    ABSENT = "absent", _("absent, absente")


# Statuses of somebody who was there.
CAME = frozenset({AttendanceStatus.PRESENT, AttendanceStatus.LATE, AttendanceStatus.LEFT_EARLY})


class MarkMeans(TextChoices):
    TABLET = "tablet", _("tablette à la porte")
    PHONE = "phone", _("téléphone de l’animatrice ou de l’animateur")
    CODE = "code", _("code montré par la personne")
    PAPER = "paper", _("feuille signée")
    DESK = "desk", _("au bureau, ensuite")


class DigitalTask(TextChoices):
    """What the ten-minute check looks at; each gap has its workshop."""

    MAIL = "mail", _("lire et écrire un courriel")
    ATTACH = "attach", _("joindre un fichier")
    APPLY = "apply", _("candidater sur la page d’un employeur")
    PROFILE = "profile", _("tenir un profil professionnel")
    VIDEO = "video", _("passer un appel vidéo")


class DigitalLevel(TextChoices):
    ALONE = "alone", _("seule, seul")
    HELPED = "helped", _("avec de l’aide")
    NOT_YET = "not_yet", _("pas encore")
