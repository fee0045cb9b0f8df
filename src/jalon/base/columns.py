"""Which column of a table holds what, guessed from its heading."""

from collections.abc import Callable, Iterable, Mapping, Sequence


def guess_columns(
    headers: Iterable[str], hints: Mapping[str, Sequence[str]], fold: Callable[[str], str]
) -> dict[str, str]:
    """Column to field: the whole heading first, then a word of it. `hints` are folded, most telling first."""
    left = {header: fold(header) for header in headers}
    matching: dict[str, str] = {}
    for exact in (True, False):
        for field, words in hints.items():
            if field in matching.values():
                continue
            found = (c for hint in words for c, name in left.items() if _matches(hint, name, exact))
            column = next(found, None)
            if column is not None:
                matching[column] = field
                del left[column]
    return matching


def _matches(hint: str, name: str, exact: bool) -> bool:
    return name == hint if exact else f" {hint} " in f" {name} " or (len(hint) > 4 and name.startswith(hint))
