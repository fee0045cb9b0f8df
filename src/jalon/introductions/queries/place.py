"""Where somebody came from, in words: the line and the stop of a code."""

from collections.abc import Iterable
from dataclasses import dataclass

from jalon.base.models import ShortLink
from jalon.network.queries import first_network, names_of


@dataclass(frozen=True)
class Origin:
    """The code that was followed, with the names of its line and stop as the network says them."""

    code: str = ""
    medium: str = ""
    line: str = ""
    stop: str = ""

    @property
    def words(self) -> str:
        """« vue dans le bus 3, vers Port »; empty when nothing is known."""
        if self.line:
            return f"vue dans le bus {self.line}" + (f", vers {self.stop}" if self.stop else "")
        return {
            "poster": "vue sur une affiche", "slip": "vue sur un papier", "web": "vue sur le site",
            "phone": "par téléphone", "desk": "au guichet", "bus": "vue dans un bus",
        }.get(self.medium, "")  # fmt: skip


def origins(links: Iterable[ShortLink | None]) -> dict[int, Origin]:
    """The origin of each code by its id; 3 queries however many there are."""
    known = [link for link in links if link is not None]
    network = first_network()
    names = {"lines": {}, "stops": {}} if network is None else names_of(network, *_keys(known))
    return {
        link.pk: Origin(
            code=link.code,
            medium=link.medium,
            line=names["lines"].get(link.line_key, link.line_key),
            stop=names["stops"].get(link.stop_key, link.stop_key),
        )
        for link in known
    }


def _keys(links: list[ShortLink]) -> tuple[list[str], list[str]]:
    return [link.line_key for link in links], [link.stop_key for link in links]


def origin_of(link: ShortLink | None, medium: str = "") -> Origin:
    """The origin of one code, or of the medium alone."""
    return origins([link])[link.pk] if link is not None else Origin(medium=medium)
