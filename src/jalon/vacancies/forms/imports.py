"""A file of vacancies and how to take it; which column holds what."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

from jalon.base.forms import JalonForm
from jalon.directory.models import Organisation
from jalon.vacancies.readers.spreadsheet import FIELDS, NEEDED

LARGEST_UPLOAD = 25 * 2**20


class ImportForm(JalonForm):
    """A file, and what to do with it."""

    file = forms.FileField(
        label="Fichier",
        help_text="CSV ou JSON de France Travail, page ou fichier JobPosting, CSV ou XLSX. 25 Mo au plus.",
    )
    organisation = forms.TypedChoiceField(
        label="Employeur, si le fichier ne le dit pas", required=False, coerce=int, empty_value=None
    )
    valid_days = forms.IntegerField(
        label="Fin des offres qui n’en ont pas, en jours",
        required=False,
        min_value=1,
        max_value=365,
        help_text="Sans ce nombre, elles restent en brouillon jusqu’à ce qu’une date soit donnée.",
    )
    full = forms.BooleanField(
        label="Ce fichier est complet : fermer les offres de cette source qui n’y sont plus", required=False
    )

    def __init__(self, *args: Any, employers: Sequence[Organisation], **kwargs: Any) -> None:
        self._employers = employers
        super().__init__(*args, **kwargs)

    def prepare(self) -> None:
        """Employers to choose from."""
        field = self.fields["organisation"]
        assert isinstance(field, forms.TypedChoiceField)
        field.choices = [("", "Il le dit"), *((str(o.pk), o.name) for o in self._employers)]

    def clean_file(self) -> UploadedFile:
        """Not too large to keep until it is read."""
        file: UploadedFile = self.cleaned_data["file"]
        if (file.size or 0) > LARGEST_UPLOAD:
            raise forms.ValidationError(
                "Ce fichier dépasse 25 Mo : utilisez la commande jalon vacancies import."
            )
        return file

    def options(self) -> dict[str, Any]:
        """What the import is asked."""
        names = ("organisation", "valid_days", "full")
        return {name: self.cleaned_data[name] for name in names}


class ColumnsForm(JalonForm):
    """One choice for each column of the table."""

    def __init__(
        self, *args: Any, headers: Sequence[str], matching: Mapping[str, str], named: bool, **kwargs: Any
    ) -> None:
        """`named`: an employer was chosen for the whole file."""
        self._headers, self._matching, self._named = headers, matching, named
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
        """Each field once, and the title."""
        cleaned = super().clean() or self.cleaned_data
        chosen = [field for field in cleaned.values() if field]
        twice = [FIELDS[field] for field, count in Counter(chosen).items() if count > 1]
        needed = (*NEEDED, *(() if self._named else ("employer",)))
        missing = [FIELDS[field] for field in needed if field not in chosen]
        if twice:
            self.add_error(None, f"Deux colonnes pour une seule chose : {', '.join(twice)}.")
        if missing:
            self.add_error(None, f"Dites quelle colonne contient : {', '.join(missing)}.")
        return cleaned

    def columns(self) -> dict[str, str]:
        """Column to field."""
        pairs = ((header, self.cleaned_data[f"column-{n}"]) for n, header in enumerate(self._headers))
        return {header: field for header, field in pairs if field}
