"""Telephone numbers and addresses: one spelling each, and errors in plain words."""

from collections.abc import Callable

import phonenumbers
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext_lazy as _

from jalon.people.choices import ContactKind

DEFAULT_REGION = "FR"
_TOO_SHORT = _("Il manque des chiffres à ce numéro. Un numéro de France en a dix : 06 39 98 12 34.")
_TOO_LONG = _("Ce numéro a trop de chiffres. Un numéro de France en a dix : 06 39 98 12 34.")
_UNKNOWN = _("Ce numéro n’existe pas. Un numéro d’un autre pays commence par + : +32 470 12 34 56.")
_NO_NUMBER = _("Ce n’est pas un numéro de téléphone. Exemple : 06 39 98 12 34.")
_LENGTHS = {
    phonenumbers.ValidationResult.TOO_SHORT: _TOO_SHORT,
    phonenumbers.ValidationResult.IS_POSSIBLE_LOCAL_ONLY: _TOO_SHORT,
    phonenumbers.ValidationResult.TOO_LONG: _TOO_LONG,
}
# Numbers kept free for stories, examples and demonstrations (Arcep, decision 2018-0881).
_INVENTED = ("+3319900", "+3326191", "+3335301", "+3346571", "+3353649", "+3363998")
_INVENTED_MOBILE = "+3363998"
_MOBILE = {phonenumbers.PhoneNumberType.MOBILE, phonenumbers.PhoneNumberType.FIXED_LINE_OR_MOBILE}


def normalise_phone(text: str) -> str:
    """A number of any country as E.164, such as +33639981234; without prefix it is a French one.

    Raises:
        ValidationError: in plain words, what is wrong with the number.
    """
    try:
        number = phonenumbers.parse(text.strip(), DEFAULT_REGION)
    except phonenumbers.NumberParseException as error:
        raise ValidationError(_NO_NUMBER, code="phone") from error
    e164 = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    if not phonenumbers.is_valid_number(number) and not _is_invented(e164):
        reason = phonenumbers.is_possible_number_with_reason(number)
        raise ValidationError(_LENGTHS.get(reason, _UNKNOWN), code="phone")
    return e164


def _is_invented(e164: str) -> bool:
    return e164.startswith(_INVENTED) and len(e164) == 12


def normalise_email(text: str) -> str:
    """An address in lower case.

    Raises:
        ValidationError: what is wrong with the address.
    """
    address = text.strip().lower()
    try:
        validate_email(address)
    except ValidationError as error:
        message = _("Cette adresse n’est pas complète. Exemple : prenom@exemple.fr.")
        raise ValidationError(message, code="email") from error
    return address


def takes_sms(value: str) -> bool:
    """Whether an E.164 number may be a mobile one."""
    kind = phonenumbers.number_type(phonenumbers.parse(value))
    return kind in _MOBILE or value.startswith(_INVENTED_MOBILE)


def looks_like_phone(text: str) -> bool:
    """Whether somebody who typed this meant a telephone number: four digits or more, and no letter."""
    digits = sum(character.isdigit() for character in text)
    return digits >= 4 and not any(character.isalpha() for character in text)


def normalise_post(text: str) -> str:
    """A postal address, one line each for street and town, without empty lines.

    Raises:
        ValidationError: there is no postal code in it.
    """
    lines = [" ".join(line.split()) for line in text.splitlines() if line.strip()]
    if not any(word.isdigit() and len(word) == 5 for line in lines for word in line.split()):
        message = _("Il manque le code postal. Exemple : 4 place de la Gare, puis 59140 Dunkerque.")
        raise ValidationError(message, code="post")
    return "\n".join(lines)


def kind_of(text: str) -> str:
    """What somebody typed: an address of mail has an @, a postal address has letters."""
    if "@" in text:
        return ContactKind.EMAIL.value
    return (ContactKind.POST if any(c.isalpha() for c in text) else ContactKind.PHONE).value


# One spelling for each way to be reached, by its kind.
NORMALISE: dict[str, Callable[[str], str]] = {
    ContactKind.PHONE: normalise_phone,
    ContactKind.EMAIL: normalise_email,
    ContactKind.POST: normalise_post,
}
