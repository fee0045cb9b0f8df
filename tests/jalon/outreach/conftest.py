"""A bus with two halts, in a district and outside of it."""

import json
from collections.abc import Callable
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from jalon.accounts.models import User
from jalon.activities.choices import ResourceKind
from jalon.activities.models import Resource
from jalon.directory.models import Membership, Organisation
from jalon.outreach import actions
from jalon.outreach.actions import Hours
from jalon.outreach.models import Circuit, District, Relay, Stand
from tests.fixtures import people

# Monday 2 November 2026, eight o'clock in Dunkerque.
MONDAY = timezone.make_aware(datetime(2026, 11, 2, 8))  # noqa: DTZ001
HALT = {"name": "Place du Phare", "place": "devant la boulangerie", "site": None, "lat": 51.03, "lon": 2.2}
FAR = {"name": "Salines", "place": "parking", "site": None, "lat": 51.5, "lon": 2.9}


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch) -> Callable[[datetime], None]:
    """Set the clock."""
    return lambda moment: monkeypatch.setattr(timezone, "now", lambda: moment)


@pytest.fixture(autouse=True)
def monday(at: Callable[[datetime], None], tmp_path: Path, settings: Any) -> None:
    """It is Monday, and messages are written into a folder of the test."""
    settings.OUTBOX_ROOT = tmp_path
    at(MONDAY)


def square(west: float, south: float, side: float) -> dict[str, Any]:
    """A square as GeoJSON."""
    corners = [[0, 0], [1, 0], [1, 1], [0, 1], [0, 0]]
    return {"type": "Polygon", "coordinates": [[[west + x * side, south + y * side] for x, y in corners]]}


def geojson(*areas: tuple[str, dict[str, Any]], **properties: Any) -> bytes:
    """A file with these named areas."""
    features = [
        {"type": "Feature", "properties": {"nom": name, **properties}, "geometry": shape}
        for name, shape in areas
    ]
    return json.dumps({"type": "FeatureCollection", "features": features}).encode()


@pytest.fixture
def district(db: None) -> District:
    actions.load_districts(content=geojson(("Le Phare", square(2.19, 51.02, 0.02)), prioritaire=True))
    return District.objects.get()


@pytest.fixture
def bus(host: Organisation) -> Resource:
    return Resource.objects.create(kind=ResourceKind.VEHICLE, name="Bus vert", lender=host)


@pytest.fixture
def circuit(host: Organisation, adviser: User, bus: Resource, district: District) -> Circuit:
    values = {"kind": "bus", "name": "Bus du littoral", "summary": "On cherche avec vous.", "vehicle": bus}
    circuit = actions.write_circuit(organisation=host, values=values, by=adviser)
    actions.write_halt(circuit=circuit, values=HALT, hours=[Hours(1, time(9), time(12))], by=adviser)
    actions.write_halt(circuit=circuit, values=FAR, hours=[Hours(1, time(14), time(16))], by=adviser)
    return circuit


@pytest.fixture
def stand(circuit: Circuit, adviser: User) -> Stand:
    """Tuesday 3 November, nine to twelve."""
    day = MONDAY.date().replace(day=3)
    actions.plan(circuit=circuit, first=day, last=day, by=adviser)
    return Stand.objects.select_related("halt__district", "outing__circuit__organisation").get(
        halt__name="Place du Phare"
    )


@pytest.fixture
def relay(host: Organisation, adviser: User) -> Relay:
    values = {"association": "La Table Ouverte", "place": "accueil", "lat": None, "lon": None}
    return actions.write_relay(organisation=host, values=values, by=adviser)


def signed_in(user: User) -> Client:
    """A browser in which this user has signed in; they were there before this November."""
    Membership.objects.filter(user=user).update(since=MONDAY - timedelta(days=300))
    return people.signed_in(user)
