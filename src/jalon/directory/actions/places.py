"""Where organisations work and receive."""

from django.db import transaction

from jalon.accounts.models import User
from jalon.base.actions.event import publish
from jalon.directory.actions.organisations import TOPIC
from jalon.directory.models import Establishment, Organisation, Site
from jalon.reference.models import Commune


@transaction.atomic
def add_establishment(
    *, organisation: Organisation, siret: str, by: User | None, name: str = "", naf: str = ""
) -> Establishment:
    """A registered place; its number also gives the organisation's when that was unknown."""
    if not organisation.siren:
        organisation.siren = siret[:9]
        organisation.save(update_fields=["siren"])
    return Establishment.objects.create(organisation=organisation, siret=siret, name=name, naf=naf)


@transaction.atomic
def add_site(
    *,
    organisation: Organisation,
    name: str,
    lat: float,
    lon: float,
    by: User | None,
    address: str = "",
    commune: Commune | None = None,
    establishment: Establishment | None = None,
) -> Site:
    """A place where people work or are received; degrees on WGS84."""
    return Site.objects.create(
        organisation=organisation,
        name=name,
        lat=lat,
        lon=lon,
        address=address,
        commune=commune,
        establishment=establishment,
    )


@transaction.atomic
def change_site(
    *, site: Site, name: str, lat: float, lon: float, address: str, commune: Commune | None, by: User
) -> None:
    """The place moved or is called otherwise: what is shown near it has to follow."""
    site.name, site.lat, site.lon, site.address, site.commune = name, lat, lon, address, commune
    site.save(update_fields=["name", "lat", "lon", "address", "commune"])
    publish(
        topic=TOPIC,
        kind="site_changed",
        payload={"organisation": site.organisation_id, "site": site.pk, "by": by.pk},
    )
