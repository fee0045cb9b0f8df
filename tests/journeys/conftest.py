"""A browser before the whole product: the demonstration, started once, with its database and its buses."""

import os
import random
import shutil
import string
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.journeys.axe import check_accessible
from tests.processes import Stack, stack

CHROMIUM_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def chromium() -> str | None:
    """The browser of this machine; None leaves Playwright its own."""
    named = os.environ.get("CHROMIUM")
    found = named or next(
        filter(None, map(shutil.which, ("chromium", "google-chrome", "chromium-browser"))), None
    )
    # Ubuntu's package is a stub that starts a snap.
    return None if found and "snap" in str(Path(found).resolve()) else found


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """Use the system's browser."""
    found = chromium()
    chosen = {"executable_path": found} if found else {}
    return {**browser_type_launch_args, **chosen, "args": CHROMIUM_FLAGS}


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    """`jalon demo`, as a visitor of the README starts it; JALON_SITE names one that runs already."""
    if running_site := os.environ.get("JALON_SITE"):
        yield RunningSite(running_site, Path(os.environ["JALON_SITE_VAR"]))
        return
    with stack(tmp_path_factory.mktemp("demo"), command=("demo",)) as running:
        yield running


class RunningSite(Stack):
    """A demonstration started by hand, to try a journey again and again."""

    def __init__(self, address: str, folder: Path) -> None:
        super().__init__(folder, command=("demo",))
        self._address = address

    @property
    def address(self) -> str:
        return self._address


@pytest.fixture
def visitor(site: Stack, browser: Browser) -> Iterator[Page]:
    """Somebody on a telephone, who never came before."""
    yield from _page(
        browser.new_context(base_url=site.address, locale="fr-FR", viewport={"width": 360, "height": 740})
    )


@pytest.fixture
def desk(site: Stack, browser: Browser) -> Iterator[Page]:
    """Somebody at a desk."""
    yield from _page(
        browser.new_context(base_url=site.address, locale="fr-FR", viewport={"width": 1280, "height": 900})
    )


@pytest.fixture
def fresh() -> str:
    """A word that no earlier run has written."""
    return "".join(random.choices(string.ascii_uppercase, k=6))


def _page(context: BrowserContext) -> Iterator[Page]:
    """A page whose script errors fail the test, and which is looked at by axe at the end."""
    page = context.new_page()
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on(
        "console", lambda said: faults.append(said.text) if "Content Security Policy" in said.text else None
    )
    page.set_default_timeout(15_000)
    yield page
    check_accessible(page)
    assert faults == []
    context.close()
