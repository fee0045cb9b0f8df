"""Who acts as what."""

from jalon.directory.choices import OrganisationKind, Role

_ROLES = {
    OrganisationKind.HOST: Role.ADVISER,
    OrganisationKind.PARTNER: Role.ADVISER,
    OrganisationKind.EMPLOYER: Role.EMPLOYER,
    OrganisationKind.OPERATOR: Role.OPERATOR,
}


def membership_role(kind: str) -> Role:
    """The role of whoever is invited into an organisation of this kind."""
    return _ROLES[OrganisationKind(kind)]
