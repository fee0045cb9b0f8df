"""`jalon directory start`: the association that runs this Jalon, and who looks after it."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email
from django.forms import ValidationError

from jalon.directory import actions


class Command(BaseCommand):
    """Opens the host association and an administrator, or says that they are there."""

    help = "Ouvre l’association qui tient ce Jalon et le compte de la personne qui l’administre."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("association", help="nom de l’association")
        parser.add_argument("email", help="adresse e-mail de la personne qui administre")
        parser.add_argument("name", help="son prénom et son nom")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            validate_email(options["email"])
        except ValidationError:
            raise CommandError(
                f"« {options['email']} » n’est pas une adresse e-mail.", returncode=2
            ) from None
        host, user = actions.start(
            association=options["association"], email=options["email"], name=options["name"]
        )
        self.stdout.write(f"{host.name} est ouverte. {user.name} l’administre et y travaille.")
        self.stdout.write(f"Pour entrer : {actions.sign_in_url()} (un code part à {user.email}).")
