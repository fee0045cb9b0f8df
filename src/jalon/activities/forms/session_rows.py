"""Lines of the session's form: half-days, seats kept for partners, who runs it. Empty lines do not count."""

from collections.abc import Mapping, Sequence
from datetime import datetime, time
from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.forms.formsets import BaseFormSet, formset_factory
from django.utils import timezone

from jalon.accounts.models import User
from jalon.activities.forms.place import KEPT, DayField, QuietForm, place_label
from jalon.activities.models import SeatAllotment, SessionFacilitator, SessionPart
from jalon.activities.rules.clock import at_clock
from jalon.activities.rules.parts import Half
from jalon.activities.rules.refusal import RefusedError
from jalon.directory.models import Membership, Organisation, Site
from jalon.vacancies.forms.fields import HourField

MOST_ROWS = 30


def _hour(label: str) -> HourField:
    return HourField(label=label, required=False, widget=forms.TextInput(attrs={"autocomplete": "off"}))


class HalfRow(QuietForm):
    """A half-day: the day, from when to when, and where if it is not the session's place."""

    day = DayField(label="Jour", required=False)
    starts = _hour("De")
    ends = _hour("À")
    site = forms.ChoiceField(label="Ailleurs que le lieu de la séance", required=False)

    def __init__(self, *args: Any, sites: Mapping[str, Site], **kwargs: Any) -> None:
        self._sites = sites
        super().__init__(*args, **kwargs)

    def prepare(self) -> None:
        """The sites of partners."""
        field = self.fields["site"]
        assert isinstance(field, forms.ChoiceField)
        labels = ((key, place_label(site)) for key, site in self._sites.items())
        field.choices = [("", "Non, au lieu de la séance"), *labels]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        names = {"day": "le jour", "starts": "l’heure de début", "ends": "l’heure de fin"}
        if any(cleaned.get(name) is not None for name in names) or cleaned.get("site"):
            for name, said in names.items():
                if cleaned.get(name) is None and name not in self.errors:
                    self.add_error(name, f"Dites aussi {said}. {KEPT}")
        if not self.errors and cleaned.get("day"):
            self._instants(cleaned)
        return cleaned

    def _instants(self, cleaned: dict[str, Any]) -> None:
        """`starts_at` and `ends_at`; an hour that the clock skips, or an end that comes first, is said."""
        for name in ("starts", "ends"):
            try:
                cleaned[f"{name}_at"] = at_clock(cleaned["day"], cleaned[name])
            except RefusedError as error:
                self.add_error(name, f"{error} {KEPT}")
        if not self.errors and cleaned["ends_at"] <= cleaned["starts_at"]:
            self.add_error("ends", f"La fin vient avant le début. {KEPT}")

    def half(self) -> Half | None:
        """The half-day; None for an empty line."""
        cleaned = self.cleaned_data
        if not cleaned.get("day"):
            return None
        return Half(cleaned["starts_at"], cleaned["ends_at"], self._sites.get(cleaned["site"]))


class KeptRow(QuietForm):
    """So many seats for a partner, until a day."""

    organisation = forms.ChoiceField(label="Partenaire", required=False)
    seats = forms.IntegerField(label="Places gardées", min_value=1, max_value=2000, required=False)
    until = DayField(label="Jusqu’au", required=False)

    def __init__(self, *args: Any, partners: Mapping[str, Organisation], **kwargs: Any) -> None:
        self._partners = partners
        super().__init__(*args, **kwargs)

    def prepare(self) -> None:
        """The partners of the territory."""
        field = self.fields["organisation"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", "Personne"), *((key, one.name) for key, one in self._partners.items())]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        said = {
            "organisation": "pour quel partenaire",
            "seats": "combien de places",
            "until": "jusqu’à quel jour",
        }
        if any(cleaned.get(name) for name in said):
            for name, what in said.items():
                if not cleaned.get(name) and name not in self.errors:
                    self.add_error(name, f"Dites aussi {what}. {KEPT}")
        return cleaned

    def row(self) -> tuple[Organisation, int, datetime] | None:
        """Partner, seats, and the end of the last day; None for an empty line."""
        cleaned = self.cleaned_data
        if not cleaned.get("organisation"):
            return None
        until = datetime.combine(cleaned["until"], time(23, 59), timezone.get_default_timezone())
        return self._partners[cleaned["organisation"]], cleaned["seats"], until


