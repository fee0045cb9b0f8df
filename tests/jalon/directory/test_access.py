"""Who is let in, who is sent to sign in, who reads nothing."""

from collections.abc import Iterator

import pytest
from django.http import HttpResponse
from django.test import Client, override_settings
from django.urls import path, reverse

from jalon.accounts.models import User
from jalon.config import urls as house
from jalon.directory.access import RoleRequest, role_required
from jalon.directory.choices import Role
from jalon.directory.models import Membership, Organisation
from tests.fixtures.people import signed_in


@role_required(Role.ADVISER)
def advisers_page(request: RoleRequest) -> HttpResponse:
    return HttpResponse(f"secret {request.organisation} {len(request.organisations)}")


@role_required(Role.ADVISER, Role.ADMINISTRATOR)
def staff_page(request: RoleRequest) -> HttpResponse:
    return HttpResponse(f"secret {request.organisation}")


urlpatterns = [path("a", advisers_page), path("s", staff_page), *house.urlpatterns]


@pytest.fixture(autouse=True)
def addresses() -> Iterator[None]:
    with override_settings(ROOT_URLCONF=__name__):
        yield


def test_stranger_signs_in_and_comes_back(client: Client, host: Organisation) -> None:
    response = client.get("/a?x=1")

    assert (response.status_code, response["Location"]) == (
        302,
        f"{reverse('account_login')}?next=/a%3Fx%3D1",
    )


def test_partial_sends_the_whole_page_to_sign_in(client: Client, host: Organisation) -> None:
    headers = {"HX-Request": "true", "HX-Current-URL": "http://testserver/bureau/"}

    response = client.get("/a", headers=headers)

    assert response["HX-Redirect"] == f"{reverse('account_login')}?next=/bureau/"


def test_role_lets_in(adviser: User, host: Organisation) -> None:
    response = signed_in(adviser).get("/a")

    assert response.content.decode() == f"secret {host} 1"
    assert "no-store" in response["Cache-Control"]


@pytest.mark.parametrize("address", ["/a", "/s"])
def test_another_role_reads_nothing(address: str, recruiter: User) -> None:
    response = signed_in(recruiter).get(address)

    assert response.status_code == 403
    assert "secret" not in response.content.decode()
    assert "pas pour vous" in response.content.decode()


def test_administrator_passes_only_where_named(administrator: User, host: Organisation) -> None:
    client = signed_in(administrator)

    assert client.get("/a").status_code == 403
    assert client.get("/s").content.decode() == f"secret {host}"


def test_ended_membership_lets_nobody_in(adviser: User) -> None:
    from django.utils import timezone

    Membership.objects.filter(user=adviser).update(ended_at=timezone.now())

    assert signed_in(adviser).get("/a").status_code == 403


def test_organisation_by_address_is_one_of_ones_own(adviser: User, employer: Organisation) -> None:
    Membership.objects.create(user=adviser, organisation=employer, role=Role.ADVISER)
    client = signed_in(adviser)

    assert client.get(f"/a?organisation={employer.pk}").content.decode() == f"secret {employer} 2"
    assert client.get("/a?organisation=0").status_code == 404
