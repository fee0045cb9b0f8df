"""From vacancies and a timetable to what screens keep: one bundle per network and service day."""

import time
from collections.abc import Sequence
from dataclasses import asdict, replace
from datetime import date, datetime, timedelta
from datetime import time as clock
from zoneinfo import ZoneInfo

import numpy as np
import segno
from django.conf import settings
from django.db import transaction
from django.utils import timezone

from jalon.base.actions.short_link import open_links
from jalon.base.choices import Medium
from jalon.base.models import ShortLink
from jalon.base.words import phone
from jalon.directory import queries as directory
from jalon.engines.geocast.bundle import Message, pack_matrix
from jalon.engines.geocast.bundle_json import write_gzip
from jalon.engines.geocast.compile import Sheet, lines_met, make_bundle
from jalon.engines.geocast.day import ServiceDay, service_day
from jalon.engines.geocast.offers import MAX_PRIORITY, Offer, Shift
from jalon.engines.geocast.playlist import Playlists, compile_playlists
from jalon.engines.geocast.problem import MAX_RADIUS_M, Vacancies
from jalon.engines.geocast.stretches import find_stretches
from jalon.engines.gtfs.feed import Feed as Timetable
from jalon.network import queries as network_queries
from jalon.network.engine import feeds
from jalon.network.models import Feed, Network
from jalon.transit import queries
from jalon.transit.actions.content import Compiled, as_json, keep_bundle
from jalon.transit.models import Bundle
from jalon.vacancies.models import Vacancy

KIND = "vacancy"
EVENING = 18


@transaction.atomic
def build(*, network: Network, day: date) -> Bundle | None:
    """Compile a service day from what may be shown now, and put it in force; None without a timetable."""
    feed = network_queries.current_row(network)
    if feed is None:
        return None
    began = time.monotonic()
    compiled = compile_day(network, feed, day, queries.on_screens(network))
    took = round(time.monotonic() - began, 3)
    return keep_bundle(network=network, compiled=replace(compiled, build_seconds=took))


def days_wanted(network: Network, now: datetime) -> list[date]:
    """The service day in force, and from the evening on the next one."""
    today = service_day_now(network, now)
    local = now.astimezone(ZoneInfo(network.timezone))
    wanted = {today, local.date()}
    if local.hour >= EVENING:
        wanted.add(local.date() + timedelta(days=1))
    return sorted(wanted)


def service_day_now(network: Network, now: datetime) -> date:
    """Today, or yesterday as long as its trips run after midnight and today's have not begun."""
    local = now.astimezone(ZoneInfo(network.timezone))
    today = local.date()
    feed = network_queries.current_row(network)
    if feed is None or local.hour >= 12:
        return today
    timetable = feeds.timetable(feed.pk)
    yesterday = today - timedelta(days=1)
    since = (now - timetable.service_start(today)).total_seconds()
    first, _ = hours_of(timetable, network_queries.played_day(feed, today))
    _, last = hours_of(timetable, network_queries.played_day(feed, yesterday))
    late = (now - timetable.service_start(yesterday)).total_seconds()
    return yesterday if late <= last and since < first else today


def hours_of(timetable: Timetable, day: date) -> tuple[int, int]:
    """First departure and last arrival of a service day, in its seconds; (a day, 0) when nothing runs."""
    trips = timetable.trips_on(day)
    times = timetable.stop_times
    trips = trips[np.diff(times.first)[trips] > 0]
    if not len(trips):
        return 86_400, 0
    return int(times.departure_s[times.first[trips]].min()), int(
        times.arrival_s[times.first[trips + 1] - 1].max()
    )


