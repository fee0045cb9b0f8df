"""Who joins the team, takes over, or is asked to follow a person."""

from collections.abc import Sequence
from datetime import datetime, time
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from jalon.accounts.models import User
from jalon.base.forms import JalonForm
from jalon.casework.forms.pathway import DateInput, labelled, people_choices
from jalon.casework.models import Step
from jalon.directory.models import Organisation
from jalon.people.choices import ConsentMeans, TeamRole
from jalon.people.contact import normalise_phone

_ROLES = [TeamRole.SOCIAL, TeamRole.EMPLOYMENT, TeamRole.ASSOCIATION, TeamRole.MEMBER, TeamRole.LEAD]
_MEANS = labelled([ConsentMeans.FACE, ConsentMeans.PHONE, ConsentMeans.PAPER])


def user_among(users: Sequence[User], chosen: int | None) -> User | None:
    """The chosen account, if it is among them."""
    return next((one for one in users if one.pk == chosen), None)


class PlaceForm(JalonForm):
    """Another place in the team."""

    role = forms.ChoiceField(label="Place dans l’équipe", choices=labelled(_ROLES))
    reason = forms.CharField(label="Pourquoi", max_length=200)


class JoinForm(JalonForm):
    """Somebody of a partner joins the team, with the person's agreement."""

    user = forms.TypedChoiceField(label="Qui", required=False, coerce=int, empty_value=None)
    name = forms.CharField(
        label="Ou son nom, sans compte Jalon",
        max_length=120,
        required=False,
        help_text="Pour quelqu’un qui n’utilise pas encore Jalon.",
    )
    phone = forms.CharField(label="Son téléphone", max_length=20, required=False)
    role = forms.ChoiceField(label="Place dans l’équipe", choices=labelled(_ROLES))
    reason = forms.CharField(
        label="Pour quoi", max_length=200, help_text="Logement, emploi, garde d’enfants…"
    )
    means = forms.ChoiceField(
        label="La personne est d’accord : elle l’a dit",
        choices=_MEANS,
        help_text="Qui rejoint l’équipe lit son dossier. Sans son accord, personne n’est ajouté.",
    )

    def __init__(self, *args: Any, users: Sequence[User], **kwargs: Any) -> None:
        self.users = users
        super().__init__(*args, **kwargs)

    def prepare(self) -> None:
        choices = people_choices(self.users, "Toute la structure")
        self.fields["user"].choices = choices  # type: ignore[attr-defined]

    def clean_phone(self) -> str:
        text: str = self.cleaned_data["phone"].strip()
        return normalise_phone(text) if text else ""

    @property
    def values(self) -> dict[str, Any]:
        """Arguments of `join_team`."""
        return {**self.cleaned_data, "user": user_among(self.users, self.cleaned_data["user"])}


class HandOverForm(JalonForm):
    """Somebody else takes the place."""

    user = forms.TypedChoiceField(label="À qui", required=False, coerce=int, empty_value=None)
    reason = forms.CharField(label="Pourquoi", max_length=200, help_text="Congé, changement de quartier…")
    means = forms.ChoiceField(
        label="Accord de la personne, si la structure est nouvelle",
        required=False,
        choices=[("", "La structure la suit déjà"), *_MEANS],
    )

    def __init__(self, *args: Any, users: Sequence[User], **kwargs: Any) -> None:
        self.users = users
        super().__init__(*args, **kwargs)

    def prepare(self) -> None:
        choices = people_choices(self.users, "Toute la structure")
        self.fields["user"].choices = choices  # type: ignore[attr-defined]

    @property
    def values(self) -> dict[str, Any]:
        """Arguments of `hand_over`."""
        return {**self.cleaned_data, "user": user_among(self.users, self.cleaned_data["user"])}


