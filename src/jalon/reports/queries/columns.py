"""Columns of the participants' file. `docs/funder-exports.md` has one line for each, and a test says so."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from jalon.reports import rules
from jalon.reports.choices import ExitReason, Moment
from jalon.reports.models import Participation
from jalon.reports.queries.participation import Answers, born_on
from jalon.reports.questionnaire import (
    AGE_WORDS,
    BETTER,
    DISABILITY,
    HOUSING,
    IN_TRAINING,
    ITEMS,
    JOB_SEARCH,
    LEVEL,
    MINORITY,
    NATIONALITY,
    ORIGIN,
    QUALIFIED,
    REFUSED,
    SEX,
    WORK_ENTRY,
    Item,
    age_band,
)


@dataclass(frozen=True)
class Line:
    """What one row is made of."""

    row: Participation
    held: Answers


Cell = str | int | float | date | None


@dataclass(frozen=True)
class Column:
    """A heading, what it holds, and whether the funder cannot do without."""

    name: str
    cell: Callable[[Line], Cell]
    mandatory: bool = False


def _answer(moment: str, item: Item) -> Callable[[Line], Cell]:
    def cell(line: Line) -> Cell:
        answer = line.held.get((moment, item.key))
        if answer is None:
            return None
        return REFUSED if answer.refused else ITEMS[item.key].words(answer.value)

    return cell


def _noted_on(moment: str) -> Callable[[Line], Cell]:
    """The day of the first answer of a moment."""

    def cell(line: Line) -> Cell:
        days = [answer.at for (when, _), answer in line.held.items() if when == moment]
        return min(days).date() if days else None

    return cell


def _age(line: Line) -> Cell:
    born = born_on(line.row, line.held)
    return AGE_WORDS[age_band(born, line.row.entered_on)] if born else None


def _reason(line: Line) -> Cell:
    return str(ExitReason(line.row.exit_reason).label) if line.row.exit_reason else None


def _commune(line: Line) -> Cell:
    return line.row.person.commune.name if line.row.person.commune else None


def _commune_code(line: Line) -> Cell:
    return line.row.person.commune.code if line.row.person.commune else None


ENTRY, EXIT, LATER = Moment.ENTRY, Moment.EXIT, Moment.SIX_MONTHS

COLUMNS: tuple[Column, ...] = (
    Column("numero_operation", lambda line: line.row.operation.code, mandatory=True),
    Column("numero_participant", lambda line: line.row.pk, mandatory=True),
    Column("nom", lambda line: line.row.person.last_name, mandatory=True),
    Column("prenom", lambda line: line.row.person.first_name, mandatory=True),
    Column("sexe", _answer(ENTRY, SEX), mandatory=True),
    Column("date_naissance", lambda line: born_on(line.row, line.held), mandatory=True),
    Column("tranche_age", _age),
    Column("commune", _commune),
    Column("code_commune", _commune_code),
    Column("date_entree", lambda line: line.row.entered_on, mandatory=True),
    Column("date_recueil_entree", _noted_on(ENTRY)),
    Column("situation_entree", _answer(ENTRY, WORK_ENTRY), mandatory=True),
    Column("niveau_diplome", _answer(ENTRY, LEVEL), mandatory=True),
    Column("handicap", _answer(ENTRY, DISABILITY)),
    Column("nationalite_hors_ue", _answer(ENTRY, NATIONALITY)),
    Column("origine_etrangere", _answer(ENTRY, ORIGIN)),
    Column("minorite", _answer(ENTRY, MINORITY)),
    Column("sans_logement_stable", _answer(ENTRY, HOUSING)),
    Column("demi_journees", lambda line: line.row.halves),
    Column("heures", lambda line: round(line.row.minutes / 60, 2)),
    Column("derniere_demi_journee", lambda line: line.row.last_on),
    Column("date_sortie", lambda line: line.row.exited_on),
    Column("motif_sortie", _reason),
    Column("date_recueil_sortie", _noted_on(EXIT)),
    Column("situation_sortie", _answer(EXIT, WORK_ENTRY)),
    Column("recherche_emploi_sortie", _answer(EXIT, JOB_SEARCH)),
    Column("formation_sortie", _answer(EXIT, IN_TRAINING)),
    Column("qualification_sortie", _answer(EXIT, QUALIFIED)),
    Column("date_recueil_six_mois", _noted_on(LATER)),
    Column("situation_six_mois", _answer(LATER, WORK_ENTRY)),
    Column("situation_meilleure_six_mois", _answer(LATER, BETTER)),
    Column("mention", lambda line: rules.NO_SANCTION),
)
