"""Who and what is in Grand-Estran. Every company, person and number is invented."""

from dataclasses import dataclass
from datetime import time

HOST = "Maison de l’emploi du Grand-Estran"
OPERATOR = "Bus du Grand-Estran"
PHONE = "+33353012460"
PASSWORD = "jalon-grand-estran"  # noqa: S105  of the demonstration, printed at its start


@dataclass(frozen=True)
class SignIn:
    """An account of the demonstration."""

    email: str
    name: str
    role: str
    organisation: str
    what: str


SIGN_INS = (
    SignIn("claire@jalon.example", "Claire Deswarte", "adviser", HOST, "conseillère : le bureau"),
    SignIn("samir@jalon.example", "Samir Haddad", "adviser", HOST, "conseiller, collègue de Claire"),
    SignIn(
        "ines@jalon.example", "Inès Lemaire", "adviser", "PLIE des Dunes", "conseillère d’un autre partenaire"
    ),
    SignIn("paul@jalon.example", "Paul Vandamme", "employer", "Chantiers Vandamme", "employeur"),
    SignIn("oscar@jalon.example", "Oscar Delattre", "operator", OPERATOR, "exploitant : les écrans"),
    SignIn("ada@jalon.example", "Ada Ruyssen", "administrator", HOST, "administration"),
)


@dataclass(frozen=True)
class Employer:
    """A company, the stop it is near, and how far from it (metres east and north)."""

    name: str
    site: str
    stop: str
    east_m: int
    north_m: int
    siren: str = ""
    vetted: bool = True


EMPLOYERS = (
    Employer("Chantiers Vandamme", "Atelier du quai", "quai", 180, -220),
    Employer("Nettoyage Calloo", "Halles du marché", "marche", -90, 60),
    Employer("Conserverie Marée-Haute", "Usine des Salines", "salines", -120, -190),
    Employer("Levage Estran", "Terminal est", "port-est", 210, 120),
    Employer("Batteries Nordia", "Usine Nordia", "salines-ouest", 60, -260),
    Employer("Résidence Les Oyats", "Résidence Les Oyats", "hopital", -150, 80),
    Employer("Estran Services", "Agence du centre", "gare", 70, 90),
    Employer("Aciers du Large", "Laminoir", "digue", -160, -140),
    Employer("Logis Estran", "Plateforme logistique", "canal", 130, -170),
    Employer("Cuisines de l’Estran", "Restaurant du lycée maritime", "lycee", 40, -70),
    Employer("Voilerie des Îlots", "Voilerie", "ilot", -60, -90, vetted=False),
)


@dataclass(frozen=True)
class Job:
    """A vacancy of the demonstration."""

    employer: str
    title: str
    occupation_code: str
    contract: str
    tasks: str
    requirements: str
    seats: int = 1
    shifts: tuple[tuple[time, time, str], ...] = ()
    wage: tuple[str, str] = ("", "")
    wage_detail: str = ""
    hours_detail: str = ""
    radius_m: int = 600
    valid_days: int = 30
    state: str = "open"


_WEEK, _SIX, _ALL = "1111100", "1111110", "1111111"
_EARLY, _LATE = (time(5), time(13)), (time(13), time(21))
_PORT = ((*_EARLY, _WEEK), (*_LATE, _WEEK))

