"""Structures, services and coming sessions as data.inclusion v1 has them; sessions are our extension.

Field names and units: docs/data-inclusion.md.
"""

from collections.abc import Iterable
from typing import Any, TypeVar

import pydantic
from data_inclusion.schema import v1
from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from jalon.activities.choices import Way
from jalon.activities.exchange.words import KINDS, PUBLICS, THEMES, own_source, service_type
from jalon.activities.models import Activity, Session
from jalon.activities.queries.exchange import Shared
from jalon.activities.rules.length import said_length
from jalon.directory.models import Organisation, Site

Row = TypeVar("Row", v1.Service, v1.Structure)
FORMAT = "data.inclusion v1"
WAYS = {
    Way.ON_SITE: v1.ModeAccueil.EN_PRESENTIEL,
    Way.PHONE: v1.ModeAccueil.A_DISTANCE,
    Way.VIDEO: v1.ModeAccueil.A_DISTANCE,
}


def document(shared: Shared) -> dict[str, Any]:
    """The whole file: `structures` and `services` valid by the schema, and `seances`."""
    source = own_source()
    ways: dict[int, set[str]] = {}
    for session in shared.sessions:
        ways.setdefault(session.activity_id, set()).add(session.way)
    structures = (_structure(one, shared.sites.get(one.pk), source) for one in shared.organisations)
    services = (_service(one, ways.get(one.pk, {Way.ON_SITE}), source) for one in shared.activities)
    return {
        "format": FORMAT,
        "source": source,
        "structures": _dumped(structures),
        "services": _dumped(services),
        "seances": [_session(one, source) for one in shared.sessions],
    }


def _dumped(rows: Iterable[Row | None]) -> list[dict[str, Any]]:
    return [row.model_dump(mode="json", exclude_none=True) for row in rows if row is not None]


def _valid(model: type[Row], values: dict[str, Any]) -> Row | None:
    """The row; optional values that the schema refuses are left out, such as an odd telephone number."""
    try:
        return model(**values)
    except pydantic.ValidationError as error:
        faulty = {str(one["loc"][0]) for one in error.errors() if one["loc"]}
        required = {name for name, field in model.model_fields.items() if field.is_required()}
        if not faulty or faulty & required:
            return None
        return _valid(model, {name: value for name, value in values.items() if name not in faulty})


def _structure(organisation: Organisation, site: Site | None, source: str) -> v1.Structure | None:
    commune = site.commune if site else None
    values: dict[str, Any] = {
        "source": source,
        "id": structure_id(organisation.pk, source),
        "nom": organisation.name.rstrip("."),
        "date_maj": timezone.localdate(organisation.created_at),
        "telephone": organisation.phone or None,
        "courriel": organisation.email or None,
        "adresse": site.address or None if site else None,
        "longitude": site.lon if site else None,
        "latitude": site.lat if site else None,
        "commune": commune.name if commune else None,
        "code_insee": commune.code if commune else None,
        "code_postal": next(iter(commune.postal_codes), None) if commune else None,
    }
    return _valid(v1.Structure, values)


def _service(activity: Activity, ways: set[str], source: str) -> v1.Service | None:
    organisation = activity.organisation
    address = _public("agenda:activity", activity.pk)
    means = [v1.ModeMobilisation.UTILISER_LIEN_MOBILISATION] if activity.self_booking else []
    means += [v1.ModeMobilisation.TELEPHONER] if organisation.phone else []
    values: dict[str, Any] = {
        "source": source,
        "id": service_id(activity.pk, source),
        "structure_id": structure_id(organisation.pk, source),
        "nom": _name(activity),
        "description": _description(activity),
        "lien_source": address,
        "date_maj": timezone.localdate(activity.changed_at),
        "type": service_type(activity.kind),
        "thematiques": {KINDS.get(activity.kind, THEMES[activity.theme]), THEMES[activity.theme]},
        "frais": v1.Frais.PAYANT if activity.fee else v1.Frais.GRATUIT,
        "frais_precisions": activity.fee or None,
        "publics": {PUBLICS[one] for one in activity.situations if one in PUBLICS}
        or {v1.Public.TOUS_PUBLICS},
        "publics_precisions": activity.audience or None,
        "conditions_acces": activity.prerequisites or None,
        "telephone": organisation.phone or None,
        "courriel": organisation.email or None,
        "modes_accueil": {WAYS[Way(one)] for one in ways},
        "modes_mobilisation": set(means) or None,
        "lien_mobilisation": address if activity.self_booking else None,
        "mobilisable_par": _booked_by(activity),
    }
    return _valid(v1.Service, values | _hours(activity))


def _booked_by(activity: Activity) -> set[v1.PersonneMobilisatrice]:
    everybody = {v1.PersonneMobilisatrice.USAGERS, v1.PersonneMobilisatrice.PROFESSIONNELS}
    return everybody if activity.self_booking else {v1.PersonneMobilisatrice.PROFESSIONNELS}


def _hours(activity: Activity) -> dict[str, Any]:
    """Hours a week, for what fits into one."""
    hours = round(activity.minutes / 60, 2)
    return {"volume_horaire_hebdomadaire": hours, "nombre_semaines": 1} if hours <= 35 else {}


def _name(activity: Activity) -> str:
    """A title of at least three characters, without a full stop."""
    title = activity.title.rstrip(".")
    return title if len(title) >= 3 else f"{activity.get_kind_display()} {title}".strip()


def _description(activity: Activity) -> str:
    said = [activity.summary, f"Durée : {said_length(activity.minutes)}."]
    said += [f"Accessibilité : {activity.accessibility}"] if activity.accessibility else []
    return "\n\n".join(part for part in said if part)


def _session(session: Session, source: str) -> dict[str, Any]:
    free = max(0, session.seats_max - session.seats_taken)
    site = session.site
    said = [site.name if site else "", session.place or (site.address if site else "")]
    return {
        "id": f"{source}--seance-{session.pk}",
        "service_id": service_id(session.activity_id, source),
        "nom": str(session),
        "debut": timezone.localtime(session.starts_at).isoformat(),
        "fin": timezone.localtime(session.ends_at).isoformat(),
        "mode_accueil": WAYS[Way(session.way)].value,
        "lieu": ", ".join(part for part in said if part) if session.way == Way.ON_SITE else "",
        "latitude": session.lat,
        "longitude": session.lon,
        "places": session.seats_max,
        "places_libres": free,
        "statut": "ouverte" if free else "complete",
        "lien": _public("agenda:session", session.pk),
    }


def service_id(pk: int, source: str) -> str:
    """« jalon-emploi-estran-fr--activite-12 »."""
    return f"{source}--activite-{pk}"


def structure_id(pk: int, source: str) -> str:
    """« jalon-emploi-estran-fr--organisation-3 »."""
    return f"{source}--organisation-{pk}"


def _public(name: str, pk: int) -> str:
    return f"{settings.PUBLIC_URL}{reverse(name, args=[pk])}"
