"""The machine end that SMS providers call when somebody answers."""

import hmac
import json
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt

from jalon.people.actions import stop_contact
from jalon.people.choices import ContactKind
from jalon.people.contact import normalise_phone

# Where each provider says who wrote, and what: Brevo names the person `to`, because it answers our message.
_FIELDS = {
    "brevo": (("to", "mobile", "from"), ("reply", "text", "content", "msg_status", "event")),
    "ovh": (("sender", "from", "senderNumber"), ("message", "body", "text")),
}
_STOP = {"STOP", "ARRET", "ARRÊT", "UNSUBSCRIBE", "UNSUBSCRIBED", "BLACKLISTED"}


@csrf_exempt  # a provider holds no cookie; the address holds the secret
def incoming_sms(request: HttpRequest, provider: str, secret: str) -> HttpResponse:
    """STOP silences the number it came from; anything else is left to the provider's own mailbox."""
    expected = settings.SMS_WEBHOOK_SECRET
    if not expected or provider not in _FIELDS or not hmac.compare_digest(secret.encode(), expected.encode()):
        raise Http404("sms")
    values = _values(request)
    senders, texts = _FIELDS[provider]
    sender = next((str(values[name]) for name in senders if values.get(name)), "")
    words = {
        word for name in texts for word in str(values.get(name, "")).upper().replace(".", " ").split()[:1]
    }
    if sender and words & _STOP:
        _stop(sender)
    return HttpResponse(status=204)


def _values(request: HttpRequest) -> dict[str, Any]:
    """What came, as JSON, as a form or in the address: providers differ."""
    if request.content_type == "application/json":
        try:
            content = json.loads(request.body or b"{}")
        except ValueError:
            return {}
        return content if isinstance(content, dict) else {}
    return {**request.GET.dict(), **request.POST.dict()}


def _stop(sender: str) -> None:
    """Providers write 33639981234, +33639981234 or 0033639981234."""
    digits = "".join(character for character in sender if character.isdigit()).removeprefix("00")
    number = sender if sender.startswith("0") and len(digits) == 10 else f"+{digits}"
    try:
        stop_contact(kind=ContactKind.PHONE, value=normalise_phone(number))
    except ValidationError:
        return
