"""One participant: what is asked, what is noted, the exit, the paper."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from jalon.directory.access import RoleRequest, role_required
from jalon.directory.choices import Role
from jalon.reports import papers
from jalon.reports.actions.answer import record_answers
from jalon.reports.actions.participation import holds_words, record_exit, undo_exit
from jalon.reports.choices import Moment
from jalon.reports.forms import AnswersForm, ExitForm
from jalon.reports.models import Participation
from jalon.reports.queries import participant as queries
from jalon.reports.queries.missing import to_complete
from jalon.reports.rules import NO_SANCTION, RefusedError
from jalon.reports.views.guard import download, participation_or_404


@role_required(Role.ADVISER)
def missing(request: RoleRequest) -> HttpResponse:
    """« À compléter »: mine first, and how many each adviser has."""
    context = {"todo": to_complete(request.organisations, request.user), "no_sanction": NO_SANCTION}
    return render(request, "reports/missing.html", context)


@role_required(Role.ADVISER)
def show(request: RoleRequest, participation_id: int) -> HttpResponse:
    """The questions of the moment that comes next, or of the one asked."""
    row = participation_or_404(request, participation_id)
    told = queries.participant(row, request.GET.get("moment", ""))
    if request.method == "POST" and told.moment is not None:
        return _record(request, row, told)
    return _render(request, row, told, {})


def _record(request: RoleRequest, row: Participation, told: queries.Participant) -> HttpResponse:
    form = AnswersForm(request.POST, items=told.items)
    if not form.is_valid():
        return _render(request, row, told, {"form": form})
    try:
        written = record_answers(
            participation=row,
            moment=str(told.moment),
            answers=form.answers(),
            means=form.cleaned_data["means"],
            by=request.user,
        )
    except RefusedError as error:
        form.add_error(None, str(error))
        return _render(request, row, told, {"form": form})
    messages.success(request, _noted(written))
    return redirect("reports:participation", row.pk)


def _noted(written: int) -> str:
    words = {0: "Rien n’a changé.", 1: "Une réponse est notée."}
    return words.get(written, f"{written} réponses sont notées.")


def _render(
    request: RoleRequest, row: Participation, told: queries.Participant, filled: dict[str, Any]
) -> HttpResponse:
    context = {
        "row": row,
        "told": told,
        "form": AnswersForm(items=told.items, initial=told.initial) if told.moment else None,
        "exit_form": ExitForm(initial={"exited_on": timezone.localdate()}),
        "held_words": holds_words(row.held_by) if row.held_by else "",
        "no_sanction": NO_SANCTION,
        **filled,
    }
    return render(request, "reports/participation.html", context, status=422 if filled else 200)


@require_POST
@role_required(Role.ADVISER)
def leave(request: RoleRequest, participation_id: int) -> HttpResponse:
    """The person leaves the operation."""
    row = participation_or_404(request, participation_id)
    form = ExitForm(request.POST)
    if form.is_valid() and _attempt(
        form, lambda: record_exit(participation=row, by=request.user, **form.cleaned_data)
    ):
        messages.success(
            request, "La sortie est notée. Les réponses de sortie sont à noter sous quatre semaines."
        )
        return redirect("reports:participation", row.pk)
    return _render(request, row, queries.participant(row, ""), {"exit_form": form})


def _attempt(form: ExitForm, act: Callable[[], None]) -> bool:
    try:
        act()
    except RefusedError as error:
        form.add_error(None, str(error))
        return False
    return True


@require_POST
@role_required(Role.ADVISER)
def come_back(request: RoleRequest, participation_id: int) -> HttpResponse:
    """The exit was noted by mistake."""
    row = participation_or_404(request, participation_id)
    try:
        undo_exit(participation=row, by=request.user)
        messages.success(request, "La sortie est annulée.")
    except RefusedError as error:
        messages.warning(request, str(error))
    return redirect("reports:participation", row.pk)


@role_required(Role.ADVISER)
def paper(request: RoleRequest, participation_id: int, moment: str) -> HttpResponse:
    """The questions on paper, in plain French."""
    if moment not in Moment.values:
        raise Http404("moment")
    row = participation_or_404(request, participation_id)
    return download(
        papers.questionnaire_pdf(row, moment, request.user), "pdf", f"questions-{moment}-{row.pk}"
    )
