"""Goals, steps, projects and referrals of some of the people."""

from datetime import timedelta
from random import Random

from django.utils import timezone

from jalon.accounts.models import User
from jalon.casework.actions import add_step, begin_step, complete_step
from jalon.casework.actions.file import add_goal, add_project, note_obstacle, write_note
from jalon.casework.actions.referral import refer
from jalon.casework.choices import ObstacleKind
from jalon.demo.actions.directory import Cast
from jalon.demo.actions.inhabitants import Resident
from jalon.demo.content import HOST
from jalon.demo.partners import DEPARTEMENT, MISSION_LOCALE, PLIE
from jalon.directory.models import Organisation
from jalon.people.choices import ConsentMeans
from jalon.people.models import Person

_SEED = 12
_EVERY = 3
GOALS = (
    "Je voudrais travailler dehors, pas trop loin.", "Retrouver un rythme, et des collègues.",
    "Un métier où on fabrique quelque chose.", "Un contrat qui dure, pour louer plus grand.",
    "Apprendre un vrai métier, même à mon âge.", "Des horaires qui vont avec l’école.",
)  # fmt: skip
PROJECTS = (
    "Soudure",
    "Conduite de bus",
    "Aide à domicile",
    "Maintenance",
    "Cuisine de collectivité",
    "Logistique",
)
STEPS = (
    "Faire le point sur les papiers", "Essayer un casque immersif", "Refaire le CV", "Visiter une entreprise",
    "Trouver une solution de garde", "Préparer un entretien", "Passer la visite médicale du permis",
)  # fmt: skip
NOTES = ("Préfère être appelée le matin.", "Vient avec sa sœur au premier rendez-vous.", "Répond par SMS.")


def build_pathways(cast: Cast, residents: list[Resident]) -> None:
    """A third of the people have a pathway that tells something; some promises are late."""
    chance = Random(_SEED)
    for resident in residents[::_EVERY]:
        partner = resident.partners[0]
        organisation, by = cast.partners[partner.name], chance.choice(cast.advisers_of(partner))
        _pathway(resident.person, organisation, by, chance)
    _referrals(cast, residents)


def _pathway(person: Person, organisation: Organisation, by: User, chance: Random) -> None:
    add_goal(person=person, words=chance.choice(GOALS), organisation=organisation, by=by)
    today = timezone.localdate()
    for number, title in enumerate(chance.sample(STEPS, 3)):
        due = today + timedelta(days=chance.randint(-10, 40))
        step = add_step(person=person, title=title, organisation=organisation, owner=by, due_date=due, by=by)
        if number == 0:
            complete_step(step=step, by=by)
        elif number == 1:
            begin_step(step=step, by=by)
    if chance.random() < 0.5:
        add_project(person=person, title=chance.choice(PROJECTS), fact="L’idée vient d’une visite.", by=by)
    if chance.random() < 0.3:
        kind = chance.choice(ObstacleKind.values)
        note_obstacle(person=person, kind=kind, organisation=organisation, by=by)
    if chance.random() < 0.2:
        write_note(person=person, text=chance.choice(NOTES), organisation=organisation, by=by)


def _referrals(cast: Cast, residents: list[Resident]) -> None:
    """Two partners ask each other, and wait."""
    plan = ((HOST, PLIE), (PLIE, HOST), (DEPARTEMENT, HOST), (HOST, MISSION_LOCALE), (DEPARTEMENT, PLIE))
    for origin, target in plan:
        resident = next(
            one for one in residents
            if origin in {p.name for p in one.partners} and target not in {p.name for p in one.partners}
        )  # fmt: skip
        partner = next(one for one in resident.partners if one.name == origin)
        refer(
            person=resident.person,
            from_organisation=cast.partners[origin],
            to_organisation=cast.partners[target],
            reason="Habite près de chez vous et voudrait un accompagnement plus régulier.",
            means=ConsentMeans.FACE,
            by=cast.advisers_of(partner)[0],
        )
        residents.remove(resident)
