"""What is typed to write a session, to move it, to cancel it."""

from collections.abc import Sequence
from typing import Any

from django import forms

from jalon.activities.choices import ResourceKind
from jalon.activities.forms.place import KEPT, DayField, PlaceForm
from jalon.activities.models import Activity, Resource, Session
from jalon.activities.rules import series
from jalon.base.forms import JalonForm
from jalon.directory.choices import Weekday
from jalon.directory.models import Organisation

# Things one asks for by number: « 10 headsets ». The others are chosen by name.
BY_NUMBER = (ResourceKind.HEADSET, ResourceKind.COMPUTER)
ONCE, WEEKLY, MONTHLY = "once", "weekly", "monthly"
AUDIENCE = [
    ("public", "Tout le monde : sur l’agenda public"),
    ("private", "Seulement par les professionnels : sur aucune page publique"),
]


class SessionForm(PlaceForm):
    """Everything of a session but its half-days, its team and the seats it keeps."""

    activity = forms.ChoiceField(label="Activité", error_messages={"required": "Choisissez l’activité."})
    title = forms.CharField(
        label="Titre, s’il diffère de celui de l’activité", max_length=120, required=False
    )
    repeat = forms.ChoiceField(
        label="Cette séance a lieu…",
        choices=[
            (ONCE, "Une fois, sur une ou plusieurs demi-journées"),
            (WEEKLY, "Chaque semaine, certains jours"),
            (MONTHLY, "Chaque mois, par exemple le premier mardi"),
        ],
        widget=forms.RadioSelect,
        initial=ONCE,
        required=False,
    )
    interval = forms.IntegerField(
        label="Toutes les combien de semaines ou de mois",
        min_value=1,
        max_value=12,
        initial=1,
        required=False,
    )
    weekdays = forms.MultipleChoiceField(
        label="Quels jours de la semaine",
        choices=Weekday.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    nth = forms.ChoiceField(
        label="Le…", required=False,
        choices=[(str(nth), name) for nth, name in series.NTH.items()],
    )  # fmt: skip
    month_day = forms.ChoiceField(label="Jour", choices=Weekday.choices, required=False)
    until = DayField(label="Jusqu’au", required=False, help_text="Ce jour-là compris.")
    count = forms.IntegerField(
        label="Ou bien : nombre de séances", min_value=1, max_value=series.MOST, required=False,
        help_text="Les jours fériés et les jours de fermeture sont sautés, et ne comptent pas.",
    )  # fmt: skip
    resources = forms.MultipleChoiceField(
        label="Salles, véhicules, matériel", widget=forms.CheckboxSelectMultiple, required=False
    )
    seats_max = forms.IntegerField(label="Nombre de places", min_value=1, max_value=2000, initial=10)
    seats_min = forms.IntegerField(
        label="Minimum pour que la séance ait lieu", min_value=1, max_value=2000, initial=1,
        help_text="La veille, une séance en dessous de son minimum est signalée.",
    )  # fmt: skip
    audience = forms.ChoiceField(
        label="Qui peut s’inscrire", choices=AUDIENCE, widget=forms.RadioSelect, initial="public"
    )
    made_for = forms.ChoiceField(
        label="Séance faite pour un partenaire", required=False,
        help_text="Seules les personnes qu’il accompagne y sont inscrites. Vide : pour tous.",
    )  # fmt: skip
    what_to_bring = forms.CharField(
        label="À apporter", max_length=200, required=False, help_text="Exemple : un CV, même ancien."
    )

    def __init__(
        self,
        *args: Any,
        activities: Sequence[Activity],
        resources: Sequence[Resource],
        partners: Sequence[Organisation],
        session: Session | None = None,
        **kwargs: Any,
    ) -> None:
        self._activities = {str(one.pk): one for one in activities}
        self._resources = {str(one.pk): one for one in resources}
        self._partners = {str(one.pk): one for one in partners}
        self.session = session
        super().__init__(*args, **kwargs)

    def prepare(self) -> None:
        """Choices that depend on who asks; a session that is open keeps its dates and place."""
        super().prepare()
        self._choose(
            "activity",
            [
                ("", "Choisir"),
                *((key, f"{one} ({one.organisation.name})") for key, one in self._activities.items()),
            ],
        )
        named = [(key, _lent(one)) for key, one in self._resources.items() if one.kind not in BY_NUMBER]
        self._choose("resources", named)
        self._choose(
            "made_for", [("", "Non, pour tous"), *((key, one.name) for key, one in self._partners.items())]
        )
        for kind in BY_NUMBER:
            self._add_number(kind)
        for name in self._fixed():
            del self.fields[name]

    def _choose(self, name: str, choices: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices

    def _add_number(self, kind: ResourceKind) -> None:
        there = sum(one.kind == kind for one in self._resources.values())
        if there:
            self.fields[f"number_{kind.value}"] = forms.IntegerField(
                label=f"Nombre : {kind.label}s", min_value=0, max_value=there, required=False,
                help_text=f"{there} sur le territoire. Ceux qui sont libres sont pris pour vous.",
            )  # fmt: skip

    def _fixed(self) -> Sequence[str]:
        repeating = ("repeat", "interval", "weekdays", "nth", "month_day", "until", "count")
        if self.session is None:
            return ()
        if self.session.state == "draft":
            return ("activity", *repeating)
        return ("activity", "way", "site", "place", "coordinates", *repeating)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if not cleaned.get("way"):
            self.errors.pop("site", None)
        if (cleaned.get("seats_min") or 1) > (cleaned.get("seats_max") or 1) and "seats_max" in cleaned:
            self.add_error("seats_min", f"Le minimum dépasse le nombre de places. {KEPT}")
        if cleaned.get("repeat") == WEEKLY and not cleaned.get("weekdays"):
            self.add_error("weekdays", f"Choisissez au moins un jour de la semaine. {KEPT}")
        if cleaned.get("repeat") in (WEEKLY, MONTHLY) and not {"until", "count"} & set(self.errors):
            self._check_end(cleaned)
        return cleaned

    def _check_end(self, cleaned: dict[str, Any]) -> None:
        if bool(cleaned.get("until")) == bool(cleaned.get("count")):
            said = "Dites jusqu’à quel jour, ou combien de séances : l’un des deux."
            self.add_error("until", f"{said} {KEPT}")

    def activity_chosen(self) -> Activity:
        """Which activity; call when valid."""
        return self._activities[self.cleaned_data["activity"]]

    def values(self) -> dict[str, Any]:
        """What `write_session` and `change_session` take; call when valid."""
        cleaned = self.cleaned_data
        plain = {name: cleaned[name] for name in ("title", "seats_min", "seats_max", "what_to_bring")}
        numbers = {kind.value: cleaned.get(f"number_{kind.value}") or 0 for kind in BY_NUMBER}
        return {
            **plain,
            **(self.located() if "way" in cleaned else {}),
            "public": cleaned["audience"] == "public",
            "made_for": self._partners.get(cleaned["made_for"]),
            "resources": [self._resources[key] for key in cleaned["resources"]],
            "equipment": numbers,
        }

    def repeating(self) -> dict[str, Any] | None:
        """`rule` with `until` or `count` for `write_series`; None for a session alone."""
        cleaned = self.cleaned_data
        end = {"until": cleaned.get("until"), "count": cleaned.get("count")}
        interval = cleaned.get("interval") or 1
        if cleaned.get("repeat") == WEEKLY:
            return {"rule": series.weekly([int(day) for day in cleaned["weekdays"]], interval), **end}
        if cleaned.get("repeat") == MONTHLY:
            nth, day = int(cleaned["nth"] or 1), int(cleaned["month_day"] or 0)
            return {"rule": series.monthly(nth, day, interval), **end}
        return None


def _lent(resource: Resource) -> str:
    places = f", {resource.places} places" if resource.places else ""
    return f"{resource.name}{places} ({resource.lender.name})"


class MoveForm(PlaceForm):
    """Where it goes, and why; its half-days are beside."""

    reason = forms.CharField(
        label="Pourquoi", max_length=255,
        help_text="Votre équipe et vos partenaires lisent cette phrase.",
        error_messages={"required": "Écrivez pourquoi en quelques mots."},
    )  # fmt: skip
    field_order = ["reason"]

    def prepare(self) -> None:
        """How it is held does not change by moving."""
        super().prepare()
        self.fields["way"].widget = forms.HiddenInput()


class CancelForm(JalonForm):
    """Why it will not be held."""

    reason = forms.CharField(
        label="Pourquoi", max_length=255,
        help_text="Les personnes inscrites lisent cette phrase.",
        error_messages={"required": "Écrivez pourquoi : les personnes inscrites liront cette phrase."},
    )  # fmt: skip


def initial_of(session: Session, held: Sequence[Resource]) -> dict[str, Any]:
    """What the form shows of a stored session."""
    numbers = {f"number_{kind.value}": sum(one.kind == kind for one in held) for kind in BY_NUMBER}
    own_point = session.lat is not None and session.site_id is None
    return {
        **{
            name: getattr(session, name)
            for name in ("title", "way", "place", "seats_min", "seats_max", "what_to_bring")
        },
        **numbers,
        "site": str(session.site_id or ""),
        "coordinates": f"{session.lat}, {session.lon}" if own_point else "",
        "audience": "public" if session.public else "private",
        "made_for": str(session.made_for_id or ""),
        "resources": [str(one.pk) for one in held if one.kind not in BY_NUMBER],
    }
