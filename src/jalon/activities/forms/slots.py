"""Opening slots, and what an appointment came to."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django import forms
from django.utils import timezone

from jalon.activities.choices import Way
from jalon.activities.models import Activity
from jalon.base.forms import JalonForm
from jalon.directory.choices import Weekday
from jalon.directory.models import Organisation, Site
from jalon.vacancies.forms.fields import HourField

_DAY = {"type": "date"}
REMINDER = (
    "Ce qui a été décidé, en quelques mots. Jamais la santé, la famille, la religion, l’origine, ni ce que "
    "vous pensez de la personne : elle peut lire ce texte."
)


class SlotsForm(JalonForm):
    """From a day to a day, on some weekdays, from an hour to an hour, so many minutes each."""

    activity = forms.TypedChoiceField(
        label="Quel rendez-vous", coerce=int, error_messages={"required": "Choisissez le rendez-vous."}
    )
    organisation = forms.TypedChoiceField(label="Pour quel partenaire", coerce=int)
    first_date = forms.DateField(
        label="Du", widget=forms.DateInput(attrs=_DAY, format="%Y-%m-%d"),
        error_messages={"required": "Dites à partir de quel jour."},
    )  # fmt: skip
    last_date = forms.DateField(
        label="Au", widget=forms.DateInput(attrs=_DAY, format="%Y-%m-%d"),
        error_messages={"required": "Dites jusqu’à quel jour."},
    )  # fmt: skip
    weekdays = forms.TypedMultipleChoiceField(
        label="Les", choices=[(day.value, day.label) for day in list(Weekday)[:6]], coerce=int,
        widget=forms.CheckboxSelectMultiple, error_messages={"required": "Cochez au moins un jour."},
    )  # fmt: skip
    opens = HourField(label="De", widget=forms.TextInput(), error_messages={"required": "Dites l’heure."})
    closes = HourField(label="À", widget=forms.TextInput(), error_messages={"required": "Dites l’heure."})
    minutes = forms.IntegerField(
        label="Durée de chacun, en minutes", min_value=5, max_value=240, initial=30,
        error_messages={"required": "Dites combien de minutes."},
    )  # fmt: skip
    way = forms.ChoiceField(
        label="Comment", choices=Way.choices, widget=forms.RadioSelect, initial=Way.ON_SITE
    )
    site = forms.ChoiceField(label="Où", required=False)
    place = forms.CharField(
        label="Précision du lieu", max_length=200, required=False,
        help_text="Exemple : bureau 4. En visio : l’adresse de l’appel.",
    )  # fmt: skip

    def __init__(
        self,
        *args: Any,
        activities: Sequence[Activity],
        organisations: Sequence[Organisation],
        sites: Sequence[Site],
        **kwargs: Any,
    ) -> None:
        self.activities = {one.pk: one for one in activities}
        self.organisations = {one.pk: one for one in organisations}
        self.sites = {str(one.pk): one for one in sites}
        tomorrow = timezone.localdate() + timedelta(days=1)
        kwargs["initial"] = {"first_date": tomorrow, "last_date": tomorrow + timedelta(days=13)}
        super().__init__(*args, **kwargs)

    def prepare(self) -> None:
        """Appointments, partners and places to choose from."""
        lists: dict[str, list[tuple[str, str]]] = {
            "activity": [(str(pk), one.title) for pk, one in self.activities.items()],
            "organisation": [(str(pk), one.name) for pk, one in self.organisations.items()],
            "site": [
                ("", "Ailleurs, voir la précision"),
                *((key, one.name) for key, one in self.sites.items()),
            ],
        }
        for name, choices in lists.items():
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = choices
        if len(self.organisations) == 1:
            del self.fields["organisation"]

    def clean(self) -> dict[str, Any]:
        """Somebody who is expected must know where."""
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("way") == Way.ON_SITE and not cleaned.get("site") and not cleaned.get("place"):
            self.add_error("place", "Dites où : la personne doit vous trouver.")
        return cleaned

    def values(self) -> dict[str, Any]:
        """Arguments of `open_slots`; call when valid."""
        cleaned = dict(self.cleaned_data)
        chosen = cleaned.pop("organisation", None)
        organisation = self.organisations.get(chosen) or next(iter(self.organisations.values()))
        return cleaned | {
            "activity": self.activities[cleaned["activity"]],
            "organisation": organisation,
            "site": self.sites.get(cleaned["site"]),
        }


class OutcomeForm(JalonForm):
    """What an appointment came to."""

    outcome = forms.CharField(
        label="Ce que ce rendez-vous a donné", max_length=255, required=False,
        widget=forms.Textarea(attrs={"rows": 3}), help_text=REMINDER,
    )  # fmt: skip
