"""Associations that hand on our code, and their posters."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from jalon.directory.access import RoleRequest, role_required
from jalon.directory.choices import Role
from jalon.outreach import actions, paper, queries
from jalon.outreach.forms.relay import RelayForm
from jalon.outreach.views.guard import accepted, attempt, found_or_404


@role_required(Role.ADVISER)
def listing(request: RoleRequest) -> HttpResponse:
    """Relays with their codes, and what they brought."""
    return render(request, "outreach/relays.html", {"relays": queries.listed_relays(request.organisations)})


@role_required(Role.ADVISER)
def new(request: RoleRequest) -> HttpResponse:
    """One relay more."""
    form = RelayForm(request.POST or None)
    if request.method == "POST" and accepted(
        form,
        lambda: actions.write_relay(organisation=request.organisation, values=form.values, by=request.user),
    ):
        return redirect("outreach:relays")
    context = {"form": form, "relay": None}
    return render(request, "outreach/relay_form.html", context, status=422 if form.errors else 200)


@role_required(Role.ADVISER)
def change(request: RoleRequest, relay_id: int) -> HttpResponse:
    """Correct it."""
    relay = found_or_404(queries.find_relay, request, relay_id)
    form = RelayForm(request.POST or None, initial=RelayForm.filled(relay))
    if request.method == "POST" and accepted(
        form, lambda: actions.change_relay(relay=relay, values=form.values, by=request.user)
    ):
        return redirect("outreach:relays")
    context = {"form": form, "relay": relay}
    return render(request, "outreach/relay_form.html", context, status=422 if form.errors else 200)


@require_POST
@role_required(Role.ADVISER)
def retire(request: RoleRequest, relay_id: int) -> HttpResponse:
    """The poster comes down."""
    relay = found_or_404(queries.find_relay, request, relay_id)
    attempt(
        request,
        lambda: actions.retire_relay(relay=relay, by=request.user),
        f"{relay.association} n’est plus un relais : son code ne mène plus nulle part.",
    )
    return redirect("outreach:relays")


@role_required(Role.ADVISER)
def poster(request: RoleRequest, relay_id: int) -> HttpResponse:
    """The poster with its code, A4."""
    relay = found_or_404(queries.find_relay, request, relay_id)
    response = HttpResponse(paper.relay_poster(relay), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="relais-{relay.pk}.pdf"'
    return response
