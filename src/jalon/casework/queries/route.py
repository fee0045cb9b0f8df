"""Route templates of a partner."""

from collections.abc import Iterable

from django.db.models import Count, Max, Prefetch

from jalon.casework.models import RouteTemplate, RouteTemplateStep
from jalon.directory.models import Organisation

_STEPS = RouteTemplateStep.objects.order_by("order")


def templates_of(organisations: Iterable[Organisation], *, retired: bool = False) -> list[RouteTemplate]:
    """Those in use, or those laid aside, with their number of steps (`count`) and length in days (`days`)."""
    rows = RouteTemplate.objects.filter(organisation__in=[one.pk for one in organisations], retired=retired)
    counted = rows.annotate(count=Count("steps"), days=Max("steps__days")).select_related("organisation")
    return list(counted.order_by("organisation__name", "name", "pk"))


def find_template(organisations: Iterable[Organisation], template_id: int) -> RouteTemplate | None:
    """This template of one of these organisations, with its steps (`lines`)."""
    rows = RouteTemplate.objects.filter(organisation__in=[one.pk for one in organisations], pk=template_id)
    lines = Prefetch("steps", queryset=_STEPS, to_attr="lines")
    return rows.select_related("organisation").prefetch_related(lines).first()
