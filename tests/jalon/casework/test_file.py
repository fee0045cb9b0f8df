"""Goals, projects, obstacles, notes, templates; what is exported and erased."""

from datetime import date

import pytest
from django.utils import timezone

from jalon.accounts.models import User
from jalon.casework import actions, queries
from jalon.casework.models import Goal, Note, Obstacle, Project, ProjectChange, Step
from jalon.casework.rules import RefusedError
from jalon.directory.models import Membership, Organisation
from jalon.people import actions as people
from jalon.people.models import Milestone, Person
from jalon.people.queries import export_file


def test_a_project_is_confirmed_by_a_fact(person: Person, host: Organisation, adviser: User) -> None:
    project = actions.add_project(person=person, title="Soudeuse", by=adviser)
    moved = actions.move_project(
        project=project, state="confirmed", fact="Trois essais réussis au casque", organisation=host,
        about=("session", 7), by=adviser,
    )  # fmt: skip

    assert moved.state == "confirmed"
    change = ProjectChange.objects.latest("pk")
    assert (change.from_state, change.fact, change.about_kind, change.about_id) == (
        "idea",
        "Trois essais réussis au casque",
        "session",
        7,
    )
    with pytest.raises(RefusedError):
        actions.move_project(project=project, state="idea", fact="", organisation=host, by=adviser)


def test_obstacles_and_notes_are_never_on_the_timeline(
    person: Person, host: Organisation, adviser: User
) -> None:
    before = Milestone.objects.count()
    first = actions.note_obstacle(person=person, kind="housing", organisation=host, by=adviser)
    again = actions.note_obstacle(person=person, kind="housing", organisation=host, by=adviser)
    actions.write_note(person=person, text="Préfère le matin.", organisation=host, by=adviser)
    actions.lift_obstacle(obstacle=first, by=adviser)

    assert first == again
    first.refresh_from_db()
    assert first.lifted_by == adviser
    assert Milestone.objects.count() == before


def test_a_template_is_copied_with_its_days(person: Person, host: Organisation, adviser: User) -> None:
    lines = [("Faire le point", 0), ("Visiter l’atelier", 14)]
    template = actions.write_template(organisation=host, name="Vers la soudure", lines=lines)
    steps = actions.apply_template(
        template=template, person=person, organisation=host, start=date(2026, 11, 26), by=adviser
    )
    actions.write_template(
        organisation=host, name="Autre", lines=[("Tout autre chose", 3)], template=template
    )

    assert [(step.title, step.due_date) for step in steps] == [
        ("Faire le point", date(2026, 11, 26)),
        ("Visiter l’atelier", date(2026, 12, 10)),
    ]
    assert set(Step.objects.values_list("title", flat=True)) == {"Faire le point", "Visiter l’atelier"}


def test_a_template_of_another_partner_is_not_found(
    host: Organisation, partner: Organisation, person: Person
) -> None:
    template = actions.write_template(organisation=partner, name="PLIE", lines=[])

    assert queries.find_template([host], template.pk) is None
    assert queries.templates_of([partner]) == [template]


def fill(person: Person, host: Organisation, adviser: User) -> None:
    actions.add_goal(person=person, words="Travailler à Fort-Mahieu", organisation=host, by=adviser)
    actions.add_project(person=person, title="Soudeuse", by=adviser)
    actions.note_obstacle(person=person, kind="mobility", organisation=host, by=adviser)
    actions.write_note(person=person, text="Préfère le matin.", organisation=host, by=adviser)


def test_the_person_takes_all_of_it_away(
    person: Person, step: Step, host: Organisation, adviser: User
) -> None:
    fill(person, host, adviser)

    headings = [row["rubrique"] for row in export_file(person)["casework"]]

    assert headings == [
        "Ce que vous voulez",
        "Vos étapes",
        "Vos projets",
        "Ce qui rend les choses plus difficiles",
        "Ce que l’équipe a noté",
    ]


def test_erasing_leaves_no_word(person: Person, step: Step, host: Organisation, adviser: User) -> None:
    fill(person, host, adviser)

    people.erase(person=person)

    assert [model.objects.count() for model in (Goal, Project, Obstacle, Note)] == [0, 0, 0, 0]
    step.refresh_from_db()
    assert (step.title, step.state) == ("", "dropped")


def test_without_a_lead_or_with_a_lead_who_left(person: Person, host: Organisation, adviser: User) -> None:
    assert list(queries.without_referent([host])) == [person]
    people.join_team(person=person, organisation=host, user=adviser, role="lead", means="face", by=adviser)
    assert list(queries.without_referent([host])) == []

    Membership.objects.filter(user=adviser).update(ended_at=timezone.now())
    assert list(queries.without_referent([host])) == [person]


def test_without_news(person: Person, host: Organisation, partner: Organisation) -> None:
    assert list(queries.without_news([host], days=0)) == [person]
    assert list(queries.without_news([host])) == []
    assert list(queries.without_news([partner], days=0)) == []
