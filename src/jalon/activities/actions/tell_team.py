"""Mails to those who run a session and to partners whose people it keeps seats for."""

from jalon.accounts.models import User
from jalon.activities.models import Session
from jalon.activities.rules.session import said_place
from jalon.base import words
from jalon.base.actions.outbox import enqueue
from jalon.base.choices import Channel
from jalon.directory.models import Organisation


def tell_team(session: Session, *, subject: str, lines: list[str], key: str, by: User | None) -> list[str]:
    """Write to facilitators and to partners with kept seats, but not to who did it. Returns the addresses."""
    addresses = sorted(_addresses(session) - {by.email if by else "", ""})
    for address in addresses:
        enqueue(
            channel=Channel.MAIL,
            recipient=address,
            subject=subject,
            body="\n\n".join(["Bonjour,", *lines, session.organisation.name]),
            about=("session", session.pk),
            key=f"{key}-{address}",
        )
    return addresses


def _addresses(session: Session) -> set[str]:
    facilitators = session.facilitators.filter(user__is_active=True)
    kept = session.allotments.values_list("organisation__email", flat=True)
    made_for = {session.made_for.email} if session.made_for else set()
    return {*facilitators.values_list("user__email", flat=True), *kept, *made_for}


def tell_kept_seats(session: Session, *, by: User | None) -> None:
    """Each partner hears how many seats are kept for its people, and until when."""
    for row in session.allotments.select_related("organisation").order_by("pk"):
        if row.organisation.email:
            _tell_kept(session, row.organisation, row.seats, words.moment(row.until))


def _tell_kept(session: Session, organisation: Organisation, seats: int, until: str) -> None:
    places = f"{seats} place{'s' if seats > 1 else ''}"
    what = f"« {session} », {words.moment(session.starts_at)}, {said_place(session)}."
    lines = [
        "Bonjour,",
        f"Nous gardons {places} pour les personnes que vous accompagnez : {what}",
        f"Après {until}, les places libres s’ouvrent à tout le monde.",
        session.organisation.name,
    ]
    enqueue(
        channel=Channel.MAIL,
        recipient=organisation.email,
        subject=f"{places} pour vous : {session}",
        body="\n\n".join(lines),
        about=("session", session.pk),
        key=f"session-kept-{session.pk}-{organisation.pk}",
    )
