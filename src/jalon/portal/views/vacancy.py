"""A vacancy in plain words, and the one question: where can we call you?"""

from datetime import datetime

from django.core import signing
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt

from jalon.base.actions.throttle import allowed
from jalon.base.visitor import visitor
from jalon.directory import queries as directory
from jalon.introductions.actions import register_interest
from jalon.introductions.models import Interest
from jalon.portal import easy
from jalon.portal.forms import CallBackForm, VacancyFilterForm
from jalon.portal.queries import public_list, vacancy_page
from jalon.portal.rules import same_site
from jalon.vacancies import queries as vacancies

THANKS = "thanks"
THANKS_AGE_S = 24 * 3600
# A family, a workshop or a whole bus may share one address; a machine sends far more.
ANSWERS, WINDOW_S = 30, 600


def listing(request: HttpRequest) -> HttpResponse:
    """Open vacancies as a list, and on a drawing of the network."""
    form = VacancyFilterForm(request.GET or None, **public_list.filter_choices())
    found = public_list.vacancies_of(form.wanted() if form.is_bound else {})
    return easy.show(request, "portal/vacancies.html", {"form": form, **found})


@csrf_exempt
def page(request: HttpRequest, vacancy_id: int) -> HttpResponse:
    """The same page as behind a code, met on the site."""
    found = vacancy_page.for_vacancy(vacancy_id)
    if found is None:
        raise Http404("vacancy")
    return answer(request, found)


def answer(request: HttpRequest, found: vacancy_page.VacancyPage) -> HttpResponse:
    """Show the page, or take the answer to its question."""
    if request.method != "POST":
        return _show(request, found, CallBackForm())
    if not same_site(request):
        raise PermissionDenied
    form = CallBackForm(request.POST)
    slip = "slip" in request.POST
    if not slip and not form.is_valid():
        return _show(request, found, form, status=422)
    if not allowed(action="interest", who=visitor(request), limit=ANSWERS, seconds=WINDOW_S):
        return render(request, "portal/too_many.html", status=429)
    interest = _register(request, found, {} if slip else form.answer())
    if slip:
        return easy.show(request, "portal/slip.html", {"page": found, "interest": interest})
    said = {"vacancy": interest.vacancy_id, "promised": interest.promised_at.isoformat()}
    return easy.go(request, "thanks", signing.dumps(said, salt=THANKS))


def thanks(request: HttpRequest, token: str) -> HttpResponse:
    """Who will call, and before when; the address knows the vacancy and the hour, and nobody."""
    try:
        said = signing.loads(token, salt=THANKS, max_age=THANKS_AGE_S)
    except signing.BadSignature as error:
        raise Http404("thanks") from error
    context = {
        "vacancy": vacancies.public_page(said["vacancy"]),
        "team": directory.host(),
        "promised_at": datetime.fromisoformat(said["promised"]),
    }
    return easy.show(request, "portal/thanks.html", context)


def _register(request: HttpRequest, found: vacancy_page.VacancyPage, given: dict[str, str]) -> Interest:
    return register_interest(
        vacancy=found.vacancy,
        link=found.link,
        medium=found.medium,
        language=request.LANGUAGE_CODE,
        first_name=given.get("first_name", ""),
        phone=given.get("phone", ""),
        email=given.get("email", ""),
    )


def _show(
    request: HttpRequest, found: vacancy_page.VacancyPage, form: CallBackForm, status: int = 200
) -> HttpResponse:
    context = {"page": found, "form": form, "posting": vacancy_page.job_posting(found)}
    return easy.show(request, "portal/vacancy.html", context, status=status)
