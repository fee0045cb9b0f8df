"""Rooms that follow the event ledger, and how far each has read."""

from django.db import models


class Follower(models.Model):
    """A reader of the ledger; its cursor moves in the transaction of what it did with the events."""

    name = models.CharField(max_length=60, unique=True)
    cursor = models.TextField()

    def __str__(self) -> str:
        return self.name
