"""Telephone numbers and names however they are typed."""

import phonenumbers
import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from jalon.people.contact import normalise_email, normalise_phone
from jalon.people.names import fold, words

COUNTRIES = sorted(phonenumbers.SUPPORTED_REGIONS)


@pytest.mark.parametrize(
    "text",
    [
        "06 39 98 12 34",
        "0639981234",
        "06.39.98.12.34",
        "+33 6 39 98 12 34",
        "0033639981234",
        " 06-39-98-12-34 ",
    ],
)
def test_one_number_has_one_spelling(text: str) -> None:
    assert normalise_phone(text) == "+33639981234"


@pytest.mark.parametrize(
    "text", ["+32 470 12 34 56", "+212 612-345678", "+44 7400 123456", "+380 50 123 4567"]
)
def test_numbers_of_the_world_are_taken(text: str) -> None:
    digits = "".join(character for character in text if character.isdigit())

    assert normalise_phone(text) == "+" + (digits if text.startswith("+") else f"33{digits[1:]}")


@given(st.sampled_from(COUNTRIES))
def test_the_example_of_each_country_is_taken_and_stays_itself(country: str) -> None:
    example = phonenumbers.example_number(country)
    e164 = phonenumbers.format_number(example, phonenumbers.PhoneNumberFormat.E164)

    assert normalise_phone(e164) == e164


@pytest.mark.parametrize(
    ("text", "start"),
    [
        ("06 39 98 12", "Il manque des chiffres"),
        ("06 39 98 12 34 56 78", "Ce numéro a trop de chiffres"),
        ("bonjour", "Ce n’est pas un numéro"),
        ("", "Ce n’est pas un numéro"),
        ("00 00 00 00 00", "Ce"),
        ("+999 123456", "Ce n’est pas"),
    ],
)
def test_a_wrong_number_is_explained(text: str, start: str) -> None:
    with pytest.raises(ValidationError) as fault:
        normalise_phone(text)
    assert fault.value.messages[0].startswith(start)


@given(st.text(max_size=40))
def test_whatever_is_typed_is_a_number_or_an_explanation(text: str) -> None:
    try:
        number = normalise_phone(text)
    except ValidationError:
        return
    assert normalise_phone(number) == number


def test_an_address_is_kept_in_lower_case() -> None:
    assert normalise_email(" Awa.Diarra@Exemple.FR ") == "awa.diarra@exemple.fr"
    with pytest.raises(ValidationError, match="pas complète"):
        normalise_email("awa@")


@pytest.mark.parametrize(
    ("typed", "folded"),
    [
        ("Éloïse D’Hœdt", "eloise d hoedt"),
        ("Jean-Noël de La Tour", "jean noel de la tour"),
        ("  ÀÇÉ  ", "ace"),
        ("Łukasz Groß", "lukasz gross"),
    ],
)
def test_names_are_folded(typed: str, folded: str) -> None:
    assert fold(typed) == folded


@given(st.text(max_size=60))
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)
    assert words(text) == fold(text).split()
