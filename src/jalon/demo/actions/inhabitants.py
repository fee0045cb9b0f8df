"""The four hundred people of the demonstration, and who follows them."""

from dataclasses import dataclass
from datetime import timedelta
from itertools import cycle, islice
from random import Random

from django.utils import timezone

from jalon.demo import timetable
from jalon.demo.actions.directory import Cast
from jalon.demo.inhabitants import Inhabitant, inhabitants
from jalon.demo.partners import CHANTIER_CANAL, CHANTIER_DUNES, PARTNERS, Partner
from jalon.people.actions import place, register, set_situations
from jalon.people.actions.team import follow
from jalon.people.choices import ConsentMeans, TeamRole
from jalon.people.models import Milestone, Person

_SEED = 2026
_WITHOUT_REFERENT_EVERY = 16


@dataclass(frozen=True)
class Resident:
    """A person of the demonstration and the partners who follow them, the first one first."""

    person: Person
    partners: tuple[Partner, ...]


def build_inhabitants(cast: Cast) -> list[Resident]:
    """Register everybody with their first partner, then add the others to the team."""
    chance = Random(_SEED)
    people = list(inhabitants())
    followed = _shares(len(people))
    return [_resident(one, followed[number], number, cast, chance) for number, one in enumerate(people)]


def _shares(count: int) -> list[tuple[Partner, ...]]:
    """Who follows whom: the two chantiers share the first 140, the other partners are dealt round."""
    shares: list[list[Partner]] = [[] for _ in range(count)]
    by_name = {partner.name: partner for partner in PARTNERS}
    first = by_name[CHANTIER_DUNES].follows
    for number in range(first + by_name[CHANTIER_CANAL].follows):
        shares[number].append(by_name[CHANTIER_DUNES if number < first else CHANTIER_CANAL])
    others = [one for one in PARTNERS if one.name not in (CHANTIER_DUNES, CHANTIER_CANAL)]
    dealt = [partner for partner in others for _ in range(partner.follows)]
    Random(_SEED).shuffle(dealt)
    lonely = [number for number in range(count) if not shares[number]]
    order = [*lonely, *islice(cycle(range(count)), len(dealt))]
    for number, partner in zip(order, dealt, strict=False):
        if partner not in shares[number]:
            shares[number].append(partner)
    return [tuple(share) for share in shares]


def _resident(
    one: Inhabitant, partners: tuple[Partner, ...], number: int, cast: Cast, chance: Random
) -> Resident:
    first = partners[0]
    adviser = chance.choice(cast.advisers_of(first))
    person = register(
        first_name=one.first_name,
        last_name=one.last_name,
        phone=one.phone,
        email=one.email,
        language=one.language,
        birth_date=one.birth_date,
        organisation=cast.partners[first.name],
        by=adviser,
        means=ConsentMeans.FACE,
    )
    lat, lon = timetable.stop_coordinates(one.stop)
    place(person=person, label=f"arrêt {timetable.STOPS[one.stop][0]}", lat=lat, lon=lon, by=adviser)
    situations = sorted({partner.situation for partner in partners if partner.situation})
    set_situations(person=person, situations=situations, by=adviser)
    if number % _WITHOUT_REFERENT_EVERY:
        _follow(person, partners, cast, chance)
    _date_back(person, chance.randint(3, 400))
    return Resident(person, partners)


def _follow(person: Person, partners: tuple[Partner, ...], cast: Cast, chance: Random) -> None:
    """Each partner names a referent; the first who may leads."""
    lead = next((one for one in partners if one.role != TeamRole.MEMBER), None)
    for partner in partners:
        follow(
            person=person,
            organisation=cast.partners[partner.name],
            user=chance.choice(cast.advisers_of(partner)),
            role=TeamRole.LEAD if partner is lead else _role(partner),
            reason="accompagnement en cours",
        )


def _role(partner: Partner) -> str:
    return TeamRole.EMPLOYMENT if partner.role == TeamRole.LEAD else partner.role


def _date_back(person: Person, days: int) -> None:
    at = timezone.now() - timedelta(days=days)
    Person.objects.filter(pk=person.pk).update(
        created_at=at, last_activity_at=timezone.now() - timedelta(days=days % 60)
    )
    Milestone.objects.filter(person=person).update(at=at)
