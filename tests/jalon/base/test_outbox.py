"""What is written in a transaction leaves after it, once, and tells when it cannot."""

import json
from datetime import datetime, timedelta
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any

import pytest
from django.core import mail
from django.db import transaction
from django.utils import timezone

from jalon.base.actions import sending
from jalon.base.actions.outbox import cancel_messages, enqueue, erase_messages, stop_address
from jalon.base.actions.sending import MAX_ATTEMPTS, is_quiet, send_due
from jalon.base.letters import letter_path
from jalon.base.models import Event, OutboxMessage
from tests.jalon.base.parallel import at_once
from tests.jalon.base.stand_in import StandIn

NOON = timezone.make_aware(datetime(2026, 11, 26, 12))  # noqa: DTZ001
NIGHT = timezone.make_aware(datetime(2026, 11, 26, 23))  # noqa: DTZ001


@pytest.fixture(autouse=True)
def outbox_folder(tmp_path: Path, settings: Any) -> Path:
    settings.OUTBOX_ROOT = tmp_path
    settings.SMS_ADAPTERS = ["file"]
    return tmp_path


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch) -> object:
    """Set the clock."""

    def set_clock(moment: datetime) -> None:
        monkeypatch.setattr(timezone, "now", lambda: moment)

    return set_clock


@pytest.mark.django_db
def test_a_mail_leaves_once_with_the_number_of_its_message() -> None:
    message = enqueue(channel="mail", recipient="awa@exemple.fr", subject="Votre appel", body="À jeudi.")

    assert (send_due(), send_due()) == (1, 0)

    (sent,) = mail.outbox
    assert (sent.to, sent.subject, sent.body) == (["awa@exemple.fr"], "Votre appel", "À jeudi.")
    assert sent.extra_headers["Message-ID"].startswith(f"<outbox-{message.pk}@")
    message.refresh_from_db()
    assert message.state == "sent"


@pytest.mark.django_db(transaction=True)
def test_nothing_leaves_when_the_transaction_is_undone() -> None:
    with transaction.atomic():
        enqueue(channel="mail", recipient="awa@exemple.fr", body="x")
        transaction.set_rollback(True)

    assert send_due() == 0


@pytest.mark.django_db
def test_the_same_key_is_written_once() -> None:
    first = enqueue(channel="mail", recipient="a@exemple.fr", body="x", key="interest-1")

    assert enqueue(channel="mail", recipient="a@exemple.fr", body="x", key="interest-1") == first
    assert send_due() == 1


@pytest.mark.django_db
def test_text_messages_wait_for_the_morning_and_mails_do_not(at, outbox_folder: Path) -> None:
    at(NIGHT)
    enqueue(channel="sms", recipient="+33639981234", body="Claire vous appelle.")
    enqueue(channel="mail", recipient="a@exemple.fr", body="x")

    assert send_due() == 1
    at(NIGHT + timedelta(hours=10))
    assert send_due() == 1

    (file,) = (outbox_folder / "sms").iterdir()
    assert "+33639981234\n\nClaire vous appelle." in file.read_text()


@pytest.mark.parametrize(("hour", "quiet"), [(7, True), (8, False), (19, False), (20, True), (0, True)])
def test_quiet_hours(hour: int, quiet: bool) -> None:
    assert is_quiet(NOON.replace(hour=hour)) is quiet


@pytest.mark.django_db
def test_a_refusal_is_tried_again_later_and_later_then_told(at, settings: Any) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    at(NOON)
    message = enqueue(channel="mail", recipient="a@exemple.fr", body="x", about=("interest", 7))
    pauses = []
    for _ in range(MAX_ATTEMPTS):
        assert send_due() == 0
        message.refresh_from_db()
        pauses.append(message.not_before - timezone.now())
        at(message.not_before)

    assert pauses[:4] == [timedelta(minutes=m) for m in (1, 2, 4, 8)]
    assert (message.state, message.attempts) == ("failed", MAX_ATTEMPTS)
    event = Event.objects.get()
    assert (event.topic, event.kind) == ("outbox", "failed")
    assert event.payload == {"message": message.pk, "about": "interest", "id": 7}


