"""Machine ends: the feeds of open vacancies for anybody, the CSV for the association."""

from collections.abc import Iterator

from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    JsonResponse,
    StreamingHttpResponse,
)
from django.utils.feedgenerator import Atom1Feed
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from jalon.directory import queries as directory
from jalon.directory.access import RoleRequest, role_required
from jalon.directory.choices import Role
from jalon.vacancies import exports, job_posting, queries
from jalon.vacancies.forms.desk import FilterForm
from jalon.vacancies.queries.feed import feed_page

PER_PAGE = 500


@require_safe
@cache_control(public=True, max_age=60)
def feed_json(request: HttpRequest) -> JsonResponse:
    """Open vacancies as JobPosting objects, 500 a page, newest first; `next` is the address of the next."""
    page = feed_page(_after(request), PER_PAGE)
    following = f"{request.path}?after={page[-1].pk}" if len(page) == PER_PAGE else None
    items = [job_posting.as_job_posting(vacancy) for vacancy in page]
    return JsonResponse(
        {"@context": "https://schema.org", "@type": "ItemList", "itemListElement": items, "next": following},
        json_dumps_params={"ensure_ascii": False},
    )


def _after(request: HttpRequest) -> int | None:
    text = request.GET.get("after", "")
    return int(text) if text.isdecimal() and len(text) < 19 else None


@require_safe
@cache_control(public=True, max_age=60)
def feed_atom(request: HttpRequest) -> HttpResponse:
    """The newest open vacancies, for a reader of news."""
    host = directory.host()
    feed = Atom1Feed(
        title=f"Offres d’emploi · {host.name if host else 'Jalon'}",
        link=request.build_absolute_uri("/"),
        description="",
        language="fr",
        feed_url=request.build_absolute_uri(),
    )
    for vacancy in feed_page(None, PER_PAGE):
        feed.add_item(
            title=vacancy.title,
            link=job_posting.public_url(vacancy),
            description=vacancy.tasks,
            author_name=job_posting.employer_name(vacancy),
            pubdate=vacancy.created_at,
            updateddate=vacancy.changed_at,
            unique_id=job_posting.public_url(vacancy),
        )
    return HttpResponse(feed.writeString("utf-8"), content_type=Atom1Feed.content_type)


@require_safe
@role_required(Role.ADVISER, Role.ADMINISTRATOR)
def export_csv(request: RoleRequest) -> HttpResponseBase:
    """The list of the desk with its filters, as CSV, for the association."""
    sight = queries.sight_of(request.user)
    if not sight.staff:
        raise Http404("export")
    form = FilterForm(request.GET, employers=queries.employers_of(sight))
    rows = queries.listed(sight, form.filters()).iterator(chunk_size=500)
    parts: Iterator[str] = exports.vacancies_csv(rows)
    response = StreamingHttpResponse(parts, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="offres.csv"'
    return response
