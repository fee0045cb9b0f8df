"""The list of vacancies, the page of one, and the buttons on it."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from jalon.directory.access import RoleRequest, role_required
from jalon.directory.choices import Role
from jalon.vacancies import actions, queries
from jalon.vacancies.choices import ClosingReason, ModerationReason, Source, VacancyState
from jalon.vacancies.forms.desk import CloseForm, FilterForm, ModerateForm
from jalon.vacancies.models import Vacancy
from jalon.vacancies.rules import wording
from jalon.vacancies.rules.content import TEXTS
from jalon.vacancies.rules.sight import Sight
from jalon.vacancies.rules.state import RefusedError
from jalon.vacancies.rules.verbs import verbs_for

PER_PAGE = 50
readers = role_required(Role.ADVISER, Role.EMPLOYER, Role.ADMINISTRATOR)


@require_safe
@readers
def index(request: RoleRequest) -> HttpResponse:
    """Vacancies that the reader may see, last changed first."""
    sight = queries.sight_of(request.user)
    asked = request.GET if request.GET else {}
    form = FilterForm(asked, employers=queries.employers_of(sight) if sight.adviser or sight.staff else [])
    found = Paginator(queries.listed(sight, form.filters()), PER_PAGE)
    context = {
        "sight": sight,
        "form": form,
        "page": found.get_page(request.GET.get("page")),
        "asked": any(request.GET.get(name) for name in form.fields),
        "narrowed": any(request.GET.get(name) for name in form.fields if name != "words"),
        "to_read": queries.count_to_read() if sight.staff else 0,
        "query": _without_page(request),
    }
    return render(request, "vacancies/index.html", context)


def _without_page(request: HttpRequest) -> str:
    query = request.GET.copy()
    query.pop("page", None)
    return query.urlencode()


def found_or_404(request: RoleRequest, vacancy_id: int) -> tuple[Sight, Vacancy]:
    """The vacancy, if it is for this reader; else there is none."""
    sight = queries.sight_of(request.user)
    vacancy = queries.find_visible(sight, vacancy_id)
    if vacancy is None:
        raise Http404("vacancy")
    return sight, vacancy


@require_safe
@readers
def detail(request: RoleRequest, vacancy_id: int) -> HttpResponse:
    """Everything of a vacancy: text, place, screen, history, and what can be done."""
    sight, vacancy = found_or_404(request, vacancy_id)
    context = {
        "vacancy": vacancy,
        "sight": sight,
        "verbs": verbs_for(sight, vacancy),
        "shifts": vacancy.shifts.all(),
        "history": queries.history(vacancy),
        "remarks": wording.remarks(*(getattr(vacancy, name) for name in TEXTS)),
        "zone": queries.zone_of(vacancy) if vacancy.state != VacancyState.CLOSED else None,
        "close_form": CloseForm(),
        "moderation": ModerationReason.choices,
        "elsewhere": vacancy.source != Source.HERE,
        "showable": queries.is_showable(vacancy),
    }
    return render(request, "vacancies/detail.html", context)


Verb = Callable[..., Any]
_VERBS: dict[str, tuple[Verb, str]] = {
    "publish": (actions.publish, "L’offre est publiée."),
    "pause": (actions.pause, "L’offre est en pause : plus aucun écran ne la montre."),
    "resume": (actions.resume, "L’offre est de nouveau ouverte."),
    "add_seat": (actions.add_seat, "Une place est ajoutée."),
    "review": (actions.review, "L’offre est notée comme lue."),
}


@require_POST
@readers
def act(request: RoleRequest, vacancy_id: int, verb: str) -> HttpResponse:
    """One of the plain buttons."""
    action, done = _VERBS[verb]
    return _do(request, vacancy_id, verb, action, done)


@require_POST
@readers
def close(request: RoleRequest, vacancy_id: int) -> HttpResponse:
    """The employer, or the association for it, takes the vacancy back."""
    form = CloseForm(request.POST)
    detail = form.cleaned_data["detail"] if form.is_valid() else ""
    action = partial(actions.close, reason=ClosingReason.WITHDRAWN, detail=detail)
    return _do(request, vacancy_id, "close", action, "L’offre est fermée : elle quitte tous les écrans.")


@require_POST
@readers
def moderate(request: RoleRequest, vacancy_id: int) -> HttpResponse:
    """The association takes a vacancy off every screen, with a reason."""
    form = ModerateForm(request.POST)
    if not form.is_valid():
        messages.error(request, "Choisissez la raison du retrait.")
        return redirect("vacancies:detail", vacancy_id)
    action = partial(actions.moderate, reason=form.cleaned_data["reason"])
    return _do(request, vacancy_id, "moderate", action, "L’offre est retirée de tous les écrans.")


@require_POST
@readers
def duplicate(request: RoleRequest, vacancy_id: int) -> HttpResponse:
    """A copy to write on."""
    sight, vacancy = found_or_404(request, vacancy_id)
    _check(sight, vacancy, "duplicate")
    copy = actions.duplicate(vacancy=vacancy, by=request.user)
    messages.success(request, "Voici la copie. Donnez-lui une date de fin, puis publiez.")
    return redirect("vacancies:edit", copy.pk)


def _do(request: RoleRequest, vacancy_id: int, verb: str, action: Verb, done: str) -> HttpResponse:
    """Do it if this reader may; say in words what happened."""
    sight, vacancy = found_or_404(request, vacancy_id)
    if not sight.writes(vacancy) or (verb in {"review", "moderate"} and not sight.staff):
        raise Http404(verb)
    try:
        action(vacancy=vacancy, by=request.user)
    except RefusedError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, done)
    return redirect("vacancies:detail", vacancy_id)


def _check(sight: Sight, vacancy: Vacancy, verb: str) -> None:
    if verb not in verbs_for(sight, vacancy):
        raise Http404(verb)
