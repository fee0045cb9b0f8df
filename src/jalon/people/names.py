"""Names however they are typed: accents, ligatures, particles and dashes do not count."""

import unicodedata
from itertools import pairwise

_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "ß": "ss", "ø": "o", "ł": "l", "đ": "d"})
# Particles and the first half of a compound: « d’ », « de la », « Ould », « N’ », « Saint ».
_SHORT = 5


def fold(text: str) -> str:
    """Lower case, without accents, words parted by one space: « D’Œuvre-Noël » gives `d oeuvre noel`."""
    plain = unicodedata.normalize("NFD", text.lower().translate(_LIGATURES))
    kept = "".join(c if c.isalnum() else " " for c in plain if not unicodedata.combining(c))
    return " ".join(kept.split())


def words(text: str) -> list[str]:
    """The folded words of a name."""
    return fold(text).split()


def spelt(first_name: str, last_name: str, usual_name: str = "") -> dict[str, str]:
    """`folded_name`, that search looks at, and `name_key`, one for all spellings of the same name.

    « N’Diaye » is found by `n diaye` and by `ndiaye`, « de la Cruz » by `delacruz` too.
    """
    names = [words(part) for part in (first_name, last_name, usual_name)]
    plain = [word for name in names for word in name]
    glued = dict.fromkeys(run for name in names for run in _glued(name))
    return {
        "folded_name": " ".join([*plain, *glued])[:2000],
        "name_key": name_key(first_name, last_name),
    }


def name_key(first_name: str, last_name: str) -> str:
    """One key for a first and a last name, also when they were typed in each other's place."""
    return " ".join(sorted(filter(None, (glue(first_name), glue(last_name)))))[:400]


def glue(text: str) -> str:
    """A folded name as one word: « N’Diaye » and « Ndiaye » are the same."""
    return "".join(words(text))


def _glued(name: list[str]) -> list[str]:
    """Each short word with the words after it, up to the first long one: `de la cruz` gives `delacruz`."""
    runs: list[str] = []
    for start in range(len(name) - 1):
        run = name[start]
        for before, word in pairwise(name[start:]):
            if len(before) > _SHORT:
                break
            run += word
            runs.append(run)
    return runs


def spellings(text: str) -> list[list[str]]:
    """The words that somebody typed, and the same with each short word joined to the next one.

    « n diaye » is looked for as `n`, `diaye`, and as `ndiaye`.
    """
    typed = words(text)
    joined: list[str] = []
    open_run = False
    for word in typed:
        if open_run:
            joined[-1] += word
        else:
            joined.append(word)
        open_run = len(word) <= 2
    return [typed] if joined == typed else [typed, joined]
