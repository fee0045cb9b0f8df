"""Referrals: those to answer, those sent, and their history."""

from collections.abc import Iterable
from datetime import timedelta

from django.db.models import Q, QuerySet
from django.utils import timezone

from jalon.casework.choices import ReferralState
from jalon.casework.models import Referral
from jalon.casework.rules import OPEN_REFERRALS
from jalon.directory.choices import OrganisationKind, Role
from jalon.directory.models import Organisation
from jalon.people.models import Person
from jalon.people.queries import file_ids, still_followed
from jalon.people.rules import Information, Relation, sees

# Answers are news on the sender's desk for so long.
_FRESH = timedelta(days=14)


def referrals_to_answer(organisations: Iterable[Organisation]) -> list[Referral]:
    """What partners ask of these organisations, the soonest date first; late ones may still be answered."""
    asked = _related(to_organisation__in=_ids(organisations), state__in=OPEN_REFERRALS)
    return list(asked.order_by("answer_by", "pk")[:200])


def referrals_sent(organisations: Iterable[Organisation]) -> list[Referral]:
    """What these organisations asked of partners: without an answer, or answered lately; newest first."""
    since = timezone.now() - _FRESH
    mine = _sent_by(organisations)
    fresh = Q(state__in=OPEN_REFERRALS) | Q(sent_at__gt=since) | Q(answered_at__gt=since)
    return list(mine.filter(fresh).order_by("-sent_at", "-pk")[:200])


def referrals_expired(organisations: Iterable[Organisation]) -> list[Referral]:
    """What these organisations asked and nobody answered in time, the oldest first."""
    mine = _sent_by(organisations).filter(state=ReferralState.EXPIRED)
    return list(mine.order_by("answer_by", "pk")[:50])


def referrals_of(person: Person) -> list[Referral]:
    """Every referral of a person, newest first."""
    return list(_related(person__in=file_ids(person)).order_by("-sent_at", "-pk"))


def find_referral(organisations: Iterable[Organisation], referral_id: int) -> Referral | None:
    """This referral, if one of these organisations sent it or was asked."""
    ids = _ids(organisations)
    asked = _related(pk=referral_id, to_organisation__in=ids).first()
    return asked or _sent_by(organisations).filter(pk=referral_id).first()


def find_asked(organisations: Iterable[Organisation], referral_id: int) -> Referral | None:
    """This referral, if one of these organisations is asked."""
    return _related(pk=referral_id, to_organisation__in=_ids(organisations)).first()


def find_sent(organisations: Iterable[Organisation], referral_id: int) -> Referral | None:
    """This referral, if one of these organisations sent it."""
    return _sent_by(organisations).filter(pk=referral_id).first()


def is_open(referral: Referral) -> bool:
    """Whether it may still be answered."""
    return referral.state in OPEN_REFERRALS


def shown_of_referral(referral: Referral, *, asked: bool) -> frozenset[Information]:
    """What the table lets this side read of the person on the referral's page.

    Who sent it has the file; who is asked reads what the referral shows, until it has answered.
    """
    return sees(Role.ADVISER, Relation.REFERRED) if asked and is_open(referral) else frozenset()


def partners_besides(organisations: Iterable[Organisation]) -> list[Organisation]:
    """Partners that may be asked, by name."""
    kinds = [OrganisationKind.PARTNER, OrganisationKind.HOST]
    others = Organisation.objects.filter(kind__in=kinds).exclude(pk__in=_ids(organisations))
    return list(others.order_by("name", "pk"))


def _related(**where: object) -> QuerySet[Referral]:
    found = Referral.objects.filter(person__anonymised_at__isnull=True, **where)
    return found.select_related(
        "person__canonical",
        "from_organisation",
        "to_organisation",
        "sent_by",
        "answered_by",
        "suggested",
        "step",
    )


def _sent_by(organisations: Iterable[Organisation]) -> QuerySet[Referral]:
    """What they sent, of people they still follow: who left the team sees the name no more."""
    ids = _ids(organisations)
    return _related(from_organisation__in=ids).filter(still_followed(ids))


def _ids(organisations: Iterable[Organisation]) -> list[int]:
    return [one.pk for one in organisations]
