"""A file of people, which column holds what, and what to do with look-alikes."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

from jalon.base.forms import JalonForm
from jalon.people.choices import ConsentMeans, RowChoice
from jalon.people.queries.imports import Alike
from jalon.people.readers.columns import FIELDS, NAMES

_CHOICES = [("", "à décider"), *RowChoice.choices]
LARGEST_UPLOAD = 40 * 2**20


class UploadForm(JalonForm):
    """A file."""

    file = forms.FileField(
        label="Votre liste",
        help_text="CSV ou XLSX, une personne par ligne, 40 Mo au plus. Rien n’est ajouté avant votre accord.",
        error_messages={
            "required": "Choisissez un fichier.",
            "empty": "Le fichier est vide\u00a0: rien n’a été lu. Choisissez-en un autre.",
        },
    )

    def clean_file(self) -> UploadedFile:
        """Not too large to keep until it is read."""
        file: UploadedFile = self.cleaned_data["file"]
        if (file.size or 0) > LARGEST_UPLOAD:
            raise forms.ValidationError("Ce fichier dépasse 40 Mo\u00a0: coupez-le en deux.")
        return file


class ColumnsForm(JalonForm):
    """One choice for each column of the file."""

    def __init__(
        self, *args: Any, headers: Sequence[str], matching: Mapping[str, str], **kwargs: Any
    ) -> None:
        self._headers, self._matching = headers, matching
        super().__init__(*args, **kwargs)

    def prepare(self) -> None:
        """A field for each column, guessed or remembered."""
        choices = [("", "Ne pas prendre"), *FIELDS.items()]
        for number, header in enumerate(self._headers):
            field = forms.ChoiceField(
                label=header, choices=choices, required=False, initial=self._matching.get(header, "")
            )
            field.widget.attrs["class"] = "input select"
            self.fields[f"column-{number}"] = field

    def clean(self) -> dict[str, Any]:
        """Each field once, and a name."""
        cleaned = super().clean() or self.cleaned_data
        chosen = [field for field in cleaned.values() if field]
        twice = [FIELDS[field] for field, count in Counter(chosen).items() if count > 1]
        if twice:
            self.add_error(None, f"Deux colonnes pour une seule chose\u00a0: {', '.join(twice)}.")
        if not set(chosen) & set(NAMES):
            self.add_error(None, "Dites quelle colonne contient le prénom ou le nom.")
        return cleaned

    def columns(self) -> dict[str, str]:
        """Column to field."""
        pairs = ((header, self.cleaned_data[f"column-{n}"]) for n, header in enumerate(self._headers))
        return {header: field for header, field in pairs if field}


class DecisionForm(JalonForm):
    """A choice for each look-alike in view, one for all the others, and how people agreed."""

    otherwise = forms.ChoiceField(
        label="Pour toutes les ressemblances sans réponse",
        choices=RowChoice.choices,
        initial=RowChoice.LEAVE,
        required=False,
        widget=forms.RadioSelect,
    )
    means = forms.ChoiceField(
        label="Ces personnes ont-elles accepté que vous les rappeliez\u00a0?",
        choices=[
            (ConsentMeans.FACE, "Oui, de vive voix"),
            (ConsentMeans.PHONE, "Oui, au téléphone"),
            (ConsentMeans.PAPER, "Oui, sur papier"),
            ("", "Pas encore\u00a0: je leur demanderai"),
        ],
        required=False,
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, alike: Sequence[Alike], **kwargs: Any) -> None:
        self._alike = alike
        super().__init__(*args, **kwargs)

    def prepare(self) -> None:
        """One field for each row that looks like somebody."""
        for one in self._alike:
            choices = [
                ("", "À décider"),
                *((value, f"{label[0].upper()}{label[1:]}") for value, label in _CHOICES),
            ]
            field = forms.ChoiceField(choices=choices, required=False, initial=one.row.choice)
            field.widget.attrs["class"] = "input select"
            self.fields[_name(one)] = field

    def beside(self, alike: Sequence[Alike]) -> list[tuple[Alike, Any]]:
        """Each look-alike with its field."""
        return [(one, self[_name(one)]) for one in alike]

    def choices(self) -> dict[int, str]:
        """What was chosen, by number of the row."""
        given = {one.row.number: self.cleaned_data[_name(one)] for one in self._alike}
        return {number: choice for number, choice in given.items() if choice}

    def decision(self) -> dict[str, str]:
        """What is done with the others, and how people agreed."""
        otherwise = self.cleaned_data["otherwise"] or RowChoice.LEAVE.value
        return {"otherwise": otherwise, "means": self.cleaned_data["means"]}


def _name(one: Alike) -> str:
    return f"row-{one.row.number}"
