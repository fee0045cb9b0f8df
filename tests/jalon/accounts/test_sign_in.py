"""Who may come in, by which door, and what a stranger learns at it: nothing."""

import re
from collections.abc import Iterator

import pytest
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.conf import settings
from django.core import mail
from django.core.cache import cache
from django.shortcuts import resolve_url
from django.test import Client, override_settings
from django.urls import NoReverseMatch, reverse

from jalon.accounts.models import User
from tests.fixtures.people import signed_in

pytestmark = pytest.mark.django_db

SIGN_IN = reverse("account_login")
CONFIRM = reverse("account_confirm_login_code")


@pytest.fixture(autouse=True)
def fresh_limits() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


def code_in(message: mail.EmailMessage) -> str:
    found = re.search(r"^ +(\d{6})$", str(message.body), re.MULTILINE)
    assert found
    return found[1]


def current_totp(secret: str) -> str:
    counter = next(iter(yield_hotp_counters_from_time()))
    return str(format_hotp_value(hotp_value(secret, counter)))


def test_code_by_mail_opens_the_account_and_leads_back(client: Client, adviser: User) -> None:
    asked = client.post(f"{SIGN_IN}?next=/moi/", {"email": "Claire.Deswarte@jalon.example", "next": "/moi/"})
    page = client.get(asked["Location"])
    entered = client.post(CONFIRM, {"code": code_in(mail.outbox[0]), "next": "/moi/"})

    assert "claire.deswarte@jalon.example" in page.content.decode().lower()
    assert (entered.status_code, entered["Location"]) == (302, "/moi/")
    assert "Claire Deswarte" in client.get("/moi/").content.decode()


def test_unknown_address_learns_nothing_and_gets_no_mail(client: Client, adviser: User) -> None:
    known = client.post(SIGN_IN, {"email": adviser.email}, follow=True)
    unknown = Client().post(SIGN_IN, {"email": "personne@jalon.example"}, follow=True)

    def plain(content: bytes, email: str) -> str:
        return re.sub(r'value="[^"]{20,}"', "", content.decode().replace(email, "X"))

    assert plain(known.content, adviser.email) == plain(unknown.content, "personne@jalon.example")
    assert [message.to for message in mail.outbox] == [[adviser.email]]


def test_wrong_code_is_kept_and_the_fifth_closes_the_door(client: Client, adviser: User) -> None:
    client.post(SIGN_IN, {"email": adviser.email})
    right = code_in(mail.outbox[0])
    wrong = "000000" if right != "000000" else "111111"

    first = client.post(CONFIRM, {"code": wrong})
    for _ in range(4):
        client.post(CONFIRM, {"code": wrong})
    late = client.post(CONFIRM, {"code": right})

    assert f'value="{wrong}"' in first.content.decode()
    assert "Ce n’est pas le code" in first.content.decode()
    assert late["Location"].startswith("/compte/entrer/")
    assert client.get("/moi/").status_code == 302


def test_closed_account_does_not_open(client: Client, adviser: User) -> None:
    adviser.is_active = False
    adviser.save(update_fields=["is_active"])

    client.post(SIGN_IN, {"email": adviser.email})

    assert mail.outbox == []


def test_codes_cannot_be_asked_for_ever(client: Client, adviser: User) -> None:
    answers = [Client().post(SIGN_IN, {"email": adviser.email}) for _ in range(7)]

    assert len(mail.outbox) == 5
    assert "Trop d’essais" in answers[-1].content.decode()


def test_application_code_is_asked_after_the_mail(client: Client, adviser: User) -> None:
    secret = "JBSWY3DPEHPK3PXP"
    TOTP.activate(adviser, secret)
    client.post(SIGN_IN, {"email": adviser.email})
    halfway = client.post(CONFIRM, {"code": code_in(mail.outbox[0])})

    assert halfway["Location"] == reverse("mfa_authenticate")
    assert client.get("/moi/").status_code == 302
    page = client.get(halfway["Location"]).content.decode()
    assert "Deuxième vérification" in page
    client.post(reverse("mfa_authenticate"), {"code": current_totp(secret)})
    assert client.get("/moi/").status_code == 200


def test_application_is_activated_and_gives_recovery_codes(adviser: User) -> None:
    adviser.set_unusable_password()
    adviser.save(update_fields=["password"])
    client = signed_in(adviser)
    page = client.get(reverse("mfa_activate_totp")).content.decode()
    secret = re.search(r"<code>([A-Z2-7]+)</code>", page)
    assert secret

    done = client.post(reverse("mfa_activate_totp"), {"code": current_totp(secret[1])}, follow=True)

    assert done.redirect_chain[-1][0] == reverse("mfa_view_recovery_codes")
    assert len(re.findall(r"<li><code>\w+</code></li>", done.content.decode())) == 10
    assert "en place" in client.get("/moi/").content.decode()


def test_password_is_for_the_demonstration_only(client: Client, adviser: User) -> None:
    entry = {"email": adviser.email, "password": "un mot de passe assez long"}

    assert client.post("/moi/mot-de-passe", entry).status_code == 404
    with override_settings(DEMO=True):
        wrong = client.post("/moi/mot-de-passe", {**entry, "password": "autre"})
        right = client.post("/moi/mot-de-passe", entry)

    assert "ne vont pas ensemble" in wrong.content.decode()
    assert (right.status_code, right["Location"]) == (302, resolve_url(settings.LOGIN_REDIRECT_URL))


@pytest.mark.parametrize(
    "name",
    ["account_signup", "account_reset_password", "account_email", "socialaccount_signup"],
)
def test_doors_that_are_not_used_do_not_exist(name: str) -> None:
    with pytest.raises(NoReverseMatch):
        reverse(name)


def test_reading_the_door_sets_no_session(client: Client) -> None:
    response = client.get(SIGN_IN)

    assert set(response.cookies) == {"jalon_csrf"}


@pytest.mark.parametrize(
    "name",
    [
        "mfa_index",
        "mfa_activate_totp",
        "mfa_add_webauthn",
        "mfa_list_webauthn",
        "mfa_generate_recovery_codes",
    ],
)
def test_strangers_do_not_reach_the_second_factor(client: Client, name: str) -> None:
    response = client.get(reverse(name))

    assert response.status_code == 302
    assert response["Location"].startswith(SIGN_IN)


@pytest.mark.parametrize(
    "name",
    [
        "mfa_index",
        "mfa_activate_totp",
        "mfa_add_webauthn",
        "mfa_list_webauthn",
        "account_logout",
    ],
)
def test_pages_of_ones_account_open(adviser: User, name: str) -> None:
    adviser.set_unusable_password()
    adviser.save(update_fields=["password"])

    page = signed_in(adviser).get(reverse(name))

    assert page.status_code == 200
    assert "<h1>" in page.content.decode()


def test_leaving_ends_the_session(adviser: User) -> None:
    client = signed_in(adviser)

    assert client.get(reverse("account_logout")).status_code == 200
    assert client.get("/moi/").status_code == 200
    client.post(reverse("account_logout"))
    assert client.get("/moi/").status_code == 302
