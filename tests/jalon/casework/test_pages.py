"""Pages of the pathway, the team, referrals and templates, as each reader finds them."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from jalon.accounts.models import User
from jalon.casework import actions
from jalon.casework.models import Goal, Note, Obstacle, Project, Referral, RouteTemplate, Step
from jalon.directory.models import Organisation
from jalon.people import actions as people
from jalon.people.models import Person, TeamMember
from tests.fixtures.people import signed_in


@pytest.fixture
def lead(person: Person, host: Organisation, adviser: User) -> TeamMember:
    return people.join_team(
        person=person, organisation=host, user=adviser, role="lead", means="face", by=adviser
    )


@pytest.fixture
def full(person: Person, host: Organisation, adviser: User, lead: TeamMember, step: Step) -> Person:
    """A person with something of everything."""
    actions.add_goal(person=person, words="Travailler à Fort-Mahieu", organisation=host, by=adviser)
    actions.add_project(person=person, title="Soudeuse", by=adviser)
    actions.note_obstacle(person=person, kind="housing", organisation=host, by=adviser)
    actions.write_note(person=person, text="Préfère le matin", organisation=host, by=adviser)
    return person


def gets(person: Person, lead: TeamMember, step: Step) -> list[str]:
    own = f"/parcours/{person.pk}/"
    project = Project.objects.get()
    ends = ["", "parcours.pdf", "orienter/", f"etapes/{step.pk}/", f"projets/{project.pk}/"]
    return [own + end for end in (*ends, "equipe/", f"equipe/{lead.pk}/")]


def posts(person: Person, lead: TeamMember, step: Step) -> list[str]:
    goal, note, obstacle = Goal.objects.get(), Note.objects.get(), Obstacle.objects.get()
    ends = ["etapes/", "etapes/modele/", f"etapes/{step.pk}/", f"etapes/{step.pk}/avancer/"]
    ends += [f"etapes/{step.pk}/ecarter/", "souhaits/", f"souhaits/{goal.pk}/clore/", "projets/"]
    ends += ["difficultes/", f"difficultes/{obstacle.pk}/lever/", "notes/", f"notes/{note.pk}/retirer/"]
    ends += [f"equipe/ajouter/{lead.organisation_id}/", f"equipe/{lead.pk}/changer/", "orienter/"]
    ends += [f"equipe/{lead.pk}/transmettre/", f"equipe/{lead.pk}/quitter/"]
    return [f"/parcours/{person.pk}/{end}" for end in ends]


def test_the_pathway_shows_all_of_it(full: Person, adviser: User) -> None:
    body = signed_in(adviser).get(f"/parcours/{full.pk}/").content.decode()

    for words in ("Écrire le CV", "Travailler à Fort-Mahieu", "Soudeuse", "Logement", "Préfère le matin"):
        assert words in body
    assert "Il manque : référent social" in body


def test_every_page_opens(full: Person, lead: TeamMember, step: Step, adviser: User) -> None:
    client = signed_in(adviser)
    for address in [*gets(full, lead, step), "/parcours/orientations/", "/parcours/modeles/"]:
        assert client.get(address).status_code == 200, address


def test_a_stranger_is_sent_to_sign_in(full: Person, lead: TeamMember, step: Step, client: Client) -> None:
    for address in gets(full, lead, step):
        assert client.get(address)["Location"].startswith("/compte/"), address
    for address in posts(full, lead, step):
        assert client.post(address).status_code == 302, address


@pytest.mark.parametrize("who", ["recruiter", "operator_user", "administrator"])
def test_who_is_no_adviser_reads_nothing(
    who: str, request: pytest.FixtureRequest, full: Person, lead: TeamMember, step: Step
) -> None:
    client = signed_in(request.getfixturevalue(who))
    answers = [client.get(one) for one in gets(full, lead, step)]
    for response in answers + [client.post(one) for one in posts(full, lead, step)]:
        assert response.status_code == 403
        assert "Nadège" not in response.content.decode()


def test_another_organisation_finds_nobody(
    full: Person, lead: TeamMember, step: Step, partner_adviser: User
) -> None:
    client = signed_in(partner_adviser)
    answers = [client.get(one) for one in gets(full, lead, step)]
    for response in answers + [client.post(one) for one in posts(full, lead, step)]:
        assert response.status_code == 404
    assert "Nadège" not in client.get("/parcours/sans-referent/").content.decode()


def test_a_shared_file_is_read_and_not_changed(
    full: Person, lead: TeamMember, step: Step, partner: Organisation, partner_adviser: User
) -> None:
    people.give_consent(person=full, purpose="share", organisation=partner, means="face")
    client = signed_in(partner_adviser)

    body = client.get(f"/parcours/{full.pk}/").content.decode()

    assert "Écrire le CV" in body
    for words in ("Préfère le matin", "Logement", "Ajouter une étape", "Changer l’équipe"):
        assert words not in body
    assert {client.post(one).status_code for one in posts(full, lead, step)} == {404}


def test_a_step_goes_from_planned_to_done(person: Person, step: Step, adviser: User) -> None:
    client = signed_in(adviser)
    for move, state in (("begin", "doing"), ("complete", "done"), ("resume", "doing")):
        client.post(f"/parcours/{person.pk}/etapes/{step.pk}/avancer/", {"move": move})
        step.refresh_from_db()
        assert step.state == state
    client.post(f"/parcours/{person.pk}/etapes/{step.pk}/ecarter/", {"reason": "plus besoin"})
    step.refresh_from_db()
    assert step.state == "dropped"


def test_what_was_typed_is_kept(person: Person, adviser: User) -> None:
    client = signed_in(adviser)
    response = client.post(
        f"/parcours/{person.pk}/etapes/", {"title": "Visiter l’atelier", "due_date": "le 31 février"}
    )

    assert response.status_code == 422
    assert "Visiter l’atelier" in response.content.decode()
    assert not Step.objects.exists()


def test_a_step_is_added_with_its_owner(person: Person, adviser: User, other_adviser: User) -> None:
    day = timezone.localdate() + timedelta(days=3)
    signed_in(adviser).post(
        f"/parcours/{person.pk}/etapes/",
        {"title": "Visiter", "due_date": day.isoformat(), "owner": other_adviser.pk, "with_whom": "Marc"},
    )

    step = Step.objects.get()
    assert (step.title, step.due_date, step.owner, step.with_whom) == ("Visiter", day, other_adviser, "Marc")


def test_the_forms_of_the_page_write(full: Person, host: Organisation, adviser: User) -> None:
    client, own = signed_in(adviser), f"/parcours/{full.pk}/"
    client.post(f"{own}souhaits/", {"words": "Passer le permis"})
    client.post(f"{own}projets/", {"title": "Cariste"})
    client.post(f"{own}difficultes/", {"kind": "mobility"})
    client.post(f"{own}notes/", {"text": "Appeler après 14 h"})
    project = Project.objects.get(title="Cariste")
    client.post(f"{own}projets/{project.pk}/", {"state": "confirmed", "fact": "Essai réussi"})

    assert Goal.objects.filter(words="Passer le permis").exists()
    assert Obstacle.objects.filter(kind="mobility", noted_by=adviser).exists()
    assert Note.objects.filter(text="Appeler après 14 h").exists()
    project.refresh_from_db()
    assert project.state == "confirmed"


def test_a_note_is_removed_by_its_author_only(full: Person, adviser: User, other_adviser: User) -> None:
    address = f"/parcours/{full.pk}/notes/{Note.objects.get().pk}/retirer/"

    assert signed_in(other_adviser).post(address).status_code == 404
    signed_in(adviser).post(address)
    assert not Note.objects.exists()


def test_an_obstacle_is_not_for_a_member(full: Person, other_adviser: User) -> None:
    client = signed_in(other_adviser)

    assert "Ce qui complique" not in client.get(f"/parcours/{full.pk}/").content.decode()
    assert client.post(f"/parcours/{full.pk}/difficultes/", {"kind": "health"}).status_code == 404


def test_a_partner_is_added_in_two_moves(
    full: Person, partner: Organisation, partner_adviser: User, adviser: User
) -> None:
    client, own = signed_in(adviser), f"/parcours/{full.pk}/equipe/"
    assert "Inès Partenaire" in client.get(own, {"structure": partner.pk}).content.decode()
    values = {"user": partner_adviser.pk, "role": "social", "reason": "logement"}
    refused = client.post(f"{own}ajouter/{partner.pk}/", values)
    assert refused.status_code == 422
    client.post(f"{own}ajouter/{partner.pk}/", {**values, "means": "face"})

    assert TeamMember.objects.get(organisation=partner).user == partner_adviser


def test_a_second_lead_is_refused_and_the_form_kept(
    full: Person, host: Organisation, other_adviser: User, adviser: User
) -> None:
    values = {"user": other_adviser.pk, "role": "lead", "reason": "renfort", "means": "face"}
    response = signed_in(adviser).post(f"/parcours/{full.pk}/equipe/ajouter/{host.pk}/", values)

    assert response.status_code == 422
    assert "faites une passation" in response.content.decode()
    assert "renfort" in response.content.decode()


def test_a_place_is_handed_over_with_its_steps(
    full: Person, lead: TeamMember, step: Step, adviser: User, other_adviser: User
) -> None:
    Step.objects.update(owner=adviser)
    signed_in(adviser).post(
        f"/parcours/{full.pk}/equipe/{lead.pk}/transmettre/", {"user": other_adviser.pk, "reason": "congé"}
    )

    assert TeamMember.objects.get(role="lead", until__isnull=True).user == other_adviser
    step.refresh_from_db()
    assert step.owner == other_adviser
    assert step.changes.latest("pk").reason == "suivie par Samir Haddad"


def test_a_partner_does_not_change_our_places(
    full: Person, lead: TeamMember, partner: Organisation, partner_adviser: User
) -> None:
    people.follow(person=full, organisation=partner, user=partner_adviser)
    client, own = signed_in(partner_adviser), f"/parcours/{full.pk}/equipe/"

    assert f"equipe/{lead.pk}/" not in client.get(own).content.decode()
    assert client.post(f"{own}{lead.pk}/quitter/", {"reason": "x"}).status_code == 404


def test_a_referral_from_end_to_end(
    full: Person, partner: Organisation, adviser: User, partner_adviser: User
) -> None:
    day = timezone.localdate() + timedelta(days=5)
    ours, theirs = signed_in(adviser), signed_in(partner_adviser)
    ours.post(
        f"/parcours/{full.pk}/orienter/",
        {"to_organisation": partner.pk, "reason": "Plus près", "means": "face", "answer_by": day.isoformat()},
    )
    referral = Referral.objects.get()
    page = theirs.get(f"/parcours/orientations/{referral.pk}/").content.decode()
    assert "Nadège Everaere" in page
    assert "Écrire le CV" not in page
    assert theirs.get(f"/parcours/{full.pk}/").status_code == 404

    answered = theirs.post(
        f"/parcours/orientations/{referral.pk}/repondre/",
        {"answer": "yes", "owner": partner_adviser.pk, "role": "social", "note": "Mardi"},
    )

    assert answered["Location"] == f"/parcours/{full.pk}/"
    assert theirs.get(f"/parcours/{full.pk}/").status_code == 200
    assert "Acceptée" in ours.get(f"/parcours/orientations/{referral.pk}/").content.decode()


def test_a_referral_is_between_two_partners(
    referral: Referral, recruiter: User, adviser: User, other_recruiter: User
) -> None:
    own = f"/parcours/orientations/{referral.pk}/"
    assert signed_in(adviser).post(f"{own}repondre/", {"answer": "yes"}).status_code == 404
    assert signed_in(recruiter).get(own).status_code == 403


def test_who_declined_no_longer_reads_how_to_reach(referral: Referral, partner_adviser: User) -> None:
    own, client = f"/parcours/orientations/{referral.pk}/", signed_in(partner_adviser)
    assert "06\u00a039\u00a098\u00a012\u00a034" in client.get(own).content.decode()

    client.post(f"{own}repondre/", {"answer": "no", "note": "Trop loin"})

    assert "06\u00a039\u00a098\u00a012\u00a034" not in client.get(own).content.decode()


def test_a_template_is_written_and_copied(person: Person, adviser: User) -> None:
    client = signed_in(adviser)
    values = {
        "name": "Vers l’emploi",
        "title_0": "Faire le point",
        "days_0": "0",
        "title_2": "CV",
        "days_2": "7",
    }
    client.post("/parcours/modeles/nouveau/", values)
    template = RouteTemplate.objects.get()
    client.post(f"/parcours/{person.pk}/etapes/modele/", {"template": template.pk})

    assert list(template.steps.order_by("order").values_list("title", "days")) == [
        ("Faire le point", 0),
        ("CV", 7),
    ]
    assert Step.objects.count() == 2


def test_those_without_a_lead_are_given_one(person: Person, adviser: User, other_adviser: User) -> None:
    client = signed_in(adviser)
    assert "Nadège Everaere" in client.get("/parcours/sans-referent/").content.decode()
    client.post("/parcours/sans-referent/", {"person": [person.pk], "user": other_adviser.pk})

    assert TeamMember.objects.get(role="lead").user == other_adviser
    assert "Chacun a quelqu’un" in client.get("/parcours/sans-referent/").content.decode()


def test_nobody_of_another_partner_is_appointed(person: Person, adviser: User, partner_adviser: User) -> None:
    client = signed_in(adviser)
    response = client.post("/parcours/sans-referent/", {"person": [person.pk], "user": partner_adviser.pk})

    assert response.status_code == 422
    assert not TeamMember.objects.filter(role="lead").exists()


def test_lists_take_the_same_queries_however_many(
    host: Organisation,
    partner: Organisation,
    adviser: User,
    partner_adviser: User,
    django_assert_num_queries: Any,
) -> None:
    ours, theirs = signed_in(adviser), signed_in(partner_adviser)
    for number in (1, 2, 3):
        one = people.register(first_name=f"P{number}", organisation=host, means="face")
        actions.refer(
            person=one, from_organisation=host, to_organisation=partner, reason="x", means="face", by=adviser
        )
        actions.write_template(organisation=host, name=f"M{number}", lines=[("a", 1)])
        if number == 2:
            continue
        with django_assert_num_queries(7):
            theirs.get("/parcours/orientations/")
        with django_assert_num_queries(7):
            ours.get("/parcours/modeles/")
        with django_assert_num_queries(8):
            ours.get("/parcours/sans-referent/")


def test_the_pathway_takes_the_same_queries_however_long(
    full: Person, host: Organisation, adviser: User, django_assert_num_queries: Any
) -> None:
    client = signed_in(adviser)
    client.get(f"/parcours/{full.pk}/")
    for _ in range(2):
        with django_assert_num_queries(34):
            client.get(f"/parcours/{full.pk}/")
        for title in ("Un", "Deux"):
            actions.add_step(person=full, title=title, organisation=host, by=adviser)
            actions.add_project(person=full, title=title, by=adviser)
            actions.write_note(person=full, text=title, organisation=host, by=adviser)
