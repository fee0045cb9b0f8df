"""The bundles that a replay needs, one per service day, made as the server makes them for the screens."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from zoneinfo import ZoneInfo

from jalon.engines.geocast.bundle import Bundle
from jalon.engines.geocast.compile import Sheet, lines_met, make_bundle, stand_in_code
from jalon.engines.geocast.day import ServiceDay, service_day
from jalon.engines.geocast.offer_file import Terms, offers_on
from jalon.engines.geocast.offers import Offer
from jalon.engines.geocast.playlist import Playlists, compile_playlists
from jalon.engines.geocast.problem import Vacancies
from jalon.engines.geocast.stretches import find_stretches
from jalon.engines.geocast.vacancy_file import Record
from jalon.engines.gtfs.feed import Feed


class Bundles:
    """Makes the bundle of a day when it is first asked for; `played_day` lends its trips to every date."""

    def __init__(
        self,
        feed: Feed,
        vacancies: Vacancies,
        records: Sequence[Record],
        terms: Sequence[Terms],
        played_day: date | None = None,
    ) -> None:
        self.feed = feed
        self.records, self.terms = records, terms
        self.played_day = played_day
        self.stretches = find_stretches(feed, vacancies)
        self.empty_days: set[date] = set()
        self._made: dict[date, Bundle | None] = {}

    def on(self, day: date) -> Bundle | None:
        """Return the bundle of the day, None (and the day in `empty_days`) when no trip runs on it."""
        if day not in self._made:
            self._made[day] = self._make(day)
        return self._made[day]

    @property
    def made_days(self) -> list[date]:
        """The days that have a bundle."""
        return [day for day, bundle in self._made.items() if bundle is not None]

    def _make(self, day: date) -> Bundle | None:
        plan = service_day(self.feed, self.played_day or day, shown_as=day)
        if not plan.trips:
            self.empty_days.add(day)
            return None
        offers = offers_on(self.records, self.terms, day, ZoneInfo(self.feed.timezone))
        playlists = compile_playlists(plan, self.stretches, offers)
        return make_bundle(plan, playlists, _coded(plan, playlists, offers), Sheet())


def _coded(plan: ServiceDay, playlists: Playlists, offers: Sequence[Offer]) -> list[Offer]:
    """Give each offer a stand-in code on the lines that meet it: a screen shows none without a code."""
    met = lines_met(plan, playlists, offers)
    return [
        replace(offer, codes={line: stand_in_code(rank) for line in met.get(offer.id, ())})
        for rank, offer in enumerate(offers)
    ]
