"""SMS providers against stand-in servers on this machine: what they receive, what a refusal does."""

import hashlib
import json

import pytest

from jalon.base.errors import DeliveryError
from jalon.base.sms import BrevoSms, OvhSms, plain, send_by
from tests.jalon.base.stand_in import StandIn


def brevo(url: str) -> BrevoSms:
    return BrevoSms(key="key", sender="Jalon", url=url)


def ovh(url: str) -> OvhSms:
    return OvhSms(
        service="sms-ab1-1",
        application_key="AK",
        application_secret="AS",
        consumer_key="CK",
        sender="",
        url=url,
    )


def test_brevo_receives_its_own_format(provider: StandIn) -> None:
    brevo(provider.url).send(to="+33639981234", text="Claire appelle à 18 h", reference="jalon-1")

    ((path, headers, body),) = provider.requests
    assert (path, headers["api-key"]) == ("/transactionalSMS/sms", "key")
    assert json.loads(body) == {
        "sender": "Jalon",
        "recipient": "33639981234",
        "content": "Claire appelle à 18 h",
        "type": "transactional",
        "tag": "jalon-1",
        "unicodeEnabled": True,
    }


def test_ovh_receives_a_signed_job(provider: StandIn) -> None:
    provider.status = 200
    provider.answer = {"ids": [1], "invalidReceivers": [], "validReceivers": ["+33639981234"]}
    ovh(provider.url).send(to="+33639981234", text="Bonjour", reference="jalon-1")

    ((path, headers, body),) = provider.requests
    parts = ["AS", "CK", "POST", provider.url + path, body, headers["x-ovh-timestamp"]]
    assert headers["x-ovh-signature"] == "$1$" + hashlib.sha1("+".join(parts).encode()).hexdigest()
    sent = json.loads(body)
    assert (path, sent["receivers"], sent["message"]) == ("/sms/sms-ab1-1/jobs", ["+33639981234"], "Bonjour")
    assert (sent["noStopClause"], sent["senderForResponse"]) == (True, True)


def test_ovh_says_that_a_number_is_wrong(provider: StandIn) -> None:
    provider.answer = {"ids": [], "invalidReceivers": ["+33639981234"]}

    with pytest.raises(DeliveryError) as fault:
        ovh(provider.url).send(to="+33639981234", text="x", reference="r")
    assert fault.value.final


@pytest.mark.parametrize(
    ("status", "final"), [(400, True), (401, False), (402, False), (429, False), (503, False)]
)
def test_a_refusal_says_whether_to_try_again(provider: StandIn, status: int, final: bool) -> None:
    provider.status = status

    with pytest.raises(DeliveryError) as fault:
        brevo(provider.url).send(to="+33639981234", text="x", reference="r")
    assert fault.value.final is final


def test_the_second_provider_sends_what_the_first_refused(provider: StandIn) -> None:
    chain = [brevo("http://127.0.0.1:9"), ovh(provider.url)]

    send_by(chain, to="+33639981234", text="x", reference="r")

    assert [path for path, _, _ in provider.requests] == ["/sms/sms-ab1-1/jobs"]


def test_an_unknown_fate_is_not_given_to_the_second_provider(provider: StandIn) -> None:
    provider.hangs_up = True

    with pytest.raises(DeliveryError) as fault:
        send_by([brevo(provider.url), ovh(provider.url)], to="+33639981234", text="x", reference="r")
    assert fault.value.final
    assert len(provider.requests) == 1


def test_typographic_signs_are_made_plain_and_accents_stay() -> None:
    assert plain("L’offre\u00a0: «\u00a0soudeuse\u00a0» à 18\u00a0h…") == 'L\'offre : " soudeuse " à 18 h...'
    assert plain("The job “welder” isn’t open.") == 'The job "welder" isn\'t open.'
