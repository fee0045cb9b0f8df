"""What tests of the ground floor share."""

from collections.abc import Iterator
from threading import Thread

import pytest

from tests.jalon.base.stand_in import StandIn


@pytest.fixture
def provider() -> Iterator[StandIn]:
    stand_in = StandIn()
    thread = Thread(target=stand_in.server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield stand_in
    stand_in.server.shutdown()
    stand_in.server.server_close()
    thread.join()
