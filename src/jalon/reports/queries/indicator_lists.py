"""The lists that indicators count."""

from datetime import date
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Exists, OuterRef, Q

from jalon.accounts.models import User
from jalon.directory.models import Organisation
from jalon.people import queries as people_queries
from jalon.people.models import TeamMember
from jalon.reports.models import SessionFigure
from jalon.reports.queries import facts
from jalon.reports.queries.indicators import Filters, counted

PER_PAGE = 50


def sessions(filters: Filters, operation_id: int | None, page: str) -> Page[SessionFigure]:
    """Counted sessions, the latest first; 3 queries."""
    narrowed = Filters(filters.since, filters.until, filters.by, filters.value, operation_id)
    found = counted(narrowed).select_related("session__activity", "organisation")
    return Paginator(found.order_by("-date", "-pk"), PER_PAGE).get_page(page)


def people(user: User, organisation: Organisation, since: date, until: date, page: str) -> Page[Any]:
    """People followed in the period whom the reader may see; `came` says who came, they are first."""
    begins, ends = facts.days(since, until)
    own = Q(person=OuterRef("pk")) | Q(person__canonical=OuterRef("pk"))
    member = TeamMember.objects.filter(own, organisation=organisation, since__lt=ends)
    followed = member.filter(Q(until__isnull=True) | Q(until__gte=begins))
    signed = facts.signed(since, until).filter(
        Q(booking__person=OuterRef("pk")) | Q(booking__person__canonical=OuterRef("pk"))
    )
    found = people_queries.visible_to(user).filter(Exists(followed)).annotate(came=Exists(signed))
    return Paginator(found.order_by("-came", "folded_name", "pk"), PER_PAGE).get_page(page)
