"""Letters: a PDF in a folder, to print and post."""

from pathlib import Path

from django.conf import settings
from django.utils import timezone, translation

from jalon.base.models import OutboxMessage
from jalon.base.paper import typeset
from jalon.base.words import day


def letter_path(message_id: int) -> Path:
    """Where the PDF of a letter stands."""
    return Path(settings.OUTBOX_ROOT) / "letters" / f"{message_id}.pdf"


def write_letter(message: OutboxMessage) -> Path:
    """Typeset a letter; written twice it stays one file."""
    path = letter_path(message.pk)
    path.parent.mkdir(parents=True, exist_ok=True)
    with translation.override(message.language):
        date = day(timezone.localdate())
    sender = settings.DEFAULT_FROM_EMAIL.partition("<")[0].strip()
    paragraphs = [part.strip() for part in message.body.split("\n\n") if part.strip()]
    data = {"recipient": message.recipient, "subject": message.subject, "paragraphs": paragraphs}
    path.write_bytes(
        typeset("letter", {**data, "sender": sender, "date": date, "language": message.language})
    )
    return path
