"""The catalogue of Grand-Estran: what its partners propose. Everything is invented; nothing is stored here."""

from dataclasses import dataclass
from decimal import Decimal

from jalon.demo.content import HOST
from jalon.demo.partners import (
    CHANTIER_CANAL,
    CHANTIER_DUNES,
    COUP_DE_MAIN,
    DEPARTEMENT,
    EMPLOYERS_GROUP,
    FRANCE_TRAVAIL,
    GEIQ,
    INTERCO,
    MISSION_LOCALE,
    PLIE,
    TABLE_OUVERTE,
    TRAINING,
)

# The axes of the territory's road map.
REACH_OUT = "Axe 1 : aller vers les habitantes et les habitants"
CHOOSE = "Axe 2 : choisir un métier en connaissance de cause"
READY = "Axe 3 : être prêt le jour où l’emploi se présente"
DIGITAL = "Axe 4 : le numérique à la portée de toutes et tous"
TOGETHER = "Axe 5 : entreprises et partenaires, un même réseau"

_STEP_FREE = "De plain-pied, toilettes accessibles, boucle magnétique à l’accueil."
_LIFT = "Ascenseur jusqu’à la salle. Des pauses toutes les heures."
_SITE = "Site industriel avec des marches : prévenez-nous, nous préparons un autre chemin."
_QUIET = "Salle calme, huit personnes au plus. Venir à deux est possible."


@dataclass(frozen=True)
class Entry:
    """One activity. `minutes` is its whole length, `seats` what a session usually has, `price` the euros that
    the territory pays for a session; `occupations` are ROME codes and `skills` codes of the starter
    vocabulary; `situations` are values of people.SituationKind, none opens it to everybody.
    """

    title: str
    kind: str
    theme: str
    partner: str
    summary: str
    minutes: int
    seats: int
    place: str
    price: Decimal
    axis: str
    audience: str = "Toute personne qui cherche un emploi ou une idée de métier."
    accessibility: str = _STEP_FREE
    prerequisites: str = ""
    occupations: tuple[str, ...] = ()
    skills: tuple[str, ...] = ()
    situations: tuple[str, ...] = ()
    digital_task: str = ""
    participants: str = "person"
    self_booking: bool = True


