"""The lists that indicators count."""

from datetime import date
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Case, Q, When
from django.db.models.functions import Coalesce

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
    member = TeamMember.objects.filter(organisation=organisation, since__lt=ends)
    followed = member.filter(Q(until__isnull=True) | Q(until__gte=begins))
    kept = followed.annotate(kept=Coalesce("person__canonical", "person")).values("kept")
    signed = facts.signed(since, until)
    came = signed.annotate(kept=Coalesce("booking__person__canonical", "booking__person")).values("kept")
    found = people_queries.visible_to(user).filter(pk__in=kept)
    found = found.annotate(came=Case(When(pk__in=came, then=True), default=False))
    return Paginator(found.order_by("-came", "folded_name", "pk"), PER_PAGE).get_page(page)
