"""Fields of the catalogue: lengths and amounts as people write them, and lists that grow by suggestion."""

import re
from collections.abc import Callable, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any, Generic, TypeVar

from django import forms
from django.core.exceptions import ValidationError

from jalon.activities.rules.length import said_length
from jalon.reference.models import Occupation, Skill

_LENGTH = re.compile(
    r"^(?:(\d{1,3})\s*(?:h|heures?))?\s*(?:(\d{1,3})\s*(?:mn|min|minutes?)?)?$", re.IGNORECASE
)
LONGEST_MINUTES = 200 * 60


class LengthField(forms.Field):
    """« 3 h », « 1 h 30 », « 45 min » to minutes."""

    def to_python(self, value: Any) -> Any:
        """None when empty."""
        text = str(value or "").replace("\u00a0", " ").strip()
        if not text:
            return None
        match = _LENGTH.match(text)
        minutes = int(match[1] or 0) * 60 + int(match[2] or 0) if match else 0
        if not 0 < minutes <= LONGEST_MINUTES:
            raise ValidationError("Écrivez une durée comme 3 h, 1 h 30 ou 45 min.")
        return minutes

    def prepare_value(self, value: Any) -> Any:
        """As it is read: « 1 h 30 »."""
        return said_length(value) if isinstance(value, int) else value


class EurosField(forms.Field):
    """« 1 450 », « 12,50 € » to an amount with two decimals; nothing is not zero."""

    def to_python(self, value: Any) -> Any:
        """None when empty."""
        text = re.sub(r"[\s€\u202f]", "", str("" if value is None else value)).replace(",", ".")
        if not text:
            return None
        try:
            amount = Decimal(text).quantize(Decimal("0.01"))
        except InvalidOperation:
            raise ValidationError("Écrivez un montant comme 180 ou 12,50.") from None
        if not 0 <= amount < 1_000_000:
            raise ValidationError("Ce montant est hors de ce qu’une séance peut coûter.")
        return amount

    def prepare_value(self, value: Any) -> Any:
        """As it is read: « 12,50 », « 180 »."""
        if not isinstance(value, Decimal):
            return value
        return (f"{value:.0f}" if value == value.to_integral_value() else f"{value:.2f}").replace(".", ",")


Kind = TypeVar("Kind", bound=Occupation | Skill)


class Terms(Generic[Kind]):
    """Terms of the vocabulary chosen one by one: those kept (`<name>`), and the one being typed.

    `<name>_text` is what was typed, `<name>_code` the code of the suggestion chosen. What was typed and is no
    term stays in the field, with a sentence that says so.
    """

    def __init__(
        self,
        name: str,
        data: Any,
        stored: Sequence[Kind],
        by_codes: Callable[[Sequence[str]], Sequence[Kind]],
        named: Callable[[str], Kind | None],
    ) -> None:
        self.name, self.error, self.text = name, "", ""
        if data is None:
            self.chosen: list[Kind] = list(stored)
            return
        codes = data.getlist(name)[:50]
        self.text = data.get(f"{name}_text", "").strip()[:200]
        picked = data.get(f"{name}_code", "").strip()[:20]
        found = named(self.text) if self.text and not picked else None
        wanted = [*codes, *([picked] if picked and self.text else []), *([found.code] if found else [])]
        self.chosen = list(by_codes(wanted)) if wanted else []
        if self.text and (found or picked in {one.code for one in self.chosen}):
            self.text = ""
        elif self.text:
            self.error = f"« {self.text} » n’est pas dans la liste : choisissez une proposition, ou effacez."
