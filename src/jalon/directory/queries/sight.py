"""Which organisations a user may read, and change."""

from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from jalon.accounts.models import User
from jalon.directory.choices import OrganisationKind, Role
from jalon.directory.models import (
    Absence,
    Closure,
    Establishment,
    Membership,
    Organisation,
    Site,
    Vetting,
)
from jalon.directory.queries.organisation import open_memberships

PER_PAGE = 50


def is_staff(user: User) -> bool:
    """Whether the user looks after the whole directory: the host's advisers, and administrators."""
    return user.is_administrator or any(
        membership.organisation.kind == OrganisationKind.HOST or membership.role == Role.ADMINISTRATOR
        for membership in open_memberships(user)
    )


def readable(user: User) -> QuerySet[Organisation]:
    """All for the staff and for partners' advisers; one's own for others."""
    memberships = open_memberships(user)
    if is_staff(user) or any(membership.role == Role.ADVISER for membership in memberships):
        return Organisation.objects.all()
    return Organisation.objects.filter(pk__in=[membership.organisation_id for membership in memberships])


def changeable(user: User, organisation_id: int) -> Organisation | None:
    """This organisation if the user may change it: the staff any, members their own."""
    own = any(membership.organisation_id == organisation_id for membership in open_memberships(user))
    return Organisation.objects.filter(pk=organisation_id).first() if own or is_staff(user) else None


def search(user: User, *, text: str = "", kind: str = "", page: str | int = 1) -> Page[Any]:
    """A page of the organisations the user may read, those to vet first; by name, SIREN or SIRET."""
    found = readable(user)
    if kind == "to_vet":
        found = to_vet(found)
    elif kind in OrganisationKind.values:
        found = found.filter(kind=kind)
    digits = "".join(character for character in text if character.isdecimal())
    if len(digits) >= 9:
        found = found.filter(Q(siren=digits[:9]) | Q(establishments__siret=digits)).distinct()
    elif text.strip():
        found = found.filter(name__icontains=text.strip())
    ordered = found.annotate(site_count=Count("sites", distinct=True)).order_by("name", "pk")
    return Paginator(ordered, PER_PAGE).get_page(page)


def to_vet(among: QuerySet[Organisation] | None = None) -> QuerySet[Organisation]:
    """Employers that registered and that nobody has answered yet."""
    everyone = Organisation.objects.all() if among is None else among
    return everyone.filter(kind=OrganisationKind.EMPLOYER, vetted_at__isnull=True, refused_reason="")


@dataclass(frozen=True)
class Facts:
    """All that one page shows of an organisation."""

    establishments: list[Establishment]
    sites: list[Site]
    members: list[Membership]
    closures: list[Closure]
    vettings: list[Vetting]


def facts(organisation: Organisation) -> Facts:
    """Five queries, whatever the organisation holds; closures of today and later only."""

    today = timezone.localdate()
    return Facts(
        establishments=list(organisation.establishments.order_by("siret")),
        sites=list(organisation.sites.select_related("commune").order_by("name", "pk")),
        members=members(organisation),
        closures=list(organisation.closures.filter(last_date__gte=today).order_by("first_date")),
        vettings=list(organisation.vettings.select_related("by").order_by("-at", "-pk")),
    )


def members(organisation: Organisation) -> list[Membership]:
    """Who acts for it now, by name."""
    return list(
        organisation.memberships.filter(ended_at__isnull=True)
        .select_related("user")
        .order_by("user__name", "pk")
    )


def membership_of(organisation: Organisation, user: User) -> Membership | None:
    """The open membership of this user here."""
    return organisation.memberships.filter(user=user, ended_at__isnull=True).order_by("pk").first()


def member(organisation: Organisation, membership_id: int) -> Membership | None:
    """One open membership of this organisation."""
    mine = organisation.memberships.filter(ended_at__isnull=True, pk=membership_id)
    return mine.select_related("user").first()


def colleague(organisation: Organisation, membership_id: int, *, by: User) -> Membership | None:
    """A member whom `by`, a member too, may let in by a code on paper: not oneself, not an administrator."""
    found = member(organisation, membership_id)
    if found is None or found.user.is_administrator or found.user == by:
        return None
    return found if membership_of(organisation, by) else None


def absences(membership: Membership) -> list[Absence]:
    """Days away from today on, soonest first."""

    return list(membership.absences.filter(last_date__gte=timezone.localdate()).order_by("first_date"))


def site_of(organisation: Organisation, site_id: int) -> Site | None:
    """One site of this organisation."""
    return organisation.sites.select_related("commune").filter(pk=site_id).first()


def siret_taken(siret: str) -> bool:
    """Whether some establishment has this number."""
    return Establishment.objects.filter(siret=siret).exists()
