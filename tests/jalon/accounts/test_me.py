"""One's own account, and the code on paper."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from jalon.accounts import actions
from jalon.accounts.models import PaperCode, User
from jalon.base.models import OutboxMessage
from tests.fixtures.people import signed_in

pytestmark = pytest.mark.django_db


def test_me_shows_for_whom_one_acts(adviser: User) -> None:
    page = signed_in(adviser).get("/moi/").content.decode()

    assert "Maison de l’emploi du Grand-Estran" in page
    assert "conseillère, conseiller" in page
    assert "pas encore" in page


def test_name_and_language_are_changed_by_post_only(adviser: User) -> None:
    client = signed_in(adviser)

    client.get("/moi/?name=Autre&language=en")
    adviser.refresh_from_db()
    assert adviser.name == "Claire Deswarte"
    saved = client.post("/moi/", {"name": "Claire D.", "language": "en"})
    adviser.refresh_from_db()
    assert (adviser.name, adviser.language) == ("Claire D.", "en")
    assert saved.cookies["django_language"].value == "en"


def test_an_empty_name_is_told_and_the_choice_kept(adviser: User) -> None:
    page = signed_in(adviser).post("/moi/", {"name": "", "language": "en"}).content.decode()

    assert "Tapez le nom" in page
    assert 'value="en" id="id_language_1" required checked' in page or "checked" in page


def test_paper_code_opens_once(adviser: User, other_adviser: User) -> None:
    code = actions.issue_paper_code(user=adviser, by=other_adviser)
    client = Client()

    entered = client.post("/moi/papier", {"code": f"{code[:5].lower()} {code[5:]}"})

    assert entered.status_code == 302
    assert "Claire Deswarte" in client.get("/moi/").content.decode()
    assert "ne marche pas" in Client().post("/moi/papier", {"code": code}).content.decode()
    assert OutboxMessage.objects.get().recipient == adviser.email
    assert code not in PaperCode.objects.get().digest


def test_old_paper_code_is_dead(adviser: User, other_adviser: User) -> None:
    code = actions.issue_paper_code(user=adviser, by=other_adviser)
    PaperCode.objects.update(expires_at=timezone.now() - timedelta(seconds=1))

    assert actions.use_paper_code(code=code) is None


def test_a_second_paper_code_ends_the_first(adviser: User, other_adviser: User) -> None:
    first = actions.issue_paper_code(user=adviser, by=other_adviser)
    second = actions.issue_paper_code(user=adviser, by=other_adviser)

    assert actions.use_paper_code(code=first) is None
    assert actions.use_paper_code(code=second) == adviser


def test_paper_codes_cannot_be_guessed_for_ever() -> None:
    answers = [Client().post("/moi/papier", {"code": f"AAAAAAAAA{n}"}).status_code for n in range(10)]

    assert answers == [200] * 8 + [429] * 2
