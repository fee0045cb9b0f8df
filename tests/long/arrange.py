"""What a kill meets, arranged inside the stack's own database by `jalon shell`."""

import json
import uuid
from collections.abc import Iterator
from typing import Any

from jalon.accounts.models import User
from jalon.base.actions.short_link import open_link
from jalon.base.choices import Medium
from jalon.demo import NETWORK
from jalon.directory.models import Organisation
from jalon.introductions import actions
from jalon.network.models import Vehicle
from jalon.people.choices import ConsentMeans
from jalon.people.models import Person
from jalon.transit.actions import pairing
from jalon.vacancies.models import Vacancy
from tests.factories.vacancies import make_vacancy

CLAIRE, SAMIR = "claire@jalon.example", "samir@jalon.example"
VACANCIES = 20
SEATS = 2
CANDIDATES = 4  # twice as many as there are seats: half of the hires are refused


def main() -> None:
    """Print, as one line of JSON, a screen with its token and codes, and introductions waiting for a hire."""
    employer = Organisation.objects.get(name="Chantiers Vandamme")
    vacancies = [make_vacancy(employer, title=f"Poste {n}", seats=SEATS) for n in range(VACANCIES)]
    print(json.dumps({**_screen(vacancies), "introductions": list(_introductions(vacancies))}))


def _screen(vacancies: list[Vacancy]) -> dict[str, Any]:
    oscar = User.objects.get(email="oscar@jalon.example")
    count = Vehicle.objects.count()
    network_id = Vehicle.objects.values_list("network_id", flat=True).get(network__key=NETWORK, label="214")
    vehicle = Vehicle.objects.create(network_id=network_id, ref=f"kill-{count}", label=f"K{count}")
    waiting = pairing.ask_pairing(device=str(uuid.uuid4()), width=1920, height=540)
    screen = pairing.pair(code=str(waiting.pairing_code), vehicle=vehicle, name="avant", by=oscar)
    links = [open_link(kind="vacancy", target_id=v.pk, medium=Medium.BUS, line_key="3") for v in vacancies]
    return {
        "screen": screen.pk,
        "token": pairing.secret_of(screen, "token"),
        "offers": [[str(link.target_id), link.code] for link in links],
    }


def _introductions(vacancies: list[Vacancy]) -> Iterator[int]:
    claire = User.objects.get(email=CLAIRE)
    known = Person.objects.count()
    for place, vacancy in enumerate(vacancies):
        for candidate in range(CANDIDATES):
            phone = f"063998{known + place * CANDIDATES + candidate:04}"
            interest = actions.register_interest(vacancy=vacancy, phone=phone, medium=Medium.WEB)
            introduction = actions.introduce(
                interest=interest, presentation="Motivée.", means=ConsentMeans.PHONE, by=claire
            )
            yield introduction.pk