_DISCOVER = (
    Entry(
        "La pièce de 17 heures", "escape_game", "discover", HOST,
        "Une pièce doit quitter le port à 17 h. À quatre, un métier chacun, vous ouvrez cinq verrous en quarante-cinq minutes. Ensuite, on regarde ensemble ce que chacun a su faire.",
        90, 8, "Salle du Phare, Maison de l’emploi", Decimal(120), CHOOSE,
        occupations=("I1304", "I1309", "H2602"), skills=("s:1", "s:11", "s:47", "s:49"),
    ),
    Entry(
        "Dans le casque : la soudure et la chaudronnerie", "headset", "discover", GEIQ,
        "Vous mettez un casque et vous voilà dans l’atelier : tracer, couper, souder un premier cordon. Dix minutes par métier, puis on en parle. Rien ne brûle, rien n’est noté.",
        120, 10, "Salle immersive, quai aux Bois", Decimal(180), CHOOSE,
        accessibility="Possible assis. Une version sur grand écran existe pour qui ne supporte pas le casque.",
        occupations=("H2913", "H2902", "H2914"), skills=("s:5", "s:50"),
    ),
    Entry(
        "Dans le casque : la maintenance", "headset", "discover", GEIQ,
        "Un moteur chauffe, un capteur se tait. Avec le casque, vous cherchez d’où vient la panne comme le ferait une technicienne. Un professionnel répond ensuite à toutes vos questions.",
        120, 10, "Salle immersive, quai aux Bois", Decimal(180), CHOOSE,
        accessibility="Possible assis. Une version sur grand écran existe pour qui ne supporte pas le casque.",
        occupations=("I1304", "I1310", "I1302"), skills=("s:11", "s:14"),
    ),
    Entry(
        "Le grand chantier du port", "giant_game", "discover", INTERCO,
        "Un plateau de la taille d’une pièce, un port à faire tourner. Chaque équipe tient un métier : la grue, le quai, l’entrepôt, le bureau. On découvre qui dépend de qui.",
        150, 16, "Halle des Deux-Rivières", Decimal(240), CHOOSE,
        occupations=("N3203", "F1301", "N1101", "N1301"), skills=("s:47", "s:18"),
    ),
    Entry(
        "Zoom Métiers : la conserverie", "zoom_metiers", "discover", FRANCE_TRAVAIL,
        "Deux personnes qui travaillent à la conserverie racontent leur journée : le froid, l’équipe, les horaires, la paie. On touche les outils, on goûte, on demande tout.",
        120, 14, "Agence France Travail, rue de l’Écluse", Decimal(60), CHOOSE,
        occupations=("H2102", "H3302"), skills=("s:27", "s:39"),
    ),
    Entry(
        "Zoom Métiers : les métiers du numérique", "zoom_metiers", "discover", TRAINING,
        "Installer un réseau, dépanner des ordinateurs, câbler une armoire, tenir un site : quatre personnes montrent leur poste. Des métiers pour qui aime chercher, avec ou sans diplôme.",
        150, 14, "Plateau numérique, Centre des Wateringues", Decimal(90), DIGITAL,
        occupations=("H2602", "I1302", "H2604"), skills=("s:13", "s:11"),
    ),
    Entry(
        "Zoom Métiers : aider à domicile", "zoom_metiers", "discover", COUP_DE_MAIN,
        "Une aide à domicile vous parle de ses visites, des trajets, des personnes qu’elle accompagne. On essaie ensemble les gestes qui protègent le dos.",
        120, 12, "Local de Coup de Main, cité des Pêcheurs", Decimal(40), CHOOSE,
        occupations=("K1302", "K1304", "J1501"), skills=("s:29", "s:30", "s:45"),
    ),
    Entry(
        "Zoom Métiers : conduire un bus ou un camion", "zoom_metiers", "discover", FRANCE_TRAVAIL,
        "Une conductrice de bus et un chauffeur montrent leur véhicule. On monte à bord, on parle des horaires, du permis et de qui le paie.",
        120, 15, "Dépôt des bus, zone des Salines", Decimal(60), CHOOSE,
        accessibility="Le bus est à plancher bas ; la cabine du camion se regarde aussi en vidéo.",
        occupations=("N4103", "N4101", "N4105"), skills=("s:20", "s:44"),
    ),
    Entry(
        "Les métiers qui recrutent ici", "growing_trades", "discover", HOST,
        "Une carte du territoire, les entreprises qui embauchent dans l’année, les métiers qu’elles cherchent et le chemin pour y entrer. Vous repartez avec trois pistes écrites.",
        120, 20, "Salle du Phare, Maison de l’emploi", Decimal(50), CHOOSE,
        occupations=("H2604", "I1304", "N1103", "J1501", "K2204"),
    ),
    Entry(
        "1000 Jobs", "thousand_jobs", "discover", PLIE,
        "Mille métiers sur des cartes. On trie, on écarte, on garde : sans écran et sans test. À la fin, chacun explique trois cartes à son voisin.",
        180, 12, "Salle des Oyats, PLIE des Dunes", Decimal(80), CHOOSE,
        accessibility="Cartes en gros caractères et en pictogrammes.",
    ),
    Entry(
        "Séance d’information et d’orientation", "sio", "discover", HOST,
        "Pour commencer : ce qui existe sur le territoire, qui peut vous aider, par quoi débuter. Vous choisissez une première activité avant de partir.",
        120, 18, "Salle du Phare, Maison de l’emploi", Decimal(50), REACH_OUT,
    ),
    Entry(
        "Séance d’information : reprendre une formation", "sio", "discover", TRAINING,
        "Les formations qui ouvrent dans les six mois, ce qu’elles demandent, qui les paie et ce qu’on touche pendant. Visite des ateliers à la fin.",
        150, 20, "Centre des Wateringues", Decimal(50), CHOOSE,
        occupations=("H2913", "F1602", "G1602"),
    ),
    Entry(
        "L’industrie, de l’intérieur", "sector", "discover", GEIQ,
        "Acier, batteries, poisson, énergie : quatre usines du littoral, leurs métiers, leurs équipes de jour et de nuit. Une heure de récit, une heure de questions.",
        120, 20, "Quai aux Bois", Decimal(70), CHOOSE,
        occupations=("H2102", "H2604", "H2902", "H1506"), skills=("s:42",),
    ),
    Entry(
        "Le bâtiment, pierre par pierre", "sector", "discover", CHANTIER_CANAL,
        "Un chantier d’insertion ouvre ses portes : gâcher un mortier, monter trois rangs, peindre un pan de mur. Les encadrants expliquent la suite possible.",
        180, 10, "Chantier du Canal", Decimal(90), CHOOSE,
        audience="Toute personne curieuse du bâtiment. Prévoir des chaussures fermées.",
        accessibility="Terrain inégal, postes possibles assis. Prévenez-nous deux jours avant.",
        occupations=("F1703", "F1606", "F1704"), skills=("s:31", "s:32", "s:45"),
    ),
    Entry(
        "Jardins et dunes : travailler dehors", "sector", "discover", CHANTIER_DUNES,
        "Une demi-journée avec l’équipe qui entretient les dunes : planter, tailler, poser une clôture. On voit si le grand air convient.",
        210, 8, "Dunes du Phare", Decimal(90), CHOOSE,
        audience="Toute personne qui aime l’extérieur.",
        accessibility="Marche d’un kilomètre sur sable ; une équipe reste près du parking.",
        occupations=("A1203", "A1401"), skills=("s:35", "s:47"),
    ),
    Entry(
        "Une semaine dans l’atelier-école", "immersion", "discover", EMPLOYERS_GROUP,
        "Cinq jours dans un atelier grandeur nature, pour qui n’a jamais mis un pied à l’usine : les consignes, les outils, une pièce fabriquée de bout en bout. Repas et trajets payés.",
        2100, 8, "Atelier-école, zone des Salines", Decimal(1450), CHOOSE,
        audience="Toute personne qui hésite à entrer dans l’industrie.",
        prerequisites="Avoir suivi une activité de découverte. Chaussures de sécurité prêtées.",
        accessibility=_SITE, occupations=("H2909", "H2906", "H2913"),
        skills=("s:42", "s:1", "s:7", "s:40", "s:47", "s:48"), self_booking=False,
    ),
)  # fmt: skip

