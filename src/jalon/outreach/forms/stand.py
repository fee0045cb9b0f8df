"""What changes on a day: a stand, the crew, what the day came to, a call."""

from datetime import datetime, time
from typing import Any

from django import forms
from django.utils import timezone

from jalon.activities.rules.clock import at_clock
from jalon.base.forms import JalonForm
from jalon.outreach import queries
from jalon.outreach.choices import CallResult
from jalon.outreach.forms.fields import capital, date_input, time_input
from jalon.outreach.models import Outing, Stand


class MoveForm(JalonForm):
    """Another moment or another place, once."""

    day = forms.DateField(label="Jour", widget=date_input(), error_messages={"required": "Dites quel jour."})
    starts = forms.TimeField(
        label="De", widget=time_input(), error_messages={"required": "Dites à quelle heure."}
    )
    ends = forms.TimeField(
        label="À", widget=time_input(), error_messages={"required": "Dites jusqu’à quelle heure."}
    )
    place = forms.CharField(label="Autre endroit, cette fois", max_length=160, required=False)
    reason = forms.CharField(
        label="Pourquoi", max_length=160, help_text="La page publique le montre.",
        error_messages={"required": "Dites pourquoi : la page publique le montre."},
    )  # fmt: skip

    @staticmethod
    def filled(stand: Stand) -> dict[str, Any]:
        """The stand as it is."""
        starts, ends = timezone.localtime(stand.starts_at), timezone.localtime(stand.ends_at)
        return {"day": starts.date(), "starts": starts.time(), "ends": ends.time(), "place": stand.place}

    @property
    def values(self) -> dict[str, Any]:
        """What an action takes; RefusedError for an hour that the clock skips."""
        given = self.cleaned_data
        starts: datetime = at_clock(given["day"], given["starts"])
        ends: datetime = at_clock(given["day"], given["ends"])
        return {"starts_at": starts, "ends_at": ends, "place": given["place"], "reason": given["reason"]}


class ReasonForm(JalonForm):
    """Why a stand does not take place."""

    reason = forms.CharField(
        label="Pourquoi", max_length=160, help_text="La page publique le montre.",
        error_messages={"required": "Dites pourquoi : la page publique le montre."},
    )  # fmt: skip


class CrewForm(JalonForm):
    """Who goes, and what the day came to."""

    users = forms.MultipleChoiceField(label="Équipage", required=False, widget=forms.CheckboxSelectMultiple)
    partners = forms.MultipleChoiceField(
        label="Collègues des partenaires", required=False, widget=forms.CheckboxSelectMultiple
    )
    names = forms.CharField(
        label="Et aussi", required=False, max_length=200, help_text="Noms séparés par des virgules."
    )

    def __init__(self, *args: Any, outing: Outing, **kwargs: Any) -> None:
        self._outing = outing
        super().__init__(*args, **kwargs)

    def prepare(self) -> None:
        """Advisers who may go."""
        people = queries.crew_choices(self._outing.circuit.organisation)
        self._users = {str(one.pk): one for one in people}
        for name, own in (("users", True), ("partners", False)):
            chosen = [(str(one.pk), one.name) for one in people if bool(one.own) is own]  # type: ignore[attr-defined]
            self.fields[name].choices = chosen  # type: ignore[attr-defined]

    @staticmethod
    def filled(outing: Outing) -> dict[str, Any]:
        """The crew as it is."""
        crew = outing.day_crew  # type: ignore[attr-defined]
        names = ", ".join(one.name for one in crew if one.name)
        users = [str(one.user_id) for one in crew if one.user_id]
        return {"users": users, "partners": users, "names": names}

    @property
    def values(self) -> dict[str, Any]:
        """What an action takes."""
        keys = [*self.cleaned_data["users"], *self.cleaned_data["partners"]]
        chosen = [self._users[key] for key in keys]
        return {"users": chosen, "names": [name[:80] for name in self.cleaned_data["names"].split(",")]}


class ReportForm(JalonForm):
    """Kilometres and hours of a day."""

    km = forms.IntegerField(
        label="Kilomètres", required=False, min_value=0, max_value=2000,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )  # fmt: skip
    left_at = forms.TimeField(label="Départ", required=False, widget=time_input())
    back_at = forms.TimeField(label="Retour", required=False, widget=time_input())

    @staticmethod
    def filled(outing: Outing) -> dict[str, int | time | None]:
        """What was written before."""
        return {"km": outing.km, "left_at": outing.left_at, "back_at": outing.back_at}


class CallForm(JalonForm):
    """How the promised call ended."""

    result = forms.ChoiceField(
        label="Comment s’est passé l’appel ?", choices=capital(CallResult.choices), widget=forms.RadioSelect,
        error_messages={"required": "Choisissez une réponse."},
    )  # fmt: skip
