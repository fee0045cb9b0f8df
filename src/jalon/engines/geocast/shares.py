"""The ledger of turns: how many seconds each vacancy and employer received, by line and over the network."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from jalon.engines.geocast.day import ServiceDay
from jalon.engines.geocast.offers import Offer, Share

Rank = tuple[float, float, float]


class Ledger:
    """Seconds received; `weights` by (line, vacancy), an employer weighs as its heaviest vacancy there."""

    def __init__(
        self,
        day: ServiceDay,
        offers: Sequence[Offer],
        weights: Mapping[tuple[int, int], float],
        already: Mapping[tuple[str, str], float],
    ) -> None:
        self._lines = [line.key for line in day.lines]
        self._employers = [offer.employer for offer in offers]
        self._priority = [offer.priority for offer in offers]
        self._weight: dict[tuple[int, str], float] = defaultdict(float)
        self._widest: dict[str, float] = defaultdict(float)
        for (line, vacancy), weight in weights.items():
            name = self._employers[vacancy]
            self._weight[line, name] = max(self._weight[line, name], weight)
            self._widest[name] = max(self._widest[name], weight)
        self._on_line: dict[tuple[int, str], float] = defaultdict(float)
        self._in_all: dict[str, float] = defaultdict(float)
        self._of_vacancy: dict[tuple[int, int], float] = defaultdict(float)
        self._plays: dict[tuple[int, int], int] = defaultdict(int)
        self._chances: dict[tuple[int, int], int] = defaultdict(int)
        self._enter(already, {offer.id: i for i, offer in enumerate(offers)})

    def _enter(self, already: Mapping[tuple[str, str], float], positions: Mapping[str, int]) -> None:
        """Seconds already received today, of lines and offers that are still here."""
        for (key, offer), seconds in already.items():
            if key in self._lines and offer in positions:
                self._add(self._lines.index(key), positions[offer], seconds)

    def _add(self, line: int, vacancy: int, seconds: float) -> None:
        name = self._employers[vacancy]
        self._on_line[line, name] += seconds
        self._in_all[name] += seconds
        self._of_vacancy[line, vacancy] += seconds

    def rank(self, line: int, vacancy: int) -> Rank:
        """Smallest comes next: the employer's seconds for its weight here and in all, then the vacancy's."""
        name = self._employers[vacancy]
        here = self._on_line[line, name] / self._weight[line, name]
        everywhere = self._in_all[name] / self._widest[name]
        return here, everywhere, self._of_vacancy[line, vacancy] / self._priority[vacancy]

    def give(self, line: int, vacancy: int, seconds: float) -> None:
        """Write down one turn."""
        self._add(line, vacancy, seconds)
        self._plays[line, vacancy] += 1

    def chance(self, line: int, vacancy: int) -> None:
        """Write down that the vacancy was ahead in one round, whoever received the turns."""
        self._chances[line, vacancy] += 1

    def plays_of(self, vacancy: int) -> int:
        """Turns of this vacancy over all lines."""
        return sum(self._plays.get((line, vacancy), 0) for line in range(len(self._lines)))

    def shares(self) -> tuple[Share, ...]:
        """Line by line then the whole network (line ""), employers in the order of their names."""
        rows = [share for line in range(len(self._lines)) for share in self._shares_of(line)]
        return (*rows, *self._network_shares())

    def _shares_of(self, line: int) -> list[Share]:
        weights = {name: w for (of, name), w in self._weight.items() if of == line}
        seconds = {name: self._on_line[line, name] for name in weights}
        plays = self._by_employer(self._plays, line)
        return _table(self._lines[line], weights, seconds, plays, self._by_employer(self._chances, line))

    def _network_shares(self) -> list[Share]:
        plays, chances = self._by_employer(self._plays), self._by_employer(self._chances)
        return _table("", self._widest, self._in_all, plays, chances)

    def _by_employer(self, counts: Mapping[tuple[int, int], int], line: int | None = None) -> dict[str, int]:
        """Counts of (line, vacancy) added up by employer, of one line or of all."""
        sums: dict[str, int] = defaultdict(int)
        for (of, vacancy), count in counts.items():
            if line is None or of == line:
                sums[self._employers[vacancy]] += count
        return sums


def _table(
    line: str,
    weights: Mapping[str, float],
    seconds: Mapping[str, float],
    plays: Mapping[str, int],
    chances: Mapping[str, int],
) -> list[Share]:
    total, weight = sum(seconds.get(name, 0) for name in weights) or 1, sum(weights.values()) or 1
    return [
        Share(
            line=line,
            employer=name,
            weight=weights[name],
            plays=plays.get(name, 0),
            chances=chances.get(name, 0),
            seconds=seconds.get(name, 0),
            share=seconds.get(name, 0) / total,
            fair_share=weights[name] / weight,
        )
        for name in sorted(weights)
    ]
