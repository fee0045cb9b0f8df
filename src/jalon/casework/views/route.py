"""Route templates of the reader's organisations."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from jalon.casework import actions, queries
from jalon.casework.forms.route import TemplateForm
from jalon.casework.models import RouteTemplate
from jalon.casework.views.guard import found
from jalon.directory.access import RoleRequest, role_required
from jalon.directory.choices import Role


@role_required(Role.ADVISER)
def listing(request: RoleRequest) -> HttpResponse:
    """Those in use, then those laid aside."""
    context = {
        "routes": queries.templates_of(request.organisations),
        "retired": queries.templates_of(request.organisations, retired=True),
    }
    return render(request, "casework/routes.html", context)


@role_required(Role.ADVISER)
def new(request: RoleRequest) -> HttpResponse:
    """Write one."""
    return _write(request, None)


@role_required(Role.ADVISER)
def change(request: RoleRequest, template_id: int) -> HttpResponse:
    """Another wording."""
    return _write(request, found(queries.find_template(request.organisations, template_id)))


def _write(request: RoleRequest, template: RouteTemplate | None) -> HttpResponse:
    form = TemplateForm(request.POST or None, template=template)
    if request.method == "POST" and form.is_valid():
        organisation = template.organisation if template else request.organisation
        actions.write_template(
            organisation=organisation, name=form.cleaned_data["name"], lines=form.values, template=template
        )
        return redirect("casework:routes")
    context = {"form": form, "route": template}
    return render(request, "casework/route.html", context, status=422 if form.is_bound else 200)


@require_POST
@role_required(Role.ADVISER)
def retire(request: RoleRequest, template_id: int) -> HttpResponse:
    """Lay it aside, or offer it again."""
    template = found(queries.find_template(request.organisations, template_id))
    actions.retire_template(template=template, retired=not template.retired)
    return redirect("casework:routes")
