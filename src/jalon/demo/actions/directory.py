"""Organisations, sites, opening hours and accounts of the demonstration."""

from dataclasses import dataclass
from datetime import time
from math import cos, radians

from django.utils import timezone
from django.utils.text import slugify

from jalon.accounts.models import User
from jalon.demo import content, timetable
from jalon.demo.partners import PARTNERS, Partner
from jalon.directory.choices import OrganisationKind, Role
from jalon.directory.models import Membership, OpeningHours, Organisation, Site
from jalon.people.contact import normalise_phone

METRES_PER_DEGREE = 111_250.0


@dataclass(frozen=True)
class Cast:
    """Who the demonstration needs by name."""

    host: Organisation
    operator: Organisation
    users: dict[str, User]
    sites: dict[str, Site]
    # Partners by name, the host among them, and where each receives.
    partners: dict[str, Organisation]
    offices: dict[str, Site]

    @property
    def adviser(self) -> User:
        """Claire, who does most of the calls."""
        return self.users["claire@jalon.example"]

    def advisers_of(self, partner: Partner) -> list[User]:
        """Who works there, by account."""
        return [self.users[address(short)] for short, _ in partner.advisers]


def build_directory() -> Cast:
    """Create every organisation, site and account."""
    host = _organisation(content.HOST, OrganisationKind.HOST, phone=content.PHONE)
    operator = _organisation(content.OPERATOR, OrganisationKind.OPERATOR)
    by_name = {content.HOST: host, content.OPERATOR: operator}
    for partner in PARTNERS:
        if partner.name not in by_name:
            by_name[partner.name] = _organisation(
                partner.name, OrganisationKind.PARTNER, phone=normalise_phone(partner.phone)
            )
    sites = {}
    for employer in content.EMPLOYERS:
        by_name[employer.name] = _organisation(
            employer.name, OrganisationKind.EMPLOYER, vetted=employer.vetted
        )
        sites[employer.name] = _site(by_name[employer.name], employer)
    users = {one.email: _account(one, by_name) for one in (*content.SIGN_INS, *_colleagues())}
    partners = {partner.name: by_name[partner.name] for partner in PARTNERS}
    offices = {partner.name: _office(by_name[partner.name], partner) for partner in PARTNERS}
    return Cast(host, operator, users, sites, partners, offices)


def address(short: str) -> str:
    """The address of an account of the demonstration."""
    return f"{short}@jalon.example"


def _colleagues() -> list[content.SignIn]:
    """Professionals of the partners whom nobody has to sign in as."""
    known = {one.email for one in content.SIGN_INS}
    return [
        content.SignIn(address(short), name, Role.ADVISER, partner.name, "")
        for partner in PARTNERS
        for short, name in partner.advisers
        if address(short) not in known
    ]


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


def _office(organisation: Organisation, partner: Partner) -> Site:
    lat, lon = timetable.stop_coordinates(partner.stop)
    return Site.objects.create(
        organisation=organisation,
        name="Accueil",
        address=partner.address,
        lat=round(lat + 0.0006, 6),
        lon=lon,
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
        # Colleagues who are there to be seen need no password, and its digest takes a while.
        content.PASSWORD if sign_in.what else None,
        name=sign_in.name,
        is_administrator=sign_in.role == Role.ADMINISTRATOR,
    )
    Membership.objects.create(user=user, organisation=by_name[sign_in.organisation], role=sign_in.role)
    return user
