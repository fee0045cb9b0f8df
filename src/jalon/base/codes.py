"""Codes that people read aloud and type: no vowels, so that no word appears, and no Y, 0 or 1."""

import hashlib
import secrets

ALPHABET = "BCDFGHJKLMNPQRSTVWXZ23456789"
CODE_LENGTH = 4


def code_of(number: int) -> str:
    """Four characters for a number below 28 to the power of four."""
    characters = []
    for _ in range(CODE_LENGTH):
        number, digit = divmod(number, len(ALPHABET))
        characters.append(ALPHABET[digit])
    return "".join(reversed(characters))


def clean_code(text: str) -> str:
    """As typed, in capitals, without spaces, dots or dashes."""
    return "".join(character for character in text.upper() if character.isalnum())


def is_code(text: str, length: int = CODE_LENGTH) -> bool:
    """Whether the cleaned text can be a code of this length."""
    return len(text) == length and all(character in ALPHABET for character in text)


def new_secret(length: int) -> str:
    """A random code; ten characters make 48 bits."""
    return "".join(secrets.choice(ALPHABET) for _ in range(length))


def fingerprint(secret: str) -> str:
    """SHA-256 of a random secret, in hexadecimal: what is stored in its place."""
    return hashlib.sha256(secret.encode()).hexdigest()
