"""The programme of a month: on the page, as A4 pages, as a poster."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from jalon.activities import brochure
from jalon.activities.forms.programme import ProgrammeForm, said_month
from jalon.activities.queries import catalogue as partners
from jalon.activities.queries import programme as queries
from jalon.directory import queries as directory
from jalon.directory.access import RoleRequest, role_required
from jalon.directory.choices import Role

advisers = role_required(Role.ADVISER)


@require_safe
@advisers
def programme(request: RoleRequest) -> HttpResponse:
    """What would be printed, before it is."""
    form = ProgrammeForm(request.GET, partners=partners.owners())
    wanted = form.wanted()
    weeks = queries.programme(wanted)
    partner = wanted.partner.pk if wanted.partner else ""
    query = f"month={wanted.month:%Y-%m}&partner={partner}&theme={wanted.theme}"
    context = {
        "form": form,
        "weeks": weeks,
        "month": said_month(wanted.month),
        "partner": wanted.partner,
        "query": query,
        "total": len(queries.lines_of(weeks)),
        "most": brochure.MOST_ON_POSTER,
    }
    return render(request, "activities/programme.html", context)


@require_safe
@advisers
def programme_pdf(request: RoleRequest, paper: str) -> HttpResponse:
    """The same, typeset: `a4` pages or an `a3` poster."""
    wanted = ProgrammeForm(request.GET, partners=partners.owners()).wanted()
    write = brochure.poster if paper == "a3" else brochure.brochure
    content = write(wanted, queries.programme(wanted), directory.host())
    who = slugify(wanted.partner.name) if wanted.partner else "tous"
    response = HttpResponse(content, content_type="application/pdf")
    name = f"programme-{wanted.month:%Y-%m}-{who}{'-affiche' if paper == 'a3' else ''}.pdf"
    response["Content-Disposition"] = f'inline; filename="{name}"'
    return response
