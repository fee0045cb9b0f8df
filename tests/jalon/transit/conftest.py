"""A network with a timetable, a vacancy near Quai aux Bois, a paired screen."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from jalon.directory.models import Organisation
from jalon.network.actions import add_vehicle
from jalon.network.models import Network
from jalon.transit.actions.pairing import pair_directly
from jalon.transit.engine import serving
from jalon.transit.models import Screen
from jalon.vacancies.models import Vacancy
from tests.factories.network import load, make_network
from tests.factories.vacancies import make_vacancy


@dataclass
class Player:
    """A screen that speaks to the server with its token."""

    screen: Screen
    token: str

    def get(self, path: str, **headers: str) -> Any:
        return Client().get(
            f"/ecran/api/{path}", headers={"authorization": f"Bearer {self.token}", **headers}
        )

    def post(self, path: str, body: Any) -> Any:
        text = body if isinstance(body, bytes) else json.dumps(body)
        headers = {"authorization": f"Bearer {self.token}"}
        return Client().post(f"/ecran/api/{path}", text, content_type="application/json", headers=headers)


@pytest.fixture(autouse=True)
def nothing_kept_between_tests() -> None:
    """What is told to every screen is kept for a second; ids come again in another test."""
    serving.forget_common()


@pytest.fixture
def network(host: Organisation, operator: Organisation, tmp_path: Path) -> Network:
    network = make_network(operator)
    load(network, tmp_path)
    return network


@pytest.fixture
def vacancy(employer: Organisation) -> Vacancy:
    """Near Quai aux Bois, on line 3."""
    return make_vacancy(employer, lat=51.031, lon=2.36, radius_m=400)


@pytest.fixture
def player(network: Network) -> Player:
    return make_player(network, "214")


def make_player(network: Network, ref: str) -> Player:
    vehicle = add_vehicle(network=network, ref=ref, label=ref)
    screen, token = pair_directly(vehicle=vehicle, layout="1920x540")
    return Player(screen, token)


def state(**changes: Any) -> dict[str, Any]:
    """What a screen says every twenty seconds."""
    said = {
        "at": 1795600000.2,
        "boot": "0" * 36,
        "bundle": None,
        "day": None,
        "shown": {
            "kind": "message",
            "id": "welcome",
            "code": "",
            "since": 1795600000.0,
            "why": "nothing_near",
        },
        "where": {
            "source": "none",
            "at": None,
            "trip": None,
            "line": None,
            "metres": None,
            "lat": None,
            "lon": None,
            "heading": None,
        },
        "preempted_since": None,
        "visible": True,
        "plays_waiting": 0,
        "clock_offset_s": 0,
        "width": 1920,
        "height": 540,
        "trouble": [],
    }
    return {**said, **changes}


def play(code: str, at: float, **changes: Any) -> dict[str, Any]:
    """One offer shown once."""
    row = {
        "at": at,
        "seconds": 8.0,
        "vacancy": "1",
        "code": code,
        "line": "3",
        "stop": "quai-aux-bois",
        "stretch": "A:3800",
        "trip": "13-0",
        "metres": 3900.0,
        "source": "gps",
        "why": "picked",
        "bundle": "0123456789abcdef",
    }
    return {**row, **changes}
