"""What the screens show now: the desk itself, pairing, messages."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from jalon.base.actions.throttle import allowed
from jalon.directory.access import RoleRequest, role_required
from jalon.network import queries as network_queries
from jalon.network.actions import add_vehicle
from jalon.network.models import Network
from jalon.transit import queries
from jalon.transit.actions import content, pairing
from jalon.transit.engine import desk as shown
from jalon.transit.engine.drawing import drawing_of, plates
from jalon.transit.engine.serving import bundle_for
from jalon.transit.forms.desk import MessageForm, PairForm, StopForm
from jalon.transit.models import Screen
from jalon.transit.views.access import READS, desk_page
from jalon.vacancies import queries as vacancies

TRIES, TRIES_SECONDS = 30, 600


@role_required(*READS)
def index(request: RoleRequest) -> HttpResponse:
    """The desk of the only network, or the choice."""
    networks = network_queries.visible_networks(request.user)
    if len(networks) == 1:
        return redirect("transit:desk", networks[0].key)
    return render(request, "transit/networks.html", {"networks": networks})


@desk_page()
def desk(request: RoleRequest, network: Network) -> HttpResponse:
    """Each screen, the network, the offers."""
    now = timezone.now()
    screens = shown.screens_now(network, now)
    row = bundle_for(network, None)
    stops = [
        (stop, *shown.received_by([s.screen for s in screens], stop.at))
        for stop in queries.stops_in_force(network)
    ]
    offers = Paginator(shown.offers_now(network, now), 25).get_page(request.GET.get("page"))
    drawing = drawing_of(row.pk) if row is not None else None
    page: dict[str, object] = {
        "offers": offers,
        "stops": stops,
        "drawing": drawing,
    }
    page["unplayed"] = len(row.unplayed) if row is not None else 0
    return render(request, "transit/desk.html", {**page, **_live(network, screens, drawing), "now": now})


@desk_page()
def now(request: RoleRequest, network: Network) -> HttpResponse:
    """The list and the plates on the map, asked again every five seconds and at each event."""
    row = bundle_for(network, None)
    screens = shown.screens_now(network, timezone.now())
    live = _live(network, screens, drawing_of(row.pk) if row is not None else None)
    return render(request, "transit/now.html", live)


def _live(network: Network, screens: list[shown.ScreenNow], drawing: object) -> dict[str, object]:
    """Screens, how many are silent, plates: of screens first, then of the vehicles without one."""
    from_screens = [(s.plate, s.lat, s.lon, s.lost) for s in screens]
    with_screen = {s.screen.vehicle_id for s in screens}
    others = [v for v in network_queries.states(network) if v.vehicle_id not in with_screen]
    return {
        "network": network,
        "screens": screens,
        "silent": sum(screen.silent for screen in screens),
        "plates": plates(drawing, from_screens) if drawing else [],  # type: ignore[arg-type]
        "dots": plates(drawing, [(v.vehicle.label, v.lat, v.lon, False) for v in others]) if drawing else [],  # type: ignore[arg-type]
        "others": len(others),
    }


@desk_page(change=True)
@require_http_methods(["GET", "POST"])
def pair(request: RoleRequest, network: Network) -> HttpResponse:
    """Type the code that a screen shows."""
    form = PairForm(request.POST or None)
    if form.is_valid():
        screen = _paired(request, network, form)
        if screen is not None:
            messages.success(
                request,
                f"L’écran est au bus {screen.vehicle}. Il prend sa boucle dans les secondes qui viennent.",
            )
            return redirect("transit:screen-page", network.key, screen.pk)
    page = {"network": network, "form": form, "vehicles": network_queries.vehicles(network)[:300]}
    return render(request, "transit/pair.html", page, status=422 if form.is_bound else 200)


def _paired(request: RoleRequest, network: Network, form: PairForm) -> Screen | None:
    if not allowed(action="pair-screen", who=str(request.user.pk), limit=TRIES, seconds=TRIES_SECONDS):
        form.add_error("code", "Trop d’essais. Attendez dix minutes.")
        return None
    label = form.cleaned_data["vehicle"].strip()
    known = network_queries.vehicle_named(network, label)
    vehicle = known or add_vehicle(network=network, ref=label, label=label)
    try:
        return pairing.pair(
            code=form.cleaned_data["code"], vehicle=vehicle, name=form.cleaned_data["name"], by=request.user
        )
    except pairing.PairingError as fault:
        form.add_error("code", str(fault))
        return None


@desk_page(change=True)
@require_POST
def stop_offer(request: RoleRequest, network: Network, vacancy_id: int) -> HttpResponse:
    """Keep an offer off every screen of the network."""
    vacancy = vacancies.public_page(vacancy_id)
    if vacancy is None:
        raise Http404("vacancy")
    form = StopForm(request.POST)
    if not form.is_valid():
        return render(
            request, "transit/stop.html", {"network": network, "vacancy": vacancy, "form": form}, status=422
        )
    content.stop_everywhere(
        network=network, vacancy=vacancy, reason=form.cleaned_data["reason"], by=request.user
    )
    messages.success(request, f"« {vacancy.title} » est arrêtée sur tous les écrans.")
    return redirect("transit:desk", network.key)


@desk_page(change=True)
def ask_stop(request: RoleRequest, network: Network, vacancy_id: int) -> HttpResponse:
    """Ask why before an offer is stopped."""
    vacancy = vacancies.public_page(vacancy_id)
    if vacancy is None:
        raise Http404("vacancy")
    return render(request, "transit/stop.html", {"network": network, "vacancy": vacancy, "form": StopForm()})


@desk_page(change=True)
@require_POST
def lift_stop(request: RoleRequest, network: Network, stop_id: int) -> HttpResponse:
    """Let an offer on the screens again."""
    stop = queries.find_stop(network, stop_id)
    if stop is None:
        raise Http404("stop")
    content.lift_stop(stop=stop, by=request.user)
    messages.success(request, "L’offre revient sur les écrans dans les minutes qui viennent.")
    return redirect("transit:desk", network.key)


@desk_page(change=True)
@require_http_methods(["GET", "POST"])
def message_list(request: RoleRequest, network: Network) -> HttpResponse:
    """The association's own messages, and those that come first."""
    form = MessageForm(request.POST or None)
    if form.is_valid():
        content.write_message(network=network, by=request.user, **form.cleaned_data)
        messages.success(request, "Message envoyé aux écrans.")
        return redirect("transit:messages", network.key)
    page = {"network": network, "form": form, "rows": queries.messages(network)}
    return render(request, "transit/messages.html", page, status=422 if form.is_bound else 200)


@desk_page(change=True)
@require_POST
def withdraw_message(request: RoleRequest, network: Network, message_id: int) -> HttpResponse:
    """Take a message off."""
    message = queries.find_message(network, message_id)
    if message is None:
        raise Http404("message")
    content.withdraw_message(message=message, by=request.user)
    return redirect("transit:messages", network.key)
