"""Employers of imported vacancies, found by name or made."""

from jalon.accounts.models import User
from jalon.directory.actions import create_organisation
from jalon.directory.choices import OrganisationKind
from jalon.directory.models import Organisation
from jalon.vacancies.readers.text import folded

UNKNOWN = "Employeur non précisé"


class Employers:
    """Employers by folded name; each is looked up once. Call within the lock of an import."""

    def __init__(self, *, by: User | None, vetted: bool) -> None:
        """`vetted`: employers made here need no vetting, because their source has done it."""
        self._by, self._vetted = by, vetted
        known = Organisation.objects.filter(kind=OrganisationKind.EMPLOYER).order_by("-pk")
        self._found = {folded(organisation.name): organisation for organisation in known}

    def named(self, name: str) -> Organisation:
        """The employer of this name, the oldest of several, made when there is none."""
        key = folded(name or UNKNOWN)
        if key not in self._found:
            self._found[key] = create_organisation(
                kind=OrganisationKind.EMPLOYER,
                name=(name or UNKNOWN)[:160],
                by=self._by,
                vetted=self._vetted,
            )
        return self._found[key]
