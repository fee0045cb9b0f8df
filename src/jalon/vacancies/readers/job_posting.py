"""Vacancies described by schema.org/JobPosting: JSON-LD in a web page or in a file, one or several."""

import json
import re
from collections.abc import Iterator, Mapping
from datetime import tzinfo
from decimal import Decimal, InvalidOperation
from html.parser import HTMLParser
from typing import Any

from jalon.base.tables import UnreadableError
from jalon.vacancies.choices import WagePeriod
from jalon.vacancies.readers import values
from jalon.vacancies.readers.contract import contract_of
from jalon.vacancies.readers.hours import parse_hours
from jalon.vacancies.readers.posting import Posting, Row, digest
from jalon.vacancies.readers.text import folded, line, plain, web_address
from jalon.vacancies.readers.wage import Wage, credible, parse_wage

_EMPLOYMENT = {"FULL_TIME": "temps plein", "PART_TIME": "temps partiel", "INTERN": "stage"}
_UNITS = {"HOUR": WagePeriod.HOUR, "MONTH": WagePeriod.MONTH, "YEAR": WagePeriod.YEAR}
_ROME = re.compile(r"\b[A-N]\d{4}\b")
MOST_NODES = 200_000


class _Scripts(HTMLParser):
    """Collects the JSON-LD blocks of a page."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.blocks: list[list[str]] = []
        self._inside = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        kind = (dict(attrs).get("type") or "").partition(";")[0].strip().lower()
        self._inside = tag == "script" and kind == "application/ld+json"
        if self._inside:
            self.blocks.append([])

    def handle_endtag(self, tag: str) -> None:
        if tag == "script":
            self._inside = False

    def handle_data(self, data: str) -> None:
        if self._inside:
            self.blocks[-1].append(data)


def postings_of_page(text: str) -> list[dict[str, Any]]:
    """Every JobPosting of a web page; blocks that are not JSON are passed over. UnreadableError if none."""
    parser = _Scripts()
    parser.feed(text)
    found: list[dict[str, Any]] = []
    for block in parser.blocks:
        try:
            found += postings_in(json.loads("".join(block), strict=False))
        except (ValueError, RecursionError):
            continue
    if not found:
        raise UnreadableError("Cette page ne contient aucune offre décrite par JobPosting (JSON-LD).")
    return found


def postings_in(data: Any) -> list[dict[str, Any]]:
    """Every object of type JobPosting, at any depth, in document order."""
    found: list[dict[str, Any]] = []
    waiting, seen = [data], 0
    while waiting and seen < MOST_NODES:
        node, seen = waiting.pop(), seen + 1
        if isinstance(node, list):
            waiting.extend(reversed(node))
        elif isinstance(node, dict) and is_posting(node):
            found.append(node)
        elif isinstance(node, dict):
            waiting.extend(reversed(list(node.values())))
    return found


def is_posting(node: Mapping[str, Any]) -> bool:
    """Whether an object says that it is a JobPosting."""
    kinds = node.get("@type", "")
    named = kinds if isinstance(kinds, list) else [kinds]
    return any(str(kind).rpartition("/")[2].rpartition(":")[2] == "JobPosting" for kind in named)


def rows_of(postings: list[dict[str, Any]], zone: tzinfo) -> Iterator[Row]:
    """Rows, numbered as they stand in the source."""
    for number, written in enumerate(postings, 1):
        yield row_of(number, written, zone)


def row_of(number: int, written: Mapping[str, Any], zone: tzinfo) -> Row:
    """One posting, or the reasons why it is not taken."""
    employer = line(_name(written.get("hiringOrganization")))
    identifier = _identifier(written, employer)
    reasons = [] if line(written.get("title")) else ["title vide : une offre a un titre"]
    checked: dict[str, Any] = {}
    for read in (_geo, _numbers, lambda w: _dates(w, zone)):
        try:
            checked |= read(written)
        except values.FaultError as fault:
            reasons.append(str(fault))
    if reasons:
        return Row(number, written, reasons=tuple(reasons), source_id=identifier)
    posting = _posting(identifier, employer, written, checked)
    return Row(number, written, posting, source_id=identifier)


def _name(value: Any) -> str:
    """The name of a thing that may be an object, a list or plain text."""
    value = values.first(value)
    if isinstance(value, Mapping):
        return str(value.get("name") or value.get("legalName") or value.get("value") or "")
    return str(value or "")


def _identifier(written: Mapping[str, Any], employer: str) -> str:
    given = values.first(written.get("identifier"))
    if isinstance(given, Mapping):
        given = given.get("value") or given.get("@id")
    own = given or written.get("@id") or written.get("url")
    if own:
        return digest("id", folded(employer), str(own))
    return digest(
        "text", folded(employer), folded(line(written.get("title"))), _address(written)["place_text"]
    )


def _places(written: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    given = written.get("jobLocation")
    places = given if isinstance(given, list) else [given]
    return [place for place in places if isinstance(place, Mapping)]


def _geo(written: Mapping[str, Any]) -> dict[str, Any]:
    """Coordinates of the first place that has them."""
    for place in _places(written):
        inner = place.get("geo")
        geo = inner if isinstance(inner, Mapping) else place
        lat, lon = values.coordinates(geo.get("latitude"), geo.get("longitude"))
        if lat is not None:
            return {"lat": lat, "lon": lon, "exact": True}
    return {}


def _address(written: Mapping[str, Any]) -> dict[str, Any]:
    place = next(iter(_places(written)), {})
    address = values.first(place.get("address"))
    if not isinstance(address, Mapping):
        return {"place_text": line(address or place.get("name"), 250)}
    postal, commune = line(address.get("postalCode"), 5), line(address.get("addressLocality"), 120)
    parts = (line(address.get("streetAddress")), f"{postal} {commune}".strip())
    return {
        "place_text": line(", ".join(filter(None, parts)), 250),
        "postal_code": postal,
        "commune": commune,
    }


def _numbers(written: Mapping[str, Any]) -> dict[str, Any]:
    return {"seats": values.whole(written.get("totalJobOpenings"), "totalJobOpenings")}


def _dates(written: Mapping[str, Any], zone: tzinfo) -> dict[str, Any]:
    return {
        "valid_until": values.end_instant(written.get("validThrough"), "validThrough", zone),
        "starts_on": values.day(written.get("jobStartDate"), "jobStartDate"),
    }


def _posting(
    identifier: str, employer: str, written: Mapping[str, Any], checked: Mapping[str, Any]
) -> Posting:
    kinds = written.get("employmentType") or ""
    kind_words = [str(kind) for kind in (kinds if isinstance(kinds, list) else [kinds])]
    hours = line(written.get("workHours"))
    wage, wage_words = _wage(written.get("baseSalary"))
    category = plain(_category(written.get("occupationalCategory")))
    rome = _ROME.search(category)
    return Posting(
        source_id=identifier,
        source_url=web_address(written.get("url")),
        title=line(written.get("title")),
        employer=employer,
        occupation_code=rome[0] if rome else "",
        occupation_label=line(_ROME.sub("", category).strip(" :-–")) if rome else "",
        tasks=plain(written.get("description")),
        requirements=_requirements(written),
        contract=contract_of(*(kind for kind in kind_words if kind not in _EMPLOYMENT)) or "other",
        contract_detail=line(
            ", ".join(_EMPLOYMENT.get(kind, "") for kind in kind_words if kind in _EMPLOYMENT)
        ),
        hours_detail=hours,
        shifts=parse_hours(hours),
        wage_from=wage.low,
        wage_to=wage.high,
        wage_period=wage.period,
        wage_detail=wage_words,
        **_address(written),
        **checked,
    )


def _category(value: Any) -> str:
    value = values.first(value)
    if isinstance(value, Mapping):
        return f"{value.get('codeValue') or ''} {value.get('name') or ''}"
    return str(value or "")


def _requirements(written: Mapping[str, Any]) -> str:
    names = ("qualifications", "experienceRequirements", "educationRequirements", "skills")
    return plain("\n".join(filter(None, (plain(_name_or_text(written.get(name))) for name in names))))


def _name_or_text(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(filter(None, (_name_or_text(item) for item in value[:20])))
    if isinstance(value, Mapping):
        return str(value.get("description") or value.get("name") or value.get("credentialCategory") or "")
    return str(value or "")


def _wage(value: Any) -> tuple[Wage, str]:
    """Amounts of a MonetaryAmount in euros, else the words."""
    value = values.first(value)
    if not isinstance(value, Mapping):
        return parse_wage(line(value)), line(value)
    amount = values.first(value.get("value"))
    inner = amount if isinstance(amount, Mapping) else {"value": amount, **value}
    low = _decimal(inner.get("minValue") if inner.get("minValue") is not None else inner.get("value"))
    high = _decimal(inner.get("maxValue"))
    unit = str(inner.get("unitText") or value.get("unitText") or "").upper()
    currency = str(value.get("currency") or inner.get("currency") or "EUR").upper()
    if currency != "EUR":
        return Wage(), line(f"{low or ''} {high or ''} {currency} {unit}")
    return credible(low, high, _UNITS.get(unit, "")), ""


def _decimal(value: Any) -> Decimal | None:
    try:
        number = Decimal(str(value).replace(",", "."))
    except InvalidOperation:
        return None
    return number if number.is_finite() else None
