"""Fields that take hours and amounts as people write them."""

import re
from datetime import time
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from jalon.base import words

_HOUR = re.compile(r"^(\d{1,2})\s*(?:h|:|heures?)?\s*([0-5]\d)?\s*(?:min)?$", re.IGNORECASE)


class HourField(forms.Field):
    """« 5 h », « 5h30 », « 05:30 », « 13 » to a time of day; 24 h is midnight."""

    def to_python(self, value: Any) -> Any:
        """None when empty."""
        text = str(value or "").replace("\xa0", " ").strip()
        if not text:
            return None
        match = _HOUR.match(text)
        hour = int(match[1]) if match else 99
        if match is None or hour > 24 or (hour == 24 and int(match[2] or 0)):
            raise ValidationError("Écrivez une heure comme 5 h ou 13 h 30.")
        return time(hour % 24, int(match[2] or 0))

    def prepare_value(self, value: Any) -> Any:
        """As it is read: « 5 h 30 »."""
        return words.hour(value) if isinstance(value, time) else value


class AmountField(forms.Field):
    """« 1 980 », « 12,50 € » to an amount of money with two decimals."""

    def to_python(self, value: Any) -> Any:
        """None when empty."""
        text = re.sub(r"[\s€\u202f]", "", str(value or "")).replace(",", ".")
        if not text:
            return None
        try:
            amount = Decimal(text).quantize(Decimal("0.01"))
        except InvalidOperation:
            raise ValidationError("Écrivez un montant comme 1 980 ou 12,50.") from None
        if not 0 < amount < 1_000_000:
            raise ValidationError("Ce montant ne peut pas être un salaire.")
        return amount

    def prepare_value(self, value: Any) -> Any:
        """As it is read: « 12,5 », « 1980 »."""
        if not isinstance(value, Decimal):
            return value
        return (f"{value:.0f}" if value == value.to_integral_value() else f"{value:.2f}").replace(".", ",")
