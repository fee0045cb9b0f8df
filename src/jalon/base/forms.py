"""Fields look and speak the same on every page; forms validate, they do not save."""

from typing import Any

from django import forms

_LARGE = (forms.TextInput, forms.EmailInput, forms.NumberInput, forms.Textarea, forms.Select, forms.FileInput)


class JalonForm(forms.Form):
    """Gives every control its class; Django ties hints and errors to it (`components/field.html`)."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        self.prepare()
        for field in self.fields.values():
            if isinstance(field.widget, _LARGE):
                field.widget.attrs.setdefault("class", "input")

    def prepare(self) -> None:
        """Choices and fields that depend on who asks; the fields are there, nothing is judged yet."""
