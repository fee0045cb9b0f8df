"""The partners of Grand-Estran, who works there, and what they lend. All invented."""

from dataclasses import dataclass, field

from jalon.demo.content import HOST

DEPARTEMENT = "Maison de l’insertion du Département"
FRANCE_TRAVAIL = "France Travail Grand-Estran"
PLIE = "PLIE des Dunes"
MISSION_LOCALE = "Mission Locale du Grand-Estran"
INTERCO = "Communauté de communes des Deux-Rivières"
COUP_DE_MAIN = "Coup de Main"
TABLE_OUVERTE = "La Table Ouverte"
CHANTIER_DUNES = "Chantier des Dunes"
CHANTIER_CANAL = "Chantier du Canal"
TRAINING = "Centre de formation des Wateringues"
GEIQ = "GEIQ Littoral Industrie"
EMPLOYERS_GROUP = "Groupement d’employeurs des Deux-Caps"


@dataclass(frozen=True)
class Lent:
    """Things of one kind that a partner lends: « Ordinateur 1 », « Ordinateur 2 »…"""

    kind: str
    name: str
    count: int = 1
    places: int | None = None
    accessibility: str = ""


@dataclass(frozen=True)
class Partner:
    """A partner, the stop its office is near, its professionals, and how many people it follows."""

    name: str
    stop: str
    address: str
    advisers: tuple[tuple[str, str], ...]
    # Role of its referents in support teams, and how many people of the demonstration it follows.
    role: str
    follows: int
    situation: str = ""
    lends: tuple[Lent, ...] = field(default=())
    phone: str = ""


PARTNERS = (
    Partner(
        HOST, "gare", "4 place de la Gare",
        (("claire", "Claire Deswarte"), ("samir", "Samir Haddad"), ("maud", "Maud Ryckewaert"), ("idriss", "Idriss Benali")),
        "employment", 90, "jobseeker",
        (
            Lent("room", "Grande salle", places=40, accessibility="de plain-pied, boucle magnétique"),
            Lent("room", "Salle du phare", places=12, accessibility="ascenseur"),
            Lent("room", "Salle immersive", places=12, accessibility="de plain-pied"),
            Lent("headset", "Casque", count=10),
            Lent("vehicle", "Bus de l’emploi 1", places=8, accessibility="rampe"),
            Lent("vehicle", "Bus de l’emploi 2", places=8, accessibility="rampe"),
        ),
        "03 53 01 24 60",
    ),
    Partner(
        DEPARTEMENT, "hopital", "12 rue de l’Hôpital", (("solene", "Solène Vermeersch"), ("yanis", "Yanis Amrani")),
        "social", 80, "rsa", (Lent("room", "Salle des Oyats", places=18, accessibility="ascenseur"),), "03 53 01 25 10",
    ),
    Partner(
        FRANCE_TRAVAIL, "marche", "1 place du Marché", (("hugo", "Hugo Lecerf"), ("farida", "Farida Zaoui")),
        "employment", 70, "jobseeker",
        (Lent("room", "Salle Horizon", places=20, accessibility="de plain-pied"), Lent("computer", "Ordinateur", count=8)),
        "03 53 01 25 20",
    ),
    Partner(
        PLIE, "pont", "7 quai du Pont Tournant", (("ines", "Inès Lemaire"), ("bruno", "Bruno Staelen")),
        "lead", 60, "jobseeker", (Lent("room", "Salle Passerelle", places=14),), "03 53 01 25 30",
    ),
    Partner(
        MISSION_LOCALE, "lycee", "3 allée du Lycée", (("nora", "Nora Castelain"),),
        "lead", 50, "young", (Lent("room", "Salle Cap jeunes", places=16, accessibility="de plain-pied"),), "03 53 01 25 40",
    ),
    Partner(
        INTERCO, "ecluse", "Hôtel communautaire, rue de l’Écluse", (("gilles", "Gilles Hondermarck"),),
        "member", 12, "",
        (Lent("room", "Salle des Deux-Rivières", places=60, accessibility="de plain-pied"), Lent("computer", "Portable de prêt", count=10)),
        "03 53 01 25 50",
    ),
    Partner(
        COUP_DE_MAIN, "bassins", "21 rue des Bassins", (("lucie", "Lucie Top"),),
        "employment", 30, "insertion", (), "03 53 01 25 60",
    ),
    Partner(
        TABLE_OUVERTE, "pecheurs", "2 place de la Cité", (("odette", "Odette Pruvost"),),
        "member", 14, "", (Lent("room", "Arrière-salle", places=15, accessibility="une marche"),), "03 53 01 25 70",
    ),
    Partner(
        CHANTIER_DUNES, "fort", "Route du Fort", (("mehdi", "Mehdi Ouali"), ("agnes", "Agnès Vanhoutte")),
        "employment", 80, "insertion", (), "03 53 01 25 80",
    ),
    Partner(
        CHANTIER_CANAL, "canal", "Chemin de halage", (("sophie", "Sophie Dehaene"),),
        "employment", 60, "insertion", (Lent("room", "Atelier d’essai", places=10),), "03 53 01 25 90",
    ),
    Partner(
        TRAINING, "salines-ouest", "Rue des Wateringues", (("karim", "Karim Belhadj"),),
        "member", 18, "trainee",
        (Lent("room", "Plateau technique", places=12, accessibility="de plain-pied"), Lent("computer", "Poste", count=6)),
        "03 53 01 26 10",
    ),
    Partner(GEIQ, "salines", "Zone des Salines", (("elise", "Élise Mortier"),), "employment", 10, "trainee", (), "03 53 01 26 20"),
    Partner(
        EMPLOYERS_GROUP, "port-est", "Terminal est", (("tom", "Tom Wallaert"),),
        "member", 6, "employed", (), "03 53 01 26 30",
    ),
)  # fmt: skip
