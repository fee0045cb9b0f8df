"""SIRI messages as one plain tree, from XML (SOAP or bare) or from SIRI Lite JSON.

A node maps each child's local name to its children in order; a leaf is its text. Namespaces are dropped:
producers disagree on prefixes, and every name that matters is unambiguous. Attributes are dropped too.
"""

from collections.abc import Iterator
from typing import Any
from xml.parsers import expat

from jalon.engines.geocast.observation import PositionError

MAX_DEPTH = 60
MAX_BYTES = 64 * 2**20

Leaf = str
Node = dict[str, list[Any]]


class _Builder:
    """Collects expat events into nodes; refuses what a SIRI message never needs."""

    def __init__(self) -> None:
        self.root: Node = {}
        self._open: list[tuple[str, Node, list[str]]] = [("", self.root, [])]

    def start(self, tag: str, _attributes: dict[str, str]) -> None:
        if len(self._open) > MAX_DEPTH:
            raise PositionError("Ce XML a trop de niveaux pour un message SIRI.")
        self._open.append((tag.rpartition(":")[2], {}, []))

    def end(self, _tag: str) -> None:
        name, children, texts = self._open.pop()
        value: Node | Leaf = children or "".join(texts).strip()
        self._open[-1][1].setdefault(name, []).append(value)

    def text(self, text: str) -> None:
        self._open[-1][2].append(text)

    def refuse(self, *_declaration: object) -> None:
        raise PositionError("Ce XML déclare un DOCTYPE ou des entités : refusé par sécurité.")


def from_xml(data: bytes) -> Node:
    """Parse XML without ever following a DTD or an entity.

    Raises PositionError when the XML is malformed, too big, too deep, or declares a DOCTYPE.
    """
    if len(data) > MAX_BYTES:
        raise PositionError(f"Ce XML dépasse {MAX_BYTES // 2**20} Mo.")
    builder, parser = _Builder(), expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = builder.start
    parser.EndElementHandler = builder.end
    parser.CharacterDataHandler = builder.text
    parser.StartDoctypeDeclHandler = builder.refuse
    parser.EntityDeclHandler = builder.refuse
    try:
        parser.Parse(data, True)
    except expat.ExpatError as fault:
        raise PositionError(f"XML mal formé, ligne {fault.lineno} : message tronqué ou abîmé.") from fault
    except (LookupError, ValueError) as fault:
        if isinstance(fault, PositionError):
            raise
        raise PositionError("XML dans un encodage inconnu.") from fault
    return builder.root


def from_json(value: dict[str, Any]) -> Node:
    """Return the tree of a SIRI Lite document, in which a single child may stand without its list."""
    return {name: [_json_value(child, 1) for child in _many(children)] for name, children in value.items()}


def _json_value(value: object, depth: int) -> Node | Leaf:
    if depth > MAX_DEPTH:
        raise PositionError("Ce JSON a trop de niveaux pour un message SIRI.")
    if not isinstance(value, dict):
        return _json_leaf(value)
    if "value" in value and not isinstance(value["value"], dict | list):
        return _json_leaf(value["value"])
    return {str(k): [_json_value(v, depth + 1) for v in _many(vs)] for k, vs in value.items()}


def _json_leaf(value: object) -> Leaf:
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None or isinstance(value, list) else str(value).strip()


def _many(value: object) -> list[Any]:
    return value if isinstance(value, list) else [value]


def every(node: Node | Leaf, name: str) -> Iterator[Node]:
    """Yield every descendant node called `name`, outermost first, not looking inside a match."""
    pending: list[Node | Leaf] = [node]
    while pending:
        current = pending.pop()
        if isinstance(current, str):
            continue
        for tag, children in current.items():
            if tag == name:
                yield from (child for child in children if isinstance(child, dict))
            else:
                pending.extend(children)


def nodes(node: Node, *path: str) -> list[Node]:
    """Return all nodes at the end of the path of local names."""
    level = [node]
    for name in path:
        level = [child for parent in level for child in parent.get(name, []) if isinstance(child, dict)]
    return level


def text(node: Node, *path: str) -> str:
    """Return the first text at the end of the path, "" when there is none."""
    for parent in nodes(node, *path[:-1]):
        for child in parent.get(path[-1], []):
            if isinstance(child, str) and child:
                return child
    return ""
