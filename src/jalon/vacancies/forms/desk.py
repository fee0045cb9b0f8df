"""What is asked of the list, and why a vacancy is closed."""

from collections.abc import Sequence
from typing import Any

from django import forms

from jalon.base.forms import JalonForm
from jalon.directory.models import Organisation
from jalon.vacancies.choices import ModerationReason, VacancyState
from jalon.vacancies.queries import Filters


class FilterForm(JalonForm):
    """Filters of the list, in the address, so that it can be kept and sent."""

    words = forms.CharField(label="Chercher", max_length=80, required=False)
    state = forms.ChoiceField(
        label="État",
        required=False,
        choices=[("", "Tous les états"), *((s.value, s.label.capitalize()) for s in VacancyState)],
    )
    employer = forms.TypedChoiceField(label="Employeur", required=False, coerce=int, empty_value=None)
    view = forms.ChoiceField(
        label="À voir",
        required=False,
        choices=[("", "Toutes"), ("to_read", "À lire d’abord"), ("without_place", "Sans lieu")],
    )

    def __init__(self, *args: Any, employers: Sequence[Organisation], **kwargs: Any) -> None:
        self._employers = employers
        super().__init__(*args, **kwargs)

    def prepare(self) -> None:
        """Employers that have a vacancy here."""
        for each in self.fields.values():
            each.widget.attrs["class"] = "input select"
        self.fields["words"].widget.attrs["placeholder"] = "Titre, employeur, lieu"
        field = self.fields["employer"]
        assert isinstance(field, forms.TypedChoiceField)
        field.choices = [("", "Tous les employeurs"), *((str(o.pk), o.name) for o in self._employers)]

    def filters(self) -> Filters:
        """What is asked; what cannot be understood asks nothing."""
        self.full_clean()
        asked = self.cleaned_data
        return Filters(
            state=asked.get("state", ""),
            organisation=asked.get("employer"),
            words=asked.get("words", ""),
            to_read=asked.get("view") == "to_read",
            without_place=asked.get("view") == "without_place",
        )


class CloseForm(JalonForm):
    """Words for closing, if one likes."""

    detail = forms.CharField(
        label="Pourquoi", max_length=200, required=False, help_text="Gardé dans l’historique de l’offre."
    )


class ModerateForm(JalonForm):
    """One button for each reason."""

    reason = forms.ChoiceField(choices=ModerationReason.choices)
