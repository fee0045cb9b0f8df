"""One database server for the whole suite, and the traps that every test walks over."""

import os
from pathlib import Path

# Each process of a parallel run has a folder of its own; the first one starts the server that all use.
os.environ["JALON_VAR"] = str(
    Path(__file__).resolve().parents[1] / "var" / "test" / os.environ.get("PYTEST_XDIST_WORKER", "")
)
if not os.environ.get("DATABASE_URL"):
    from jalon.config.embedded_postgres import EmbeddedPostgres

    _server = EmbeddedPostgres(instance="test", durable=False).start()
    os.environ["DATABASE_URL"] = _server.create_database("jalon")
os.environ["DJANGO_SETTINGS_MODULE"] = "jalon.config.settings"

import django
import pytest
from hypothesis import settings

django.setup()

# Machines are shared: no stopwatch. A proposal is judged on examples that the next run tries again; on a
# developer's machine each run looks for new ones.
settings.register_profile("jalon", deadline=None, derandomize=bool(os.environ.get("CI")))
settings.load_profile("jalon")

pytest_plugins = ["tests.fixtures.traps", "tests.fixtures.people"]


def pytest_itemcollected(item: pytest.Item) -> None:
    """In a parallel run a file stays in one process, and all journeys walk through one demonstration."""
    journey = "journeys" in item.path.parts
    item.add_marker(pytest.mark.xdist_group("journeys" if journey else str(item.path)))


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Journeys come last: the browser's event loop would forbid the database to the tests after them."""
    items.sort(key=lambda item: "journeys" in item.path.parts)


def pytest_unconfigure() -> None:
    """Leave no server behind."""
    if "_server" in globals():
        _server.stop()
