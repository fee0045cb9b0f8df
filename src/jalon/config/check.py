"""`jalon check`: what is missing before the public may come."""

import argparse
import shutil
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from importlib import import_module, util

import django
from django.conf import settings
from django.core.checks import run_checks
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from jalon.config import embedded_postgres, environment
from jalon.config.backup import LAST
from jalon.config.places import var_directory
from jalon.config.postgres_tools import server_major

SECRET_LENGTH = 40
BACKUP_HOURS = 26
FREE_GB = 2
OLDEST_POSTGRESQL = 16


def main(arguments: list[str]) -> int:
    """Print what is missing, one sentence each; 0 when nothing is."""
    parser = argparse.ArgumentParser("jalon check", description="Ce qui manque pour la mise en service.")
    parser.parse_args(arguments)
    embedded_postgres.prepare_database()
    django.setup()
    missing = [sentence for look in LOOKS for sentence in look()]
    for sentence in missing:
        print(f"✗ {sentence}", file=sys.stderr)
    print("Tout est prêt." if not missing else f"{len(missing)} point(s) à régler (voir docs/operate.md).")
    return 1 if missing else 0


def secret() -> Iterator[str]:
    """The key that signs sessions and links."""
    key = environment.text("JALON_SECRET_KEY")
    if not key and not (var_directory() / "secret_key").exists():
        yield "JALON_SECRET_KEY n’est pas défini (« jalon serve » en crée un au premier démarrage)."
    elif key and len(key) < SECRET_LENGTH:
        yield f"JALON_SECRET_KEY est trop court : {SECRET_LENGTH} caractères au moins."


def address() -> Iterator[str]:
    """Where the public finds us."""
    host = settings.PUBLIC_URL.split("://", 1)[-1].split("/")[0].split(":")[0]
    if host in {"localhost", "127.0.0.1"}:
        yield "JALON_PUBLIC_URL désigne cette machine : les codes et les courriels n’ouvriraient rien."
    elif host not in settings.ALLOWED_HOSTS:
        yield f"JALON_HOSTS ne contient pas {host}, l’adresse publique."
    if not settings.PUBLIC_URL.startswith("https://"):
        yield "JALON_PUBLIC_URL n’est pas en HTTPS : mots de passe et sessions passeraient en clair."
    if settings.DEBUG:
        yield "JALON_DEBUG est actif : les pages d’erreur montreraient l’intérieur du site."
    if settings.DEMO:
        yield "JALON_DEMO est actif : les comptes de démonstration sont ouverts à tous."


def messages() -> Iterator[str]:
    """Mail and text messages."""
    if settings.MAIL_ADAPTER == "file":
        yield "JALON_MAIL vaut « file » : aucun courriel ne part (smtp ou brevo)."
    if settings.MAIL_ADAPTER == "brevo" and not settings.ANYMAIL.get("BREVO_API_KEY"):
        yield "JALON_BREVO_KEY manque pour les courriels."
    if "example" in settings.DEFAULT_FROM_EMAIL:
        yield "JALON_MAIL_FROM n’est pas une adresse à vous."
    if settings.SMS_ADAPTERS in ([], ["file"]):
        yield "JALON_SMS vaut « file » : aucun SMS ne part (brevo, ovh)."
    if "ovh" in settings.SMS_ADAPTERS and not all(settings.OVH_SMS.values()):
        yield "Des réglages JALON_OVH_… manquent pour les SMS."
    if "brevo" in settings.SMS_ADAPTERS and not settings.BREVO_KEY:
        yield "JALON_BREVO_KEY manque pour les SMS."


def database() -> Iterator[str]:
    """The server, and whether tables are those of this version."""
    try:
        connection.ensure_connection()
    except DatabaseError as error:
        yield f"La base ne répond pas : {error}"
        return
    version = server_major(embedded_postgres.database_url())
    if version < OLDEST_POSTGRESQL:
        yield f"PostgreSQL {version} est trop ancien : {OLDEST_POSTGRESQL} au moins."
    executor = MigrationExecutor(connection)
    waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if waiting:
        yield f"{len(waiting)} migration(s) en attente : « jalon migrate »."


def machine() -> Iterator[str]:
    """Disk and backups."""
    var = var_directory()
    var.mkdir(parents=True, exist_ok=True)
    free = shutil.disk_usage(var).free / 1e9
    if free < FREE_GB:
        yield f"Il reste {free:.1f} Go sur le disque de {var} : {FREE_GB} au moins."
    last = var / LAST
    if not last.exists():
        yield "Aucune sauvegarde n’a encore été faite : « jalon backup FICHIER », chaque nuit."
        return
    age = datetime.now(UTC) - datetime.fromisoformat(last.read_text(encoding="ascii"))
    hours = age.total_seconds() / 3600
    if hours > BACKUP_HOURS:
        yield f"La dernière sauvegarde a {hours:.0f} heures."


def interface() -> Iterator[str]:
    """The built front end."""
    from django.contrib.staticfiles import finders  # noqa: PLC0415  needs Django set up

    for name in ("dist/app.js", "dist/app.css", "dist/screen-worker.js", "dist/counter-worker.js"):
        if finders.find(name) is None:
            yield f"L’interface n’est pas construite ({name}) : « make setup »."


def framework() -> Iterator[str]:
    """What Django itself finds wrong."""
    for found in run_checks():
        if found.is_serious():
            yield f"{found.id} : {found.msg}"


def rooms() -> Iterator[str]:
    """What rooms say of themselves: `readiness()` in their `queries` yields sentences (feeds, territory…)."""
    for room in ("network", "directory", "transit"):
        name = f"jalon.{room}.queries"
        readiness: Callable[[], Iterator[str]] | None = None
        if util.find_spec(f"jalon.{room}") and util.find_spec(name):
            readiness = getattr(import_module(name), "readiness", None)
        if readiness is not None:
            yield from readiness()


LOOKS: tuple[Callable[[], Iterator[str]], ...] = (
    secret,
    address,
    messages,
    database,
    machine,
    interface,
    framework,
    rooms,
)