def compile_day(network: Network, feed: Feed, day: date, vacancies: Sequence[Vacancy]) -> Compiled:
    """The bundle of a day with these vacancies; opens the short codes that it needs."""
    timetable = feeds.timetable(feed.pk)
    plan = _service_day(network, feed, timetable, day)
    offers = [_offer(vacancy, day) for vacancy in vacancies]
    stretches = find_stretches(timetable, _places(vacancies), shapes=plan.feed_shapes)
    playlists = compile_playlists(plan, stretches, offers, already=queries.seconds_shown(network, day))
    links = _codes(plan, playlists, offers)
    coded = [_with_codes(offer, links) for offer in offers]
    bundle = make_bundle(plan, playlists, coded, _sheet(network, links), made_at=timezone.now().timestamp())
    return Compiled(
        day=day,
        version=bundle.version,
        content=write_gzip(bundle),
        vacancies=[offer.id for offer in offers],
        network_version=network.version,
        build_seconds=0.0,
        share=[asdict(share) for share in playlists.shares],
        unplayed=[asdict(unplayed) for unplayed in playlists.unplayed],
    )


def _service_day(network: Network, feed: Feed, timetable: Timetable, day: date) -> ServiceDay:
    lines, stops = network_queries.line_keys(network), network_queries.stop_keys(network)
    routes, places = timetable.routes.ids, timetable.stops.ids
    return service_day(
        timetable,
        network_queries.played_day(feed, day),
        shown_as=day,
        line_keys={i: lines[route] for i, route in enumerate(routes) if route in lines},
        stop_keys={i: stops[stop] for i, stop in enumerate(places) if stop in stops},
    )


def _places(vacancies: Sequence[Vacancy]) -> Vacancies:
    radius = np.minimum([float(vacancy.radius_m) for vacancy in vacancies], MAX_RADIUS_M)
    return Vacancies(
        ids=tuple(str(vacancy.pk) for vacancy in vacancies),
        lat=np.array([vacancy.lat for vacancy in vacancies], np.float64),
        lon=np.array([vacancy.lon for vacancy in vacancies], np.float64),
        radius_m=np.asarray(radius, np.float64),
    )


def _offer(vacancy: Vacancy, day: date) -> Offer:
    return Offer(
        id=str(vacancy.pk),
        lat=vacancy.lat or 0.0,
        lon=vacancy.lon or 0.0,
        trade=vacancy.title,
        employer=vacancy.source_employer or vacancy.organisation.name,
        valid_until=vacancy.valid_until.timestamp() if vacancy.valid_until else 0.0,
        priority=min(max(vacancy.priority, 1), MAX_PRIORITY),
        shifts=tuple(
            Shift(_second(shift.starts), _second(shift.ends))
            for shift in vacancy.shifts.all()
            if shift.weekdays[day.weekday()] == "1"
        ),
    )


def _second(at: clock) -> int:
    return at.hour * 3600 + at.minute * 60 + at.second


def _codes(plan: ServiceDay, playlists: Playlists, offers: Sequence[Offer]) -> dict[tuple[str, str], str]:
    """One code per vacancy and line on which it is ahead, whatever the day: by (vacancy id, line key)."""
    met = lines_met(plan, playlists, offers)
    places = [(int(offer), line, "") for offer, lines in met.items() for line in lines]
    links: dict[tuple[int, str], ShortLink] = open_links(kind=KIND, medium=Medium.BUS, places=places)
    return {(str(vacancy), line): link.code for (vacancy, line), link in links.items()}


def _with_codes(offer: Offer, links: dict[tuple[str, str], str]) -> Offer:
    codes = {line: code for (vacancy, line), code in links.items() if vacancy == offer.id}
    return replace(offer, codes=codes)


def _sheet(network: Network, links: dict[tuple[str, str], str]) -> Sheet:
    host = directory.host()
    return Sheet(
        network=network.key,
        network_name=network.name,
        site=settings.PUBLIC_URL.partition("://")[2] + "/",
        phone=phone(host.phone) if host else "",
        messages=tuple(Message(**as_json(message)) for message in queries.messages_between(network)),
        qr={code: qr_matrix(code) for code in sorted(set(links.values()))},
    )


def qr_matrix(code: str) -> str:
    """The QR code of a short address, as `pack_matrix` writes it."""
    return pack_matrix(segno.make(f"{settings.PUBLIC_URL}/{code}", error="m", micro=False).matrix)
