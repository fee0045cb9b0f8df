"""Rounds of the demonstration: buses, cafés, standing hours, relays and districts. All invented."""

import math
from dataclasses import dataclass, field
from datetime import time
from typing import Any

from jalon.demo.timetable import STOPS, stop_coordinates


@dataclass(frozen=True)
class Stop:
    """A halt near a stop of the network; hours are (weekday from 0, from, until, rhythm)."""

    name: str
    stop: str
    place: str
    hours: tuple[tuple[int, time, time, str], ...]
    accessibility: str = ""
    partner: str = ""


@dataclass(frozen=True)
class Round:
    """A circuit, its vehicle by name, who goes, and how far."""

    kind: str
    name: str
    summary: str
    stops: tuple[Stop, ...]
    vehicle: str = ""
    crew: tuple[str, ...] = ("claire",)
    names: tuple[str, ...] = ()
    km: int | None = None
    met: int = 9


_MORNING, _LATE = (time(9, 30), time(12)), (time(14), time(16, 30))

ROUNDS = (
    Round(
        "bus", "Bus du littoral", "On cherche un travail avec vous, on imprime un CV, on vous inscrit à un atelier.",
        (
            Stop("Place du Phare", "phare", "devant la boulangerie", ((1, *_MORNING, "every"),), "rampe, banc, abri"),
            Stop("Cité des Pêcheurs", "pecheurs", "au pied de la tour B", ((1, *_LATE, "every"),), "rampe"),
            Stop("Fort-Mahieu", "fort", "parking de la maison de quartier", ((3, *_MORNING, "every"),), "rampe, toilettes à côté"),
            Stop("Marché", "marche", "angle de la halle, côté primeurs", ((3, *_LATE, "every"),), "rampe, banc"),
        ),
        "Bus de l’emploi 1", ("claire", "samir"), ("Didier, au volant",), 46, 11,
    ),
    Round(
        "bus", "Bus du port", "Les offres du port, et comment y aller tôt le matin. Le café est offert.",
        (
            Stop("Les Bassins", "bassins", "devant la criée", ((0, time(7, 30), time(10), "every"),), "rampe"),
            Stop("Îlot des Voiles", "ilot", "placette du lavoir", ((2, *_MORNING, "every"),), "rampe, banc"),
            Stop("Lycée maritime", "lycee", "rond-point du lycée", ((2, *_LATE, "odd"),), "rampe"),
            Stop("Zone des Salines", "salines", "arrêt de bus, face à l’usine", ((4, time(12, 30), time(15), "every"),), "rampe"),
        ),
        "Bus de l’emploi 2", ("maud", "ines"), ("Kader, au volant",), 62, 8,
    ),
    Round(
        "cafe", "Café de l’emploi de Fort-Mahieu", "Un café, une table, des offres : on vient comme on est.",
        (Stop("Maison de quartier", "fort", "salle du fond", ((3, time(10), time(11, 30), "every"),), "de plain-pied"),),
        crew=("idriss",), met=6,
    ),
    Round(
        "cafe", "Café de l’emploi du Marché", "Un café, une table, des offres : on vient comme on est.",
        (Stop("Bar de la Halle", "marche", "à l’étage", ((5, time(10), time(12), "even"),), "un escalier"),),
        crew=("samir",), met=7,
    ),
    Round(
        "cafe", "Café de l’emploi des Pêcheurs", "Un café, une table, des offres : on vient comme on est.",
        (Stop("Local des locataires", "pecheurs", "rez-de-chaussée, tour C", ((2, time(16), time(18), "every"),), "de plain-pied"),),
        crew=("maud",), met=5,
    ),
    Round(
        "partner", "Permanence à La Table Ouverte", "Une conseillère est là, à côté de l’entrée. Vous venez si vous voulez.",
        (Stop("La Table Ouverte", "pecheurs", "", ((4, time(10), time(12), "every"),), "une marche", "La Table Ouverte"),),
        crew=("claire",), met=8,
    ),
    Round(
        "partner", "Permanence au centre social", "Une conseillère est là pour parler travail, formation, trajets.",
        (Stop("Centre social du Lycée", "lycee", "bureau 3", ((0, time(14), time(16), "odd"),), "ascenseur"),),
        crew=("idriss",), met=4,
    ),
    Round(
        "foot", "À pied dans la Cité", "On passe dans les halls et sur la place. Dites bonjour.",
        (Stop("Hall de la tour A", "pecheurs", "entre les tours A et D", ((3, time(16, 30), time(18), "every"),)),),
        crew=("samir", "maud"), met=10,
    ),
)  # fmt: skip


