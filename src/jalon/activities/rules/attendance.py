"""What a mark changes, what a signature is, and when a sheet can be closed; without the database."""

import re
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from jalon.activities.choices import CAME, AttendanceStatus
from jalon.activities.rules.refusal import RefusedError

# The box in which a finger signs, in its own units.
SIGNATURE_WIDTH = 600
SIGNATURE_HEIGHT = 200
SIGNATURE_LONGEST = 12_000
REASON_LONGEST = 160
_STROKE = re.compile(r"M\d{1,3} \d{1,3}(?:L\d{1,3} \d{1,3})*")
_POINT = re.compile(r"(\d+) (\d+)")
_NOT_DRAWN = "Cette signature ne se lit pas : demandez à la personne de signer de nouveau."


@dataclass(frozen=True)
class Held:
    """What holds for a person and a half-day before a mark comes."""

    uuid: UUID
    knew: UUID | None
    status: str
    conflict: bool


@dataclass(frozen=True)
class Outcome:
    """What a mark makes of it: whether it holds from now on, and whether somebody must choose."""

    holds: bool
    conflict: bool


def clean_signature(text: str) -> str:
    """Path data of strokes, as the door's page draws them: « M10 20L12 22M30 40L31 41 »; empty is unsigned.

    Nothing else passes: what is stored here is drawn again in pages and on paper.

    Raises:
        RefusedError: any other sign, a point outside 600 by 200, or more than 12,000 signs.
    """
    if not text:
        return ""
    strokes = _STROKE.findall(text) if len(text) <= SIGNATURE_LONGEST else []
    if "".join(strokes) != text or not text.isascii():
        raise RefusedError(_NOT_DRAWN)
    for x, y in _POINT.findall(text):
        if int(x) > SIGNATURE_WIDTH or int(y) > SIGNATURE_HEIGHT:
            raise RefusedError(_NOT_DRAWN)
    return text


def clean_status(status: str, reason: str) -> tuple[str, str]:
    """Status and reason as they are stored; only somebody excused has a reason.

    Raises:
        RefusedError: no such status, or excused without a reason.
    """
    if status and status not in AttendanceStatus.values:
        raise RefusedError("Ce geste n’est pas prévu.")
    why = " ".join(reason.split())[:REASON_LONGEST]
    if status == AttendanceStatus.EXCUSED and not why:
        raise RefusedError("Dites en un mot pourquoi la personne est excusée.")
    return status, why if status == AttendanceStatus.EXCUSED else ""


def outcome(held: Held | None, *, uuid: UUID, status: str, knew: UUID | None, settles: bool) -> Outcome:
    """What a new mark does to what holds.

    A device that had seen the mark that holds changes it. One that had not, and says the same, adds nothing;
    if it says something else, both are shown until a person chooses.
    """
    if held is None:
        return Outcome(holds=True, conflict=False)
    if held.knew == uuid:
        # An older mark of the same row arrives after the one that followed it.
        return Outcome(holds=False, conflict=held.conflict)
    if knew == held.uuid:
        return Outcome(holds=True, conflict=held.conflict and not settles)
    if not status:
        # Undone on a device that did not know of what another one had noted since.
        return Outcome(holds=False, conflict=held.conflict)
    if status == held.status:
        return Outcome(holds=True, conflict=held.conflict)
    return Outcome(holds=True, conflict=True)


def minutes_there(status: str, starts_at: datetime, ends_at: datetime, marked_at: datetime) -> int:
    """How long somebody was there, in minutes: a late one from the mark on, one who left early until it.

    A mark made outside the half-day (a clock that is wrong, a sheet typed the next day) counts all of it.
    """
    if status not in CAME:
        return 0
    begin, end = starts_at, ends_at
    if starts_at < marked_at < ends_at:
        begin = marked_at if status == AttendanceStatus.LATE else begin
        end = marked_at if status == AttendanceStatus.LEFT_EARLY else end
    return round((end - begin).total_seconds() / 60)


def check_closable(
    *, last_starts_at: datetime, now: datetime, conflicts: list[str], waiting: list[str]
) -> None:
    """Whether a sheet can be closed; the names are those who must be looked at first. RefusedError."""
    if now < last_starts_at:
        raise RefusedError("La dernière demi-journée n’a pas commencé : la feuille reste ouverte.")
    if conflicts:
        raise RefusedError(
            f"Deux appareils ont noté deux choses pour {listed(conflicts)} : choisissez d’abord."
        )
    if waiting:
        raise RefusedError(f"Il reste {listed(waiting)} : notez qui était là, puis fermez la feuille.")


def listed(names: list[str]) -> str:
    """« Awa, Léa et 3 autres »."""
    shown, rest = (names, 0) if len(names) <= 4 else (names[:3], len(names) - 3)
    if rest:
        return f"{', '.join(shown)} et {rest} autres"
    return " et ".join(filter(None, [", ".join(shown[:-1]), shown[-1]]))


def short_names(people: list[tuple[str, str]]) -> list[str]:
    """First name and initial of each (first name, last name); longer where two would read the same."""
    for letters in range(1, 4):
        names = [_short(first, last, letters) for first, last in people]
        if len(set(names)) == len(names):
            return names
    return [_short(first, last, 3) for first, last in people]


def _short(first: str, last: str, letters: int) -> str:
    if not first:
        return f"{last[:letters]}." if last else "Sans nom"
    return f"{first} {last[:letters]}." if last else first


def said_attended(title: str, skills: list[str]) -> str:
    """« Atelier CV : rédiger un CV, présenter un parcours », as much as a milestone holds."""
    return f"{title} : {', '.join(skills)}" if skills else title
