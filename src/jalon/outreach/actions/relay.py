"""Associations that hand on our code."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from jalon.accounts.models import User
from jalon.activities.rules.refusal import RefusedError
from jalon.base.actions.short_link import close_links, open_link
from jalon.base.choices import Medium
from jalon.base.models import ShortLink
from jalon.directory.models import Organisation
from jalon.outreach.choices import RELAY_LINK
from jalon.outreach.models import Relay
from jalon.outreach.queries.district import district_at

_FIELDS = ("association", "place", "lat", "lon")


@transaction.atomic
def write_relay(*, organisation: Organisation, values: dict[str, Any], by: User) -> Relay:
    """A place of an association, with a code of its own; `organisation` calls people back."""
    chosen = _values(organisation, values, besides=None)
    relay = Relay.objects.create(organisation=organisation, created_by=by, **chosen)
    open_code(relay=relay)
    return relay


@transaction.atomic
def change_relay(*, relay: Relay, values: dict[str, Any], by: User) -> Relay:
    """Correct it; the code stays."""
    chosen = _values(relay.organisation, values, besides=relay)
    for name, value in chosen.items():
        setattr(relay, name, value)
    relay.save(update_fields=list(chosen))
    return relay


def _values(organisation: Organisation, values: dict[str, Any], *, besides: Relay | None) -> dict[str, Any]:
    chosen = {name: values[name] for name in _FIELDS if name in values}
    same = Relay.objects.filter(
        organisation=organisation, association=chosen["association"], place=chosen["place"]
    )
    if (same.exclude(pk=besides.pk) if besides else same).exists():
        raise RefusedError("Ce lieu de cette association est déjà un relais.")
    return {**chosen, "district": district_at(chosen.get("lat"), chosen.get("lon"))}


def open_code(*, relay: Relay) -> ShortLink:
    """The relay's code; the same one however often it is asked for."""
    return open_link(kind=RELAY_LINK, target_id=relay.pk, medium=Medium.POSTER)


@transaction.atomic
def retire_relay(*, relay: Relay, by: User) -> None:
    """The poster comes down: its code leads nowhere, what was counted stays."""
    relay.retired_at = timezone.now()
    relay.save(update_fields=["retired_at"])
    close_links(kind=RELAY_LINK, target_id=relay.pk)
