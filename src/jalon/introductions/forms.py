"""What advisers, employers and inhabitants type; forms validate, actions act."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jalon.base.codes import clean_code
from jalon.base.forms import JalonForm
from jalon.base.words import moment
from jalon.introductions.choices import (
    CallOutcome,
    EmployerAnswer,
    InterestClosing,
    InterviewResult,
    IntroductionClosing,
)
from jalon.people.choices import ConsentMeans
from jalon.people.contact import looks_like_phone, normalise_email, normalise_phone

_ADVISER_CLOSINGS = [
    InterestClosing.WITHDRAWN, InterestClosing.NOT_SUITABLE, InterestClosing.VACANCY_CLOSED,
    InterestClosing.DUPLICATE,
]  # fmt: skip
_END_CLOSINGS = [
    IntroductionClosing.EMPLOYER_NOT_NOW, IntroductionClosing.ALREADY_FILLED,
    IntroductionClosing.NOT_RETAINED, IntroductionClosing.NO_ANSWER, IntroductionClosing.PERSON_WITHDREW,
]  # fmt: skip


def _pairs(members: list[Any]) -> list[tuple[str, str]]:
    return [(member.value, member.label[0].upper() + member.label[1:]) for member in members]


class CodeForm(JalonForm):
    """The code that the caller reads aloud."""

    code = forms.CharField(
        label="Code lu au téléphone",
        max_length=12,
        widget=forms.TextInput(
            attrs={
                "class": "input input--code",
                "autocomplete": "off",
                "spellcheck": "false",
            }
        ),
    )

    def clean_code(self) -> str:
        return clean_code(self.cleaned_data["code"])


class ContactForm(JalonForm):
    """One field: a number, or an address, or nothing for a paper with a code."""

    contact = forms.CharField(
        label="Téléphone ou courriel",
        required=False,
        max_length=254,
        help_text="Sans rien, la personne reçoit un papier avec un code.",
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "text"}),
    )
    first_name = forms.CharField(label="Prénom", required=False, max_length=80)

    def clean_contact(self) -> str:
        text: str = self.cleaned_data["contact"].strip()
        if not text:
            return ""
        return normalise_phone(text) if looks_like_phone(text) or "@" not in text else normalise_email(text)

    @property
    def values(self) -> dict[str, Any]:
        """Arguments of `register_interest`."""
        contact = self.cleaned_data["contact"]
        kind = "email" if "@" in contact else "phone"
        return {kind: contact, "first_name": self.cleaned_data["first_name"]}


class CallForm(JalonForm):
    """How a call ended."""

    outcome = forms.ChoiceField(choices=CallOutcome.choices)
    note = forms.CharField(label="Note", required=False, max_length=300)


class NoteForm(JalonForm):
    """A line for the team."""

    text = forms.CharField(
        label="Note pour l’équipe", max_length=300, widget=forms.Textarea(attrs={"rows": 2, "maxlength": 300})
    )


class CloseForm(JalonForm):
    """Why an interest ends."""

    closing = forms.ChoiceField(label="Raison", choices=_pairs(_ADVISER_CLOSINGS))


class IntroduceForm(JalonForm):
    """What the employer will read, how the person agreed, and where to write."""

    presentation = forms.CharField(
        label="Ce que l’entreprise lira",
        max_length=500,
        help_text="Trois lignes : ce que la personne sait faire, quand elle est libre. Rien d’intime.",
        widget=forms.Textarea(attrs={"rows": 4, "maxlength": 500}),
    )
    employer = forms.CharField(
        label="Courriel ou mobile de l’entreprise",
        required=False,
        max_length=254,
        help_text="Elle y reçoit un lien et répond sans compte.",
    )
    means = forms.ChoiceField(
        label="La personne a donné son accord", choices=ConsentMeans.choices, widget=forms.RadioSelect
    )

    def clean_employer(self) -> str:
        text: str = self.cleaned_data["employer"].strip()
        if not text:
            return ""
        return normalise_email(text) if "@" in text else normalise_phone(text)


class MomentForm(JalonForm):
    """A day and an hour to come."""

    day = forms.DateField(label="Jour", widget=forms.DateInput(attrs={"type": "date", "class": "input"}))
    hour = forms.TimeField(label="Heure", widget=forms.TimeInput(attrs={"type": "time", "class": "input"}))
    place = forms.CharField(label="Lieu", required=False, max_length=250)

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        day, hour = values.get("day"), values.get("hour")
        if day and hour:
            values["starts_at"] = at(day, hour)
            if values["starts_at"] <= timezone.now():
                raise ValidationError("Cette heure est passée : choisissez une heure à venir.")
        return values


class ResultForm(JalonForm):
    """What became of an interview."""

    result = forms.ChoiceField(
        label="Résultat",
        choices=_pairs([InterviewResult.OFFER, InterviewResult.NO_OFFER, InterviewResult.ABSENT]),
        widget=forms.RadioSelect,
    )


class HireForm(JalonForm):
    """The first day at work."""

    starts_on = forms.DateField(
        label="Premier jour", required=False, widget=forms.DateInput(attrs={"type": "date", "class": "input"})
    )


class EndForm(JalonForm):
    """Why an introduction ends."""

    closing = forms.ChoiceField(label="Raison", choices=_pairs(_END_CLOSINGS))
    reason = forms.CharField(label="Précision", required=False, max_length=300)


class ReasonForm(JalonForm):
    """Why a hire did not hold."""

    reason = forms.CharField(label="Ce qui s’est passé", max_length=300)


class AnswerForm(JalonForm):
    """The employer's first question."""

    answer = forms.ChoiceField(
        label=_("Voulez-vous rencontrer cette personne ?"),
        choices=[
            (EmployerAnswer.MEET, _("Oui, je veux la rencontrer")),
            (EmployerAnswer.NOT_NOW, _("Pas maintenant")),
            (EmployerAnswer.FILLED, _("Le poste est déjà pourvu")),
        ],
        widget=forms.RadioSelect,
    )


class MeetForm(JalonForm):
    """When the employer could meet the person: among the half-days offered, and how."""

    proposals = forms.MultipleChoiceField(
        label=_("Quand pourriez-vous la rencontrer ?"),
        help_text=_("Plusieurs réponses possibles. Sans réponse, nous vous appelons."),
        required=False,
        choices=lambda: half_days(timezone.localtime()),
        widget=forms.CheckboxSelectMultiple,
    )
    note = forms.CharField(label=_("Lieu, personne à demander"), required=False, max_length=300)

    def clean_proposals(self) -> list[datetime]:
        return [datetime.fromisoformat(text) for text in self.cleaned_data["proposals"]]


class WhyForm(JalonForm):
    """Why not now."""

    note = forms.CharField(
        label=_("Pourquoi, en quelques mots ?"), required=False, max_length=300,
        help_text=_("La personne lira une phrase simple, pas ces mots."),
    )  # fmt: skip


def at(day: date, hour: time) -> datetime:
    """A local day and hour as an instant."""
    return timezone.make_aware(datetime.combine(day, hour))


def half_days(now: datetime, count: int = 3) -> list[tuple[str, str]]:
    """The mornings (9 h) and afternoons (14 h) of the next working days, as value and words."""
    day, found = now.date(), list[datetime]()
    while len(found) < 2 * count:
        day += timedelta(days=1)
        if day.weekday() < 5:
            found += [at(day, time(9)), at(day, time(14))]
    return [(value.isoformat(), moment(value)) for value in found]
