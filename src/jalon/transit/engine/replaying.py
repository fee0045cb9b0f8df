"""A day of a screen told again: what it showed with its own reasons, and what the decision gives today."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import cast

from jalon.engines.geocast.bundle import Bundle as Content
from jalon.engines.geocast.decision import Decision, Live, Seen, Source, Where
from jalon.engines.geocast.explain import sentence, words
from jalon.engines.geocast.play import decide
from jalon.network.models import Network
from jalon.transit import queries
from jalon.transit.engine.reading import between, content_of, trip_of
from jalon.transit.models import Play


@dataclass(frozen=True)
class Told:
    """One proof of play: where, why by the screen, and whether the same inputs give it again."""

    play: Play
    place: str
    why: str
    again: bool | None
    instead: str


def replay(network: Network, plays: Sequence[Play]) -> list[Told]:
    """The plays of one screen in order, each decided again with the bundle that it had."""
    contents: dict[str, Content | None] = {}
    seen, told = Seen(), []
    for play in plays:
        if play.bundle_version not in contents:
            row = queries.bundle_of_version(network, play.bundle_version)
            contents[play.bundle_version] = content_of(row.pk) if row is not None else None
        content = contents[play.bundle_version]
        decision = _again(content, play, seen)
        told.append(_told(content, play, decision))
        seen = _remember(play, decision, seen)
    return told


def _again(content: Content | None, play: Play, seen: Seen) -> Decision | None:
    if content is None:
        return None
    at = play.at.timestamp()
    source = cast("Source", play.located_by)
    where = Where(
        at=at, trip=play.trip_id or None, metres=play.at_m, line=play.line_key or None, source=source
    )
    return decide(content, where, at, seen, Live(fresh_at=at))


def _told(content: Content | None, play: Play, decision: Decision | None) -> Told:
    found = trip_of(content, play.trip_id) if content is not None else None
    place = ""
    if content is not None and found is not None and play.at_m is not None:
        place = between(content, found[1], play.at_m)
    again = decision.show.id == str(play.vacancy_id) if decision is not None else None
    instead = (
        sentence(content, decision) if content is not None and decision is not None and not again else ""
    )
    return Told(play, place, words(play.reason), again, instead)


def _remember(play: Play, decision: Decision | None, seen: Seen) -> Seen:
    """What the screen knew after it: what it really showed, and the passage as the decision counts it."""
    shown = {**seen.shown, str(play.vacancy_id): play.at.timestamp()}
    passage = decision.seen.passage if decision is not None else seen.passage
    return replace(seen, shown=shown, passage=passage, current=None)
