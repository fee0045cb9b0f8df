"""A file of services, and for which partner."""

from collections.abc import Sequence
from typing import Any

from django import forms

from jalon.activities.exchange.reading import LARGEST_BYTES, UnreadableFileError, rows_of
from jalon.base.forms import JalonForm
from jalon.directory.models import Organisation


class ServicesForm(JalonForm):
    """The file is read while it is judged: `rows` holds its services."""

    organisation = forms.TypedChoiceField(label="Pour quel partenaire", coerce=int)
    file = forms.FileField(
        label="Fichier de services",
        help_text="JSON de data.inclusion, version 1. 10 Mo au plus.",
        error_messages={"required": "Choisissez un fichier.", "empty": "Ce fichier est vide."},
    )

    def __init__(self, *args: Any, partners: Sequence[Organisation], **kwargs: Any) -> None:
        self.partners = {one.pk: one for one in partners}
        self.rows: list[Any] = []
        super().__init__(*args, **kwargs)

    def prepare(self) -> None:
        """Partners for whom the reader may import."""
        field = self.fields["organisation"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(str(pk), one.name) for pk, one in self.partners.items()]
        if len(self.partners) == 1:
            del self.fields["organisation"]

    def clean_file(self) -> Any:
        """The services in it."""
        file = self.cleaned_data["file"]
        if file.size > LARGEST_BYTES:
            raise forms.ValidationError("Ce fichier dépasse 10 Mo : découpez-le.")
        try:
            self.rows = rows_of(file.read())
        except UnreadableFileError as error:
            raise forms.ValidationError(f"{error} Rien n’est importé.") from None
        return file

    def owner(self) -> Organisation:
        """For whom; call when valid."""
        chosen = self.cleaned_data.get("organisation")
        return self.partners[chosen] if chosen else next(iter(self.partners.values()))