class TeamRow(QuietForm):
    """Who runs it: a colleague with an account, or a name and the partner it comes from."""

    colleague = forms.ChoiceField(label="Qui anime", required=False)
    name = forms.CharField(label="Ou son nom, sans compte", max_length=120, required=False)
    organisation = forms.ChoiceField(label="De quel partenaire", required=False)

    def __init__(
        self,
        *args: Any,
        colleagues: Mapping[str, Membership],
        partners: Mapping[str, Organisation],
        **kwargs: Any,
    ) -> None:
        self._colleagues, self._partners = colleagues, partners
        super().__init__(*args, **kwargs)

    def prepare(self) -> None:
        """Advisers of the territory, by partner."""
        field, where = self.fields["colleague"], self.fields["organisation"]
        assert isinstance(field, forms.ChoiceField)
        assert isinstance(where, forms.ChoiceField)
        field.choices = [("", "Choisir"), *_by_partner(self._colleagues)]
        where.choices = [("", "Choisir"), *((key, one.name) for key, one in self._partners.items())]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("name") and not cleaned.get("colleague") and not cleaned.get("organisation"):
            self.add_error("organisation", f"Dites aussi de quel partenaire. {KEPT}")
        return cleaned

    def row(self) -> tuple[Organisation, User | None, str] | None:
        """Partner, account, name; None for an empty line."""
        cleaned = self.cleaned_data
        if member := self._colleagues.get(cleaned.get("colleague", "")):
            return member.organisation, member.user, ""
        if cleaned.get("name"):
            return self._partners[cleaned["organisation"]], None, cleaned["name"]
        return None


def _by_partner(colleagues: Mapping[str, Membership]) -> list[tuple[str, list[tuple[str, str]]]]:
    groups: dict[str, list[tuple[str, str]]] = {}
    for key, member in colleagues.items():
        groups.setdefault(member.organisation.name, []).append((key, member.user.name))
    return list(groups.items())


if TYPE_CHECKING:
    _FormSet = BaseFormSet[Any]
else:
    _FormSet = BaseFormSet


class Rows(_FormSet):
    """Lines that may all be left empty; « one more line » asks again without judging."""

    def initial_form_count(self) -> int:
        """Lines that were stored may be emptied like the others."""
        return 0 if self.is_bound else super().initial_form_count()


def rows_of(
    row: type[QuietForm],
    *,
    prefix: str,
    data: Any,
    initial: Sequence[Mapping[str, Any]],
    extra: int,
    **context: Any,
) -> Rows:
    """The lines of one kind: those stored, and a few empty ones."""
    made = formset_factory(row, formset=Rows, extra=extra, max_num=MOST_ROWS, absolute_max=MOST_ROWS)
    chosen = made(data, prefix=prefix, initial=list(initial) or None, form_kwargs=context)
    return cast("Rows", chosen)


def more(data: Any, prefix: str) -> Any:
    """What was sent, with one more empty line of a kind."""
    sent = data.copy()
    name = f"{prefix}-TOTAL_FORMS"
    number = sent.get(name, "0")
    sent[name] = str(min(int(number) + 1 if number.isdecimal() else 1, MOST_ROWS))
    return sent


def initial_halves(parts: Sequence[SessionPart]) -> list[dict[str, Any]]:
    """Half-days as the form shows them."""
    return [
        {
            "day": timezone.localdate(part.starts_at),
            "starts": timezone.localtime(part.starts_at).time(),
            "ends": timezone.localtime(part.ends_at).time(),
            "site": str(part.site_id or ""),
        }
        for part in parts
    ]


def initial_kept(rows: Sequence[SeatAllotment]) -> list[dict[str, Any]]:
    """Kept seats as the form shows them."""
    return [
        {"organisation": str(row.organisation_id), "seats": row.seats, "until": timezone.localdate(row.until)}
        for row in rows
        if row.seats
    ]


def initial_team(
    rows: Sequence[SessionFacilitator], colleagues: Mapping[str, Membership]
) -> list[dict[str, Any]]:
    """Who runs it, as the form shows it."""
    keys: dict[tuple[int | None, int], str] = {
        (member.user_id, member.organisation_id): key for key, member in colleagues.items()
    }
    return [
        {"colleague": key}
        if (key := keys.get((row.user_id, row.organisation_id)))
        else {"name": str(row), "organisation": str(row.organisation_id)}
        for row in rows
    ]
