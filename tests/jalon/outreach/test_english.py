"""The week and a relay's code in English; what the file keeps is in French."""

import pytest
from django.test import Client

from jalon.base.queries.short_link import open_link_of
from jalon.outreach.models import Relay, Stand
from jalon.people.models import Milestone, Person
from tests.fixtures.english import unmarked_french

pytestmark = pytest.mark.django_db


def test_the_week_speaks_english(client: Client, stand: Stand) -> None:
    week, empty = (client.get(f"/en/tournee/{asked}").content.decode() for asked in ("", "?quoi=cafe"))

    assert unmarked_french(week) + unmarked_french(empty) == []
    assert "Where is the bus this week?" in week
    assert "Nothing is planned" in empty


def test_who_leaves_a_number_in_english_is_answered_in_english(client: Client, relay: Relay) -> None:
    link = open_link_of("relay", relay.pk, "poster")
    address = f"/en/tournee/relais/{link.code if link else ''}/"
    pages = [client.get(address), client.post(address, {"phone": "06 39"})]
    typed = {"first_name": "Amy", "phone": "06 39 98 12 34", "wish": "work"}
    pages.append(client.post(address, typed, follow=True))

    assert [unmarked_french(page.content.decode()) for page in pages] == [[], [], []]
    assert "We will call you by Tuesday 3 November" in pages[-1].content.decode()
    assert Person.objects.get().language == "en"
    assert Milestone.objects.get(kind="outreach.met").detail == "trouver un travail"
