"""How words are compared: without accents, without little words, as they sound."""

import re
import unicodedata

_LITTLE = frozenset(
    {"a", "au", "aux", "avec", "d", "dans", "de", "des", "du", "en", "et", "l", "la", "le", "les", "ou"}
    | {"par", "pour", "s", "sans", "sur", "un", "une"}
)
# What people say or abbreviate, and what vocabularies write.
_EVERYDAY = (
    (("femme", "menage"), ("agent", "nettoyage")),
    (("homme", "menage"), ("agent", "nettoyage")),
    (("pl",), ("poids", "lourd")),
    (("spl",), ("poids", "lourd")),
    (("vl",), ("vehicule", "leger")),
    (("ash",), ("agent", "service", "hospitalier")),
    (("ads",), ("agent", "securite")),
    (("st",), ("saint",)),
    (("ste",), ("sainte",)),
)
_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "Œ": "oe", "Æ": "ae", "ß": "ss"})
_NOT_WORD = re.compile(r"[^a-z0-9+#]+")
# From spelling to sound, in this order; what the ear does not tell apart becomes one letter.
_SOUNDS = [
    (re.compile(pattern), sound)
    for pattern, sound in (
        ("eaux?|aux?", "o"),
        ("ph", "f"),
        ("ch", "+"),
        ("sc(?=[ei])", "s"),
        ("qu|[ck](?=[^eiy]|$)|k|q", "k"),
        ("c(?=[eiy])", "s"),
        ("g(?=[eiy])", "j"),
        ("y", "i"),
        ("z", "s"),
        ("th", "t"),
        ("h", ""),
        ("ai|ei", "e"),
        ("(?<=[aeiou])m(?=[bp])", "n"),
        (r"(.)\1+", r"\1"),
        ("(?<=.)[tsdxe]$", ""),
    )
]


def fold(text: str) -> str:
    """Lower case, no accents, ligatures opened, words separated by one blank."""
    plain = unicodedata.normalize("NFD", text.translate(_LIGATURES).lower())
    bare = "".join(character for character in plain if not unicodedata.combining(character))
    return _NOT_WORD.sub(" ", bare).strip()


def words(text: str) -> list[str]:
    """Folded words that carry a meaning, in order; all of them when there are only little ones."""
    every = fold(text).split()
    return [word for word in every if word not in _LITTLE] or every


def searched(text: str) -> list[str]:
    """What somebody typed in the words of vocabularies: « chauffeur PL » is « chauffeur poids lourd »."""
    typed = words(text)
    for said, written in _EVERYDAY:
        for start in range(len(typed) - len(said) + 1):
            if tuple(typed[start : start + len(said)]) == said:
                typed[start : start + len(said)] = written
    return typed


def sound(word: str) -> str:
    """How a folded French word sounds, roughly: « chofeur » and « chauffeur » are one."""
    heard = word
    for pattern, letter in _SOUNDS:
        heard = pattern.sub(letter, heard)
    return heard or word


def forms(title: str) -> list[str]:
    """Both forms: « Agent / Agente d’entretien » is « Agent d’entretien » and « Agente d’entretien »."""
    first, slash, second = title.partition(" / ")
    if not slash:
        return [title]
    tail = second.split()[len(first.split()) :]
    return [" ".join([first, *tail]), second]