_PREPARE = (
    Entry(
        "Atelier CV", "cv", "prepare", HOST,
        "On écrit votre CV à partir de ce que vous savez faire, travail, bénévolat et famille compris. Vous repartez avec une page imprimée et une version dans votre courriel.",
        180, 10, "Espace ordinateurs, Maison de l’emploi", Decimal(60), READY,
    ),
    Entry(
        "Mon CV en vidéo", "cv", "prepare", MISSION_LOCALE,
        "Une minute face à la caméra pour dire qui vous êtes. On répète, on filme, on garde la prise que vous aimez. Elle reste à vous.",
        180, 8, "Studio de la Mission Locale", Decimal(90), READY,
        audience="Jeunes de 16 à 25 ans.", situations=("young",), skills=("s:49",),
    ),
    Entry(
        "Une lettre qui vous ressemble", "cover_letter", "prepare", HOST,
        "Lire une annonce, dire pourquoi soi, tenir en quinze lignes. On écrit sur place, à la main ou au clavier, et on se relit à deux.",
        150, 10, "Espace ordinateurs, Maison de l’emploi", Decimal(60), READY,
        prerequisites="Apporter une annonce qui vous plaît.",
    ),
    Entry(
        "Lettre de motivation, pas à pas", "cover_letter", "prepare", TABLE_OUVERTE,
        "À côté de l’accueil, une table, des modèles simples, quelqu’un qui écrit avec vous. On peut venir sans savoir écrire sans faute.",
        90, 6, "La Table Ouverte, rue du Marché", Decimal(20), REACH_OUT,
        audience="Ouvert à tout le monde, sans inscription obligatoire.", accessibility=_QUIET,
    ),
    Entry(
        "L’entretien, côté coulisses", "interview", "prepare", FRANCE_TRAVAIL,
        "Ce que cherche la personne qui recrute, les dix questions qui reviennent, comment parler d’un trou dans son parcours. On joue, on échange les rôles.",
        180, 12, "Agence France Travail, rue de l’Écluse", Decimal(70), READY,
        skills=("s:49", "s:48"),
    ),
    Entry(
        "Se présenter en deux minutes", "interview", "prepare", PLIE,
        "Trois phrases pour dire d’où l’on vient, ce qu’on sait faire et ce qu’on cherche. On les essaie debout, puis au téléphone.",
        120, 10, "Salle des Oyats, PLIE des Dunes", Decimal(50), READY, accessibility=_QUIET,
    ),
    Entry(
        "Entretien blanc avec une entreprise", "rehearsal", "prepare", HOST,
        "Une personne qui recrute vraiment vous reçoit une demi-heure, comme pour un poste, puis vous dit ce qui a convaincu et ce qu’on peut travailler.",
        45, 1, "Petit salon, Maison de l’emploi", Decimal(25), READY,
        prerequisites="Avoir un CV, même en brouillon.", accessibility=_QUIET, skills=("s:49",),
    ),
    Entry(
        "Rendez-vous de conseil", "advice", "prepare", HOST,
        "Trente minutes avec une conseillère ou un conseiller pour poser une question, trier des idées, décider de la suite. Sur place, par téléphone ou en visio.",
        30, 1, "Bureau 4, Maison de l’emploi", Decimal(0), READY, accessibility=_QUIET,
    ),
    Entry(
        "Faire le point sur son parcours", "follow_up", "prepare", DEPARTEMENT,
        "Un rendez-vous pour regarder ce qui a avancé, ce qui aide, ce qui complique, et choisir la prochaine étape ensemble.",
        45, 1, "Bureau 12, Maison de l’insertion", Decimal(0), READY, accessibility=_QUIET,
        audience="Personnes accompagnées par le Département.", situations=("rsa",), self_booking=False,
    ),
    Entry(
        "Ma première candidature d’intérim", "other", "prepare", COUP_DE_MAIN,
        "Comprendre un contrat de mission, lire une fiche de paie, préparer le dossier que l’agence demande. Avec une photocopieuse et du café.",
        120, 10, "Local de Coup de Main, cité des Pêcheurs", Decimal(30), READY,
        occupations=("N1103", "N1105", "K2204"),
    ),
)  # fmt: skip

