"""The ten-minute check as it is typed: a level for each task."""

from typing import Any

from django import forms

from jalon.activities.choices import DigitalLevel, DigitalTask
from jalon.base.forms import JalonForm

_MISSING = "Dites comment cela s’est passé. « Pas encore » est une bonne réponse."


class CheckForm(JalonForm):
    """One choice a task; the page holds the exercises."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for task in DigitalTask:
            self.fields[task.value] = forms.ChoiceField(
                label=f"{str(task.label).capitalize()} : comment ça s’est passé ?",
                choices=[(level.value, str(level.label).capitalize()) for level in DigitalLevel],
                widget=forms.RadioSelect,
                error_messages={"required": _MISSING},
            )