@pytest.mark.django_db
def test_after_stop_nothing_is_sent_there(at) -> None:
    at(NOON)
    waiting = enqueue(channel="sms", recipient="+33639981234", body="x")
    stop_address(channel="sms", address="+33639981234")
    later = enqueue(channel="sms", recipient="+33639981234", body="y")

    assert send_due() == 0
    states = {OutboxMessage.objects.get(pk=message.pk).state for message in (waiting, later)}
    assert states == {"cancelled"}


@pytest.mark.django_db
def test_a_worker_that_died_never_sends_a_text_message_twice(at) -> None:
    at(NOON)
    sms = enqueue(channel="sms", recipient="+33639981234", body="x")
    letter = enqueue(channel="letter", recipient="Awa Diarra", subject="Bonjour", body="x")
    sending._claim()
    sending._claim()
    at(NOON + timedelta(minutes=11))

    assert send_due() == 1
    sms.refresh_from_db()
    letter.refresh_from_db()
    assert (sms.state, letter.state) == ("failed", "sent")


@pytest.mark.django_db
def test_a_letter_is_a_pdf_in_a_folder() -> None:
    body = "Bonjour,\n\nL’entreprise #vous *attend* jeudi.\n\nClaire"
    letter = enqueue(
        channel="letter", recipient="Awa Diarra\n3 quai aux Bois", subject="Rendez-vous", body=body
    )

    assert send_due() == 1
    assert letter_path(letter.pk).read_bytes().startswith(b"%PDF-")


@pytest.mark.django_db
def test_what_concerns_an_erased_person_is_forgotten() -> None:
    enqueue(channel="mail", recipient="a@exemple.fr", body="secret", about=("person", 3))
    kept = enqueue(channel="mail", recipient="b@exemple.fr", body="autre", about=("person", 4))

    assert cancel_messages(about=("person", 5)) == 0
    assert erase_messages(about=("person", 3)) == 1
    assert send_due() == 1
    assert set(OutboxMessage.objects.values_list("body", "state")) == {("", "cancelled"), (kept.body, "sent")}


@pytest.mark.django_db(transaction=True)
def test_parallel_workers_send_each_message_once(outbox_folder: Path, settings: Any) -> None:
    settings.EMAIL_BACKEND = "tests.jalon.base.slow_mail.CountingBackend"
    for number in range(20):
        enqueue(channel="mail", recipient=f"p{number}@exemple.fr", body="x")

    results = at_once(send_due, send_due, send_due)

    sent = [
        message_from_bytes(p.read_bytes(), policy=policy.default)["To"] for p in outbox_folder.rglob("*.eml")
    ]
    assert sum(results) == 20
    assert sorted(sent) == sorted(f"p{number}@exemple.fr" for number in range(20))


@pytest.mark.django_db
def test_brevo_takes_mail_in_its_own_format(provider: StandIn, settings: Any) -> None:
    settings.EMAIL_BACKEND = "anymail.backends.brevo.EmailBackend"
    settings.ANYMAIL = {"BREVO_API_KEY": "key", "BREVO_API_URL": f"{provider.url}/v3/"}
    provider.answer = {"messageId": "<1@brevo>"}
    message = enqueue(channel="mail", recipient="awa@exemple.fr", subject="Votre appel", body="À jeudi.")

    assert send_due() == 1
    ((path, headers, body),) = provider.requests
    sent = json.loads(body)
    assert (path, headers["api-key"]) == ("/v3/smtp/email", "key")
    assert sent["to"] == [{"email": "awa@exemple.fr"}]
    assert (sent["subject"], sent["textContent"]) == ("Votre appel", "À jeudi.")
    message.refresh_from_db()
    assert message.state == "sent"


@pytest.mark.django_db
def test_brevo_that_refuses_mail_is_asked_again(provider: StandIn, settings: Any) -> None:
    settings.EMAIL_BACKEND = "anymail.backends.brevo.EmailBackend"
    settings.ANYMAIL = {"BREVO_API_KEY": "key", "BREVO_API_URL": f"{provider.url}/v3/"}
    provider.status = 503
    message = enqueue(channel="mail", recipient="awa@exemple.fr", body="x")

    assert send_due() == 0
    message.refresh_from_db()
    assert (message.state, message.attempts) == ("queued", 1)
