"""Pages of whoever runs a network: timetables, sources of positions, vehicles."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from jalon.directory.access import RoleRequest, role_required
from jalon.directory.choices import Role
from jalon.network import actions, jobs, queries
from jalon.network.engine.identity import fold
from jalon.network.forms import DayForm, FeedForm, NetworkForm, SourceForm, VehicleForm
from jalon.network.models import Network, PositionSource

RUNS = (Role.OPERATOR, Role.ADMINISTRATOR)
FIELDS = ("kind", "url", "requestor_ref", "every_seconds", "active")


def _managed(request: RoleRequest, key: str) -> Network:
    """The network of this key, if the reader runs it. Http404 otherwise."""
    for network in queries.managed_networks(request.user):
        if network.key == key:
            return network
    raise Http404("network")


@role_required(*RUNS)
def index(request: RoleRequest) -> HttpResponse:
    """The only network, or the list of those one runs."""
    networks = queries.managed_networks(request.user)
    if len(networks) == 1:
        return redirect("network:feeds", networks[0].key)
    return render(request, "network/index.html", {"networks": networks})


@role_required(*RUNS)
@require_http_methods(["GET", "POST"])
def open_network(request: RoleRequest) -> HttpResponse:
    """Begin a network."""
    form = NetworkForm(request.POST or None, operators=queries.possible_operators(request.user))
    if form.is_valid():
        name = form.cleaned_data["name"]
        network = actions.open_network(
            key=queries.free_key(fold(name)), name=name, operator=form.cleaned_data["operator"]
        )
        return redirect("network:feeds", network.key)
    return render(request, "network/new.html", {"form": form})


@role_required(*RUNS)
def feeds(request: RoleRequest, key: str) -> HttpResponse:
    """Timetables: the one in force with what was found in it, those before, how to load another."""
    network = _managed(request, key)
    return render(request, "network/feeds.html", _feeds_page(network, FeedForm()))


def _feeds_page(network: Network, form: FeedForm, day_form: DayForm | None = None) -> dict[str, object]:
    rows = queries.feeds(network)
    current = next((row for row in rows if row.current), None)
    initial = {"day": current.simulated_date} if current else {}
    return {
        "network": network,
        "current": current,
        "older": [row for row in rows if not row.current],
        "loads": queries.running_loads(network),
        "today": queries.service_date(network),
        "form": form,
        "day_form": day_form or DayForm(initial=initial),
    }


@role_required(*RUNS)
@require_POST
def load(request: RoleRequest, key: str) -> HttpResponse:
    """Send a feed, or name its address; a job reads it."""
    network = _managed(request, key)
    form = FeedForm(request.POST, request.FILES)
    if not form.is_valid():
        return render(request, "network/feeds.html", _feeds_page(network, form), status=422)
    file, url = form.cleaned_data["file"], form.cleaned_data["url"]
    jobs.ask_load(
        network=network,
        source=file.name if file else url,
        content=file.read() if file else None,
        by=request.user,
    )
    return redirect("network:feeds", network.key)


@role_required(*RUNS)
def loads(request: RoleRequest, key: str) -> HttpResponse:
    """How far the loads are (a part of the page, asked every two seconds)."""
    network = _managed(request, key)
    return render(
        request, "network/feeds.html#loads", {"network": network, "loads": queries.running_loads(network)}
    )


@role_required(*RUNS)
@require_POST
def day(request: RoleRequest, key: str) -> HttpResponse:
    """Play a recorded day as today, or stop doing so."""
    network = _managed(request, key)
    row = queries.current_row(network)
    if row is None:
        raise Http404("feed")
    form = DayForm(request.POST, first=row.valid_from, last=row.valid_to)
    if not form.is_valid():
        return render(request, "network/feeds.html", _feeds_page(network, FeedForm(), form), status=422)
    actions.play_day(network=network, day=form.cleaned_data["day"], by=request.user)
    return redirect("network:feeds", network.key)


@role_required(*RUNS)
def feed(request: RoleRequest, key: str, feed_id: int) -> HttpResponse:
    """Everything that was found in one timetable."""
    network = _managed(request, key)
    row = queries.find_feed(network, feed_id)
    if row is None:
        raise Http404("feed")
    return render(request, "network/feed.html", {"network": network, "feed": row})


@role_required(*RUNS)
@require_http_methods(["GET", "POST"])
def sources(request: RoleRequest, key: str) -> HttpResponse:
    """Where positions come from, how each source is; add one."""
    network = _managed(request, key)
    form = SourceForm(request.POST or None)
    if form.is_valid():
        values = {name: form.cleaned_data[name] for name in FIELDS if name != "active"}
        actions.add_source(network=network, by=request.user, **values)
        messages.success(request, "Adresse ajoutée : elle est interrogée dans les secondes qui viennent.")
        return redirect("network:sources", network.key)
    page = {"network": network, "sources": queries.sources(network), "form": form}
    return render(request, "network/sources.html", page, status=422 if form.is_bound else 200)


def _source(network: Network, source_id: int) -> PositionSource:
    source = queries.find_source(network, source_id)
    if source is None:
        raise Http404("source")
    return source


@role_required(*RUNS)
@require_http_methods(["GET", "POST"])
def source(request: RoleRequest, key: str, source_id: int) -> HttpResponse:
    """Correct one source."""
    network = _managed(request, key)
    row = _source(network, source_id)
    form = SourceForm(request.POST or None, initial={name: getattr(row, name) for name in FIELDS})
    if form.is_valid():
        actions.change_source(source=row, values=form.cleaned_data, by=request.user)
        return redirect("network:sources", network.key)
    page = {"network": network, "source": row, "form": form}
    return render(request, "network/source.html", page, status=422 if form.is_bound else 200)


@role_required(*RUNS)
@require_POST
def remove_source(request: RoleRequest, key: str, source_id: int) -> HttpResponse:
    """Forget one source."""
    network = _managed(request, key)
    actions.remove_source(source=_source(network, source_id), by=request.user)
    messages.success(request, "Adresse retirée.")
    return redirect("network:sources", network.key)


@role_required(*RUNS)
@require_http_methods(["GET", "POST"])
def vehicles(request: RoleRequest, key: str) -> HttpResponse:
    """Vehicles with their last position; add one."""
    network = _managed(request, key)
    form = VehicleForm(request.POST or None)
    if form.is_valid():
        label = form.cleaned_data["label"]
        actions.add_vehicle(network=network, ref=form.cleaned_data["ref"] or label, label=label)
        return redirect("network:vehicles", network.key)
    rows = Paginator(queries.vehicles(network), 100).get_page(request.GET.get("page"))
    page = {"network": network, "vehicles": rows, "form": form}
    return render(request, "network/vehicles.html", page, status=422 if form.is_bound else 200)


@role_required(*RUNS)
@require_POST
def token(request: RoleRequest, key: str, vehicle_id: int) -> HttpResponse:
    """A new token for a vehicle that pushes its positions, shown this once."""
    network = _managed(request, key)
    vehicle = queries.find_vehicle(network, vehicle_id)
    if vehicle is None:
        raise Http404("vehicle")
    secret = actions.give_vehicle_token(vehicle=vehicle, by=request.user)
    return render(request, "network/token.html", {"network": network, "vehicle": vehicle, "token": secret})
