"""Whatever the bytes, a file of vacancies is read or refused in words."""

import tempfile
from pathlib import Path

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from jalon.engines.geocast.problem import ProblemError
from jalon.engines.geocast.vacancy_file import read_vacancies

GOOD = b"id,lat,lon,radius_m\nv1,47.7505,7.316,400\nv2,48.5,7.3,300\n"


@settings(max_examples=200, deadline=None)
@given(
    st.one_of(
        st.binary(max_size=200),
        st.tuples(st.integers(0, len(GOOD)), st.binary(max_size=5)).map(
            lambda p: GOOD[: p[0]] + p[1] + GOOD[p[0] :]
        ),
    )
)
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "v.csv"
        path.write_bytes(data)
        try:
            vacancies = read_vacancies(path)
        except ProblemError as refusal:
            assert str(refusal)  # noqa: PT017  refusing is one of two right answers
            return

    assert len(set(vacancies.ids)) == len(vacancies)
    assert np.isfinite(np.concatenate([vacancies.lat, vacancies.lon, vacancies.radius_m])).all()
