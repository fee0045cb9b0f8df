"""What people and employers read in messages: plain words, who calls, before when."""

from datetime import date, datetime

from django.conf import settings
from django.utils.translation import gettext as _

from jalon.base.actions.outbox import Text
from jalon.base.words import day, moment, phone
from jalon.directory.choices import Role
from jalon.directory.models import Organisation
from jalon.directory.queries import team_members
from jalon.introductions.models import Interest, Introduction


def callers(team: Organisation) -> str:
    """Who calls: « Claire ou Samir, Maison de l’emploi », or the team when it is large or unnamed."""
    first_names = [user.name.split()[0] for user in team_members(team, Role.ADVISER) if user.name]
    if 0 < len(first_names) <= 3:
        return _("%(names)s, %(team)s,") % {"names": _(" ou ").join(first_names), "team": team.name}
    return _("Une conseillère ou un conseiller de %(team)s") % {"team": team.name}


# Sentences by name: what happened, what comes next.
def _person_texts() -> dict[str, tuple[str, str]]:
    return {
        "confirmation": (
            _("Votre demande est notée"),
            _("C’est noté pour l’offre « %(title)s ». %(who)s vous appelle avant %(before)s."),
        ),
        "again": (
            _("Votre demande est déjà notée"),
            _("Nous avions déjà votre demande pour « %(title)s ». %(who)s vous appelle avant %(before)s."),
        ),
        "no_answer": (
            _("Nous avons essayé de vous appeler"),
            _("Nous vous avons appelé pour « %(title)s », sans réponse. Nous rappelons avant %(before)s."),
        ),
        "unreachable": (
            _("Nous n’arrivons pas à vous joindre"),
            _("Nous n’arrivons pas à vous joindre pour « %(title)s ». Vous pouvez demander un nouvel appel"
              " sur votre page, ou appeler le %(phone)s."),
        ),
        "gone": (
            _("L’offre n’est plus ouverte"),
            _("L’offre « %(title)s » n’est plus ouverte. %(who)s vous appelle quand même avant %(before)s"
              " pour chercher autre chose avec vous."),
        ),
        "introduced": (
            _("Vous êtes présenté à l’entreprise"),
            _("Nous vous avons présenté à %(employer)s pour « %(title)s ». Réponse attendue avant %(before)s."
              " Sinon, c’est nous qui relançons."),
        ),
        "meet": (
            _("L’entreprise veut vous rencontrer"),
            _("%(employer)s veut vous rencontrer pour « %(title)s ». Nous vous appelons pour choisir le jour,"
              " avant %(before)s."),
        ),
        "refused": (
            _("L’entreprise ne donne pas suite"),
            _("%(employer)s ne donne pas suite pour « %(title)s ». Nous cherchons autre chose avec vous :"
              " nous vous appelons avant %(before)s."),
        ),
        "filled": (
            _("Le poste est déjà pourvu"),
            _("%(employer)s ne donne pas suite pour « %(title)s » : le poste est déjà pourvu. Nous cherchons"
              " autre chose avec vous : nous vous appelons avant %(before)s."),
        ),
        "interview": (
            _("Votre entretien est fixé"),
            _("Entretien à %(employer)s pour « %(title)s » : %(when)s%(place)s."),
        ),
        "offered": (
            _("L’entreprise vous propose le poste"),
            _("%(employer)s vous propose le poste « %(title)s ». Nous vous appelons avant %(before)s."),
        ),
        "hired": (
            _("Vous êtes embauché"),
            _("Vous êtes embauché à %(employer)s, « %(title)s ». Bravo."),
        ),
        "hired_from": (
            _("Vous êtes embauché"),
            _("Vous êtes embauché à %(employer)s, « %(title)s », à partir du %(day)s. Bravo."),
        ),
        "hire_cancelled": (
            _("L’embauche est annulée"),
            _("L’embauche à %(employer)s est annulée. Nous vous appelons avant %(before)s."),
        ),
    }  # fmt: skip


def to_person(
    name: str,
    row: Interest | Introduction,
    *,
    address: str,
    starts_at: datetime | None = None,
    starts_on: date | None = None,
    place: str = "",
) -> Text:
    """A message to the person, in the language that is active."""
    subject, sentence = _person_texts()[name]
    due = row.promised_at if isinstance(row, Interest) else row.deadline_at
    facts = {
        "title": row.vacancy.title,
        "employer": row.vacancy.organisation.name,
        "who": callers(row.team),
        "before": moment(due),
        "phone": phone(row.team.phone),
        "when": moment(starts_at) if starts_at else "",
        "day": day(starts_on) if starts_on else "",
        "place": f", {place}" if place else "",
    }
    said = sentence % facts
    hello = _("Bonjour %s,") % row.person.first_name if row.person.first_name else _("Bonjour,")
    follow = _("Suivre ou arrêter : %s") % address
    stop = _("STOP pour ne plus recevoir de SMS.")
    return Text(subject, f"{hello}\n\n{said}\n\n{follow}\n\n{row.team.name}", f"{said}\n{follow}\n{stop}")


def answer_address(code: str) -> str:
    """The address at which an employer answers without an account."""
    return f"{settings.PUBLIC_URL}/reponse/{code}/"


def to_employer(name: str, row: Introduction, *, code: str = "", when: datetime | None = None) -> Text:
    """A message to the employer."""
    who = row.person.first_name or "Une personne"
    facts = f"{who}, pour « {row.vacancy.title} »"
    link = f"Répondre en 30 secondes, sans compte : {answer_address(code)}"
    owner = f"{row.owner.name}, {row.team.name}, {phone(row.team.phone)}"
    said = {
        "introduction": (f"{who} vous est présenté : {row.vacancy.title}", row.presentation, link),
        "reminder": (
            f"Rappel : {facts}",
            f"Nous attendons votre réponse avant {moment(row.deadline_at)}.",
            link,
        ),
        "interview": (f"Entretien : {facts}", f"Entretien fixé {moment(when)}." if when else "", ""),
        "withdrawn": (
            f"{facts} : désistement",
            "La personne ne souhaite pas continuer. Merci de votre temps.",
            "",
        ),
        "hire_cancelled": (f"{facts} : embauche annulée", "Le poste redevient libre dans Jalon.", ""),
    }
    subject, sentence, link = said[name]
    parts = ["Bonjour,", f"{facts}.", sentence, link, owner]
    short = " ".join(part for part in (f"{facts}.", sentence, link) if part)
    return Text(subject, "\n\n".join(part for part in parts if part), short)


def escalation(row: Interest | Introduction) -> Text:
    """A promise that passed, told to the whole team."""
    who = row.person.first_name or "Une personne"
    page = "demandes" if isinstance(row, Interest) else "mises-en-relation"
    due = row.promised_at if isinstance(row, Interest) else row.deadline_at
    body = (
        f"La promesse faite à {who} pour « {row.vacancy.title} » est dépassée depuis {moment(due)}.\n\n"
        f"{settings.PUBLIC_URL}/bureau/{page}/{row.pk}/"
    )
    return Text(f"Promesse dépassée : {row.vacancy.title}", body)
