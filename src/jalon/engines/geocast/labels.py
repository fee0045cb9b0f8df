"""Trade names of any length as a screen can show them: at most 42 characters, both forms if two are given."""

import re

MAX_CHARACTERS = 42

_GENDER_MARKS = re.compile(r"\(?\b[HFhf]\s*/\s*[HFhf](\s*/\s*[XDxd])?\b\)?")
_ASIDES = re.compile(r"\s*[(\[{][^)\]}]*[)\]}]?")
_TRAILS = re.compile(r"\s+[-–—:|]\s+.*$|\s*:\s.*$")
_SPACES = re.compile(r"\s+")
_PAIR = re.compile(r"^(?P<first>[^/]+?)\s*/\s*(?P<second>[^/]+)$")
_JOINTS = re.compile(
    r"(^| )(à|a|au|aux|avec|chez|d’|dans|de|des|du|en|et|l’|la|le|les|ou|par|pour|sans|sur|un|une|&|-)$",
    re.IGNORECASE,
)
_TRADE_ACRONYMS = ("TIG", "MIG", "MAG", "CNC", "BTP", "CVC", "PL", "SPL", "VL", "VRD", "RH", "QSE", "HSE")
_ACRONYMS = frozenset((*_TRADE_ACRONYMS, "SAV", "PAO", "CHU", "IUT", "ZA", "ZI", "ZAC", "SNCF"))
_SMALL = frozenset(("à", "au", "aux", "d", "de", "des", "du", "en", "et", "l", "la", "le", "les", "sur"))
_VOWELS = re.compile(r"[AEIOUYÀÂÉÈÊËÎÏÔÛÙ]")
_FEMININE = re.compile(r"(e|trice|euse|ère|enne|ienne)$")


def trade_label(label: str, limit: int = MAX_CHARACTERS) -> str:
    """A trade name of at most `limit` characters, cut between words, never after a preposition.

    "Conducteur / Conductrice d’engins (H/F)" gives "Conductrice, conducteur d’engins": feminine first, as on
    every page. Aside in brackets and after a dash are left out; whole words in capitals become ordinary.
    """
    text = _ASIDES.sub(" ", _GENDER_MARKS.sub(" ", label.replace("'", "’")))
    text = _TRAILS.sub("", _SPACES.sub(" ", text).strip(" -–,/"))
    text = _lower_capitals(text)
    paired = _pair(text, limit)
    return _capital(_cut(paired, limit)) or label[:limit].strip() or "Emploi"


def place_name(name: str) -> str:
    """A stop or a destination as one reads it: "GARE DE L'EST" gives "Gare de l’Est", others are kept."""
    text = _SPACES.sub(" ", name.replace("'", "’")).strip()
    if not _shouted(text):
        return text
    words = [_place_word(i, word) for i, word in enumerate(re.split(r"(?<=[ ’\-(/.])", text))]
    return "".join(words)


def _place_word(rank: int, word: str) -> str:
    bare = word.rstrip(" ’-(/.")
    if bare in _ACRONYMS or (1 < len(bare) <= 4 and not _VOWELS.search(bare)):
        return word
    return word.lower() if rank and bare.lower() in _SMALL else word.capitalize()


def _shouted(text: str) -> bool:
    """Whether nearly all letters are capitals, and more than an acronym."""
    letters = [character for character in text if character.isalpha()]
    return len(letters) > 3 and sum(character.isupper() for character in letters) >= 0.8 * len(letters)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _lower_capitals(text: str) -> str:
    """A label shouted in capitals, spoken; known acronyms keep theirs."""
    if not _shouted(text):
        return text
    return " ".join(word if word in _ACRONYMS else word.lower() for word in text.split(" "))


def _pair(text: str, limit: int) -> str:
    """ "Soudeur / Soudeuse à l’arc" as "Soudeuse, soudeur à l’arc"; anything else as it is."""
    match = _PAIR.match(text)
    if match is None:
        return text
    one, other = match["first"].strip(), match["second"].strip()
    size = _second_form(one, other)
    if size == 0:
        return text.replace("/", ", ").replace(" ,", ",").replace("  ", " ")
    words = other.split(" ")
    second, rest = " ".join(words[:size]), " ".join(words[size:])
    forms = [one, second] if _feminine(one, second) else [second, one]
    if len(", ".join(forms)) > limit:
        heads = [form.split(" ")[0] for form in forms]
        forms = heads if heads[0] != heads[1] else forms[:1]
    first, others = _capital(forms[0]), [_small(form) for form in forms[1:]]
    return f"{', '.join([first, *others])} {rest}".strip()


def _second_form(one: str, other: str) -> int:
    """How many words of `other` are the second form of `one`: as many as `one` has, when they begin alike."""
    first, words = one.split(" "), other.split(" ")
    size = len(first)
    alike = size <= len(words) and first[0][:2].lower() == words[0][:2].lower()
    return size if alike else 0


def _feminine(one: str, other: str) -> bool:
    """Whether `one` is the feminine form of the two."""
    a, b = one.split(" ", maxsplit=1)[0], other.split(" ", maxsplit=1)[0]
    return bool(_FEMININE.search(a)) and (not _FEMININE.search(b) or len(a) > len(b))


def _small(text: str) -> str:
    first = text.split(" ", maxsplit=1)[0]
    return text if first in _ACRONYMS else text[:1].lower() + text[1:]


def _cut(text: str, limit: int) -> str:
    """The longest run of whole words within the limit that does not end in the air."""
    kept = text
    if len(text) > limit:
        words = re.split(r"(?<=[’ ])", text[: limit + 1])
        kept = "".join(words[:-1]).strip(" ,;-") or text[:limit]
    while _JOINTS.search(kept):
        kept = _JOINTS.sub("", kept).strip(" ,;-")
    return kept
