"""One page to write a vacancy or to change it."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from jalon.directory.access import RoleRequest
from jalon.directory.models import Organisation
from jalon.vacancies import actions, queries
from jalon.vacancies.choices import VacancyState
from jalon.vacancies.forms.shifts import Timetable
from jalon.vacancies.forms.vacancy import VacancyForm, version_of
from jalon.vacancies.models import Vacancy
from jalon.vacancies.rules import wording
from jalon.vacancies.rules.content import TEXTS
from jalon.vacancies.rules.sight import Sight
from jalon.vacancies.rules.state import RefusedError
from jalon.vacancies.views.desk import found_or_404, readers


@dataclass
class Page:
    """The two forms of the page, and for whom it is written."""

    form: VacancyForm
    timetable: Timetable
    organisation: Organisation
    employers: Sequence[Organisation]
    vacancy: Vacancy | None = None

    def is_valid(self) -> bool:
        """Judge both, so that all faults show at once."""
        judged = [self.form.is_valid(), self.timetable.is_valid()]
        return all(judged)

    def save(self, request: RoleRequest) -> Vacancy:
        """Write, and publish when that was the button. RefusedError."""
        vacancy = actions.write_vacancy(
            organisation=self.organisation,
            by=request.user,
            values=self.form.values(),
            shifts=self.timetable.rows(),
            vacancy=self.vacancy,
        )
        if self.form.publishing and vacancy.state == VacancyState.DRAFT:
            vacancy = actions.publish(vacancy=vacancy, by=request.user)
        return vacancy


@require_http_methods(["GET", "HEAD", "POST"])
@readers
def new(request: RoleRequest) -> HttpResponse:
    """A new vacancy; the association says for which employer."""
    sight = queries.sight_of(request.user)
    employers = queries.employers_for(sight)
    if not sight.writes_somewhere:
        raise Http404("vacancy")
    if not employers:
        return render(request, "vacancies/no_employer.html")
    asked = request.POST.get("employer") or request.GET.get("employer") or ""
    organisation = next((o for o in employers if str(o.pk) == asked), employers[0])
    return _respond(request, _page(request, sight, organisation, employers, None))


@require_http_methods(["GET", "HEAD", "POST"])
@readers
def edit(request: RoleRequest, vacancy_id: int) -> HttpResponse:
    """Change a vacancy that is not closed."""
    sight, vacancy = found_or_404(request, vacancy_id)
    if not sight.writes(vacancy):
        raise Http404("vacancy")
    if vacancy.state == VacancyState.CLOSED:
        messages.error(request, "Cette offre est fermée, et le reste. Vous pouvez en écrire une copie.")
        return redirect("vacancies:detail", vacancy.pk)
    return _respond(request, _page(request, sight, vacancy.organisation, [], vacancy))


def _page(
    request: RoleRequest,
    sight: Sight,
    organisation: Organisation,
    employers: Sequence[Organisation],
    vacancy: Vacancy | None,
) -> Page:
    data = request.POST if request.method == "POST" else None
    quiet = data is not None and ("more" in data or "choose" in data)
    publishing = data is not None and "publish" in data
    shown = vacancy is not None and vacancy.state != VacancyState.DRAFT
    form = VacancyForm(
        data,
        vacancy=vacancy,
        sites=queries.sites_of(organisation),
        staff=sight.staff,
        quiet=quiet,
        publishing=publishing or shown,
    )
    timetable = Timetable(data, queries.timetable(vacancy) if vacancy else (), quiet=quiet)
    return Page(form, timetable, organisation, employers, vacancy)


def _respond(request: RoleRequest, page: Page) -> HttpResponse:
    """Save and leave, or show the page with all that was typed."""
    judged = request.method == "POST" and not page.form.quiet
    if judged and page.is_valid():
        try:
            vacancy = page.save(request)
        except RefusedError as refusal:
            page.form.add_error(None, str(refusal))
        else:
            return _saved(request, page, vacancy)
    context = {
        "form": page.form,
        "timetable": page.timetable,
        "organisation": page.organisation,
        "employers": page.employers,
        "vacancy": page.vacancy,
        "version": version_of(page.vacancy) if page.vacancy else "",
        "keep": kept_name(page.vacancy),
        "failed": judged,
        "remarks": wording.remarks(*(str(page.form[name].value() or "") for name in TEXTS)),
    }
    return render(request, "vacancies/write.html", context, status=422 if judged else 200)


def _saved(request: RoleRequest, page: Page, vacancy: Vacancy) -> HttpResponse:
    if vacancy.state == VacancyState.DRAFT:
        messages.success(request, "Le brouillon est gardé. Aucun écran ne le montre.")
    elif vacancy.reviewed_at is None:
        messages.success(
            request, "L’offre est enregistrée. L’association la lit avant qu’un écran la montre."
        )
    else:
        messages.success(request, "L’offre est enregistrée. Les écrans la montrent.")
    return redirect(reverse("vacancies:detail", args=[vacancy.pk]) + f"?saved={kept_name(page.vacancy)}")


def kept_name(vacancy: Vacancy | None) -> str:
    """Under which name the browser keeps what is typed until it is saved."""
    return f"vacancy-{vacancy.pk}" if vacancy else "vacancy"
