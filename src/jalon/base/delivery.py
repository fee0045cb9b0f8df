"""The last step of a message: mail, text message or letter, through the adapter that was chosen."""

from smtplib import SMTPException, SMTPRecipientsRefused, SMTPSenderRefused
from urllib.parse import urlsplit

from anymail.exceptions import AnymailError, AnymailRecipientsRefused
from django.conf import settings
from django.core.mail import EmailMessage

from jalon.base.choices import Channel
from jalon.base.errors import DeliveryError
from jalon.base.letters import write_letter
from jalon.base.models import OutboxMessage
from jalon.base.sms import send_sms


def deliver(message: OutboxMessage) -> None:
    """Hand one message over.

    Raises:
        DeliveryError: it was not accepted.
    """
    if message.channel == Channel.SMS:
        send_sms(to=message.recipient, text=message.body, reference=f"jalon-{message.pk}")
    elif message.channel == Channel.LETTER:
        write_letter(message)
    else:
        _mail(message)


def _mail(message: OutboxMessage) -> None:
    host = urlsplit(settings.PUBLIC_URL).hostname or "localhost"
    # The same message keeps its number when it is tried again: mailboxes show it once.
    headers = {"Message-ID": f"<outbox-{message.pk}@{host}>", "Auto-Submitted": "auto-generated"}
    mail = EmailMessage(subject=message.subject, body=message.body, to=[message.recipient], headers=headers)
    try:
        mail.send()
    except (SMTPRecipientsRefused, SMTPSenderRefused, AnymailRecipientsRefused, ValueError) as error:
        raise DeliveryError(f"adresse refusée : {error}", final=True) from error
    except (SMTPException, AnymailError, OSError) as error:
        raise DeliveryError(f"courriel non accepté : {error}") from error
