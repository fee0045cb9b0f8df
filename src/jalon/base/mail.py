"""The file adapter of mail: each message is a file that a person can open (demo, tests, first trials)."""

from collections.abc import Sequence
from pathlib import Path
from uuid import uuid4

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.utils import timezone


class FileBackend(BaseEmailBackend):
    """Writes each mail as `<time>-<id>.eml` below the outbox folder."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        folder = Path(settings.OUTBOX_ROOT) / "mail"
        folder.mkdir(parents=True, exist_ok=True)
        for message in email_messages:
            number = str(message.extra_headers.get("Message-ID", "")).strip("<>").partition("@")[0]
            # A message of the outbox that is handed over again stays one file.
            name = f"{number or f'{timezone.now():%Y%m%dT%H%M%S}-{uuid4().hex[:8]}'}.eml"
            (folder / name).write_bytes(message.message().as_bytes())
        return len(email_messages)
