"""One row of a spreadsheet of people: what it says of a person, or why it is refused."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any

from jalon.base.tables import FAULT
from jalon.people.choices import ContactKind, SituationKind
from jalon.people.names import fold
from jalon.people.readers import values
from jalon.people.readers.columns import NAMES

_LANGUAGES = {"francais": "fr", "fr": "fr", "fra": "fr", "french": "fr", "anglais": "en", "en": "en",
              "eng": "en", "english": "en"}  # fmt: skip
# Words that tell a situation, folded; the first that is found counts.
_SITUATIONS = (
    (SituationKind.RSA, ("rsa", "brsa")),
    (SituationKind.YOUNG, ("mission locale", "ml", "cej", "pacea")),
    (SituationKind.INSERTION, ("insertion", "cddi", "iae", "aci", "salarie en insertion")),
    (SituationKind.TRAINEE, ("formation", "stagiaire", "apprenti")),
    (
        SituationKind.JOBSEEKER,
        ("france travail", "pole emploi", "demandeur d emploi", "demandeuse d emploi", "defm", "dld"),
    ),
    (SituationKind.EMPLOYED, ("en emploi", "salarie", "salariee", "cdi", "cdd")),
)
_WHERE = ("address", "postal_code", "commune")


@dataclass(frozen=True)
class Row:
    """A row of the file (1 is the header).

    `values` is ready for JSON: first_name, last_name, usual_name, birth_date (ISO or empty), contacts (pairs
    of kind and value), language, place (address, postal code, commune as written), situations, and notes:
    what was written and has no place of its own in a file.
    """

    number: int
    written: Mapping[str, Any]
    values: Mapping[str, Any] = field(default_factory=dict)
    reasons: tuple[str, ...] = ()


def rows_of(table: Iterable[Mapping[str, Any]], columns: Mapping[str, str], today: date) -> Iterator[Row]:
    """Rows of a table whose columns were matched, column to field."""
    for number, written in enumerate(table, 2):
        yield row_of(number, written, columns, today)


def row_of(number: int, written: Mapping[str, Any], columns: Mapping[str, str], today: date) -> Row:
    """One row, with every reason why it is refused."""
    shown = {name: _said(value) for name, value in written.items() if name != FAULT}
    if FAULT in written:
        return Row(number, shown, reasons=(str(written[FAULT]),))
    cells = {field: written.get(column) for column, field in columns.items()}
    found: dict[str, Any] = {}
    reasons: list[str] = []
    for read in (_names, lambda c: _birth(c, today), _contacts, _other):
        try:
            found |= read(cells)
        except values.FaultError as fault:
            reasons.append(str(fault))
    if not any(values.line(cells.get(name)) for name in NAMES):
        reasons.insert(0, "le prénom et le nom sont vides")
    return Row(number, shown, {} if reasons else found, tuple(reasons))


def _said(value: Any) -> Any:
    """A cell that JSON can keep."""
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat()
    if isinstance(value, str):
        return value.replace("\x00", "").encode("utf-8", "ignore").decode()
    return value if value is None or isinstance(value, bool | int) else str(value)


def _names(cells: Mapping[str, Any]) -> dict[str, Any]:
    first = values.name(cells.get("first_name"), "prénom", 80)
    last = values.name(cells.get("last_name"), "nom", 120)
    whole = values.name(cells.get("full_name"), "nom et prénom", 200)
    if whole and not (first or last):
        first, last = values.split_name(whole)
    return {
        "first_name": first,
        "last_name": last,
        "usual_name": values.name(cells.get("usual_name"), "nom d’usage", 120),
    }


def _birth(cells: Mapping[str, Any], today: date) -> dict[str, Any]:
    found = values.birth_date(cells.get("birth_date"), today)
    return {"birth_date": found.isoformat() if found else ""}


def _contacts(cells: Mapping[str, Any]) -> dict[str, Any]:
    numbers = [*values.phones(cells.get("phone")), *values.phones(cells.get("other_phone"))]
    contacts = [[ContactKind.PHONE.value, number] for number in dict.fromkeys(numbers)]
    address = values.email(cells.get("email"))
    post = values.post(*(cells.get(name) for name in _WHERE))
    contacts += [[ContactKind.EMAIL.value, address]] if address else []
    contacts += [[ContactKind.POST.value, post]] if post else []
    return {"contacts": contacts}


def _other(cells: Mapping[str, Any]) -> dict[str, Any]:
    spoken, situation = values.line(cells.get("language")), values.line(cells.get("situation"))
    language, situations = _LANGUAGES.get(fold(spoken)), _situations(situation)
    notes = [f"langue\u00a0: {spoken}"] if spoken and language is None else []
    notes += [f"situation\u00a0: {situation}"] if situation and not situations else []
    return {
        "language": language or "fr",
        "situations": situations,
        "notes": notes,
        "place": {name: values.line(cells.get(name)).removesuffix(".0")[:160] for name in _WHERE},
    }


def _situations(text: str) -> list[str]:
    said = f" {fold(text)} "
    found = (kind.value for kind, words in _SITUATIONS if any(f" {word} " in said for word in words))
    first = next(found, None)
    return [first] if first else []
