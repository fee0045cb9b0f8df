"""What this room keeps of a person, as the person takes it away."""

from typing import Any

from jalon.casework.models import Goal, Note, Obstacle, Project, Referral, Step

Row = dict[str, Any]


def export_own(person_id: int) -> list[Row]:
    """One row per goal, step, project, obstacle, note and referral."""
    return [
        *[_goal(row) for row in Goal.objects.filter(person=person_id).order_by("pk")],
        *[_step(row) for row in _of(Step, person_id, "organisation", "owner")],
        *[_project(row) for row in Project.objects.filter(person=person_id).order_by("pk")],
        *[_obstacle(row) for row in _of(Obstacle, person_id, "organisation")],
        *[_note(row) for row in _of(Note, person_id, "organisation", "written_by")],
        *[_referral(row) for row in _of(Referral, person_id, "from_organisation", "to_organisation")],
    ]


def _of(model: Any, person_id: int, *related: str) -> Any:
    return model.objects.filter(person=person_id).select_related(*related).order_by("pk")


def _goal(row: Goal) -> Row:
    return {"rubrique": "Ce que vous voulez", "quoi": row.words, "le": row.written_at.isoformat()}


def _step(row: Step) -> Row:
    return {
        "rubrique": "Vos étapes",
        "quoi": row.title,
        "avec": row.with_whom,
        "suivie par": str(row.owner or row.organisation),
        "avant le": row.due_date.isoformat() if row.due_date else "",
        "état": row.get_state_display(),
        "histoire": [
            {"le": one.at.isoformat(), "état": one.get_to_state_display(), "pourquoi": one.reason}
            for one in row.changes.order_by("pk")
        ],
    }


def _project(row: Project) -> Row:
    return {
        "rubrique": "Vos projets",
        "quoi": row.title,
        "état": row.get_state_display(),
        "histoire": [
            {"le": one.at.isoformat(), "état": one.get_to_state_display(), "fait": one.fact}
            for one in row.changes.order_by("pk")
        ],
    }


def _obstacle(row: Obstacle) -> Row:
    return {
        "rubrique": "Ce qui rend les choses plus difficiles",
        "quoi": row.get_kind_display(),
        "noté par": str(row.organisation),
        "depuis": row.since.isoformat(),
        "levé le": row.lifted_at.isoformat() if row.lifted_at else "",
    }


def _note(row: Note) -> Row:
    return {
        "rubrique": "Ce que l’équipe a noté",
        "quoi": row.text,
        "par": f"{row.written_by}, {row.organisation}",
        "le": row.at.isoformat(),
    }


def _referral(row: Referral) -> Row:
    return {
        "rubrique": "Orientations vers un partenaire",
        "de": str(row.from_organisation),
        "vers": str(row.to_organisation),
        "pourquoi": row.reason,
        "votre accord": row.get_means_display(),
        "le": row.sent_at.isoformat(),
        "réponse": row.get_state_display(),
        "mot": row.answer_note,
    }
