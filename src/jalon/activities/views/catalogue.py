"""The catalogue at the desk: list, one activity, writing it, publishing and retiring it."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from jalon.activities.actions import catalogue as actions
from jalon.activities.forms.catalogue import ActivityForm, CatalogueFilterForm, version_of
from jalon.activities.forms.fields import Terms
from jalon.activities.models import Activity
from jalon.activities.queries import catalogue as queries
from jalon.activities.rules import catalogue as rules
from jalon.activities.rules.refusal import RefusedError
from jalon.directory.access import RoleRequest, role_required
from jalon.directory.choices import OrganisationKind, Role
from jalon.directory.models import Organisation
from jalon.people.choices import SituationKind
from jalon.reference import queries as reference
from jalon.reference.models import Occupation, Skill

advisers = role_required(Role.ADVISER)


@require_safe
@advisers
def catalogue(request: RoleRequest) -> HttpResponse:
    """Activities by theme, with what is asked for."""
    form = CatalogueFilterForm(request.GET, partners=queries.owners_with_activities())
    found = queries.listed(form.filters())
    context = {
        "form": form,
        "shelves": queries.shelves(found),
        "total": len(found),
        "asked": any(request.GET.get(name) for name in form.fields),
        "narrowed": any(request.GET.get(name) for name in form.fields if name != "text"),
    }
    return render(request, "activities/catalogue.html", context)


def found_or_404(activity_id: int) -> Activity:
    """Every adviser reads every activity."""
    activity = queries.find_activity(activity_id)
    if activity is None:
        raise Http404("activity")
    return activity


def _writable_or_404(request: RoleRequest, activity_id: int) -> Activity:
    activity = found_or_404(activity_id)
    if not rules.may_write(request.organisations, activity.organisation):
        raise Http404("activity")
    return activity


@require_safe
@advisers
def activity(request: RoleRequest, activity_id: int) -> HttpResponse:
    """All of one activity, and its coming sessions."""
    found = found_or_404(activity_id)
    labels = dict(SituationKind.choices)
    context = {
        "activity": found,
        "may_write": rules.may_write(request.organisations, found.organisation),
        "moves": rules.MOVES[found.state],
        "sessions": queries.coming_sessions(found, public_only=False),
        "situations": [labels[value] for value in found.situations if value in labels],
        "history": queries.history(found),
    }
    return render(request, "activities/activity.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@advisers
def new(request: RoleRequest) -> HttpResponse:
    """A new activity of one of the reader's organisations; the host writes for all."""
    return _write(request, _owners(request), None)


@require_http_methods(["GET", "HEAD", "POST"])
@advisers
def change(request: RoleRequest, activity_id: int) -> HttpResponse:
    """Change an activity."""
    found = _writable_or_404(request, activity_id)
    return _write(request, [found.organisation], found)


def _owners(request: RoleRequest) -> list[Organisation]:
    mine = [one for one in request.organisations if one.kind in rules.OWNERS]
    if not mine:
        raise Http404("activity")
    if not any(one.kind == OrganisationKind.HOST for one in mine):
        return mine
    ids = {one.pk for one in mine}
    return [*mine, *(one for one in queries.owners() if one.pk not in ids)]


def _write(request: RoleRequest, owners: list[Organisation], found: Activity | None) -> HttpResponse:
    """Save and leave, or show the page with all that was typed."""
    data = request.POST if request.method == "POST" else None
    quiet = data is not None and "more" in data
    form = ActivityForm(data, owners=owners, activity=found, quiet=quiet)
    jobs = Terms(
        "occupation", data, found.shown_occupations if found else [],  # type: ignore[attr-defined]
        reference.occupations_by_code, reference.occupation_named,
    )  # fmt: skip
    skills = Terms(
        "skill", data, found.shown_skills if found else [],  # type: ignore[attr-defined]
        reference.skills_by_code, reference.skill_named,
    )  # fmt: skip
    judged = data is not None and not quiet
    if judged and form.is_valid() and not jobs.error and not skills.error:
        try:
            return _save(request, form, jobs, skills)
        except RefusedError as refusal:
            form.add_error(None, refusal)
    context = {"form": form, "jobs": jobs, "skills": skills, "activity": found, "axes": queries.axes()}
    context |= {"failed": judged, "version": version_of(found) if found else "", "owner": owners[0]}
    return render(request, "activities/activity_write.html", context, status=422 if judged else 200)


def _save(
    request: RoleRequest, form: ActivityForm, jobs: Terms[Occupation], skills: Terms[Skill]
) -> HttpResponse:
    saved = actions.write_activity(
        organisation=form.owner(),
        values=form.values(),
        occupations=jobs.chosen,
        skills=skills.chosen,
        by=request.user,
        activity=form.activity,
    )
    if form.activity is None:
        messages.success(request, "Le brouillon est gardé. Relisez-le, puis mettez-le au catalogue.")
    else:
        messages.success(request, "L’activité est enregistrée.")
    return redirect("activities:activity", saved.pk)


Move = Callable[..., Any]
_MOVES: dict[str, tuple[Move, str]] = {
    "publish": (actions.publish_activity, "L’activité est au catalogue : tout le monde peut la lire."),
    "retire": (actions.retire_activity, "L’activité est retirée. Les séances déjà ouvertes ont lieu."),
}


@require_POST
@advisers
def act(request: RoleRequest, activity_id: int, verb: str) -> HttpResponse:
    """Publish or retire."""
    found = _writable_or_404(request, activity_id)
    action, done = _MOVES[verb]
    try:
        action(activity=found, by=request.user)
    except RefusedError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, done)
    return redirect("activities:activity", found.pk)
