"""What people read of a booking in messages: what was decided, when and where, what to do."""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from jalon.activities.choices import Way
from jalon.activities.models import Booking, Session
from jalon.base.actions.outbox import Text
from jalon.base.words import moment, phone


def place_said(session: Session) -> str:
    """Where it is, as it is said: « Maison de l’emploi, 4 place de la Gare », « par téléphone »."""
    if session.way == Way.PHONE:
        return _("par téléphone : on vous appelle")
    if session.way == Way.VIDEO:
        return _("en visio : %s") % session.place if session.place else _("en visio")
    named = [session.site.name, session.place or session.site.address] if session.site else [session.place]
    return ", ".join(part for part in named if part)


def said(session: Session) -> str:
    """« Atelier CV », jeudi 26 novembre à 9 h, 4 place de la Gare."""
    where = place_said(session)
    facts = {"title": str(session), "when": moment(session.starts_at), "where": f", {where}" if where else ""}
    return _("« %(title)s », %(when)s%(where)s") % facts


# Sentences by name: subject, what happened, and what the address that follows is for.
def _texts() -> dict[str, tuple[str, str, str]]:
    see = _("Voir ou annuler : %s")
    other = _("Choisir une autre date : %s")
    return {
        "booked": (_("Votre inscription est notée"), _("C’est noté : %(said)s.%(code)s%(bring)s"), see),
        "waiting": (
            _("Vous êtes en liste d’attente"),
            _("%(said)s : la séance est complète. Vous êtes en liste d’attente. Si une place se libère, nous"
              " vous la proposons."),
            see,
        ),
        "offered": (
            _("Une place se libère"),
            _("Une place se libère : %(said)s. Elle est gardée pour vous jusqu’à %(before)s."),
            _("Dire oui ou non : %s"),
        ),
        "accepted": (_("La place est à vous"), _("La place est à vous : %(said)s.%(code)s%(bring)s"), see),
        "expired": (
            _("La place a été proposée à quelqu’un d’autre"),
            _("Sans réponse de vous à temps, la place a été proposée à quelqu’un d’autre : %(said)s."),
            other,
        ),
        "cancelled": (
            _("Votre inscription est annulée"),
            _("Votre inscription est annulée : %(said)s. Si c’est une erreur, appelez le %(phone)s."),
            other,
        ),
        "session_cancelled": (
            _("La séance est annulée"),
            _("La séance est annulée : %(said)s.%(reason)s%(next)s Une question ? Appelez le %(phone)s."),
            other,
        ),
        "moved": (
            _("La séance est déplacée"),
            _("La séance change. Elle était prévue %(was)s. Maintenant : %(said)s.%(code)s Vous gardez"
              " votre place."),
            _("Si vous ne pouvez pas venir : %s"),
        ),
        "moved_waiting": (
            _("La séance est déplacée"),
            _("La séance change. Elle était prévue %(was)s. Maintenant : %(said)s. Vous restez en liste"
              " d’attente."),
            see,
        ),
        "reminder": (
            _("Votre rendez-vous approche"),
            _("Nous vous attendons : %(said)s.%(code)s%(bring)s%(bus)s"),
            _("Si vous ne pouvez pas venir : %s"),
        ),
        "invited": (
            _("Une séance pour vous"),
            _("Nous avons pensé à vous : %(said)s.%(summary)s"),
            _("Vous inscrire : %s"),
        ),
    }  # fmt: skip


def sentence(name: str, session: Session, *, booking: Booking | None = None, **said_: str) -> str:
    """What happened, in the language that is active.

    `said_` completes it: `reason`, `next`, `was`, `bus`, each already a phrase.
    """
    return _texts()[name][1] % _facts(session, booking, said_)


def to_person(
    name: str,
    session: Session,
    *,
    first_name: str,
    address: str,
    booking: Booking | None = None,
    **said_: str,
) -> Text:
    """A message to a person or a guest, in the language that is active; `said_` as in `sentence`."""
    subject, _sentence, link = _texts()[name]
    body = sentence(name, session, booking=booking, **said_)
    follow = link % address if address else ""
    hello = _("Bonjour %s,") % first_name if first_name else _("Bonjour,")
    stop = _("STOP pour ne plus recevoir de SMS.")
    parts = [hello, body, follow, f"{session.organisation.name}, {phone(session.organisation.phone)}"]
    brief = sentence(name, session, booking=booking, **{**said_, "summary": ""}).strip()
    short = "\n".join(part for part in (brief, follow, stop) if part)
    return Text(subject, "\n\n".join(part for part in parts if part), short)


def _facts(session: Session, booking: Booking | None, said_: Mapping[str, str]) -> dict[str, str]:
    until = booking.offered_until if booking else None
    return {
        "said": said(session),
        "code": _door(session, booking),
        "bring": _(" À apporter : %s.") % session.what_to_bring if session.what_to_bring else "",
        "before": moment(until) if until else "",
        "phone": phone(session.organisation.phone),
        "summary": f" {session.activity.summary}",
        "reason": "",
        "next": "",
        "was": "",
        "bus": "",
        **said_,
    }


def _door(session: Session, booking: Booking | None) -> str:
    if booking is None or session.way != Way.ON_SITE:
        return ""
    return _(" À l’entrée, dites votre code : %s.") % booking.door_code
