"""What a column of a spreadsheet of people may hold."""

from collections.abc import Iterable

from jalon.base.columns import guess_columns
from jalon.people.names import fold

# Our fields, as the matching page names them.
FIELDS: dict[str, str] = {
    "first_name": "Prénom",
    "last_name": "Nom (de naissance)",
    "usual_name": "Nom d’usage",
    "full_name": "NOM en capitales et prénom",
    "birth_date": "Date de naissance",
    "phone": "Téléphone",
    "other_phone": "Autre téléphone",
    "email": "Courriel",
    "address": "Adresse",
    "postal_code": "Code postal",
    "commune": "Commune",
    "language": "Langue",
    "situation": "Situation",
}
# One of these at least: a row without a name is nobody.
NAMES = ("first_name", "last_name", "full_name")
# Words found in headings, folded, most telling first. The order of fields is the order of the choice.
_HINTS: dict[str, tuple[str, ...]] = {
    "full_name": ("nom prenom", "nom et prenom", "nom prenoms", "prenom nom", "beneficiaire"),
    "usual_name": ("nom d usage", "nom usage", "nom usuel", "nom marital", "nom d epouse", "epouse"),
    "first_name": ("prenom", "prenoms", "first name", "firstname", "given name", "vorname"),
    "last_name": (
        "nom de naissance", "nom de famille", "nom", "last name", "lastname", "surname", "patronyme",
    ),
    "birth_date": (
        "date de naissance", "ne le", "nee le", "ne e le", "ddn", "date naissance", "naissance", "birth date",
        "birthdate", "birthday",
    ),
    "phone": (
        "telephone", "tel", "telephone portable", "portable", "mobile", "tel portable", "phone",
        "numero de telephone", "gsm",
    ),
    "other_phone": ("telephone fixe", "tel fixe", "fixe", "autre telephone", "telephone 2", "tel 2"),
    "email": ("courriel", "mail", "email", "e mail", "adresse mail", "adresse electronique", "mel"),
    "postal_code": ("code postal", "cp", "postal"),
    "address": ("adresse", "adresse postale", "rue", "voie", "domicile", "address"),
    "commune": ("commune", "ville", "localite", "commune de residence", "city"),
    "language": ("langue", "langue parlee", "language"),
    "situation": ("situation", "statut", "situation professionnelle", "public", "dispositif"),
}  # fmt: skip


def guess(headers: Iterable[str]) -> dict[str, str]:
    """Which column holds which field, column to field."""
    return guess_columns(headers, _HINTS, fold)