@dataclass(frozen=True)
class RelayPlace:
    """An association with a code of its own, how often the code was followed, and who left a number."""

    association: str
    place: str
    stop: str
    scans: int
    contacts: tuple[tuple[str, str, str], ...] = field(default=())


RELAYS = (
    RelayPlace("La Table Ouverte", "tableau de l’entrée", "pecheurs", 64, (("Roselyne", "+33639981301", "work"), ("Ibrahim", "+33639981302", "training"))),
    RelayPlace("Boxing-club de l’Îlot", "vestiaire", "ilot", 31, (("Kenza", "+33639981303", "work"),)),
    RelayPlace("Régie de quartier du Fort", "comptoir", "fort", 12),
)  # fmt: skip

# First name, telephone and wish of people met at stands, in the order of the stands.
MET = (
    ("Fatou", "+33639981311", "work"), ("Jean-Luc", "+33639981312", "talk"), ("Milena", "+33639981313", "training"),
    ("Youssef", "+33639981314", "work"), ("Corinne", "", "digital"), ("Abel", "+33639981316", "discover"),
    ("Thi-Lan", "+33639981317", "work"), ("Sergio", "+33639981318", "work"), ("Océane", "+33639981319", "training"),
    ("Mamadou", "+33639981320", ""), ("Brigitte", "+33639981321", "digital"), ("Ahmed", "+33639981322", "work"),
)  # fmt: skip

# Stop in the middle of each district, its code, and whether it is a priority one.
_DISTRICTS = (
    ("phare", "Le Phare", "GE01", False), ("marche", "Centre-Marché", "GE02", False),
    ("pecheurs", "Cité des Pêcheurs", "GE03", True), ("fort", "Fort-Mahieu", "GE04", True),
    ("ilot", "Îlot des Voiles", "GE05", True), ("lycee", "Lycée-Plage", "GE06", False),
    ("bassins", "Les Bassins", "GE07", False), ("salines", "Les Salines", "GE08", False),
)  # fmt: skip
_REACH_M = 340.0
_METRES_PER_DEGREE = 111_250.0


def districts() -> dict[str, Any]:
    """Eight districts as a GeoJSON FeatureCollection, each an uneven ring around a stop."""
    return {"type": "FeatureCollection", "features": [_district(*row) for row in _DISTRICTS]}


def _district(stop: str, name: str, code: str, priority: bool) -> dict[str, Any]:
    lat, lon = stop_coordinates(stop)
    turn = list(STOPS).index(stop)
    ring = []
    for corner in range(9):
        angle = math.radians(corner * 40 + turn * 11)
        reach = _REACH_M * (1 + 0.25 * math.sin(corner * 2 + turn))
        north = reach * math.cos(angle) / _METRES_PER_DEGREE
        east = reach * math.sin(angle) / (_METRES_PER_DEGREE * math.cos(math.radians(lat)))
        ring.append([round(lon + east, 6), round(lat + north, 6)])
    properties = {"code": code, "nom": name, "prioritaire": "oui" if priority else "non"}
    geometry = {"type": "Polygon", "coordinates": [[*ring, ring[0]]]}
    return {"type": "Feature", "properties": properties, "geometry": geometry}
