"""`jalon geocast bench`: our figures and our peers' on the same scene, in the same run, on one core."""

import argparse
import json
import platform
import resource
import sys
from dataclasses import asdict, dataclass
from pathlib import Path
from time import perf_counter

import numpy as np

from jalon.engines.geocast.arguments import Parser
from jalon.engines.geocast.bench_peers import Peer, shapely_peer
from jalon.engines.geocast.bench_postgis import postgis_peer
from jalon.engines.geocast.bench_scene import SCALES, Scene, scene_of, vehicles, wanderers
from jalon.engines.geocast.cells import cells_of
from jalon.engines.geocast.grid import near
from jalon.engines.geocast.project import pieces_of
from jalon.engines.geocast.route_ahead import RouteIndex, ahead, index_of
from jalon.engines.geocast.sweep import sweep_rows

AHEAD_BATCH = 1_000_000
FLEET = 100_000
TICKS = 5


@dataclass(frozen=True, slots=True)
class Figures:
    """What was measured. Rates are positions per second on one core, memory the process's peak.

    `bytes_per_vacancy` is the index of stretches, `grid_bytes_per_vacancy` the grid for lone points.
    """

    scale: str
    shapes: int
    vacancies: int
    intervals: int
    build_s: float
    bytes_per_vacancy: float
    grid_bytes_per_vacancy: float
    ahead_per_s: float
    near_per_s: float
    core_share_of_fleet: float
    peak_mb: float
    machine: str


def main(argv: list[str]) -> int:
    """Run the benchmark and print it in French; 0."""
    options = _options(argv)
    scene = scene_of(SCALES[options.scale], options.seed)
    _warm_up(options.seed)
    figures = measure(options.scale, scene, options.seed)
    peers = [] if options.alone else [shapely_peer(scene, options.seed), postgis_peer(scene, options.seed)]
    _print(figures, peers)
    if options.json:
        report = {"ours": asdict(figures), "peers": [asdict(peer) for peer in peers], "seed": options.seed}
        Path(options.json).write_text(json.dumps(report, indent=2, ensure_ascii=False), encoding="utf-8")
    return 0


def _options(argv: list[str]) -> argparse.Namespace:
    parser = Parser(prog="jalon geocast bench", description="Mesures du moteur geocast.")
    parser.add_argument("--scale", choices=sorted(SCALES), required=True, help="taille du réseau inventé")
    parser.add_argument("--json", help="fichier où écrire les mesures")
    parser.add_argument("--seed", type=int, default=1, help="graine du réseau inventé")
    parser.add_argument("--alone", action="store_true", help="sans shapely ni PostGIS")
    return parser.read(argv)


def _warm_up(seed: int) -> None:
    """Compile every loop before the clock runs."""
    tiny = scene_of(SCALES["city"], seed)
    index, _ = build(tiny)
    ahead(index, *vehicles(tiny, 10, seed))
    _tick(tiny, 10, 2, seed)


def build(scene: Scene) -> tuple[RouteIndex, float]:
    """The index of a scene, and the seconds it took from shapes and vacancies."""
    started = perf_counter()
    rows = sweep_rows(pieces_of(scene.shapes), cells_of(scene.vacancies))
    index = index_of(len(scene.shapes.ids), *rows)
    return index, perf_counter() - started


def measure(scale: str, scene: Scene, seed: int) -> Figures:
    """Our own figures."""
    index, build_s = build(scene)
    asked = vehicles(scene, AHEAD_BATCH, seed)
    started = perf_counter()
    ahead(index, *asked)
    ahead_per_s = AHEAD_BATCH / (perf_counter() - started)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (
        1024 if sys.platform != "darwin" else 1 << 20
    )
    return Figures(
        scale=scale,
        shapes=len(scene.shapes.ids),
        vacancies=len(scene.vacancies),
        intervals=len(index.vacancies),
        build_s=build_s,
        bytes_per_vacancy=index.nbytes / len(scene.vacancies),
        grid_bytes_per_vacancy=cells_of(scene.vacancies).nbytes / len(scene.vacancies),
        ahead_per_s=ahead_per_s,
        near_per_s=_tick(scene, FLEET, TICKS, seed),
        core_share_of_fleet=FLEET / ahead_per_s,
        peak_mb=peak,
        machine=f"{platform.machine()}, Python {platform.python_version()}, numpy {np.__version__}",
    )


def _tick(scene: Scene, fleet: int, ticks: int, seed: int) -> float:
    """Positions per second of a fleet off its routes that moves a little at each tick, with hysteresis."""
    cells = cells_of(scene.vacancies)
    lat, lon = wanderers(scene, fleet, seed)
    draw = np.random.default_rng(seed)
    before, spent = None, 0.0
    for _ in range(ticks):
        lat, lon = lat + draw.normal(0, 1e-4, fleet), lon + draw.normal(0, 1e-4, fleet)
        started = perf_counter()
        before = near(cells, lat, lon, before=before)
        spent += perf_counter() - started
    return fleet * ticks / spent


def _print(figures: Figures, peers: list[Peer]) -> None:
    print(
        f"Échelle {figures.scale} : {figures.shapes} tracés, {figures.vacancies} offres ({figures.machine})"
    )
    print(f"  index : {figures.intervals} tronçons en {figures.build_s:.2f} s,", end=" ")
    print(f"{figures.bytes_per_vacancy:.0f} octets par offre, {figures.peak_mb:.0f} Mo au plus haut")
    print(f"  en ligne : {figures.ahead_per_s:,.0f} positions/s par cœur", end=" ")
    print(f"(100 000 véhicules à 1 Hz : {figures.core_share_of_fleet:.3f} cœur)")
    print(f"  hors ligne : {figures.near_per_s:,.0f} positions/s par cœur,", end=" ")
    print(f"{figures.grid_bytes_per_vacancy:.0f} octets par offre")
    for peer in peers:
        _print_peer(figures, peer)


def _print_peer(figures: Figures, peer: Peer) -> None:
    if peer.absent or peer.ahead_per_s is None or peer.near_per_s is None:
        print(f"  {peer.name} : pas de comparaison ({peer.absent})")
        return
    print(f"  {peer.name}, {peer.positions} positions demandées :")
    on, off = figures.ahead_per_s / peer.ahead_per_s, figures.near_per_s / peer.near_per_s
    print(f"    en ligne {peer.ahead_per_s:,.0f} positions/s, nous {on:,.0f} fois plus")
    print(f"    hors ligne {peer.near_per_s:,.0f} positions/s, nous {off:,.1f} fois plus")
