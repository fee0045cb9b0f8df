"""A day that cannot be played is refused before anything is loaded."""

from datetime import date
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from jalon.demo import timetable
from jalon.directory import queries as directory

pytestmark = pytest.mark.django_db


def test_a_day_outside_the_timetable_loads_nothing(tmp_path: Path) -> None:
    feed = tmp_path / "reseau.zip"
    feed.write_bytes(timetable.generate(date(2026, 3, 1), days=30))

    with pytest.raises(CommandError, match="Aucune course le 01/05/2026"):
        call_command("load_demo", feed=feed, day=date(2026, 5, 1))

    assert directory.host() is None


def test_a_day_needs_a_timetable() -> None:
    with pytest.raises(CommandError, match="--feed"):
        call_command("load_demo", day=date(2026, 5, 1))