_DIGITAL = (
    Entry(
        "Écrire et lire un courriel", "digital", "digital", INTERCO,
        "Ouvrir sa boîte, répondre, reconnaître un message douteux. Une médiatrice numérique (elle aide à se servir des écrans) reste à côté de vous. Sur ordinateur ou sur votre téléphone.",
        120, 8, "Médiathèque des Deux-Rivières", Decimal(70), DIGITAL,
        audience="Grands débutants bienvenus.", accessibility=_QUIET, digital_task="mail",
    ),
    Entry(
        "Joindre son CV et ses papiers", "digital", "digital", INTERCO,
        "Photographier un document, le ranger, l’envoyer avec un courriel. On fait trois envois pour de vrai et on vérifie qu’ils arrivent.",
        120, 8, "Maison de quartier de Fort-Mahieu", Decimal(70), DIGITAL,
        prerequisites="Savoir ouvrir sa boîte de courriel.", accessibility=_QUIET, digital_task="attach",
    ),
    Entry(
        "Candidater sur la page d’une entreprise", "digital", "digital", HOST,
        "Trouver la page, créer un compte, répondre aux questions, garder la preuve de l’envoi. Vous envoyez une vraie candidature avant de partir.",
        150, 8, "Espace ordinateurs, Maison de l’emploi", Decimal(80), DIGITAL,
        prerequisites="Avoir un courriel et un CV dans son téléphone.", digital_task="apply",
    ),
    Entry(
        "Un profil professionnel qui donne envie", "digital", "digital", PLIE,
        "Créer son profil en ligne, choisir ce qu’on montre et ce qu’on cache, demander un avis à quelqu’un de confiance.",
        150, 8, "Salle des Oyats, PLIE des Dunes", Decimal(80), DIGITAL,
        prerequisites="Avoir un courriel.", digital_task="profile",
    ),
    Entry(
        "Passer un entretien en visio", "digital", "digital", DEPARTEMENT,
        "Se connecter, régler le son et la lumière, se présenter à l’écran. Chacun passe un vrai appel d’une salle à l’autre.",
        120, 8, "Salle 2, Maison de l’insertion", Decimal(70), DIGITAL,
        digital_task="video", skills=("s:49",),
    ),
)  # fmt: skip

