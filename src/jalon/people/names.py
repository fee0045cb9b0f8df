"""Names however they are typed: accents, ligatures, particles and dashes do not count."""

import unicodedata

_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "ß": "ss", "ø": "o", "ł": "l", "đ": "d"})


def fold(text: str) -> str:
    """Lower case, without accents, words parted by one space: « D’Œuvre-Noël » gives `d oeuvre noel`."""
    plain = unicodedata.normalize("NFD", text.lower().translate(_LIGATURES))
    kept = "".join(c if c.isalnum() else " " for c in plain if not unicodedata.combining(c))
    return " ".join(kept.split())


def words(text: str) -> list[str]:
    """The folded words of a name."""
    return fold(text).split()
