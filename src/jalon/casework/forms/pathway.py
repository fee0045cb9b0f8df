"""Steps, goals, projects, obstacles and notes."""

from collections.abc import Sequence
from typing import Any

from django import forms

from jalon.accounts.models import User
from jalon.base.forms import JalonForm
from jalon.casework.choices import ObstacleKind, ProjectState
from jalon.casework.models import RouteTemplate

# The law, and decency: shown beside every note, not hidden in a manual.
NOTE_REMINDER = (
    "255 signes. Jamais la santé, l’origine, la religion, les opinions, ni un jugement sur la personne :"
    " elle lit ce que vous écrivez."
)
Choices = list[tuple[str, str]]


def labelled(members: Sequence[Any]) -> Choices:
    """Choices with a capital."""
    return [(str(one.value), one.label[0].upper() + one.label[1:]) for one in members]


def people_choices(users: Sequence[User], empty: str) -> Choices:
    """Colleagues by name, after a word for nobody."""
    return [("", empty), *((str(user.pk), user.name) for user in users)]


class DateInput(forms.DateInput):
    """A day, as browsers ask for one."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d", attrs={"class": "input"})


class StepForm(JalonForm):
    """What is to be done, with whom, by when."""

    title = forms.CharField(label="Quoi", max_length=160)
    with_whom = forms.CharField(label="Avec qui, où", max_length=160, required=False)
    due_date = forms.DateField(label="Avant le", required=False, widget=DateInput())
    owner = forms.TypedChoiceField(label="Qui s’en occupe", required=False, coerce=int, empty_value=None)

    def __init__(self, *args: Any, colleagues: Sequence[User], **kwargs: Any) -> None:
        self.colleagues = colleagues
        super().__init__(*args, **kwargs)

    def prepare(self) -> None:
        owner = self.fields["owner"]
        owner.choices = people_choices(self.colleagues, "Toute l’équipe")  # type: ignore[attr-defined]

    @property
    def values(self) -> dict[str, Any]:
        """Arguments of `add_step` and `change_step`."""
        chosen = self.cleaned_data["owner"]
        owner = next((one for one in self.colleagues if one.pk == chosen), None)
        return {**self.cleaned_data, "owner": owner}


class ReasonForm(JalonForm):
    """Why."""

    reason = forms.CharField(label="Pourquoi", max_length=200)


class GoalForm(JalonForm):
    """What the person wants."""

    words = forms.CharField(
        label="Avec ses mots",
        max_length=255,
        help_text="Comme la personne le dit : « Je voudrais… »",
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class ProjectForm(JalonForm):
    """A trade or a training the person thinks of."""

    title = forms.CharField(label="Un métier, une formation", max_length=160)


class ProjectMoveForm(JalonForm):
    """What a project has become, and by which fact."""

    state = forms.ChoiceField(
        label="Le projet est",
        choices=labelled([ProjectState.EXPLORED, ProjectState.CONFIRMED, ProjectState.SET_ASIDE]),
    )
    fact = forms.CharField(
        label="Ce qui le montre",
        max_length=255,
        help_text="Un fait : une visite, un essai, une rencontre. Pas un avis.",
    )


class ObstacleForm(JalonForm):
    """What makes things harder."""

    kind = forms.ChoiceField(label="Difficulté", choices=labelled(list(ObstacleKind)))


class NoteForm(JalonForm):
    """A few words for the team."""

    text = forms.CharField(
        label="Note pour l’équipe",
        max_length=255,
        help_text=NOTE_REMINDER,
        widget=forms.Textarea(attrs={"rows": 3, "maxlength": 255}),
    )


class ApplyForm(JalonForm):
    """A route template to copy."""

    template = forms.TypedChoiceField(label="Modèle", coerce=int)
    start = forms.DateField(label="À partir du", required=False, widget=DateInput())

    def __init__(self, *args: Any, templates: Sequence[RouteTemplate], **kwargs: Any) -> None:
        self.templates = templates
        super().__init__(*args, **kwargs)

    def prepare(self) -> None:
        named = [(str(one.pk), one.name) for one in self.templates]
        self.fields["template"].choices = named  # type: ignore[attr-defined]
