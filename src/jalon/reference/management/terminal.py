"""Progress and reports of a load, on a terminal."""

from typing import Protocol

from jalon.reference.models import Vocabulary

_WIDTH = 30
_NAMES = {
    "occupations": "métiers",
    "titles": "appellations",
    "skills": "compétences, savoirs et contextes",
    "links": "liens",
    "communes": "communes",
}
_SORTS = {
    "added": "ajoutés",
    "renamed": "renommés",
    "changed": "modifiés",
    "retired": "retirés",
    "restored": "rétablis",
}


class Stream(Protocol):
    """What a bar is drawn on."""

    def isatty(self) -> bool: ...

    def write(self, text: str) -> object: ...

    def flush(self) -> None: ...


class Bar:
    """A line that fills; silent when the output is not a terminal."""

    def __init__(self, stream: Stream) -> None:
        self.stream = stream
        self.shown = stream.isatty()

    def __call__(self, doing: str, done: int, total: int) -> None:
        """Draw `done` of `total`; a finished line stays."""
        if not self.shown or not total:
            return
        filled = _WIDTH * done // total
        self.stream.write(f"\r{doing:<14} {'█' * filled}{'░' * (_WIDTH - filled)} {done:>7} / {total}")
        self.stream.write("\n" if done >= total else "")
        self.stream.flush()


def report(vocabulary: Vocabulary, *, again: bool) -> list[str]:
    """What the load changed, a line for each kind; one line when it changed nothing."""
    if again:
        return [f"{vocabulary} est déjà chargé : rien à changer."]
    lines = [f"{vocabulary} est chargé."]
    for name, changes in vocabulary.changes.items():
        counts = [f"{changes[sort]} {word}" for sort, word in _SORTS.items() if changes[sort]]
        lines.append(f"  {_NAMES[name]} : {', '.join(counts) or 'aucun changement'}")
        for sort in ("renamed", "retired"):
            listed = changes["names"].get(sort, [])
            lines += [f"    {_SORTS[sort]} : {label}" for label in listed[:10]]
            lines += [f"    … et {changes[sort] - 10} autres"] if listed and changes[sort] > 10 else []
    return lines
