"""What is typed about rooms and things lent, and the period that is counted."""

from collections.abc import Sequence
from datetime import date, time, timedelta
from typing import Any

from django import forms
from django.utils import timezone

from jalon.activities.choices import ResourceKind
from jalon.activities.models import Resource
from jalon.base.forms import JalonForm
from jalon.directory.choices import Weekday
from jalon.directory.models import Organisation, Site
from jalon.directory.rules.hours import parse_hours, said_hours

_DAY = {"type": "date"}
LONGEST_DAYS = 731


class ResourceForm(JalonForm):
    """A room, a computer, a headset, a vehicle; who lends it, where, when, and whom to call."""

    lender = forms.TypedChoiceField(label="Qui prête", coerce=int)
    kind = forms.ChoiceField(
        label="C’est", choices=[(value, str(label).capitalize()) for value, label in ResourceKind.choices],
        widget=forms.RadioSelect, error_messages={"required": "Choisissez ce que c’est."},
    )  # fmt: skip
    name = forms.CharField(
        label="Nom", max_length=120, help_text="Comme on le dit : Salle du Phare, Casque 3, Minibus blanc.",
        error_messages={"required": "Donnez-lui un nom."},
    )  # fmt: skip
    site = forms.ChoiceField(label="Où", required=False)
    places = forms.IntegerField(
        label="Combien de personnes", required=False, min_value=1, max_value=999,
        help_text="Pour une salle ou un véhicule.",
    )  # fmt: skip
    contact = forms.CharField(
        label="À qui s’adresser",
        max_length=160,
        required=False,
        help_text="Un prénom, un numéro, où est la clé.",
    )
    accessibility = forms.CharField(label="Accessibilité", max_length=200, required=False)

    def __init__(
        self,
        *args: Any,
        lenders: Sequence[Organisation],
        sites: Sequence[Site],
        resource: Resource | None = None,
        **kwargs: Any,
    ) -> None:
        """`sites` are those of all `lenders`; one of the lender's own is chosen."""
        self.resource = resource
        self.lenders = {one.pk: one for one in lenders}
        self.sites = {str(one.pk): one for one in sites}
        if resource is not None:
            kwargs["initial"] = _initial(resource)
        super().__init__(*args, **kwargs)

    def prepare(self) -> None:
        """Lenders, sites, and one field for each day."""
        lender, site = self.fields["lender"], self.fields["site"]
        assert isinstance(lender, forms.ChoiceField)
        assert isinstance(site, forms.ChoiceField)
        lender.choices = [(str(pk), one.name) for pk, one in self.lenders.items()]
        several = len(self.lenders) > 1
        site.choices = [
            ("", "Se déplace, ou pas de lieu fixe"),
            *((k, _said(s, several)) for k, s in self.sites.items()),
        ]
        if not several:
            del self.fields["lender"]
        for day in Weekday:
            self.fields[f"day{day.value}"] = forms.CharField(
                label=day.label.capitalize(), required=False, max_length=80
            )

    def days(self) -> list[Any]:
        """The fields of the week."""
        return [self[f"day{day.value}"] for day in Weekday]

    def clean(self) -> dict[str, Any]:
        """Hours as they are written, and a site that the lender has."""
        cleaned = super().clean() or self.cleaned_data
        self.week: dict[int, list[tuple[time, time]]] = {}
        for day in Weekday:
            try:
                self.week[day.value] = parse_hours(cleaned.get(f"day{day.value}", ""))
            except ValueError:
                self.add_error(f"day{day.value}", "Écrivez par exemple « 9 h-12 h, 14 h-18 h », ou rien.")
        site = self.sites.get(cleaned.get("site", ""))
        if site and site.organisation_id != self.owner().pk:
            self.add_error("site", f"Ce lieu n’est pas à {self.owner().name}.")
        return cleaned

    def owner(self) -> Organisation:
        """Who lends it."""
        chosen = self.cleaned_data.get("lender")
        return self.lenders[chosen] if chosen else next(iter(self.lenders.values()))

    def values(self) -> dict[str, Any]:
        """Columns of the resource; call when valid."""
        names = ("kind", "name", "places", "contact", "accessibility")
        return {name: self.cleaned_data[name] for name in names} | {
            "site": self.sites.get(self.cleaned_data["site"])
        }


def _said(site: Site, several: bool) -> str:
    return f"{site.name} ({site.organisation.name})" if several else site.name


def _initial(resource: Resource) -> dict[str, Any]:
    names = ("kind", "name", "places", "contact", "accessibility")
    values: dict[str, Any] = {name: getattr(resource, name) for name in names}
    values |= {"lender": resource.lender_id, "site": str(resource.site_id or "")}
    for day in Weekday:
        spans = [(one.opens, one.closes) for one in resource.hours.all() if one.weekday == day.value]
        values[f"day{day.value}"] = said_hours(sorted(spans))
    return values


class ResourceFilterForm(JalonForm):
    """Which resources to list."""

    kind = forms.ChoiceField(label="Genre", required=False)

    def prepare(self) -> None:
        """The kinds."""
        field = self.fields["kind"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", "Tout"), *((v, str(label).capitalize()) for v, label in ResourceKind.choices)]
        field.widget.attrs["class"] = "input select"


class WeekForm(JalonForm):
    """A day of the week that is shown; what is no date asks for this week."""

    semaine = forms.DateField(label="Semaine du", required=False, widget=forms.DateInput(attrs=_DAY))

    def day(self) -> date:
        """The day asked for, or today."""
        self.full_clean()
        day: date | None = self.cleaned_data.get("semaine")
        far = day is not None and abs((day - timezone.localdate()).days) > LONGEST_DAYS
        return timezone.localdate() if day is None or far else day


class PeriodForm(JalonForm):
    """From a day to a day, both counted; nothing asked is this year so far."""

    since = forms.DateField(label="Du", required=False, widget=forms.DateInput(attrs=_DAY, format="%Y-%m-%d"))
    until = forms.DateField(label="Au", required=False, widget=forms.DateInput(attrs=_DAY, format="%Y-%m-%d"))

    def prepare(self) -> None:
        """What is counted shows in the fields, also when nothing was asked."""
        if self.is_bound and not any(self.data.get(name) for name in self.fields):
            since, until = self.period_of({})
            self.data = {"since": f"{since}", "until": f"{until}"}

    def clean(self) -> dict[str, Any]:
        """In order, and no longer than two years."""
        cleaned = super().clean() or self.cleaned_data
        since, until = self.period_of(cleaned)
        if since > until:
            self.add_error("until", "Ce jour est avant le premier.")
        elif (until - since).days > LONGEST_DAYS:
            self.add_error("until", "Deux ans au plus à la fois.")
        return cleaned

    @staticmethod
    def period_of(cleaned: dict[str, Any]) -> tuple[date, date]:
        """What is asked, completed."""
        until = cleaned.get("until") or timezone.localdate()
        return cleaned.get("since") or date(until.year, 1, 1), until

    def period(self) -> tuple[date, date]:
        """What is counted; what cannot be understood counts the last 31 days."""
        if self.is_valid():
            return self.period_of(self.cleaned_data)
        today = timezone.localdate()
        return today - timedelta(days=30), today
