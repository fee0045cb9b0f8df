"""Fields look and speak the same on every page; forms validate, they do not save."""

from typing import Any

from django import forms

_LARGE = (forms.TextInput, forms.EmailInput, forms.NumberInput, forms.Textarea, forms.Select, forms.FileInput)


class JalonForm(forms.Form):
    """Gives every control its class and ties it to its hint and error."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        self.prepare()
        for name, field in self.fields.items():
            self._dress(name, field)

    def prepare(self) -> None:
        """Choices and fields that depend on who asks; the fields are there, nothing is judged yet."""

    def _dress(self, name: str, field: forms.Field) -> None:
        attributes = field.widget.attrs
        if isinstance(field.widget, _LARGE):
            attributes.setdefault("class", "input")
        parts = [f"{self[name].auto_id}_hint"] if field.help_text else []
        if self.is_bound and name in self.errors:
            attributes["aria-invalid"] = "true"
            parts.append(f"{self[name].auto_id}_error")
        if parts:
            attributes["aria-describedby"] = " ".join(parts)