class ReferForm(JalonForm):
    """Ask a partner to follow a person."""

    to_organisation = forms.TypedChoiceField(label="Vers", coerce=int)
    reason = forms.CharField(
        label="Pourquoi",
        max_length=255,
        help_text="Ce que le partenaire lira avant de répondre. Rien de la santé ni de la vie privée.",
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    means = forms.ChoiceField(label="La personne est d’accord : elle l’a dit", choices=_MEANS)
    answer_by = forms.DateField(label="Réponse attendue avant le", widget=DateInput())
    step = forms.TypedChoiceField(label="Étape concernée", required=False, coerce=int, empty_value=None)

    def __init__(
        self, *args: Any, partners: Sequence[Organisation], steps: Sequence[Step], **kwargs: Any
    ) -> None:
        self.partners, self.steps = partners, steps
        super().__init__(*args, **kwargs)

    def prepare(self) -> None:
        partners = [("", "Choisir un partenaire"), *((str(one.pk), one.name) for one in self.partners)]
        steps = [("", "Aucune"), *((str(one.pk), one.title) for one in self.steps)]
        self.fields["to_organisation"].choices = partners  # type: ignore[attr-defined]
        self.fields["step"].choices = steps  # type: ignore[attr-defined]

    def clean_answer_by(self) -> datetime:
        """The end of that working day."""
        chosen = datetime.combine(self.cleaned_data["answer_by"], time(18))
        due = timezone.make_aware(chosen)
        if due <= timezone.now():
            raise ValidationError("Cette date est passée : choisissez un jour à venir.", code="past")
        return due

    @property
    def values(self) -> dict[str, Any]:
        """Arguments of `refer`."""
        partner = next(one for one in self.partners if one.pk == self.cleaned_data["to_organisation"])
        step = next((one for one in self.steps if one.pk == self.cleaned_data["step"]), None)
        return {**self.cleaned_data, "to_organisation": partner, "step": step}


class AnswerForm(JalonForm):
    """The partner's answer."""

    role = forms.ChoiceField(label="Notre place dans l’équipe", choices=labelled(_ROLES[:-1]), required=False)
    owner = forms.TypedChoiceField(
        label="Qui de chez nous l’accompagne", required=False, coerce=int, empty_value=None
    )
    suggested = forms.TypedChoiceField(
        label="Si non, un autre partenaire possible", required=False, coerce=int, empty_value=None
    )
    note = forms.CharField(label="Un mot pour le partenaire", max_length=255, required=False)

    def __init__(
        self, *args: Any, colleagues: Sequence[User], partners: Sequence[Organisation], **kwargs: Any
    ) -> None:
        self.colleagues, self.partners = colleagues, partners
        super().__init__(*args, **kwargs)

    def prepare(self) -> None:
        owners = people_choices(self.colleagues, "Toute la structure")
        self.fields["owner"].choices = owners  # type: ignore[attr-defined]
        others = [("", "Aucun"), *((str(one.pk), one.name) for one in self.partners)]
        self.fields["suggested"].choices = others  # type: ignore[attr-defined]

    @property
    def values(self) -> dict[str, Any]:
        """Arguments of `answer_referral`."""
        found = self.cleaned_data
        suggested = next((one for one in self.partners if one.pk == found["suggested"]), None)
        return {
            "role": found["role"] or TeamRole.MEMBER,
            "owner": user_among(self.colleagues, found["owner"]),
            "suggested": suggested,
            "note": found["note"],
        }


class AppointForm(JalonForm):
    """Who leads the people ticked."""

    user = forms.TypedChoiceField(label="Confier à", coerce=int)
    reason = forms.CharField(label="Pourquoi", max_length=200, required=False)

    def __init__(self, *args: Any, colleagues: Sequence[User], **kwargs: Any) -> None:
        self.colleagues = colleagues
        super().__init__(*args, **kwargs)

    def prepare(self) -> None:
        choices = people_choices(self.colleagues, "Choisir une personne")
        self.fields["user"].choices = choices  # type: ignore[attr-defined]
