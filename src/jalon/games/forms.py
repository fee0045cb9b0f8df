"""What one types at the table and at the facilitator's desk."""

from django import forms
from django.utils.translation import gettext_lazy as _

from jalon.base.forms import JalonForm
from jalon.directory.models import Organisation
from jalon.games import queries
from jalon.games.stories.words import RolePart


class OpenForm(JalonForm):
    """Start a game, alone or for a dated session."""

    session = forms.ChoiceField(label="Pour quelle séance ?", required=False)

    def __init__(self, *args: object, organisations: list[Organisation], **kwargs: object) -> None:
        self.organisations = organisations
        super().__init__(*args, **kwargs)

    def prepare(self) -> None:
        self.sessions = {str(one.pk): one for one in queries.sessions_to_play(self.organisations)}
        rows = [(key, f"{one} · {one.starts_at:%d/%m %H:%M}") for key, one in self.sessions.items()]
        self.fields["session"].choices = [("", "Sans séance : un essai, une journée portes ouvertes"), *rows]  # type: ignore[attr-defined]


class JoinForm(JalonForm):
    """A name for today, and a role."""

    name = forms.CharField(
        label=_("Comment vous appelle-t-on aujourd’hui ?"),
        max_length=30,
        help_text=_("Un prénom ou un surnom suffit. Rien n’est gardé à votre nom."),
    )
    role = forms.ChoiceField(label=_("Quel métier prenez-vous ?"), widget=forms.RadioSelect)

    def __init__(self, *args: object, roles: tuple[RolePart, ...], **kwargs: object) -> None:
        self.roles = roles
        super().__init__(*args, **kwargs)

    def prepare(self) -> None:
        choices = [(role.key, f"{role.title} : {role.what}".replace(" :", "\u00a0:")) for role in self.roles]
        self.fields["role"].choices = choices  # type: ignore[attr-defined]


class AnswerForm(JalonForm):
    """What opens the lock."""

    # What is typed stays while the page follows the game.
    value = forms.CharField(
        label=_("Votre réponse"),
        max_length=60,
        widget=forms.TextInput(attrs={"hx-preserve": "true", "autocomplete": "off"}),
    )
