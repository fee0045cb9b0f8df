"""The invented territory of Grand-Estran."""

from jalon.demo.content import PASSWORD, SIGN_INS


def sign_ins() -> list[tuple[str, str, str]]:
    """Address, password and what the account is for, as the demonstration prints them."""
    return [(account.email, PASSWORD, account.what) for account in SIGN_INS]


def addresses() -> list[tuple[str, str]]:
    """Where to look first."""
    return [
        ("/", "le site public, un code vu dans le bus"),
        ("/exploitation/", "ce que montrent les écrans (Oscar)"),
        ("/bureau/", "ce qu’une conseillère fait d’abord (Claire)"),
        ("/ecran", "un écran de bus, à relier depuis /exploitation/"),
    ]


def companions() -> list[list[str]]:
    """What runs beside web and worker: buses that follow their timetable."""
    return [["simulate"]]


__all__ = ["addresses", "companions", "sign_ins"]
