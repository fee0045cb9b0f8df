"""A posting of a source meets what is here: made, updated or left alone, never doubled, never reopened."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from jalon.accounts.models import User
from jalon.reference import queries as reference
from jalon.reference.models import Commune, Occupation
from jalon.vacancies.actions import row as rows
from jalon.vacancies.actions.employers import Employers
from jalon.vacancies.actions.state import employer_is_known
from jalon.vacancies.actions.write import apply, found_wording, set_shifts
from jalon.vacancies.choices import PlaceKind, Source, VacancyState
from jalon.vacancies.models import Vacancy, VacancyChange
from jalon.vacancies.readers.posting import Posting
from jalon.vacancies.readers.values import end_of
from jalon.vacancies.rules.content import LABELS, SHIFTS
from jalon.vacancies.rules.state import missing_to_open

# What is edited here keeps its companions: half a place of ours and half of the source is no place.
TOGETHER = (
    frozenset({"site", "lat", "lon", "place_text", "place_kind"}),
    frozenset({"wage_from", "wage_to", "wage_period", "wage_detail"}),
    frozenset({"occupation", "occupation_code", "occupation_label"}),
    frozenset({"contract", "contract_detail"}),
)
SAME_NAMES = (
    "title", "tasks", "requirements", "contract", "contract_detail", "hours_detail", "starts_on", "wage_from",
    "wage_to", "wage_period", "wage_detail", "seats", "source_url",
)  # fmt: skip
# A name such as "Gare" and a point for a vacancy, the same at each import.
DemonstrationPlace = Callable[[str], tuple[str, float, float]]


class NotTakenError(Exception):
    """The posting cannot be kept; the message says why, in French."""


@dataclass
class Meeting:
    """One import: what it knows of the house, and what it was asked."""

    source: str
    by: User | None
    employers: Employers
    valid_days: int | None = None
    place_on: DemonstrationPlace | None = None

    def __post_init__(self) -> None:
        self._occupations: dict[str, Occupation | None] = {}
        self._communes: dict[str, Commune | None] = {}

    def merge(self, posting: Posting) -> tuple[str, Vacancy]:
        """ "created", "updated" or "unchanged", and the vacancy. NotTakenError."""
        stored = Vacancy.objects.select_for_update(of=("self",)).select_related("organisation", "occupation")
        vacancy = stored.filter(source=self.source, source_id=posting.source_id).first()
        if vacancy is None:
            return "created", self._create(posting)
        if vacancy.state == VacancyState.CLOSED:
            return "unchanged", vacancy
        return ("updated" if self._update(vacancy, posting) else "unchanged"), vacancy

    def _create(self, posting: Posting) -> Vacancy:
        end = self._end(posting)
        if end is not None and end <= timezone.now():
            raise NotTakenError(f"la date de fin est passée ({end:%d/%m/%Y})")
        vacancy = Vacancy(
            source=self.source,
            source_id=posting.source_id,
            organisation=self.employers.named(posting.employer),
            created_by=self.by,
            valid_until=end,
            **self._values(posting),
        )
        vacancy.wording = found_wording(vacancy)
        vacancy.save(force_insert=True)
        set_shifts(vacancy, posting.shifts)
        words = f"importée : {Source(self.source).label}"
        VacancyChange.objects.create(vacancy=vacancy, to_state=VacancyState.DRAFT, reason=words, by=self.by)
        self._open(vacancy)
        return vacancy

    def _open(self, vacancy: Vacancy) -> None:
        """A complete draft opens; the text of a trusted source is read already, unless words make doubt."""
        if missing_to_open(vacancy, timezone.now()):
            return
        trusted = self.source == Source.FRANCE_TRAVAIL or employer_is_known(vacancy)
        fields = []
        if trusted and not vacancy.wording and vacancy.reviewed_at is None:
            vacancy.reviewed_at, vacancy.reviewed_by = timezone.now(), self.by
            fields = ["reviewed_at", "reviewed_by"]
        rows.move(vacancy, VacancyState.OPEN, by=self.by, fields=fields)

    def _update(self, vacancy: Vacancy, posting: Posting) -> bool:
        kept = kept_fields(vacancy)
        had_end = vacancy.valid_until is not None
        values = {name: value for name, value in self._values(posting).items() if name not in kept}
        values["seats"] = max(values.get("seats", 0), vacancy.hired + (vacancy.state != VacancyState.FILLED))
        if "seats" in kept or vacancy.state == VacancyState.FILLED:
            del values["seats"]
        prolonged = "valid_until" not in kept and self._prolong(vacancy, posting, values)
        organisation = self._organisation(vacancy, posting)
        changed = apply(vacancy, values, None if SHIFTS in kept else posting.shifts)
        if changed or prolonged or organisation:
            self._save(vacancy, [*changed, *organisation], prolonged=prolonged)
        if vacancy.state == VacancyState.DRAFT and not had_end:
            self._open(vacancy)
        return bool(changed or organisation)

    def _organisation(self, vacancy: Vacancy, posting: Posting) -> list[str]:
        """The employer follows the source when the source says another name than before."""
        if vacancy.source_employer == posting.employer:
            return []
        vacancy.organisation = self.employers.named(posting.employer)
        return ["organisation"]

    def _save(self, vacancy: Vacancy, changed: list[str], *, prolonged: bool) -> None:
        before, vacancy.wording = set(vacancy.wording), found_wording(vacancy)
        if set(vacancy.wording) - before:
            vacancy.reviewed_at = vacancy.reviewed_by = None
        columns = [name for name in changed if name != SHIFTS]
        extra = ["wording", "reviewed_at", "reviewed_by", *(["valid_until"] if prolonged else [])]
        rows.save(vacancy, [*columns, *extra])
        if changed:
            said = ", ".join(LABELS.get(name, "employeur") for name in changed)
            rows.note(vacancy, f"mise à jour depuis {Source(self.source).label} : {said}", by=self.by)
        else:
            rows.tell(vacancy, "changed")

    def _prolong(self, vacancy: Vacancy, posting: Posting, values: dict[str, Any]) -> bool:
        """An end of the source is a value like another; without one, being listed again prolongs quietly."""
        if posting.valid_until is not None:
            values["valid_until"] = posting.valid_until
            return False
        end = self._end(posting)
        if end is None or (vacancy.valid_until is not None and vacancy.valid_until >= end):
            return False
        vacancy.valid_until = end
        return True

    def _end(self, posting: Posting) -> datetime | None:
        if posting.valid_until is not None or self.valid_days is None:
            return posting.valid_until
        last = timezone.localdate() + timedelta(days=self.valid_days)
        return end_of(last, timezone.get_current_timezone())

    def _values(self, posting: Posting) -> dict[str, Any]:
        """Columns of the vacancy as the source has them."""
        occupation = self._occupation(posting.occupation_code)
        return {
            **{name: getattr(posting, name) for name in SAME_NAMES},
            "source_employer": posting.employer,
            "occupation": occupation,
            "occupation_code": posting.occupation_code,
            "occupation_label": posting.occupation_label or (occupation.label if occupation else ""),
            **self._place(posting),
        }

    def _occupation(self, code: str) -> Occupation | None:
        if code and code not in self._occupations:
            self._occupations[code] = reference.occupation_by_code(code)
        return self._occupations.get(code)

    def _place(self, posting: Posting) -> dict[str, Any]:
        """Where one works: a demonstration's point, the source's own, or the centre of the commune."""
        if self.place_on:
            stop, lat, lon = self.place_on(posting.source_id)
            return _point(lat, lon, f"près de l’arrêt {stop}", PlaceKind.DEMONSTRATION)
        if posting.lat is not None:
            kind = PlaceKind.EXACT if posting.exact else PlaceKind.COMMUNE
            return _point(posting.lat, posting.lon, posting.place_text, kind)
        # France Travail says coordinates when it knows the place: without them somebody has to look.
        commune = None if self.source == Source.FRANCE_TRAVAIL else self._commune(posting)
        if commune and commune.lat is not None:
            return _point(commune.lat, commune.lon, posting.place_text or commune.name, PlaceKind.COMMUNE)
        return _point(None, None, posting.place_text, PlaceKind.NONE)

    def _commune(self, posting: Posting) -> Commune | None:
        """The commune of this name; of several, the one of the postal code."""
        asked = posting.commune or posting.commune_code or posting.postal_code
        key = f"{asked}|{posting.postal_code}"
        if asked and key not in self._communes:
            found = reference.communes_named(asked)
            coded = [c for c in found if posting.postal_code in c.postal_codes]
            self._communes[key] = next(iter(coded or (found if len(found) == 1 else [])), None)
        return self._communes.get(key)


def _point(lat: float | None, lon: float | None, text: str, kind: str) -> dict[str, Any]:
    return {"lat": lat, "lon": lon, "place_text": text, "place_kind": kind}


def kept_fields(vacancy: Vacancy) -> set[str]:
    """Fields that an import leaves alone: those edited here, with their companions."""
    edited = set(vacancy.edited_fields)
    return edited.union(*(group for group in TOGETHER if group & edited))
