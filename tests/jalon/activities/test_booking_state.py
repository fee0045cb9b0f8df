"""Any order of what may happen to seats, against an oracle that is a list on paper."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from jalon.activities import actions
from jalon.activities.choices import SEATED
from jalon.activities.models import Booking, SeatAllotment, Session
from jalon.people.models import Person
from tests.factories.activities import make_activity, make_session
from tests.fixtures.people import make_organisation

PICK = st.integers(0, 1000)


class Seats(RuleBasedStateMachine):
    """The paper: who sits, who was offered, who waits, and how many chairs are kept for the partner."""

    def __init__(self) -> None:
        super().__init__()
        self.transaction = transaction.atomic()
        self.transaction.__enter__()
        host = make_organisation("Maison de l’emploi", "host")
        self.partner = make_organisation("PLIE", "partner")
        self.session = make_session(make_activity(host), seats_max=4)
        self.until = self.session.starts_at - timedelta(days=3)
        self.kept = SeatAllotment.objects.create(
            session=self.session, organisation=self.partner, seats=2, until=self.until
        )
        self.maximum, self.open_to_all = 4, False
        self.rows: list[dict[str, Any]] = []

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.transaction.__exit__(None, None, None)

    def free(self, partner: bool) -> int:
        held = [row for row in self.rows if row["state"] in SEATED]
        free = self.maximum - len(held)
        kept = 0 if self.open_to_all else 2 - sum(row["kept"] for row in held)
        return min(free, max(0, free - kept) + (kept if partner else 0))

    def sit(self, row: dict[str, Any], state: str) -> None:
        held = [one for one in self.rows if one["state"] in SEATED and one["kept"]]
        row["kept"] = row["partner"] and not self.open_to_all and len(held) < 2
        row["state"] = state

    def offer(self) -> None:
        for row in self.rows:
            if row["state"] == "waiting" and self.free(row["partner"]) > 0:
                self.sit(row, "offered")

    def some(self, number: int, *states: str) -> dict[str, Any]:
        rows = [row for row in self.rows if row["state"] in states]
        return rows[number % len(rows)]

    def has(self, *states: str) -> bool:
        return any(row["state"] in states for row in self.rows)

    @rule(partner=st.booleans())
    def book(self, partner: bool) -> None:
        self.offer()
        row = {"partner": partner, "state": "waiting", "kept": False}
        self.rows.append(row)
        if self.free(partner) > 0:
            self.sit(row, "booked")
        organisation = self.partner if partner else None
        person = Person.objects.create(first_name="P")
        row["booking"] = actions.book(
            session=self.session, person=person, organisation=organisation, medium="web"
        )

    @precondition(lambda self: self.has("booked", "offered", "waiting"))
    @rule(number=PICK)
    def cancel(self, number: int) -> None:
        row = self.some(number, "booked", "offered", "waiting")
        row["state"] = "closed"
        self.offer()
        actions.cancel_booking(booking=row["booking"], closing="person")

    @precondition(lambda self: self.has("offered"))
    @rule(number=PICK)
    def accept(self, number: int) -> None:
        row = self.some(number, "offered")
        row["state"] = "booked"
        actions.accept_offer(booking=row["booking"])

    @precondition(lambda self: self.has("offered"))
    @rule(number=PICK)
    def expire(self, number: int) -> None:
        row = self.some(number, "offered")
        row["state"] = "closed"
        self.offer()
        Booking.objects.filter(pk=row["booking"].pk).update(offered_until=timezone.now())
        actions.expire_offers()

    @rule(more=st.integers(1, 2))
    def raise_seats(self, more: int) -> None:
        self.maximum += more
        self.offer()
        Session.objects.filter(pk=self.session.pk).update(seats_max=self.maximum)
        actions.offer_free_seats(session=self.session)

    @precondition(lambda self: not self.open_to_all)
    @rule()
    def the_partners_time_is_over(self) -> None:
        self.open_to_all = True
        self.offer()
        SeatAllotment.objects.filter(pk=self.kept.pk).update(until=timezone.now())
        actions.expire_offers()

    @invariant()
    def the_tables_say_what_the_paper_says(self) -> None:
        states = Booking.objects.filter(session=self.session).order_by("created_at", "pk")
        assert list(states.values_list("state", flat=True)) == [row["state"] for row in self.rows]
        self.session.refresh_from_db()
        self.kept.refresh_from_db()
        held = [row for row in self.rows if row["state"] in SEATED]
        assert self.session.seats_taken == len(held) <= self.maximum
        assert self.kept.taken == sum(row["kept"] for row in held)


@pytest.mark.django_db
def test_seats_and_waiting_list_follow_the_paper() -> None:
    few = settings(max_examples=25, stateful_step_count=25, deadline=None)
    run_state_machine_as_test(Seats, settings=few)
