"""Files are told apart by their content; whatever is in them, they are read or refused in words."""

import io
import json
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from jalon.base.tables import UnreadableError, harmless
from jalon.vacancies.choices import Source
from jalon.vacancies.readers.file import Opened, open_vacancies
from jalon.vacancies.readers.posting import Posting, Row
from jalon.vacancies.readers.spreadsheet import guess

PARIS = ZoneInfo("Europe/Paris")
POSTING = {
    "@context": "https://schema.org",
    "@type": "JobPosting",
    "title": "Soudeur",
    "description": "<p>Souder</p>",
    "identifier": {"@type": "PropertyValue", "name": "X", "value": "42"},
    "hiringOrganization": {"@type": "Organization", "name": "Chantiers"},
    "employmentType": ["FULL_TIME"],
    "validThrough": "2030-01-31",
    "totalJobOpenings": 3,
    "workHours": "5h-13h",
    "occupationalCategory": {"@type": "CategoryCode", "codeValue": "H2913", "name": "Soudage"},
    "jobLocation": {
        "@type": "Place",
        "geo": {"latitude": 51.03, "longitude": 2.37},
        "address": {"streetAddress": "12 quai", "postalCode": "59140", "addressLocality": "Dunkerque"},
    },
    "baseSalary": {"currency": "EUR", "value": {"minValue": 13, "maxValue": 15, "unitText": "HOUR"}},
}


def opened(content: bytes, **options: Any) -> Opened:
    return open_vacancies(io.BytesIO(content), zone=PARIS, **options)


def rows_or_none(content: bytes) -> list[Row]:
    """Rows; none of a file that is refused. Any other fault fails the test."""
    try:
        return list(opened(content).rows())
    except UnreadableError:
        return []


def postings(content: bytes, **options: Any) -> list[Posting]:
    return [row.posting for row in opened(content, **options).rows() if row.posting]


def test_a_page_with_json_ld_holds_all_its_postings() -> None:
    second = POSTING | {"title": "Monteur", "identifier": "43"}
    graph = {"@context": "https://schema.org", "@graph": [{"@type": "WebSite"}, second]}
    page = (
        "<!doctype html><script>var a = {}</script>"
        f'<script type="application/ld+json">{json.dumps(POSTING)}</script>'
        '<script type="application/ld+json">{broken</script>'
        f'<script type="application/ld+json; charset=utf-8">{json.dumps(graph)}</script>'
    )

    first, other = postings(page.encode())

    assert (first.title, other.title) == ("Soudeur", "Monteur")
    assert (first.tasks, first.employer, first.seats, first.occupation_code) == (
        "Souder",
        "Chantiers",
        3,
        "H2913",
    )
    assert (first.lat, first.lon, first.exact) == (51.03, 2.37, True)
    assert first.place_text == "12 quai, 59140 Dunkerque"
    assert (str(first.wage_from), str(first.wage_to), first.wage_period) == ("13.00", "15.00", "hour")
    assert first.valid_until is not None
    assert first.valid_until.date() == date(2030, 1, 31)
    assert len(first.shifts) == 1


def test_the_same_posting_has_the_same_number_at_each_reading() -> None:
    again = POSTING | {"title": "Soudeur TIG"}

    keys = [postings(json.dumps(p).encode())[0].source_id for p in (POSTING, again)]

    assert keys[0] == keys[1]


def test_a_workbook_is_read_with_its_dates() -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["Intitulé du poste", "Société", "Nb de postes", "Date limite", "Ville"])
    sheet.append(["Soudeur", "Chantiers", 2, date(2030, 1, 31), "Dunkerque"])
    stream = io.BytesIO()
    book.save(stream)

    file = opened(stream.getvalue())
    (posting,) = postings(stream.getvalue())

    assert (file.source, file.total) == (Source.SPREADSHEET, 1)
    assert (posting.title, posting.employer) == ("Soudeur", "Chantiers")
    assert (posting.seats, posting.commune) == (2, "Dunkerque")
    assert posting.valid_until is not None
    assert posting.valid_until.date() == date(2030, 1, 31)


def test_usual_headings_are_recognised() -> None:
    headings = [
        "Réf",
        "Intitulé du poste",
        "Entreprise",
        "Code ROME",
        "Type de contrat",
        "Lieu",
        "CP",
        "Ville",
        "x",
    ]

    assert guess(headings) == {
        "Réf": "reference",
        "Intitulé du poste": "title",
        "Entreprise": "employer",
        "Code ROME": "occupation_code",
        "Type de contrat": "contract",
        "Lieu": "address",
        "CP": "postal_code",
        "Ville": "commune",
    }


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_a_table_of_any_encoding_and_separator(encoding: str, separator: str) -> None:
    text = f"Titre{separator}Employeur\nÉquipière{separator}Marée-Haute\n"

    (posting,) = postings(text.encode(encoding))

    assert (posting.title, posting.employer) == ("Équipière", "Marée-Haute")


def test_a_missing_quote_is_told_with_its_line() -> None:
    text = 'titre,employeur\nSoudeur,"A"\nMonteur,B,C,D\nGrutier,E\n'

    rows = list(opened(text.encode()).rows())

    assert [bool(row.posting) for row in rows] == [True, False, True]
    assert rows[1].reasons == ("4 cellules pour 2 colonnes : un guillemet manque sans doute",)


@given(st.text(max_size=20))
def test_no_cell_of_ours_is_a_formula_and_it_is_read_back(text: str) -> None:
    cell = harmless(text)

    assert cell[:1] not in {"=", "+", "-", "@", "\t"}
    assert cell.endswith(text)


JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.text(max_size=10),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(st.dictionaries(st.sampled_from(sorted(POSTING)), JSON))
def test_any_posting_is_taken_or_refused_in_words(written: dict[str, Any]) -> None:
    content = json.dumps({**POSTING, **written, "@type": "JobPosting"}).encode()

    (row,) = opened(content).rows()

    assert (row.posting is None) == bool(row.reasons)


FIELDS = [
    "id",
    "intitule",
    "lieuTravail",
    "competences",
    "salaire",
    "nombrePostes",
    "entreprise",
    "formations",
]


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(st.dictionaries(st.sampled_from(FIELDS), JSON))
def test_any_offer_is_taken_or_refused_in_words(written: dict[str, Any]) -> None:
    content = json.dumps({"resultats": [{"id": "1", "intitule": "Soudeur", **written}, {"intitule": "x"}]})

    for row in opened(content.encode()).rows():
        assert (row.posting is None) == bool(row.reasons)


@settings(deadline=None)
@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_refused_in_words(content: bytes) -> None:
    assert all(row.posting or row.reasons for row in rows_or_none(content))


@settings(deadline=None)
@given(st.lists(st.lists(st.text(alphabet="ab,;\"\n\r\t'=é1/", max_size=6), max_size=5), max_size=6))
def test_any_table_is_read_or_refused_in_words(cells: list[list[str]]) -> None:
    content = "titre,employeur,latitude,longitude\n" + "\n".join(",".join(row) for row in cells)

    assert all(row.posting or row.reasons for row in rows_or_none(content.encode()))
