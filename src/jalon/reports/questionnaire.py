"""What is asked of a participant, when, in which words, and what may be refused.

Items follow the common indicators of the ESF+ (Regulation (EU) 2021/1057, annex I): work, age, level of
diploma, disability, nationality, origin, minority, housing at entry; job search, training, qualification
and work at exit; work six months later. See `docs/funder-exports.md` for what was verified.
"""

from dataclasses import dataclass
from datetime import date

from jalon.reports.choices import Moment

Choice = tuple[str, str]
YES_NO: tuple[Choice, ...] = (("yes", "oui"), ("no", "non"))
REFUSED = "ne souhaite pas répondre"
REFUSAL = "refused"


@dataclass(frozen=True)
class Item:
    """One question. `choices` is empty for a date; `sensitive` ones may be refused."""

    key: str
    label: str
    question: str
    choices: tuple[Choice, ...] = YES_NO
    sensitive: bool = False

    def words(self, value: str) -> str:
        """The answer as it is read."""
        return dict(self.choices).get(value, value)


WORK: tuple[Choice, ...] = (
    ("unemployed", "sans emploi, inscrite ou inscrit à France Travail depuis moins de douze mois"),
    ("long_unemployed", "sans emploi depuis douze mois ou plus"),
    ("training", "en études ou en formation"),
    ("inactive", "sans emploi et sans en chercher en ce moment"),
    ("employed", "en emploi"),
    ("self_employed", "à son compte"),
)
WORK_ENTRY = Item("work", "Situation devant l’emploi", "Quelle est votre situation en ce moment ?", WORK)
SEX = Item("sex", "Sexe", "Vous êtes…", (("female", "une femme"), ("male", "un homme")))
BIRTH = Item("birth_date", "Date de naissance", "Quelle est votre date de naissance ?", ())
LEVEL = Item(
    "level",
    "Niveau de diplôme",
    "Quel est votre plus haut diplôme ?",
    (
        ("isced_0_2", "aucun diplôme, certificat d’études ou brevet"),
        ("isced_3_4", "CAP, BEP ou baccalauréat"),
        ("isced_5_8", "diplôme après le baccalauréat"),
    ),
)
DISABILITY = Item("disability", "Handicap reconnu", "Avez-vous un handicap reconnu ?", YES_NO, sensitive=True)
NATIONALITY = Item(
    "third_country",
    "Nationalité hors de l’Union européenne",
    "Avez-vous la nationalité d’un pays hors de l’Union européenne ?",
    YES_NO,
    sensitive=True,
)
ORIGIN = Item(
    "foreign_origin",
    "Parent né à l’étranger",
    "L’un de vos parents est-il né à l’étranger ?",
    YES_NO,
    sensitive=True,
)
MINORITY = Item(
    "minority",
    "Appartenance à une minorité",
    "Faites-vous partie d’une minorité, par exemple les gens du voyage ?",
    YES_NO,
    sensitive=True,
)
HOUSING = Item(
    "no_home",
    "Sans logement stable",
    "Êtes-vous sans logement, ou hébergée ou hébergé faute de mieux ?",
    YES_NO,
    sensitive=True,
)
JOB_SEARCH = Item("job_search", "Cherche un emploi", "Cherchez-vous un emploi maintenant ?")
IN_TRAINING = Item("in_training", "En formation", "Êtes-vous en formation ou en études ?")
QUALIFIED = Item(
    "qualified", "Diplôme ou certificat obtenu", "Avez-vous obtenu un diplôme ou un certificat ?"
)
BETTER = Item(
    "better_job",
    "Meilleure situation au travail",
    "Votre situation au travail est-elle meilleure qu’à votre entrée (contrat, horaires, salaire) ?",
)

_ENTRY_SHORT = (SEX, BIRTH, WORK_ENTRY, LEVEL)
_EXIT = (WORK_ENTRY, JOB_SEARCH, IN_TRAINING, QUALIFIED)
ITEMS = {
    item.key: item
    for item in (
        *_ENTRY_SHORT,
        DISABILITY,
        NATIONALITY,
        ORIGIN,
        MINORITY,
        HOUSING,
        JOB_SEARCH,
        IN_TRAINING,
        QUALIFIED,
        BETTER,
    )
}

Questionnaire = dict[str, tuple[Item, ...]]
FSE_PLUS: Questionnaire = {
    Moment.ENTRY: (*_ENTRY_SHORT, DISABILITY, NATIONALITY, ORIGIN, MINORITY, HOUSING),
    Moment.EXIT: _EXIT,
    Moment.SIX_MONTHS: (WORK_ENTRY, BETTER),
}
PIC: Questionnaire = {
    Moment.ENTRY: (*_ENTRY_SHORT, DISABILITY, HOUSING),
    Moment.EXIT: _EXIT,
    Moment.SIX_MONTHS: (WORK_ENTRY,),
}
DEPARTEMENT: Questionnaire = {
    Moment.ENTRY: (SEX, BIRTH, WORK_ENTRY, HOUSING),
    Moment.EXIT: (WORK_ENTRY,),
    Moment.SIX_MONTHS: (),
}
REGION: Questionnaire = {
    Moment.ENTRY: _ENTRY_SHORT,
    Moment.EXIT: (WORK_ENTRY, IN_TRAINING, QUALIFIED),
    Moment.SIX_MONTHS: (),
}

# The key under which age bands are counted.
AGE = "age"
AGE_BANDS: tuple[tuple[int, str], ...] = (
    (18, "moins de 18 ans"),
    (30, "de 18 à 29 ans"),
    (55, "de 30 à 54 ans"),
    (200, "55 ans et plus"),
)
AGE_WORDS = {f"under_{limit}": words for limit, words in AGE_BANDS}


def age_on(birth_date: date, day: date) -> int:
    """Whole years on a day."""
    return day.year - birth_date.year - ((day.month, day.day) < (birth_date.month, birth_date.day))


def age_band(birth_date: date, day: date) -> str:
    """Key of the ESF+ age band on a day."""
    years = age_on(birth_date, day)
    return next(f"under_{limit}" for limit, _ in AGE_BANDS if years < limit)
