"""No address of this room answers a stranger or another organisation, whether read or written."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from jalon.accounts.models import User
from jalon.directory import actions
from jalon.directory.models import Membership, Organisation
from jalon.directory.urls import urlpatterns
from tests.fixtures.people import signed_in

pytestmark = pytest.mark.django_db

PUBLIC = {"register", "registered"}
STAFF = {"organisations", "create", "vet"}
NAMES = sorted({str(pattern.name) for pattern in urlpatterns} - PUBLIC)


@pytest.fixture
def ids(employer: Organisation, recruiter: User, adviser: User) -> dict[str, int]:
    """One of everything that an address may name, all of `employer`."""
    today = timezone.localdate()
    membership = Membership.objects.get(user=recruiter)
    site = actions.add_site(organisation=employer, name="Quai", lat=51, lon=2, by=adviser)
    closure = actions.add_closure(organisation=employer, first_date=today, last_date=today, by=adviser)
    absence = actions.add_absence(membership=membership, first_date=today, last_date=today, by=recruiter)
    return {
        "pk": employer.pk, "site": site.pk, "closure": closure.pk,
        "absence": absence.pk, "member": membership.pk,
    }  # fmt: skip


def address_of(name: str, ids: dict[str, int]) -> str:
    pattern = next(pattern for pattern in urlpatterns if pattern.name == name)
    wanted = pattern.pattern.converters  # type: ignore[attr-defined]
    return reverse(f"directory:{name}", kwargs={key: ids[key] for key in wanted})


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("name", NAMES)
def test_nobody_else_comes_in(
    name: str, method: str, client: Client, ids: dict[str, int], other_recruiter: User
) -> None:
    address = address_of(name, ids)

    stranger = getattr(client, method)(address)
    other = getattr(signed_in(other_recruiter), method)(address)

    posts_only = method == "get" and name.startswith("remove_")
    assert stranger.status_code == (405 if posts_only else 302)
    assert posts_only or stranger["Location"].startswith(reverse("account_login"))
    expected = {405} if posts_only else {403} if name in STAFF else {302} if name == "own" else {404}
    assert other.status_code in expected
    assert "Chantiers Vandamme" not in other.content.decode()


@pytest.mark.parametrize("name", sorted(PUBLIC))
def test_public_pages_need_no_account_and_set_no_session(name: str, client: Client) -> None:
    response = client.get(reverse(f"directory:{name}"))

    assert response.status_code == 200
    assert "jalon_session" not in response.cookies
