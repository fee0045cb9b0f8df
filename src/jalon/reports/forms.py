"""Input of the report pages: validates, saves nothing."""

from datetime import date
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone

from jalon.activities.models import Activity
from jalon.base.forms import JalonForm
from jalon.reports.choices import AnswerMeans, ExitReason, Funder
from jalon.reports.models import Operation
from jalon.reports.queries.indicators import DIMENSIONS
from jalon.reports.questionnaire import REFUSAL, REFUSED, Item

BY = (
    ("partenaire", "partenaire"),
    ("nature", "nature"),
    ("theme", "thème"),
    ("lieu", "quartier ou commune"),
    ("axe", "axe de la feuille de route"),
    ("mois", "mois"),
)


def _day(**attributes: Any) -> forms.DateInput:
    return forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", **attributes})


class _InOrder(JalonForm):
    """Two days, the first before the second."""

    first, last = "since", "until"

    def clean(self) -> dict[str, Any]:
        """The end is not before the beginning."""
        data = super().clean() or {}
        begins, ends = data.get(self.first), data.get(self.last)
        if begins and ends and begins > ends:
            self.add_error(self.last, "La fin est avant le début : corrigez l’une des deux dates.")
        return data


class OperationForm(_InOrder):
    """An operation and the activities it pays for."""

    first, last = "starts_on", "ends_on"

    funder = forms.ChoiceField(label="Financeur", choices=Funder.choices)
    code = forms.CharField(
        label="Numéro de l’opération", max_length=40, help_text="Celui de la convention du financeur."
    )
    title = forms.CharField(label="Titre", max_length=160)
    starts_on = forms.DateField(label="Du", widget=_day())
    ends_on = forms.DateField(label="Au", widget=_day())
    axis = forms.CharField(label="Axe de la feuille de route", max_length=120, required=False)
    activities: "forms.ModelMultipleChoiceField[Activity]" = forms.ModelMultipleChoiceField(
        label="Prestations payées par cette opération",
        queryset=None,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choisissez au moins une prestation : ses séances seront comptées."},
    )

    def __init__(
        self, *args: Any, activities: QuerySet[Activity], fixed: bool = False, **kwargs: Any
    ) -> None:
        self.offered, self.fixed = activities, fixed
        super().__init__(*args, **kwargs)

    def prepare(self) -> None:
        """The funder and the number do not change once the operation is open."""
        chosen: Any = self.fields["activities"]
        chosen.queryset = self.offered
        if self.fixed:
            del self.fields["funder"], self.fields["code"]


class AnswersForm(JalonForm):
    """The questions of one moment; sensitive ones may be refused."""

    means = forms.ChoiceField(
        label="Comment ces réponses ont été données",
        choices=AnswerMeans.choices,
        initial=AnswerMeans.FACE,
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, items: tuple[Item, ...], **kwargs: Any) -> None:
        self.items = items
        super().__init__(*args, **kwargs)

    def prepare(self) -> None:
        """One field per question, before the means."""
        means = self.fields.pop("means")
        for item in self.items:
            self.fields[item.key] = _field(item)
        self.fields["means"] = means

    def answers(self) -> dict[str, str]:
        """Answers as they are noted: dates as AAAA-MM-JJ, nothing for what was left empty."""
        found = {item.key: self.cleaned_data.get(item.key) for item in self.items}
        return {
            key: value.isoformat() if isinstance(value, date) else value or "" for key, value in found.items()
        }


def _field(item: Item) -> forms.Field:
    if not item.choices:
        return forms.DateField(
            label=item.question, required=False, widget=_day(max=timezone.localdate().isoformat())
        )
    refusal = [(REFUSAL, REFUSED)] if item.sensitive else []
    if len(item.choices) > 4:
        return forms.ChoiceField(
            label=item.question, required=False, choices=[("", "à compléter"), *item.choices, *refusal]
        )
    return forms.ChoiceField(
        label=item.question,
        required=False,
        choices=[*item.choices, *refusal],
        widget=forms.RadioSelect,
    )


class ExitForm(JalonForm):
    """When and why the person left."""

    exited_on = forms.DateField(label="Sortie le", widget=_day())
    reason = forms.ChoiceField(label="Pourquoi", choices=[("", "choisir"), *ExitReason.choices[:-1]])


class PeriodForm(_InOrder):
    """Indicators: by what, from when to when."""

    par = forms.ChoiceField(label="Par", choices=BY, required=False)
    since = forms.DateField(label="Du", required=False, widget=_day())
    until = forms.DateField(label="Au", required=False, widget=_day())
    valeur = forms.CharField(required=False, widget=forms.HiddenInput)

    def chosen(self, usual: tuple[date, date]) -> tuple[date, date, str, str]:
        """Since, until, by and value; the usual ones for what is absent or wrong."""
        data = self.cleaned_data if self.is_bound and self.is_valid() else {}
        since, until = data.get("since") or usual[0], data.get("until") or usual[1]
        by = data.get("par") or "partenaire"
        return min(since, until), until, by if by in DIMENSIONS else "partenaire", data.get("valeur") or ""


class ReportForm(_InOrder):
    """A new report: of an operation, or of everything the organisation held."""

    subject = forms.ChoiceField(label="Bilan de")
    since = forms.DateField(label="Du", widget=_day())
    until = forms.DateField(label="Au", widget=_day())

    def __init__(self, *args: Any, operations: list[Operation], **kwargs: Any) -> None:
        self.operations = operations
        super().__init__(*args, **kwargs)

    def prepare(self) -> None:
        """Operations first, then a funder for the whole activity."""
        own = [(f"o{one.pk}", f"{one.title} ({one.code})") for one in self.operations]
        whole = [
            (Funder.DEPARTEMENT.value, "Toute notre activité, pour le Département"),
            (Funder.REGION.value, "Toute notre activité, pour la Région"),
        ]
        subject: Any = self.fields["subject"]
        subject.choices = [*own, *whole]

    def chosen(self) -> tuple[Operation | None, str]:
        """The operation, or the funder of the whole activity."""
        subject = str(self.cleaned_data["subject"])
        by_key = {f"o{one.pk}": one for one in self.operations}
        operation = by_key.get(subject)
        return operation, operation.funder if operation else subject


class ReopenForm(JalonForm):
    """Why a validated report is opened again."""

    reason = forms.CharField(label="Pourquoi rouvrir ce bilan", max_length=255)
