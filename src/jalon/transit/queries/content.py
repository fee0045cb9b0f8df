"""What screens play now: vacancies, bundles, messages, what is kept off."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Q, Sum
from django.utils import timezone

from jalon.network.models import Network
from jalon.transit.models import Bundle, PlayHour, Screen, ScreenMessage, ScreenStop
from jalon.vacancies import queries as vacancies
from jalon.vacancies.models import Vacancy


def on_screens(network: Network, at: datetime | None = None) -> list[Vacancy]:
    """Vacancies that may be shown on a network's screens, with their shifts, by id; 2 queries."""
    stopped = ScreenStop.objects.filter(network=network, lifted_at__isnull=True).values("vacancy_id")
    rows = vacancies.showable(at).filter(lat__isnull=False).exclude(pk__in=stopped)
    return list(rows.prefetch_related("shifts").order_by("pk"))


def stops_in_force(network: Network) -> list[ScreenStop]:
    """Offers that the operator keeps off, newest first."""
    return list(
        ScreenStop.objects.filter(network=network, lifted_at__isnull=True)
        .select_related("vacancy__organisation", "by", "network")
        .order_by("-at", "-pk")
    )


def find_stop(network: Network, stop_id: int) -> ScreenStop | None:
    """One of them."""
    return ScreenStop.objects.select_related("network").filter(network=network, pk=stop_id).first()


def bundle_in_force(network: Network, day: date) -> Bundle | None:
    """The newest bundle of a service day, without its content."""
    rows = Bundle.objects.filter(network=network, service_date=day).defer("content")
    return rows.order_by("-built_at", "-pk").first()


def bundle_of_version(network: Network, version: str) -> Bundle | None:
    """A bundle that screens had, with its content."""
    return Bundle.objects.filter(network=network, version=version).order_by("-built_at").first()


def bundles_of_day(network: Network, day: date) -> list[Bundle]:
    """Every bundle of a service day with its content, oldest first."""
    return list(Bundle.objects.filter(network=network, service_date=day).order_by("built_at", "pk"))


def closed_of(bundle: Bundle, at: datetime | None = None) -> list[str]:
    """Ids of vacancies that a bundle contains and that may not be shown any more; 2 queries."""
    ids = [int(vacancy) for vacancy in bundle.vacancies]
    stopped = ScreenStop.objects.filter(network_id=bundle.network_id, lifted_at__isnull=True)
    allowed = vacancies.showable(at).filter(pk__in=ids).exclude(pk__in=stopped.values("vacancy_id"))
    left = set(allowed.values_list("pk", flat=True).order_by("pk"))
    return [str(vacancy) for vacancy in ids if vacancy not in left]


def _in_force(at: datetime) -> Q:
    return Q(withdrawn_at__isnull=True) & (Q(shown_until__isnull=True) | Q(shown_until__gt=at))


def messages_between(network: Network) -> list[ScreenMessage]:
    """Messages between offers that are or will be shown, in the order in which they were written."""
    return list(
        ScreenMessage.objects.filter(_in_force(timezone.now()), network=network, priority=False).order_by(
            "pk"
        )
    )


def urgent_messages(network: Network) -> list[ScreenMessage]:
    """Priority messages in force, newest first: for one screen (`screen_id`) or for all."""
    now = timezone.now()
    rows = ScreenMessage.objects.filter(_in_force(now), network=network, priority=True, shown_from__lte=now)
    return list(rows.order_by("-pk"))


def messages(network: Network) -> list[ScreenMessage]:
    """Every message in force, priority first."""
    rows = ScreenMessage.objects.filter(_in_force(timezone.now()), network=network)
    return list(rows.select_related("by", "screen").order_by("-priority", "-pk"))


def find_message(network: Network, message_id: int) -> ScreenMessage | None:
    """One message of this network."""
    return ScreenMessage.objects.select_related("network").filter(network=network, pk=message_id).first()


def day_bounds(network: Network, day: date) -> tuple[datetime, datetime]:
    """Local midnight of a date and of the next."""
    zone = ZoneInfo(network.timezone)
    start = datetime(day.year, day.month, day.day, tzinfo=zone)
    after = day + timedelta(days=1)
    return start, datetime(after.year, after.month, after.day, tzinfo=zone)


def seconds_shown(network: Network, day: date) -> dict[tuple[str, str], float]:
    """Seconds on screen that day by (line key, vacancy id), as counted so far."""
    start, end = day_bounds(network, day)
    rows = (
        PlayHour.objects.filter(screen__network=network, hour__gte=start, hour__lt=end)
        .values_list("line_key", "vacancy_id")
        .annotate(total=Sum("seconds"))
        .order_by("line_key", "vacancy_id")
    )
    return {(line, str(vacancy)): total for line, vacancy, total in rows}


def networks_with_screens() -> list[Network]:
    """Networks in which a screen is paired, or that have a timetable to show on one."""
    paired = Screen.objects.filter(paired_at__isnull=False, removed_at__isnull=True).values("network_id")
    rows = Network.objects.filter(Q(pk__in=paired) | Q(feeds__current=True)).distinct()
    return list(rows.order_by("pk"))
