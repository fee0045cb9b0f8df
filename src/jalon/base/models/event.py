"""The event ledger: what happened, told to whoever follows a topic. Append-only, kept 48 hours."""

from django.db import models
from django.db.models.functions import Now


class CurrentTransaction(models.Func):
    """The number of the transaction that writes, which never wraps around."""

    template = "(pg_current_xact_id()::text::bigint)"
    output_field = models.BigIntegerField()


class Event(models.Model):
    """Something that happened on a topic such as `screen:12`.

    Rows become visible in the order of commits, not of ids: readers tell new from old by `transaction_id`
    against a snapshot (see `base.queries.event`), never by `id > last`.
    """

    topic = models.CharField(max_length=100)
    kind = models.CharField(max_length=50)
    payload = models.JSONField(default=dict)
    transaction_id = models.BigIntegerField(db_default=CurrentTransaction(), editable=False)
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        indexes = [
            models.Index(fields=["transaction_id"], name="event_transaction"),
            models.Index(fields=["topic", "transaction_id"], name="event_topic"),
            models.Index(fields=["created_at"], name="event_created"),
        ]

    def __str__(self) -> str:
        return f"{self.topic} {self.kind}"
