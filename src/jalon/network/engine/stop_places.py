"""Where the stops of a feed are, for whoever needs a point on it without loading it."""

from pathlib import Path

import numpy as np

from jalon.engines.gtfs.read import read


def stop_places(source: Path) -> list[tuple[str, float, float]]:
    """Name, latitude and longitude (degrees) of each stop that a trip serves, in the feed's order.

    Raises:
        GtfsError: nothing of the feed can be used.
    """
    feed = read(source)
    served = np.unique(feed.stop_times.stops)
    stops = feed.stops
    return [(stops.names[i], float(stops.lat[i]), float(stops.lon[i])) for i in served]