JOBS = (
    Job(
        "Chantiers Vandamme", "Soudeuse, soudeur", "H2913", "permanent",
        "Assembler des pièces de coque au poste fixe. Lire un plan simple. Contrôler ses soudures.",
        "Aimer le travail précis, supporter la chaleur. Pas de diplôme demandé : l’entreprise forme pendant trois semaines.",
        seats=6, shifts=_PORT, wage=("1980", "month"), wage_detail="Plus panier repas et prime d’équipe.",
        hours_detail="35 heures, une semaine du matin, une semaine de l’après-midi",
    ),
    Job(
        "Chantiers Vandamme", "Tuyauteuse, tuyauteur", "H2914", "permanent",
        "Préparer et monter des tuyaux à bord. Couper, cintrer, pointer, vérifier l’étanchéité.",
        "Être à l’aise en hauteur. Une première expérience du métal aide, elle n’est pas obligatoire.",
        seats=2, shifts=_PORT, wage=("2050", "month"), hours_detail="35 heures",
    ),
    Job(
        "Nettoyage Calloo", "Agente, agent de propreté", "K2204", "permanent",
        "Nettoyer les halles avant l’ouverture : sols, étals, sanitaires.",
        "Être ponctuel. Le matériel et la formation sont fournis.",
        seats=3, shifts=((time(6), time(10), _SIX),), wage=("12.30", "hour"), hours_detail="24 heures par semaine",
    ),
    Job(
        "Conserverie Marée-Haute", "Cariste", "N1101", "fixed_term",
        "Charger et décharger les camions, ranger les palettes, tenir le compte des stocks.",
        "CACES 1 et 3, ou accord pour le passer : l’entreprise le paie.",
        seats=2, shifts=_PORT, wage=("1910", "month"), wage_detail="Contrat de six mois.", hours_detail="35 heures",
    ),
    Job(
        "Conserverie Marée-Haute", "Opératrice, opérateur de conserverie", "H2102", "fixed_term",
        "Trier le poisson, conduire une machine de mise en boîte, contrôler le poids.",
        "Supporter le froid et la station debout. Aucune expérience demandée.",
        seats=8, shifts=((time(6), time(13, 30), _SIX),), wage=("1850", "month"), hours_detail="35 heures, saison d’hiver",
    ),
    Job(
        "Levage Estran", "Grutière, grutier", "N1104", "permanent",
        "Charger et décharger les navires avec une grue de quai, avec un chef de manœuvre.",
        "Formation de quatre mois payée. Bonne vue, calme, pas de vertige.",
        seats=1, shifts=_PORT, wage=("2250", "month"), hours_detail="37 heures",
    ),
    Job(
        "Batteries Nordia", "Opératrice, opérateur d’assemblage", "H2604", "professionalisation",
        "Assembler des cellules sur une ligne propre. Suivre un mode opératoire à l’écran.",
        "Aucun diplôme. Douze mois de formation à l’usine, puis un CDI si tout va bien.",
        seats=12, shifts=(*_PORT, (time(21), time(5), _WEEK)), wage=("1880", "month"),
        wage_detail="Plus prime de nuit.", hours_detail="35 heures, trois équipes",
    ),
    Job(
        "Batteries Nordia", "Technicienne, technicien de maintenance", "I1304", "permanent",
        "Trouver la panne, réparer, prévenir la suivante : moteurs, capteurs, automates simples.",
        "Un bac professionnel ou des années de bricolage sérieux : on fait l’essai ensemble.",
        seats=2, shifts=((time(8), time(16), _WEEK),), wage=("2300", "month"), hours_detail="37 heures",
    ),
    Job(
        "Résidence Les Oyats", "Aide-soignante, aide-soignant", "J1501", "permanent",
        "Accompagner douze personnes âgées : toilette, repas, mots qui rassurent.",
        "Diplôme d’aide-soignant, ou envie de le préparer avec nous.",
        seats=2, shifts=((time(6, 45), time(14, 15), _ALL), (time(13, 45), time(21), _ALL)),
        wage=("1990", "month"), hours_detail="35 heures, un week-end sur deux",
    ),
    Job(
        "Estran Services", "Aide à domicile", "K1302", "permanent",
        "Aider à faire les courses, le ménage, un papier : chez des personnes du centre-ville.",
        "Le sens de l’écoute. Les trajets entre deux domiciles sont payés.",
        seats=4, shifts=((time(8), time(12), _WEEK), (time(14), time(18), _WEEK)), wage=("12.60", "hour"),
        hours_detail="de 20 à 35 heures, à choisir",
    ),
    Job(
        "Aciers du Large", "Chaudronnière, chaudronnier", "H2902", "apprenticeship",
        "Tracer, découper, former la tôle. Un tuteur vous suit pendant deux ans.",
        "De 16 à 29 ans pour l’apprentissage ; sans limite d’âge avec une reconnaissance de travailleur handicapé.",
        seats=2, shifts=((time(7, 30), time(16), _WEEK),), wage_detail="Selon l’âge et l’année", hours_detail="35 heures",
    ),
    Job(
        "Logis Estran", "Préparatrice, préparateur de commandes", "N1103", "integration",
        "Préparer des colis avec une commande vocale, filmer les palettes, garder l’allée propre.",
        "Un contrat pour reprendre pied : accompagnement chaque semaine, horaires aménagés si besoin.",
        seats=5, shifts=((time(8), time(15), _WEEK),), wage=("12.02", "hour"), hours_detail="26 heures par semaine",
    ),
    Job(
        "Cuisines de l’Estran", "Cuisinière, cuisinier de collectivité", "G1602", "fixed_term",
        "Préparer trois cents repas avec une équipe de six. Le week-end est libre.",
        "Aimer cuisiner en équipe. Le reste s’apprend en une semaine.",
        seats=1, shifts=((time(6, 30), time(14, 30), _WEEK),), wage=("1920", "month"), hours_detail="35 heures",
    ),
    Job(
        "Levage Estran", "Agente, agent de quai", "N3203", "temporary",
        "Amarrer les navires, guider la grue, ranger les élingues.",
        "Travailler dehors par tous les temps. Équipement fourni.",
        seats=3, shifts=_PORT, wage=("12.80", "hour"), state="paused",
    ),
    Job(
        "Voilerie des Îlots", "Couturière, couturier de voiles", "H2402", "permanent",
        "Assembler et réparer des voiles sur une machine à grand bras.",
        "Savoir coudre à la machine, même chez soi.",
        seats=1, shifts=((time(8, 30), time(16, 30), _WEEK),), wage=("1870", "month"), state="to_read",
    ),
)  # fmt: skip


