"""Registration numbers of French companies, checked by their own digits."""

# La Poste outgrew Luhn's check: the digits of its establishments add up to a multiple of five instead.
_LA_POSTE = "356000000"


def is_siren(number: str) -> bool:
    """Whether these nine digits can be a company."""
    return len(number) == 9 and number.isascii() and number.isdecimal() and _luhn(number)


def is_siret(number: str) -> bool:
    """Whether these fourteen digits can be an establishment, La Poste's included."""
    if len(number) != 14 or not number.isascii() or not number.isdecimal():
        return False
    if number.startswith(_LA_POSTE) and sum(map(int, number)) % 5 == 0:
        return True
    return _luhn(number)


def _luhn(number: str) -> bool:
    doubled = [int(digit) * (2 if place % 2 else 1) for place, digit in enumerate(reversed(number))]
    return int(number) > 0 and sum(value // 10 + value % 10 for value in doubled) % 10 == 0
