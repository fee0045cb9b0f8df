"""What the public site and figures read of organisations."""

from collections.abc import Collection

from jalon.directory.choices import OrganisationKind
from jalon.directory.models import Organisation


def names(ids: Collection[int]) -> dict[int, str]:
    """Names by id; 1 query."""
    return dict(Organisation.objects.filter(pk__in=ids).values_list("pk", "name").order_by("pk"))


def partners_with_sites() -> list[Organisation]:
    """The association and its partners, with the places where they receive; 2 queries."""
    kinds = (OrganisationKind.HOST, OrganisationKind.PARTNER)
    found = Organisation.objects.filter(kind__in=kinds).prefetch_related("sites")
    return list(found.order_by("kind", "name", "pk"))