@dataclass(frozen=True)
class Passenger:
    """Somebody who saw a code in the bus."""

    first_name: str
    phone: str
    job: str
    days_ago: float
    line: str
    story: str = ""


PASSENGERS = (
    Passenger("Nadège", "+33639981201", "Soudeuse, soudeur", 4, "3"),
    Passenger("Samira", "+33639981202", "Agente, agent de propreté", 1, "3"),
    Passenger("Thierry", "+33639981203", "Opératrice, opérateur de conserverie", 2, "9", "in_vain"),
    Passenger("Awa", "+33639981204", "Opératrice, opérateur d’assemblage", 0.1, "9"),
    Passenger("Oumar", "+33639981205", "Opératrice, opérateur d’assemblage", 5, "9", "introduced"),
    Passenger("Jessica", "+33639981206", "Soudeuse, soudeur", 6, "3", "interview"),
    Passenger("Léa", "+33639981207", "Agente, agent de propreté", 6, "E", "introduced"),
    Passenger("Malika", "+33639981209", "Opératrice, opérateur d’assemblage", 12, "9", "hired"),
    Passenger("", "+33639981208", "Cariste", 0.05, "9"),
)
PRESENTATION = "Habite à dix minutes de bus, a déjà travaillé en équipe, peut commencer tout de suite."

# What the screens say between two offers.
MESSAGES = (
    ("Un mot à nous dire ?", "Maison de l’emploi, à côté de la Gare. Entrez, même sans rendez-vous."),
    ("Pas de téléphone ?", "Dites le code au conducteur ou à l’accueil : on vous imprime un papier."),
    ("Café de l’emploi", "Jeudi à 10 h, maison de quartier de Fort-Mahieu. Sans inscription."),
)
