"""A vacancy as schema.org/JobPosting, with the properties that search engines of jobs require.

https://schema.org/JobPosting, https://developers.google.com/search/docs/appearance/structured-data/job-posting
"""

import json
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from jalon.vacancies.choices import Contract, PlaceKind, WagePeriod
from jalon.vacancies.models import Shift, Vacancy

# Where the public site shows a vacancy.
PUBLIC_PATH = "/offres/{id}/"
COUNTRY = "FR"
_EMPLOYMENT = {
    Contract.PERMANENT: "FULL_TIME",
    Contract.FIXED_TERM: "TEMPORARY",
    Contract.TEMPORARY: "TEMPORARY",
    Contract.APPRENTICESHIP: "OTHER",
    Contract.PROFESSIONALISATION: "OTHER",
    Contract.INTEGRATION: "TEMPORARY",
    Contract.GEIQ: "TEMPORARY",
}
_UNITS = {WagePeriod.HOUR: "HOUR", WagePeriod.MONTH: "MONTH", WagePeriod.YEAR: "YEAR"}


def public_url(vacancy: Vacancy) -> str:
    """The address of the vacancy on the public site."""
    return f"{settings.PUBLIC_URL}{PUBLIC_PATH.format(id=vacancy.pk)}"


def employer_name(vacancy: Vacancy) -> str:
    """The employer as one says it."""
    return vacancy.organisation.name


def as_job_posting(vacancy: Vacancy) -> dict[str, Any]:
    """The posting as a dictionary; the vacancy needs its organisation and shifts."""
    posting: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "JobPosting",
        "title": vacancy.title,
        "description": _description(vacancy),
        "identifier": {
            "@type": "PropertyValue",
            "name": employer_name(vacancy),
            "value": vacancy.source_id or f"jalon-{vacancy.pk}",
        },
        "url": public_url(vacancy),
        "datePosted": f"{timezone.localdate(vacancy.created_at):%Y-%m-%d}",
        "employmentType": _EMPLOYMENT.get(Contract(vacancy.contract), "OTHER")
        if vacancy.contract
        else "OTHER",
        "hiringOrganization": {"@type": "Organization", "name": employer_name(vacancy)},
        "jobLocation": _location(vacancy),
        "totalJobOpenings": max(vacancy.seats - vacancy.hired, 0),
        "directApply": True,
    }
    return posting | _optional(vacancy)


def _optional(vacancy: Vacancy) -> dict[str, Any]:
    """Properties that only some vacancies have."""
    found: dict[str, Any] = {
        "validThrough": timezone.localtime(vacancy.valid_until).isoformat() if vacancy.valid_until else None,
        "jobStartDate": vacancy.starts_on.isoformat() if vacancy.starts_on else None,
        "qualifications": vacancy.requirements,
        "workHours": _hours(vacancy),
        "baseSalary": _salary(vacancy),
        "occupationalCategory": _category(vacancy),
    }
    return {name: value for name, value in found.items() if value}


def _description(vacancy: Vacancy) -> str:
    """HTML with paragraphs, as search engines ask; never empty."""
    paragraphs = (vacancy.tasks or vacancy.title).split("\n\n")
    return "".join(f"<p>{escape(text).replace(chr(10), '<br>')}</p>" for text in paragraphs)


def _location(vacancy: Vacancy) -> dict[str, Any]:
    address = {"@type": "PostalAddress", "addressCountry": COUNTRY}
    if vacancy.place_text and vacancy.place_kind != PlaceKind.DEMONSTRATION:
        kind = "streetAddress" if vacancy.place_kind == PlaceKind.EXACT else "addressLocality"
        address[kind] = vacancy.place_text
    place: dict[str, Any] = {"@type": "Place", "address": address}
    if vacancy.lat is not None:
        place["geo"] = {"@type": "GeoCoordinates", "latitude": vacancy.lat, "longitude": vacancy.lon}
    return place


def _hours(vacancy: Vacancy) -> str:
    shifts = " / ".join(_shift(shift) for shift in vacancy.shifts.all())
    return " ; ".join(text for text in (vacancy.hours_detail, shifts) if text)


def _shift(shift: Shift) -> str:
    return f"{shift.starts:%H:%M}-{shift.ends:%H:%M}"


def _salary(vacancy: Vacancy) -> dict[str, Any] | None:
    if vacancy.wage_from is None or not vacancy.wage_period:
        return None
    amount: dict[str, Any] = {
        "@type": "QuantitativeValue",
        "unitText": _UNITS[WagePeriod(vacancy.wage_period)],
    }
    if vacancy.wage_to is None:
        amount["value"] = float(vacancy.wage_from)
    else:
        amount |= {"minValue": float(vacancy.wage_from), "maxValue": float(vacancy.wage_to)}
    return {"@type": "MonetaryAmount", "currency": "EUR", "value": amount}


def _category(vacancy: Vacancy) -> dict[str, Any] | None:
    if not vacancy.occupation_code:
        return None
    return {
        "@type": "CategoryCode",
        "inCodeSet": {"@type": "CategoryCodeSet", "name": "ROME"},
        "codeValue": vacancy.occupation_code,
        "name": vacancy.occupation_label,
    }


def as_script(posting: dict[str, Any]) -> SafeString:
    """JSON that stays inside its script element, whatever the text says."""
    text = json.dumps(posting, ensure_ascii=False)
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return mark_safe(text)
