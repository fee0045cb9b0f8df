"""A screen is paired once by the code it shows; its token is then all it has."""

import hmac
import secrets
from base64 import urlsafe_b64encode
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from jalon.accounts.models import User
from jalon.base.actions.event import publish
from jalon.base.codes import fingerprint, new_secret
from jalon.network.models import Vehicle
from jalon.transit.choices import Layout
from jalon.transit.models import Screen

CODE_LENGTH = 6
CODE_LIVES = timedelta(minutes=30)


class PairingError(ValueError):
    """Why a screen cannot be paired, in words for the operator."""


def secret_of(screen: Screen, purpose: str) -> str:
    """A secret of this pairing: "player" proves who polls, "token" opens everything afterwards."""
    text = f"screen:{screen.pk}:{screen.nonce}:{purpose}"
    digest = hmac.digest(settings.SECRET_KEY.encode(), text.encode(), "sha256")
    return urlsafe_b64encode(digest).decode().rstrip("=")


def is_player(screen: Screen, secret: str) -> bool:
    """Whether this is the secret that was given with the screen's code."""
    return hmac.compare_digest(secret_of(screen, "player").encode(), secret.encode("utf-8", "replace"))


@transaction.atomic
def ask_pairing(*, device: str, width: int, height: int) -> Screen:
    """The code for a player without a token; the same one as long as it is valid."""
    now = timezone.now()
    waiting = Screen.objects.select_for_update().filter(
        device=device, paired_at__isnull=True, pairing_expires_at__gt=now
    )
    screen = waiting.order_by("-pk").first()
    if screen is not None:
        return screen
    return Screen.objects.create(
        device=device,
        nonce=secrets.token_urlsafe(32),
        layout=closest_layout(width, height),
        pairing_code=_free_code(),
        pairing_expires_at=now + CODE_LIVES,
    )


def _free_code() -> str:
    code = new_secret(CODE_LENGTH)
    while Screen.objects.filter(pairing_code=code).exists():
        code = new_secret(CODE_LENGTH)
    return code


def closest_layout(width: int, height: int) -> str:
    """The layout whose proportions are nearest to those of the page."""

    def gap(layout: str) -> float:
        wide, high = (int(side) for side in layout.split("x"))
        return abs(wide / high - width / height)

    return min(Layout.values, key=gap)


@transaction.atomic
def pair(*, code: str, vehicle: Vehicle, name: str, by: User) -> Screen:
    """Give the screen that shows this code to a vehicle. PairingError says what is wrong."""
    screen = Screen.objects.select_for_update().filter(pairing_code=code).first()
    if screen is None:
        raise PairingError(
            "Aucun écran ne montre ce code. Relisez-le sur l’écran : il change toutes les 30 minutes."
        )
    if screen.pairing_expires_at is None or screen.pairing_expires_at <= timezone.now():
        raise PairingError("Ce code a expiré. L’écran en montre un nouveau.")
    if Screen.objects.filter(vehicle=vehicle, name=name, removed_at__isnull=True).exists():
        raise PairingError(
            f"Le bus {vehicle.label} a déjà un écran de ce nom : donnez un autre nom à celui-ci."
        )
    screen.network_id, screen.vehicle, screen.name = vehicle.network_id, vehicle, name
    screen.token_hash = fingerprint(secret_of(screen, "token"))
    screen.paired_at, screen.paired_by, screen.pairing_code = timezone.now(), by, None
    screen.save(
        update_fields=["network", "vehicle", "name", "token_hash", "paired_at", "paired_by", "pairing_code"]
    )
    return screen


def note_first_use(*, screen: Screen) -> None:
    """The token arrived: it is not given again."""
    Screen.objects.filter(pk=screen.pk, token_used_at__isnull=True).update(token_used_at=timezone.now())


@transaction.atomic
def remove(*, screen: Screen, by: User) -> None:
    """Forget a screen: its token is unknown from now on; what it played stays counted."""
    screen.removed_at, screen.token_hash = timezone.now(), None
    screen.save(update_fields=["removed_at", "token_hash"])
    publish(topic=f"screen:{screen.pk}", kind="reload", payload={})


@transaction.atomic
def pair_directly(
    *, vehicle: Vehicle, layout: str, name: str = "", device: str = "", by: User | None = None
) -> tuple[Screen, str]:
    """A screen with its token, without a code: for demonstrations and load tests. Returns both."""
    screen = Screen.objects.create(
        network_id=vehicle.network_id,
        vehicle=vehicle,
        name=name,
        layout=layout,
        device=device,
        nonce=secrets.token_urlsafe(32),
        paired_at=timezone.now(),
        paired_by=by,
    )
    token = secret_of(screen, "token")
    screen.token_hash = fingerprint(token)
    screen.save(update_fields=["token_hash"])
    return screen, token


def forget_unpaired() -> int:
    """Drop players that asked for a code and were never paired. Returns how many."""
    old = timezone.now() - timedelta(days=1)
    deleted, _ = Screen.objects.filter(paired_at__isnull=True, pairing_expires_at__lt=old).delete()
    return deleted
