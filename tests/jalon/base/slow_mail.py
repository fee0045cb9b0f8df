"""A mail server that takes its time and keeps every delivery apart, so that a second one shows."""

import time
from collections.abc import Sequence
from pathlib import Path
from uuid import uuid4

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend


class CountingBackend(BaseEmailBackend):
    """One file per delivery."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        for message in email_messages:
            time.sleep(0.01)
            (Path(settings.OUTBOX_ROOT) / f"{uuid4().hex}.eml").write_bytes(message.message().as_bytes())
        return len(email_messages)
