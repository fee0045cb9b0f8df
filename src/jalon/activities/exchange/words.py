"""What data.inclusion and the catalogue call the same thing."""

from data_inclusion.schema import v1
from django.conf import settings
from django.utils.text import slugify

from jalon.activities.choices import INDIVIDUAL, ActivityKind, Theme
from jalon.people.choices import SituationKind

_T = v1.Thematique
DISCOVER = _T.CHOISIR_UN_METIER__DECOUVRIR_UN_METIER_OU_UN_SECTEUR_DACTIVITE
THEMES: dict[str, v1.Thematique] = {
    Theme.DISCOVER: DISCOVER,
    Theme.PREPARE: _T.PREPARER_SA_CANDIDATURE__ORGANISER_SES_DEMARCHES_DE_RECHERCHE_DEMPLOI,
    Theme.DIGITAL: _T.NUMERIQUE__MAITRISER_LES_FONDAMENTAUX_DU_NUMERIQUE,
    Theme.MEET: _T.PREPARER_SA_CANDIDATURE__DEVELOPPER_SON_RESEAU,
    Theme.CONFIDENCE: _T.REMOBILISATION__BIEN_ETRE_CONFIANCE_EN_SOI,
}
# Where the kind says more than the theme.
KINDS: dict[str, v1.Thematique] = {
    ActivityKind.CV: _T.PREPARER_SA_CANDIDATURE__REALISER_UN_CV_ET_OU_UNE_LETTRE_DE_MOTIVATION,
    ActivityKind.COVER_LETTER: _T.PREPARER_SA_CANDIDATURE__REALISER_UN_CV_ET_OU_UNE_LETTRE_DE_MOTIVATION,
    ActivityKind.INTERVIEW: _T.TROUVER_UN_EMPLOI__CONVAINCRE_UN_RECRUTEUR_EN_ENTRETIEN,
    ActivityKind.REHEARSAL: _T.TROUVER_UN_EMPLOI__CONVAINCRE_UN_RECRUTEUR_EN_ENTRETIEN,
    ActivityKind.GROWING_TRADES: _T.CHOISIR_UN_METIER__CONNAITRE_LES_OPPORTUNITES_DEMPLOI,
    ActivityKind.IMMERSION: _T.CHOISIR_UN_METIER__CONFIRMER_SON_CHOIX_DE_METIER,
}
INFORMATION = frozenset(
    {ActivityKind.SIO, ActivityKind.ZOOM_METIERS, ActivityKind.SECTOR, ActivityKind.GROWING_TRADES}
)
PUBLICS: dict[str, v1.Public] = {
    SituationKind.JOBSEEKER: v1.Public.DEMANDEURS_EMPLOI,
    SituationKind.RSA: v1.Public.BENEFICIAIRES_DES_MINIMAS_SOCIAUX,
    SituationKind.YOUNG: v1.Public.JEUNES,
    SituationKind.INSERTION: v1.Public.ACTIFS,
    SituationKind.TRAINEE: v1.Public.ACTIFS,
    SituationKind.EMPLOYED: v1.Public.ACTIFS,
}
# From the first half of a theme of data.inclusion to a theme of the catalogue.
FAMILIES: dict[str, str] = {
    "choisir-un-metier": Theme.DISCOVER,
    "se-former": Theme.DISCOVER,
    "numerique": Theme.DIGITAL,
    "preparer-sa-candidature": Theme.PREPARE,
    "trouver-un-emploi": Theme.PREPARE,
    "remobilisation": Theme.CONFIDENCE,
}
SITUATIONS: dict[str, str] = {
    v1.Public.DEMANDEURS_EMPLOI: SituationKind.JOBSEEKER,
    v1.Public.BENEFICIAIRES_DES_MINIMAS_SOCIAUX: SituationKind.RSA,
    v1.Public.JEUNES: SituationKind.YOUNG,
}


def own_source() -> str:
    """How this installation signs what it publishes: « jalon-emploi-estran-fr »."""
    return f"jalon-{slugify(settings.PUBLIC_URL.partition('://')[2].replace('.', '-').replace(':', '-'))}"


def service_type(kind: str) -> v1.TypeService:
    """Workshop, information, or accompaniment for what is held with one person."""
    if kind in INDIVIDUAL:
        return v1.TypeService.ACCOMPAGNEMENT
    return v1.TypeService.INFORMATION if kind in INFORMATION else v1.TypeService.ATELIER


def kind_of(themes: set[v1.Thematique], kind: v1.TypeService | None) -> str:
    """The kind of the catalogue that is nearest."""
    by_theme = {theme: name for name, theme in reversed(KINDS.items())}
    found = next((by_theme[theme] for theme in sorted(themes) if theme in by_theme), None)
    if found:
        return found
    if any(theme.value.startswith("numerique--") for theme in themes):
        return ActivityKind.DIGITAL
    if kind == v1.TypeService.ACCOMPAGNEMENT:
        return ActivityKind.ADVICE
    if any(theme.value.startswith("remobilisation--") for theme in themes):
        return ActivityKind.CONFIDENCE
    return ActivityKind.SECTOR if DISCOVER in themes else ActivityKind.OTHER
