"""A workshop of today in the demonstration's database, with people who have a seat; run as a program.

DATABASE_URL=… python -m tests.journeys.workshop "Awa Diarra" "Samir Benali"
"""

import json
import os
import subprocess
import sys
from typing import Any

from tests.processes import Stack


def make_workshop(site: Stack, *names: str) -> dict[str, Any]:
    """Its number, and for each person their seat and four digits."""
    environment = {**site.environment(), "DATABASE_URL": site.database_url}
    command = [sys.executable, "-m", "tests.journeys.workshop", *names]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    return json.loads(done.stdout.splitlines()[-1])  # type: ignore[no-any-return]


def _main(names: list[str]) -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "jalon.config.settings"
    import django

    django.setup()
    from jalon.directory.queries import host
    from tests.jalon.activities.door import make_workshop, somebody

    association = host()
    assert association is not None
    session = make_workshop(association, seats_max=len(names) + 1)
    seats = {name: somebody(session, name) for name in names}
    codes = {name: seat.door_code for name, seat in seats.items()}
    print(json.dumps({"session": session.pk, "part": session.parts.get().pk, "codes": codes}))


if __name__ == "__main__":
    _main(sys.argv[1:])
