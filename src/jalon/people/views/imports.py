"""A file of people: sent, its columns matched, decided on, followed, its refused rows given back."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from jalon.base.tables import UnreadableError
from jalon.directory.access import RoleRequest, role_required
from jalon.directory.choices import Role
from jalon.people import jobs
from jalon.people.actions import imports as actions
from jalon.people.forms.imports import ColumnsForm, DecisionForm, UploadForm
from jalon.people.models import PeopleImport
from jalon.people.queries import imports as stored
from jalon.people.readers.columns import guess

advisers = role_required(Role.ADVISER)


def _run_or_404(request: RoleRequest, run_id: int) -> PeopleImport:
    """An import of the reader's own organisation."""
    run = stored.find_run(request.organisations, run_id)
    if run is None:
        raise Http404("import")
    return run


@require_http_methods(["GET", "HEAD", "POST"])
@advisers
def index(request: RoleRequest) -> HttpResponse:
    """Send a file; the imports there have been."""
    form = UploadForm(request.POST, request.FILES) if request.method == "POST" else UploadForm()
    if form.is_bound and form.is_valid():
        try:
            run = _begun(request, form)
        except UnreadableError as error:
            form.add_error("file", str(error))
        else:
            return redirect("people:import_columns", run.pk)
    context = {"form": form, "runs": stored.latest_runs(request.organisations)}
    return render(request, "people/imports.html", context, status=422 if form.is_bound else 200)


def _begun(request: RoleRequest, form: UploadForm) -> PeopleImport:
    file = form.cleaned_data["file"]
    return actions.begin_import(
        stream=file, file_name=file.name or "liste", organisation=request.organisation, by=request.user
    )


@require_http_methods(["GET", "HEAD", "POST"])
@advisers
def columns(request: RoleRequest, run_id: int) -> HttpResponse:
    """Which column of the file holds what, with its first rows in view."""
    run = _run_or_404(request, run_id)
    if run.decided_at or run.dropped_at or (run.matched_at and not run.read_at):
        return redirect("people:import", run.pk)
    matching = run.columns or guess(run.headers)
    form = ColumnsForm(request.POST or None, headers=run.headers, matching=matching)
    if request.method == "POST" and form.is_valid():
        return _matched(run, form)
    context = {"run": run, "form": form, "sample": stored.sample(run), "remembered": bool(run.columns)}
    return render(request, "people/import_columns.html", context, status=422 if form.is_bound else 200)


@transaction.atomic
def _matched(run: PeopleImport, form: ColumnsForm) -> HttpResponse:
    """The matching and the job that reads the rows are kept together, or not at all."""
    actions.match_columns(run=run, columns=form.columns())
    jobs.read_import.defer(run_id=run.pk)
    return redirect("people:import", run.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@advisers
def detail(request: RoleRequest, run_id: int) -> HttpResponse:
    """Being read, then waiting for decisions, then being written, then what became of each row."""
    run = _run_or_404(request, run_id)
    if run.dropped_at or run.matched_at is None:
        return redirect("people:imports" if run.dropped_at else "people:import_columns", *_of(run))
    if run.read_at is None or run.decided_at:
        return _progress(request, run)
    return _decisions(request, run)


def _of(run: PeopleImport) -> list[int]:
    return [] if run.dropped_at else [run.pk]


def _progress(request: RoleRequest, run: PeopleImport) -> HttpResponse:
    partial = "#progress" if request.headers.get("HX-Request") else ""
    context = {"run": run, "counts": stored.counts(run), **_refused(run)}
    response = render(request, f"people/import_run.html{partial}", context)
    if run.finished_at or (run.read_at and not run.decided_at):
        response["HX-Refresh"] = "true"
    return response


def _refused(run: PeopleImport) -> dict[str, object]:
    return {"refused": stored.refused(run)[: stored.REFUSED_SHOWN], "shown": stored.REFUSED_SHOWN}


def _decisions(request: RoleRequest, run: PeopleImport) -> HttpResponse:
    page, shown = stored.alike_page(run, request.GET.get("page", 1))
    form = DecisionForm(request.POST or None, alike=shown)
    if request.method == "POST" and form.is_valid():
        return _decided(request, run, form)
    if request.headers.get("HX-Request"):
        return HttpResponse(headers={"HX-Refresh": "true"})
    context = {
        "run": run, "form": form, "page": page, "alike": form.beside(shown), "counts": stored.counts(run),
        "first": stored.first_rows(run), **_refused(run),
    }  # fmt: skip
    return render(request, "people/import_decide.html", context, status=422 if form.is_bound else 200)


@transaction.atomic
def _decided(request: RoleRequest, run: PeopleImport, form: DecisionForm) -> HttpResponse:
    """Choices are kept; the job that writes is kept with the decision, or not at all."""
    actions.choose(run=run, choices=form.choices())
    if "keep" in request.POST:
        messages.success(request, "Vos choix sont gardés.")
        return redirect(request.get_full_path())
    try:
        actions.decide(run=run, **form.decision())
    except ValidationError as error:
        messages.warning(request, error.messages[0])
    else:
        jobs.write_import.defer(run_id=run.pk)
    return redirect("people:import", run.pk)


@require_POST
@advisers
def drop(request: RoleRequest, run_id: int) -> HttpResponse:
    """Nothing of this file is wanted."""
    run = _run_or_404(request, run_id)
    try:
        actions.drop(run=run)
    except ValidationError as error:
        messages.warning(request, error.messages[0])
        return redirect("people:import", run.pk)
    messages.success(request, "Le fichier est oublié. Personne n’a été ajouté.")
    return redirect("people:imports")


@require_safe
@advisers
def refused(request: RoleRequest, run_id: int) -> HttpResponseBase:
    """Rows that were not taken, with why, to be corrected and sent again."""
    run = _run_or_404(request, run_id)
    response = StreamingHttpResponse(stored.refused_file(run), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="lignes-a-revoir-{run.pk}.csv"'
    return response
