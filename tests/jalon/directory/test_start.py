"""A new installation begins with its association and somebody who looks after it."""

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from jalon.accounts.models import User
from jalon.directory import queries
from jalon.directory.choices import Role
from jalon.directory.models import Organisation
from tests.fixtures.people import signed_in

pytestmark = pytest.mark.django_db


def test_start_opens_the_host_and_its_administrator_once() -> None:
    for _ in range(2):
        call_command("directory_start", "Maison de l’emploi", "Ada@Jalon.example", "Ada Ruyssen")

    user = User.objects.get()
    assert (user.email, user.is_administrator, user.has_usable_password()) == (
        "ada@jalon.example",
        True,
        False,
    )
    assert queries.host() == Organisation.objects.get()
    assert queries.roles_of(user) == {Role.ADVISER, Role.ADMINISTRATOR}
    assert signed_in(user).get("/organisations/").status_code == 200


def test_wrong_address_opens_nothing(client: Client) -> None:
    with pytest.raises(CommandError, match="n’est pas une adresse"):
        call_command("directory_start", "Maison", "ada", "Ada")

    assert not Organisation.objects.exists()
