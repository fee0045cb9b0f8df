"""Names of stops stay on the sheet and off the lines and each other, where there is room."""

from hypothesis import given
from hypothesis import strategies as st

from jalon.transit.engine.lettering import Box, place_names

SHEET = Box(0, 0, 760, 520)


def test_a_name_stands_beside_a_line_whichever_way_it_runs() -> None:
    flat, steep = [(100.0, 200.0), (500.0, 200.0)], [(300.0, 50.0), (300.0, 500.0)]

    [above] = place_names([((300, 200), "Quai aux Bois")], [flat], [], SHEET)
    [aside] = place_names([((300, 200), "Quai aux Bois")], [steep], [], SHEET)

    assert (above.dy < -6, above.anchor) == (True, "middle")
    assert aside.anchor in {"start", "end"}


def test_a_name_at_the_edge_stays_on_the_sheet() -> None:
    places = place_names([((5, 260), "Place du Phare"), ((755, 260), "Port Est")], [], [], SHEET)

    assert [place.anchor for place in places] == ["start", "end"]


@given(st.lists(st.tuples(st.integers(150, 600), st.integers(40, 480)), min_size=2, max_size=2, unique=True))
def test_two_names_never_cover_each_other(stops: list[tuple[int, int]]) -> None:
    names = [((float(x), float(y)), "Les Bassins") for x, y in stops]

    boxes = []
    for (x, y), place in zip(stops, place_names(names, [], [], SHEET), strict=True):
        left = x + place.dx - {"start": 0, "middle": 45, "end": 90}[place.anchor]
        boxes.append(Box(left, y + place.dy - 11, left + 90, y + place.dy + 2))

    assert not boxes[0].meets(boxes[1])


def test_a_name_leaves_the_number_of_the_line_free() -> None:
    number = Box(287, 212, 313, 234)

    [place] = place_names([((300, 200), "Gare")], [[(100, 200), (300, 200)]], [number], SHEET)

    assert place.dy <= 5
