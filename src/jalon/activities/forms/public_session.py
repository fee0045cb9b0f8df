"""What narrows the public calendar."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jalon.activities.choices import INDIVIDUAL, ActivityKind, Theme
from jalon.activities.forms.session_list import day_bounds, days_of_period
from jalon.activities.queries.public_session import PublicWanted
from jalon.base.forms import JalonForm

_PERIODS = [
    ("", _("Toutes les dates")),
    ("week", _("Cette semaine")),
    ("next_week", _("La semaine prochaine")),
    ("month", _("Dans les 30 jours")),
]
# « Game of Jobs »: kinds that only professionals come to are not offered.
_OTHERS = {*INDIVIDUAL, ActivityKind.HR_WORKSHOP, ActivityKind.NETWORK_MEETING}
_KINDS = [(value, label) for value, label in ActivityKind.choices if value not in _OTHERS]
_THEMES = [(value, label) for value, label in Theme.choices if value != Theme.PROFESSIONALS]


class PublicFilterForm(JalonForm):
    """Filters of the public calendar; what cannot be read narrows nothing."""

    when = forms.ChoiceField(label=_("Quand"), choices=_PERIODS, required=False)
    theme = forms.ChoiceField(label=_("Pour quoi faire"), choices=[("", _("Tout")), *_THEMES], required=False)
    kind = forms.ChoiceField(label=_("Quelle activité"), choices=[("", _("Toutes")), *_KINDS], required=False)
    commune = forms.ChoiceField(label=_("Commune"), required=False)
    stop = forms.ChoiceField(label=_("Près de l’arrêt"), required=False)

    def __init__(
        self,
        *args: Any,
        communes: Sequence[tuple[str, str]],
        stops: Sequence[tuple[str, str]],
        **kwargs: Any,
    ) -> None:
        self._communes, self._stops = communes, stops
        super().__init__(*args, **kwargs)

    def prepare(self) -> None:
        """Places in which something is held; a filter with nothing to choose is not shown."""
        for name, found, every in (
            ("commune", self._communes, _("Toutes")),
            ("stop", self._stops, _("Peu importe")),
        ):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = [("", every), *found]
            if not found:
                del self.fields[name]

    def wanted(self) -> PublicWanted:
        """What was asked for."""
        self.is_valid()
        asked = self.cleaned_data
        known = days_of_period(asked.get("when", ""), timezone.localdate())
        first, last = day_bounds(*known) if known else (None, None)
        places = {name: asked.get(name, "") for name in ("kind", "theme", "commune", "stop")}
        return PublicWanted(first=first, last=last, **places)
