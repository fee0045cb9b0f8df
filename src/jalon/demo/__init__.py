"""The invented territory of Grand-Estran."""

from jalon.demo.content import PASSWORD, SIGN_INS

NETWORK = "grand-estran"
SCREENS = "214,207,219,231"


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
    """What runs beside web and worker: buses that follow their timetable, and screens on four of them."""
    from jalon.network.queries import network  # noqa: PLC0415  Django is ready when companions are asked for

    ours = network(NETWORK) is not None
    buses = ["--vehicles", SCREENS] if ours else ["--on-road", str(SCREENS.count(",") + 1)]
    return [["simulate"], ["screens", "simulate", *buses]]


__all__ = ["addresses", "companions", "sign_ins"]
