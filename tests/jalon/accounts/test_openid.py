"""Sign-in through an OpenID Connect provider that really runs, beside the test."""

from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from allauth.socialaccount.models import SocialAccount
from django.conf import settings
from django.shortcuts import resolve_url
from django.test import Client, override_settings
from django.test.utils import override_settings as overriding

from jalon.accounts.models import User
from tests.jalon.accounts.oidc_provider import Provider, running

pytestmark = pytest.mark.django_db

HOME = resolve_url(settings.LOGIN_REDIRECT_URL)
DOOR = "/compte/ailleurs/professionnels/"


def configured(provider: Provider, **more: Any) -> overriding:
    app = {
        "provider_id": "professionnels",
        "name": "Le fournisseur",
        "client_id": "jalon",
        "secret": "tenu secret",
        "settings": {"server_url": provider.url, "oauth_pkce_enabled": True, **more},
    }
    return override_settings(SOCIALACCOUNT_PROVIDERS={"openid_connect": {"APPS": [app]}})


def enter(client: Client, provider: Provider) -> Any:
    """Through the provider and back."""
    away = client.post(DOOR)
    assert away["Location"].startswith(f"{provider.url}/authorize?")
    back = provider.authorize(dict(parse_qsl(urlsplit(away["Location"]).query)))
    return client.get(back.removeprefix("http://testserver"))


@pytest.mark.parametrize("signed", [False, True])
def test_verified_address_opens_the_account_that_has_it(client: Client, adviser: User, signed: bool) -> None:
    claims = {"sub": "7", "email": adviser.email, "email_verified": True, "name": "Autre Nom"}
    with running(Provider(claims, signed=signed)) as provider, configured(provider):
        entered = enter(client, provider)

    assert (entered.status_code, entered["Location"]) == (302, HOME)
    assert "Claire Deswarte" in client.get("/moi/").content.decode()
    assert SocialAccount.objects.get().user == adviser


def test_unverified_address_opens_nothing(client: Client, adviser: User) -> None:
    claims = {"sub": "7", "email": adviser.email, "email_verified": False}
    with running(Provider(claims)) as provider, configured(provider):
        page = enter(client, provider)

    assert "Pas de compte à ce nom" in page.content.decode()
    assert client.get("/moi/").status_code == 302


def test_provider_that_checks_without_saying_so_can_be_trusted(client: Client, adviser: User) -> None:
    claims = {"sub": "7", "email": adviser.email}
    with running(Provider(claims)) as provider, configured(provider, verified_email=True):
        entered = enter(client, provider)

    assert entered["Location"] == HOME


def test_unknown_identity_gets_no_account(client: Client, adviser: User) -> None:
    claims = {"sub": "8", "email": "inconnue@jalon.example", "email_verified": True}
    with running(Provider(claims)) as provider, configured(provider):
        page = enter(client, provider)

    assert "Pas de compte à ce nom" in page.content.decode()
    assert User.objects.count() == 1


def test_a_code_of_somebody_else_is_refused(client: Client, adviser: User) -> None:
    claims = {"sub": "7", "email": adviser.email, "email_verified": True}
    with running(Provider(claims)) as provider, configured(provider):
        away = client.post(DOOR)
        query = dict(parse_qsl(urlsplit(away["Location"]).query))
        back = provider.authorize({**query, "code_challenge": "un autre"})
        page = client.get(back.removeprefix("http://testserver"))

    assert "n’a pas répondu comme prévu" in page.content.decode()
    assert client.get("/moi/").status_code == 302


def test_reading_the_door_goes_nowhere(client: Client, adviser: User) -> None:
    with running(Provider({"sub": "7"})) as provider, configured(provider):
        page = client.get(DOOR)

    assert page.status_code == 200
    assert "Entrer avec Le fournisseur" in page.content.decode()


def test_without_provider_there_is_no_door(client: Client) -> None:
    assert client.post(DOOR).status_code == 404
