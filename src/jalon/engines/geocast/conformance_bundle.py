"""A small bundle with one of everything: an ordinary trip, a loop, a trip after midnight, odd vacancies."""

from jalon.engines.geocast.bundle import (
    Bundle,
    Fit,
    Line,
    Message,
    Params,
    Pattern,
    Shape,
    StopName,
    Stretch,
    Trip,
    Vacancy,
)
from jalon.engines.geocast.bundle_json import stamp

MIDNIGHT = (
    1_792_879_200  # 25 October 2026, noon minus twelve hours: one hour after local midnight, summer time ends
)
BEGIN = MIDNIGHT + 4 * 3600 + 31 * 60
EARLY = (Fit(5 * 3600, 4 * 3600 + 1860, 13 * 3600 + 720), Fit(13 * 3600, 12 * 3600 + 1320, None))


def _vacancies() -> tuple[Vacancy, ...]:
    def vacancy(i: int, trade: str, **changes: object) -> Vacancy:
        fields: dict[str, object] = {
            "id": f"v{i}",
            "trade": trade,
            "employer": f"Entreprise {i}",
            "phone": "03 53 01 24 60",
            "valid_until": BEGIN + 10 * 86_400,
            "windows": (),
            "codes": {0: f"K7D{'BCDFGHJKL'[i]}", 1: f"W9H{'BCDFGHJKL'[i]}"},
        }
        return Vacancy(**{**fields, **changes})  # type: ignore[arg-type]

    return (
        vacancy(0, "Soudeuse, soudeur"),
        vacancy(1, "Cariste"),
        vacancy(2, "Agente, agent de propreté industrielle"),
        vacancy(3, "Tuyauteuse, tuyauteur", valid_until=BEGIN + 60),
        vacancy(4, "Chaudronnière, chaudronnier", windows=((BEGIN + 100, BEGIN + 3000),)),
        vacancy(5, "Fraiseuse, fraiseur", codes={1: "W9HG"}),
        vacancy(6, "Électricienne, électricien"),
        vacancy(7, "Agente, agent de quai", codes={0: "GXNP", 1: "W9HK"}),
    )


def _patterns() -> tuple[Pattern, ...]:
    ordinary = Pattern(
        shape=0,
        line=0,
        headsign="Port",
        stops=(0, 1, 2, 3, 4),
        metres=(0.0, 500.0, 1000.0, 1500.0, 2500.0),
        stretches=(
            Stretch(0, 0.0, 300.0, 1200.0, 1000.0, 2, 4, EARLY),
            Stretch(3, 0.0, 350.0, 1200.0, 1000.0, 2, 5),
            Stretch(4, 100.0, 400.0, 1600.0, 1500.0, 3, 6),
            Stretch(5, 100.0, 400.0, 1600.0, 1500.0, 3, 6),
            Stretch(1, 200.0, 500.0, 1600.0, 1500.0, 3, 2),
            Stretch(2, 600.0, 900.0, 1600.0, 1500.0, 3, 9, EARLY[1:]),
            Stretch(6, 1200.0, 1400.0, 2500.0, 2500.0, 4, 3),
        ),
        rounds=((0.0, 1500.0), (1500.0, 2500.0)),
    )
    loop = Pattern(
        shape=1,
        line=1,
        headsign="Boucle",
        stops=(0, 1, 2, 1, 0),
        metres=(0.0, 400.0, 900.0, 1400.0, 1800.0),
        stretches=(
            Stretch(0, 100.0, 300.0, 600.0, 400.0, 1, 3, EARLY),
            Stretch(0, 1100.0, 1300.0, 1600.0, 1400.0, 3, 3, EARLY),
            Stretch(6, 1500.0, 1600.0, 1800.0, 1800.0, 4, 7),
        ),
        rounds=((100.0, 400.0), (1100.0, 1800.0)),
    )
    return ordinary, loop


def sample_bundle() -> Bundle:
    """The bundle of the vectors, stamped."""
    bundle = Bundle(
        network="grand-estran",
        network_name="Grand-Estran",
        day="2026-10-25",
        midnight=MIDNIGHT,
        timezone="Europe/Paris",
        site="jalon.example/",
        phone="03 53 01 24 60",
        params=Params(),
        lines=(Line("3", "3", "Gare - Port"), Line("9", "9", "Boucle des quais")),
        stops=tuple(
            StopName(f"s{i}", name) for i, name in enumerate(("Gare", "Halles", "Quai", "Écluse", "Port"))
        ),
        shapes=(
            Shape("a", (5_103_000, 5_103_000), (237_000, 240_568), (0, 25_000)),
            Shape("b", (5_103_000, 5_103_809, 5_103_000), (237_000, 237_000, 237_001), (0, 9_000, 18_000)),
        ),
        patterns=_patterns(),
        runs=((0, 100, 200, 300, 500), (0, 80, 180, 280, 360)),
        trips=(
            Trip("t1", 0, 0, BEGIN - MIDNIGHT, "b1", ((5, 0, 4), (6,))),
            Trip("loop", 1, 1, BEGIN - MIDNIGHT, "b1", ((0,), (1, 2))),
            Trip("late", 0, 0, BEGIN - MIDNIGHT + 20 * 3600, "b2", ((0, 4, 5), (6,))),
        ),
        vacancies=_vacancies(),
        line_playlists=((6, 1, 0, 2, 4), (6, 0)),
        messages=(
            Message("m1", "Café de l’emploi", "Jeudi à 14 h, place du Marché.", 12),
            Message("m2", "Une question ?", "Appelez le 03 53 01 24 60.", 10, 0, BEGIN + 300),
        ),
        qr={"K7DB": "2:9"},
        off=((BEGIN + 40_000, BEGIN + 43_600),),
    )
    return stamp(bundle, made_at=BEGIN)
