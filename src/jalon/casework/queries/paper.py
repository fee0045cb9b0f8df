"""The pathway as one printed page: what is done, what comes, in what words."""

from textwrap import shorten
from typing import Any

from django.utils import timezone

from jalon.base.words import day
from jalon.casework.choices import StepState
from jalon.casework.models import Step
from jalon.casework.queries.pathway import Pathway
from jalon.directory.models import Organisation
from jalon.people.models import Person

# One page holds so many bands; older ones are counted in a line.
_BANDS = 12
# So many characters stand on one line of the page.
_WIDTH = 64


def sheet(person: Person, path: Pathway, organisation: Organisation) -> dict[str, Any]:
    """What `pathway.typ` prints."""
    done = [step for step in reversed(path.ended) if step.state == StepState.DONE]
    room = max(_BANDS - len(path.to_come), 3)
    shown = [_band(step, "done") for step in done[-room:]]
    first = path.next_step
    shown += [_band(step, "next" if step == first else "later") for step in path.to_come[:_BANDS]]
    return {
        "sender": organisation.name,
        "title": f"Le parcours de {person.first_name or 'la personne'}",
        "date": day(timezone.localdate()),
        "goals": [goal.words for goal in path.goals[:4]],
        "earlier": max(len(done) - room, 0),
        "bands": shown,
        "team": [_member(member) for member in path.team[:6]],
        "phone": organisation.phone,
    }


def _band(step: Step, state: str) -> dict[str, str]:
    when = step.ended_at if state == "done" else step.due_date
    prefix = "" if state == "done" else "avant "
    return {
        "state": state,
        "when": f"{prefix}{day(when)}" if when else "",
        "what": shorten(step.title, _WIDTH, placeholder="…"),
        "who": step.with_whom or (step.owner.name if step.owner else step.organisation.name),
    }


def _member(member: Any) -> dict[str, str]:
    name = member.user.name if member.user else member.name or member.organisation.name
    return {"name": name, "what": f"{member.get_role_display()}, {member.organisation.name}"}
