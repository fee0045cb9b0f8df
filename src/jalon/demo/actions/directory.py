"""Organisations, sites, opening hours and accounts of the demonstration."""

from dataclasses import dataclass
from datetime import time
from math import cos, radians

from django.utils import timezone
from django.utils.text import slugify

from jalon.accounts.models import User
from jalon.demo import content, timetable
from jalon.directory.choices import OrganisationKind, Role
from jalon.directory.models import Membership, OpeningHours, Organisation, Site

PARTNERS = ("PLIE des Dunes", "Mission Locale du Grand-Estran")
METRES_PER_DEGREE = 111_250.0


@dataclass(frozen=True)
class Cast:
    """Who the demonstration needs by name."""

    host: Organisation
    operator: Organisation
    users: dict[str, User]
    sites: dict[str, Site]

    @property
    def adviser(self) -> User:
        """Claire, who does most of the calls."""
        return self.users["claire@jalon.example"]


def build_directory() -> Cast:
    """Create every organisation, site and account."""
    host = _organisation(content.HOST, OrganisationKind.HOST, phone=content.PHONE)
    operator = _organisation(content.OPERATOR, OrganisationKind.OPERATOR)
    by_name = {content.HOST: host, content.OPERATOR: operator}
    for name in PARTNERS:
        by_name[name] = _organisation(name, OrganisationKind.PARTNER)
    sites = {}
    for employer in content.EMPLOYERS:
        by_name[employer.name] = _organisation(
            employer.name, OrganisationKind.EMPLOYER, vetted=employer.vetted
        )
        sites[employer.name] = _site(by_name[employer.name], employer)
    _office(host)
    return Cast(host, operator, {a.email: _account(a, by_name) for a in content.SIGN_INS}, sites)


def _organisation(name: str, kind: str, *, phone: str = "", vetted: bool = True) -> Organisation:
    organisation = Organisation.objects.create(
        name=name,
        kind=kind,
        phone=phone,
        email=f"accueil@{slugify(name)}.example",
        vetted_at=timezone.now() if vetted else None,
    )
    OpeningHours.objects.bulk_create(
        OpeningHours(organisation=organisation, weekday=day, opens=opens, closes=closes)
        for day in range(5)
        for opens, closes in ((time(9), time(12)), (time(13, 30), time(18)))
    )
    return organisation


def _office(host: Organisation) -> None:
    lat, lon = timetable.stop_coordinates("gare")
    Site.objects.create(
        organisation=host, name="Accueil", address="4 place de la Gare", lat=lat + 0.0006, lon=lon
    )


def _site(organisation: Organisation, employer: content.Employer) -> Site:
    lat, lon = timetable.stop_coordinates(employer.stop)
    return Site.objects.create(
        organisation=organisation,
        name=employer.site,
        address=timetable.STOPS[employer.stop][0],
        lat=round(lat + employer.north_m / METRES_PER_DEGREE, 6),
        lon=round(lon + employer.east_m / (METRES_PER_DEGREE * cos(radians(lat))), 6),
    )


def _account(sign_in: content.SignIn, by_name: dict[str, Organisation]) -> User:
    user = User.objects.create_user(
        sign_in.email,
        content.PASSWORD,
        name=sign_in.name,
        is_administrator=sign_in.role == Role.ADMINISTRATOR,
    )
    Membership.objects.create(user=user, organisation=by_name[sign_in.organisation], role=sign_in.role)
    return user
