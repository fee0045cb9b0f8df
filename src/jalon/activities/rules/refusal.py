"""A refusal in plain words."""

from django.core.exceptions import ValidationError


class RefusedError(ValidationError):
    """What was asked cannot be done; the sentence says why and what to do, and is shown as it is.

    A form may add it as it stands (`form.add_error(None, error)`).
    """

    def __str__(self) -> str:
        return " ".join(self.messages)
