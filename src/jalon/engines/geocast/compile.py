"""From a day and its playlists to the bundle that screens keep."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from jalon.engines.geocast.bundle import Bundle, Message, Params, Vacancy
from jalon.engines.geocast.bundle_json import stamp
from jalon.engines.geocast.day import ServiceDay
from jalon.engines.geocast.labels import trade_label
from jalon.engines.geocast.offers import Offer
from jalon.engines.geocast.playlist import Playlists

ALPHABET = "BCDFGHJKLMNPQRSTVWXZ23456789"
HORIZON_S = 7 * 86_400
WELCOME = Message(
    id="welcome",
    title="Des emplois sur votre trajet",
    text="Les offres proches de cette ligne passent ici. Une question, un conseil : appelez-nous.",
    seconds=12,
)


@dataclass(frozen=True, slots=True)
class Sheet:
    """What the network adds to the plan: its names, its messages, the codes' matrices, its dark hours.

    `site` is what stands before a code ("jalon.example/"), `qr` maps a code to `pack_matrix` of its address.
    """

    network: str = ""
    network_name: str = ""
    site: str = ""
    phone: str = ""
    messages: tuple[Message, ...] = ()
    qr: Mapping[str, str] = field(default_factory=dict)
    off: tuple[tuple[float, float], ...] = ()


def make_bundle(
    day: ServiceDay,
    playlists: Playlists,
    offers: Sequence[Offer],
    sheet: Sheet,
    *,
    params: Params | None = None,
    made_at: float = 0,
) -> Bundle:
    """The bundle of a day, stamped with its version; without a message, the one of the house."""
    bundle = Bundle(
        network=sheet.network,
        network_name=sheet.network_name,
        day=day.day.isoformat(),
        midnight=day.midnight,
        timezone=day.timezone,
        site=sheet.site,
        phone=sheet.phone,
        params=params or Params(),
        lines=day.lines,
        stops=day.stops,
        shapes=day.shapes,
        patterns=playlists.patterns,
        runs=day.runs,
        trips=playlists.trips,
        vacancies=tuple(_vacancy(day, offer, sheet.phone) for offer in offers),
        line_playlists=playlists.line_playlists,
        messages=sheet.messages or (WELCOME,),
        qr=sheet.qr,
        off=sheet.off,
    )
    return stamp(bundle, made_at=made_at)


def _vacancy(day: ServiceDay, offer: Offer, phone: str) -> Vacancy:
    codes = {i: offer.codes[line.key] for i, line in enumerate(day.lines) if line.key in offer.codes}
    return Vacancy(
        id=offer.id,
        trade=trade_label(offer.trade),
        employer=offer.employer,
        phone=offer.phone or phone,
        valid_until=min(offer.valid_until, day.midnight + HORIZON_S),
        windows=offer.windows,
        codes=codes,
    )


def lines_met(day: ServiceDay, playlists: Playlists, offers: Sequence[Offer]) -> dict[str, tuple[str, ...]]:
    """Keys of the lines that need a code for each offer (id): those on which it is ahead somewhere."""
    met: dict[str, dict[str, None]] = {}
    for pattern in playlists.patterns:
        for stretch in pattern.stretches:
            met.setdefault(offers[stretch.vacancy].id, {})[day.lines[pattern.line].key] = None
    return {offer: tuple(lines) for offer, lines in met.items()}


def stand_in_code(number: int) -> str:
    """A code for replays and benchmarks, which have no short links: `number` in the alphabet of codes."""
    code = ""
    for _ in range(4):
        number, digit = divmod(number, len(ALPHABET))
        code = ALPHABET[digit] + code
    return code