_MEET = (
    Entry(
        "Visite : l’usine Nordia", "company_visit", "meet", EMPLOYERS_GROUP,
        "Deux heures dans une usine de batteries : la ligne propre, le laboratoire, la cantine. Vous parlez avec des personnes entrées l’an dernier sans diplôme.",
        150, 12, "Batteries Nordia, Salines Ouest", Decimal(110), TOGETHER,
        accessibility=_SITE, occupations=("H2604", "I1304", "H1506"), skills=("s:42",),
    ),
    Entry(
        "Visite : les cuisines du lycée maritime", "company_visit", "meet", MISSION_LOCALE,
        "Trois cents repas avant midi : on suit l’équipe, on met la toque, on goûte. L’équipe embauche deux personnes par an.",
        150, 8, "Lycée maritime", Decimal(60), TOGETHER,
        audience="Jeunes de 16 à 25 ans.", situations=("young",), occupations=("G1602", "G1603"),
        skills=("s:26", "s:27"),
    ),
    Entry(
        "Game of Jobs", "game_of_jobs", "meet", HOST,
        "Une journée de défis en équipes mêlées : personnes en recherche et personnes qui recrutent jouent ensemble, sans CV. On se rencontre en faisant.",
        360, 40, "Salle des fêtes des Bassins", Decimal(1900), TOGETHER,
        accessibility="De plain-pied, interprète en langue des signes sur demande dix jours avant.",
        skills=("s:47", "s:49", "s:48"),
    ),
    Entry(
        "Job dating du littoral", "job_dating", "meet", FRANCE_TRAVAIL,
        "Dix entreprises, des entretiens de douze minutes, des postes ouverts tout de suite. On vous aide à choisir vos tables le matin.",
        240, 60, "Halle des Deux-Rivières", Decimal(1200), TOGETHER,
        prerequisites="Avoir préparé un entretien, par exemple dans un atelier.",
        occupations=("N1101", "N1103", "H2102", "K2204", "J1501"),
    ),
    Entry(
        "Café de l’emploi", "cafe", "meet", HOST,
        "Un café, une conseillère, une entreprise du coin. On entre, on s’assoit, on parle de travail ou d’autre chose. Sans inscription.",
        150, 25, "Maison de quartier de Fort-Mahieu", Decimal(90), REACH_OUT,
        audience="Toutes les habitantes, tous les habitants du quartier.",
    ),
    Entry(
        "Café de l’emploi à la distribution", "cafe", "meet", TABLE_OUVERTE,
        "Pendant la distribution du mardi, une table à part, deux personnes qui connaissent les emplois d’ici. On ne vous demande rien d’autre.",
        120, 15, "La Table Ouverte, rue du Marché", Decimal(30), REACH_OUT,
        audience="Ouvert à tout le monde.", accessibility=_QUIET,
    ),
)  # fmt: skip

_CONFIDENCE = (
    Entry(
        "Ce que je sais faire sans le savoir", "confidence", "confidence", DEPARTEMENT,
        "Tenir une caisse d’association, s’occuper d’un parent, réparer, organiser une fête : on met des mots de métier sur ce que vous faites déjà.",
        180, 10, "Salle 2, Maison de l’insertion", Decimal(110), READY,
        accessibility=_QUIET, skills=("s:22", "s:30", "s:36"),
    ),
    Entry(
        "Reprendre pied, à son rythme", "confidence", "confidence", PLIE,
        "Quatre demi-journées en petit groupe : la voix, le corps, l’agenda, une sortie choisie ensemble. On avance sans comparer.",
        720, 8, "Salle des Oyats, PLIE des Dunes", Decimal(480), READY,
        accessibility=_QUIET, skills=("s:48", "s:49"), self_booking=False,
    ),
    Entry(
        "Bénévoles : vos talents comptent", "confidence", "confidence", INTERCO,
        "Pour celles et ceux qui donnent du temps à un club ou à une association : ce que vous y apprenez intéresse les entreprises. Une recruteuse vous le dit elle-même.",
        150, 12, "Club-house du stade des Bassins", Decimal(60), REACH_OUT,
        audience="Bénévoles des clubs et des associations.", skills=("s:36", "s:22", "s:47"),
    ),
)  # fmt: skip

_PROFESSIONALS = (
    Entry(
        "Atelier RH : recruter autrement", "hr_workshop", "professionals", EMPLOYERS_GROUP,
        "Entre entreprises : décrire un poste par ses gestes, recevoir sans CV, accueillir la première semaine. Chacun apporte un poste, on le réécrit ensemble.",
        180, 15, "Groupement des Deux-Caps", Decimal(150), TOGETHER,
        audience="Dirigeantes, dirigeants et personnes qui recrutent.", participants="staff",
        self_booking=False,
    ),
    Entry(
        "Rencontre du réseau local", "network_meeting", "professionals", HOST,
        "Une matinée par trimestre entre partenaires : ce qui ouvre, ce qui change, deux situations travaillées sans nommer personne.",
        180, 40, "Salle du Phare, Maison de l’emploi", Decimal(120), TOGETHER,
        audience="Professionnelles et professionnels de l’emploi et de l’insertion.",
        participants="professional", self_booking=False,
    ),
    Entry(
        "Visite pour les conseillères et conseillers : Aciers du Large", "company_visit", "professionals", GEIQ,
        "Voir les postes de ses yeux pour mieux en parler : le laminoir, les équipes, les conditions d’entrée, les questions qu’on n’ose pas poser.",
        180, 12, "Aciers du Large, Digue du Large", Decimal(100), TOGETHER,
        audience="Professionnelles et professionnels de l’emploi et de l’insertion.",
        accessibility=_SITE, occupations=("H2902", "I1310", "H2907"), participants="professional",
        self_booking=False,
    ),
)  # fmt: skip

CATALOGUE = (*_DISCOVER, *_PREPARE, *_DIGITAL, *_MEET, *_CONFIDENCE, *_PROFESSIONALS)
