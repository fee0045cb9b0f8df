"""A file of vacancies: sent, its columns matched, followed while it is read, its refused rows given back."""

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from jalon.base.tables import UnreadableError
from jalon.directory.access import RoleRequest, role_required
from jalon.directory.choices import Role
from jalon.vacancies import exports, jobs, queries
from jalon.vacancies.actions.imports import begin_import, match_columns
from jalon.vacancies.choices import Source
from jalon.vacancies.forms.imports import ColumnsForm, ImportForm
from jalon.vacancies.models import ImportRun
from jalon.vacancies.queries import imports as stored
from jalon.vacancies.readers.spreadsheet import guess

SHOWN_REJECTIONS = 100
advisers = role_required(Role.ADVISER, Role.ADMINISTRATOR)


def _run_or_404(request: RoleRequest, run_id: int | None = None) -> ImportRun | None:
    """Only the association imports."""
    if not queries.sight_of(request.user).staff:
        raise Http404("import")
    run = stored.find_run(run_id) if run_id is not None else None
    if run is None and run_id is not None:
        raise Http404("import")
    return run


@require_http_methods(["GET", "HEAD", "POST"])
@advisers
def index(request: RoleRequest) -> HttpResponse:
    """Send a file; the imports there have been."""
    _run_or_404(request)
    employers = queries.employers_for(queries.sight_of(request.user))
    data = (request.POST, request.FILES) if request.method == "POST" else ()
    form = ImportForm(*data, employers=employers)
    if data and form.is_valid():
        try:
            return _sent(request, form)
        except UnreadableError as error:
            form.add_error("file", str(error))
    context = {"form": form, "runs": stored.latest_runs()}
    return render(request, "vacancies/imports.html", context, status=422 if data else 200)


@transaction.atomic
def _sent(request: RoleRequest, form: ImportForm) -> HttpResponse:
    """The file and the job that reads it are kept together, or not at all."""
    file = form.cleaned_data["file"]
    run = begin_import(
        stream=file, file_name=file.name or "fichier", by=request.user, options=form.options(), keep=True
    )
    if run.source == Source.SPREADSHEET:
        return redirect("vacancies:columns", run.pk)
    jobs.import_file.defer(run_id=run.pk)
    return redirect("vacancies:import", run.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@advisers
def columns(request: RoleRequest, run_id: int) -> HttpResponse:
    """Which column of the table holds what, with its first rows in view."""
    run = _run_or_404(request, run_id)
    if run is None or run.content is None or run.begun_at:
        return redirect("vacancies:import", run_id)
    form = ColumnsForm(
        request.POST or None,
        headers=run.headers,
        matching=run.columns or guess(run.headers),
        named=bool(run.options.get("organisation")),
    )
    if request.method == "POST" and form.is_valid():
        match_columns(run=run, columns=form.columns())
        jobs.import_file.defer(run_id=run.pk)
        return redirect("vacancies:import", run.pk)
    context = {"run": run, "form": form, "sample": stored.sample(run), "remembered": bool(run.columns)}
    return render(request, "vacancies/columns.html", context, status=422 if form.is_bound else 200)


@require_safe
@advisers
def detail(request: RoleRequest, run_id: int) -> HttpResponse:
    """How far an import is, then what became of each row."""
    run = _run_or_404(request, run_id)
    assert run is not None
    waits = run.source == Source.SPREADSHEET and not run.columns and not run.finished_at
    if waits:
        messages.info(request, "Dites d’abord ce que contiennent les colonnes.")
        return redirect("vacancies:columns", run.pk)
    context = {
        "run": run,
        "rejections": stored.rejections(run)[:SHOWN_REJECTIONS],
        "shown": SHOWN_REJECTIONS,
    }
    template = (
        "vacancies/import.html#progress" if request.headers.get("HX-Request") else "vacancies/import.html"
    )
    response = render(request, template, context)
    if run.finished_at:
        # Whoever watched the progress gets the whole page, with the refused rows.
        response["HX-Refresh"] = "true"
    return response


@require_safe
@advisers
def rejected(request: RoleRequest, run_id: int) -> HttpResponseBase:
    """The refused rows with their reasons, to be corrected and sent again."""
    run = _run_or_404(request, run_id)
    assert run is not None
    name, kind, parts = exports.rejections_file(run, stored.rejections(run).iterator(chunk_size=500))
    response = StreamingHttpResponse(parts, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
