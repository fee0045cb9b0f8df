"""An index of names in memory: finds them without accents, from their beginnings, with typing errors."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Generic, TypeVar

from rapidfuzz import process
from rapidfuzz.distance import OSA

from jalon.reference import rules

Item = TypeVar("Item")

# A word this far from the one typed is another word.
_LEAST_LIKE = 0.66
# A typing error weighs more than an unfinished word, and what only sounds the same more than both.
_PREFIX, _TYPED, _SOUND = 0.88, 0.93, 0.9
_MOST_LIKE_WORDS = 60


@dataclass(frozen=True)
class Entry(Generic[Item]):
    """One form of a name, as the words it is searched by; `bonus` breaks ties between equal forms."""

    item: Item
    words: tuple[str, ...]
    bonus: float = 0.0


class Index(Generic[Item]):
    """Built once per version of a vocabulary; searches take a few milliseconds."""

    def __init__(self, entries: Iterable[Entry[Item]]) -> None:
        self._entries = list(entries)
        self._where: dict[str, list[int]] = defaultdict(list)
        for number, entry in enumerate(self._entries):
            for word in set(entry.words):
                self._where[word].append(number)
        self._words = sorted(self._where)
        self._sounds = [rules.sound(word) for word in self._words]

    def search(self, text: str, limit: int) -> list[tuple[float, Item]]:
        """The best items with their score (0 to 100 and a little more), each once, best first."""
        typed = rules.searched(text)[:8]
        if not typed:
            return []
        matches: dict[int, float] = defaultdict(float)
        for word in typed:
            for number, likeness in self._matches(word).items():
                matches[number] += likeness
        scored = [(self._score(number, total, typed), number) for number, total in matches.items()]
        best: dict[Item, float] = {}
        for score, number in sorted(scored, key=lambda pair: (-pair[0], pair[1])):
            if score < 45 or len(best) == limit:
                break
            best.setdefault(self._entries[number].item, score)
        return [(score, item) for item, score in best.items()]

    def _score(self, number: int, total: float, typed: list[str]) -> float:
        """Mean likeness of the words typed; words of the name that nobody typed cost a little."""
        entry = self._entries[number]
        spare = max(0, len(entry.words) - len(typed))
        starts = 3.0 if self._likeness(typed[0], entry.words[0]) else 0.0
        return 100 * total / len(typed) - 1.2 * min(spare, 6) + starts + entry.bonus

    def _likeness(self, typed: str, word: str) -> bool:
        if word.startswith(typed):
            return True
        return OSA.normalized_similarity(typed, word) >= _LEAST_LIKE

    def _matches(self, typed: str) -> dict[int, float]:
        """Entries that hold a word like this one, with the likeness of the best (0 to 1)."""
        found: dict[int, float] = {}
        for word, likeness in self._like(typed).items():
            for number in self._where[word]:
                if likeness > found.get(number, 0.0):
                    found[number] = likeness
        return found

    def _like(self, typed: str) -> dict[str, float]:
        like = {word: _PREFIX + 0.1 * len(typed) / len(word) for word in self._beginning_with(typed)}
        if len(typed) >= 4:
            self._note(like, process.extract(
                typed, self._words, scorer=OSA.normalized_similarity,
                score_cutoff=_LEAST_LIKE, limit=_MOST_LIKE_WORDS,
            ), _TYPED)  # fmt: skip
            self._note(like, process.extract(
                rules.sound(typed), self._sounds, scorer=OSA.normalized_similarity,
                score_cutoff=0.75, limit=_MOST_LIKE_WORDS,
            ), _SOUND)  # fmt: skip
        if typed in self._where:
            like[typed] = 1.0
        return like

    def _note(self, like: dict[str, float], hits: list[tuple[str, float, int]], weight: float) -> None:
        for _, similarity, position in hits:
            word = self._words[position]
            like[word] = max(like.get(word, 0.0), similarity * weight)

    def _beginning_with(self, typed: str) -> list[str]:
        start = bisect_left(self._words, typed)
        end = bisect_left(self._words, typed + "\uffff")
        return self._words[start:end]
