"""Areas of a file: which of them holds a point, and what is refused in words."""

import json
import math
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from shapely.geometry import Point, shape

from jalon.activities.rules.refusal import RefusedError
from jalon.outreach.geometry import box_of, holds, read_areas
from tests.jalon.outreach.conftest import geojson, square

CORNERS = st.integers(-20, 20)


@st.composite
def star(draw: st.DrawFn, middle: tuple[int, int] = (0, 0), reach: int = 20) -> list[list[float]]:
    """A ring around a point, on whole numbers so that points fall on its corners and edges too."""
    angles = sorted(draw(st.sets(st.integers(0, 35), min_size=3, max_size=12)))
    radii = draw(st.lists(st.integers(2, reach), min_size=len(angles), max_size=len(angles)))
    ring = [
        [float(middle[0] + round(r * math.cos(turn))), float(middle[1] + round(r * math.sin(turn)))]
        for turn, r in zip((a / 18 * math.pi for a in angles), radii, strict=True)
    ]
    return [*ring, ring[0]]


@st.composite
def areas(draw: st.DrawFn) -> dict[str, Any]:
    """A polygon with a hole or not, or several apart."""
    first = [draw(star())]
    if draw(st.booleans()):
        first.append(draw(star(reach=4)))
    if draw(st.booleans()):
        return {"type": "MultiPolygon", "coordinates": [first, [draw(star((60, 10)))]]}
    return {"type": "Polygon", "coordinates": first}


@given(areas(), st.integers(-25, 85), st.integers(-25, 30))
def test_a_point_is_inside_exactly_when_shapely_says_so(area: dict[str, Any], x: int, y: int) -> None:
    drawn = shape(area)
    assume(drawn.is_valid)

    assert holds(area, y, x) == drawn.covers(Point(x, y))
    assert box_of(area) == drawn.bounds


@given(areas(), st.floats(-25, 85), st.floats(-25, 30))
def test_and_so_for_points_anywhere(area: dict[str, Any], x: float, y: float) -> None:
    drawn = shape(area)
    # Rounding may tell a point from an edge that passes through it.
    assume(drawn.is_valid and drawn.boundary.distance(Point(x, y)) > 1e-9)

    assert holds(area, y, x) == drawn.covers(Point(x, y))


def test_a_published_file_is_read_with_its_own_names() -> None:
    content = geojson(("Banc Vert", square(2, 51, 1)), code_qp="QP059001", prioritaire="Oui")

    (area,) = read_areas(b"\xef\xbb\xbf" + content)

    assert (area.code, area.name, area.priority, area.box) == ("QP059001", "Banc Vert", True, (2, 51, 3, 52))


BAD = {
    b"\xff\xfe": "UTF-8",
    b"{": "ne se lit pas",
    b"[]": "FeatureCollection",
    b'{"type": "FeatureCollection"}': "features",
    b'{"type": "FeatureCollection", "features": []}': "aucun quartier",
    b"[" * 100_000: "ne se lit pas",
    geojson(("", square(2, 51, 1))): "pas de nom",
    geojson(("A", {"type": "Point", "coordinates": [2, 51]})): "pas une surface",
    geojson(("A", {"type": "Polygon", "coordinates": []})): "pas de contour",
    geojson(("A", {"type": "MultiPolygon", "coordinates": []})): "pas de coordonnées",
    geojson(("A", {"type": "Polygon", "coordinates": [[[0, 0], [1, 1], [0, 0]]]})): "moins de quatre",
    geojson(("A", {"type": "Polygon", "coordinates": [[[0, 0], [1, 0], [1, 1], [0, 1]]]})): "ne se ferme pas",
    geojson(("A", square(650_000, 7_100_000, 10))): "en degrés",
    geojson(("A", square(2, 51, 1)), code="1").replace(b"[2,", b"[NaN,"): "deux nombres",
    geojson(("A", square(2, 51, 1)), code="1").replace(b"[2,", b"[1e999,"): "deux nombres",
    geojson(("A", square(2, 51, 1)), code="1").replace(b"[2,", b"[1" + b"0" * 400 + b","): "deux nombres",
    geojson(("A", square(2, 51, 1)), ("B", square(3, 51, 1)), code="1"): "même code",
}


@pytest.mark.parametrize(("content", "words"), BAD.items(), ids=range(len(BAD)))
def test_what_is_wrong_is_said(content: bytes, words: str) -> None:
    with pytest.raises(RefusedError, match=words):
        read_areas(content)


ANY = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(["type", "features", "geometry", "properties", "coordinates", "nom"]), inner
        )
    ),
    max_leaves=20,
)


@given(ANY, ANY, ANY)
def test_no_file_breaks_the_reader(properties: Any, coordinates: Any, anything: Any) -> None:
    shape_ = {"type": "Polygon", "coordinates": coordinates}
    feature = {"type": "Feature", "properties": properties, "geometry": shape_}
    for content in (anything, {"type": "FeatureCollection", "features": [feature, anything]}):
        with suppress(RefusedError):
            assert read_areas(json.dumps(content).encode())
