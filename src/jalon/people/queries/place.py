"""Places that a person may start from."""

from jalon.directory.models import Site


def site_choices() -> list[tuple[str, str]]:
    """Sites of partners and employers, as choices of a form."""
    sites = Site.objects.select_related("organisation").order_by("name", "pk")
    return [("", "Aucun"), *((str(site.pk), f"{site.name}, {site.organisation.name}") for site in sites)]


def site(site_id: int) -> Site:
    """One site."""
    return Site.objects.get(pk=site_id)
