"""What each funder asks: the questionnaire of its participants, and the sections of its report."""

from dataclasses import dataclass

from jalon.reports import questionnaire as asked
from jalon.reports.choices import Funder


@dataclass(frozen=True)
class Section:
    """A section of a report: figures by key (`queries.figures.FIGURES`), and what a person writes."""

    key: str
    title: str
    figures: tuple[str, ...] = ()
    words: str = ""


@dataclass(frozen=True)
class Template:
    """Everything that differs from one funder to the next."""

    funder: str
    short: str
    questionnaire: asked.Questionnaire
    sections: tuple[Section, ...]

    @property
    def exclusive(self) -> bool:
        """Whether a person counts in one operation at a time, as the FSE+ asks."""
        return self.funder == Funder.FSE_PLUS


_OFFER = Section(
    "offer",
    "Ce qui a été proposé",
    ("activities", "sessions", "fill", "hours", "axes"),
    "Ce qui a marché, ce qui a manqué : écrivez-le ici.",
)
_PEOPLE = Section(
    "people",
    "Les personnes",
    ("participants", "short_stays", "sex", "age", "work_entry", "level"),
    "Comment les personnes ont été rencontrées, et ce qu’elles en disent.",
)
_OUTCOMES = Section(
    "outcomes",
    "Ce que les personnes sont devenues",
    ("exits", "exit_reasons", "work_exit", "qualified"),
    "Ce qui explique ces suites.",
)
_PARTNERS = Section(
    "partners", "Le travail entre partenaires", ("partners",), "Qui a fait quoi, et ce qui change."
)
_NEXT = Section("next", "Et ensuite", (), "Ce que vous prévoyez pour la période qui vient.")

TEMPLATES: dict[str, Template] = {
    Funder.FSE_PLUS: Template(
        Funder.FSE_PLUS,
        "FSE+",
        asked.FSE_PLUS,
        (
            _OFFER,
            _PEOPLE,
            Section("sensitive", "Données que l’on peut refuser", ("disability", "origin", "housing")),
            _OUTCOMES,
            Section("later", "Six mois après", ("work_six_months", "better")),
            Section("missing", "Données qui manquent", ("missing",), "Pourquoi elles manquent."),
            _NEXT,
        ),
    ),
    Funder.PIC: Template(
        Funder.PIC,
        "PIC « 100 % inclusion »",
        asked.PIC,
        (
            Section(
                "outreach",
                "Repérer et remobiliser",
                ("participants", "new_people", "short_stays"),
                "Où et comment les personnes ont été rencontrées.",
            ),
            _OFFER,
            Section("people", "Les personnes", ("sex", "age", "work_entry", "level"), ""),
            Section(
                "obstacles",
                "Freins périphériques",
                ("obstacles", "obstacles_lifted"),
                "Ce qui a aidé à les lever.",
            ),
            _OUTCOMES,
            _PARTNERS,
            _NEXT,
        ),
    ),
    Funder.DEPARTEMENT: Template(
        Funder.DEPARTEMENT,
        "Département",
        asked.DEPARTEMENT,
        (
            Section("people", "Les personnes", ("participants", "rsa", "communes", "age"), ""),
            _OFFER,
            Section("obstacles", "Freins périphériques", ("obstacles", "obstacles_lifted"), ""),
            _OUTCOMES,
            _PARTNERS,
            _NEXT,
        ),
    ),
    Funder.REGION: Template(
        Funder.REGION,
        "Région",
        asked.REGION,
        (
            _OFFER,
            Section("people", "Les personnes", ("participants", "sex", "age", "level", "communes"), ""),
            Section("training", "Formation et métiers", ("in_training", "qualified", "kinds"), ""),
            _OUTCOMES,
            _NEXT,
        ),
    ),
}


def template_of(funder: str) -> Template:
    """The template of a funder."""
    return TEMPLATES[funder]
