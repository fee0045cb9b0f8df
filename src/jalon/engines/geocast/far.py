"""Vacancies that no line of a feed can come near: most often their coordinates are the wrong way round."""

from collections.abc import Iterator

import numpy as np

from jalon.engines.geocast.problem import Vacancies
from jalon.engines.gtfs import geodesy
from jalon.engines.gtfs.feed import Feed

FAR_M = 1_000_000.0


def remarks(feed: Feed, vacancies: Vacancies) -> Iterator[str]:
    """In French, how many vacancies are a country away from the network, and whether turning helps."""
    if not len(vacancies):
        return
    home = float(np.median(feed.stops.lat)), float(np.median(feed.stops.lon))
    span = float(geodesy.distance_m(*home, feed.stops.lat, feed.stops.lon).max())
    reach = FAR_M + span + vacancies.radius_m
    far = geodesy.distance_m(*home, vacancies.lat, vacancies.lon) > reach
    turned = far & (np.abs(vacancies.lon) <= 90)
    turned &= geodesy.distance_m(*home, np.clip(vacancies.lon, -90, 90), vacancies.lat) <= reach
    for who, what in (
        (turned, "latitude et longitude sont sans doute inversées"),
        (far & ~turned, "trop loin"),
    ):
        if who.any():
            first = vacancies.ids[int(np.argmax(who))]
            count = int(who.sum())
            yield f"{count} offre{'s' * (count > 1)} à plus de 1 000 km du réseau, dont « {first} » : {what}"
