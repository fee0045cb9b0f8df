"""Dataclasses of arrays to bytes and back, without pickle: one npz whose `tree` is JSON.

Bytes carry the number of their format; those without a number are of format 1.
"""

import io
import json
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

T = TypeVar("T")
Arrays = dict[str, NDArray[Any]]
Parts = Mapping[str, Callable[..., Any]]


def pack(value: Any, form: int) -> bytes:
    """A dataclass of arrays, texts, dates and tuples as compressed bytes of this format."""
    arrays: dict[str, Any] = {}
    tree = json.dumps(_describe(value, arrays), ensure_ascii=False)
    buffer = io.BytesIO()
    np.savez_compressed(buffer, format=np.int32(form), tree=np.frombuffer(tree.encode(), np.uint8), **arrays)
    return buffer.getvalue()


def unpack(data: bytes, parts: Parts, expected: type[T], newest: int) -> T:
    """What `pack` wrote up to format `newest`, built by `parts`; these fill in what older formats lack.

    ValueError when the bytes are something else or of a newer format.
    """
    try:
        with np.load(io.BytesIO(data), allow_pickle=False) as arrays:
            form = int(arrays["format"]) if "format" in arrays else 1
            value = None if form > newest else _build(json.loads(arrays["tree"].tobytes()), arrays, parts)
    except (KeyError, TypeError, ValueError, OSError, EOFError, zipfile.BadZipFile) as fault:
        raise ValueError("ces octets ne sont pas un réseau enregistré") from fault
    if form > newest:
        raise ValueError(f"réseau enregistré par une version plus récente (format {form}, {newest} attendu)")
    if not isinstance(value, expected):
        raise ValueError("ces octets contiennent autre chose qu’un réseau")
    return value


def _describe(value: Any, arrays: Arrays) -> Any:
    if isinstance(value, np.ndarray):
        name = f"a{len(arrays)}"
        arrays[name] = value
        return {"array": name}
    if isinstance(value, date):
        return {"date": value.isoformat()}
    if is_dataclass(value) and not isinstance(value, type):
        part = {field.name: _describe(getattr(value, field.name), arrays) for field in fields(value)}
        return {"part": type(value).__name__, "fields": part}
    if isinstance(value, tuple):
        return [_describe(item, arrays) for item in value]
    return value


def _build(node: Any, arrays: Any, parts: Parts) -> Any:
    if isinstance(node, list):
        return tuple(_build(item, arrays, parts) for item in node)
    if not isinstance(node, dict):
        return node
    if "array" in node:
        return arrays[node["array"]]
    if "date" in node:
        return date.fromisoformat(node["date"])
    return parts[node["part"]](**{name: _build(item, arrays, parts) for name, item in node["fields"].items()})
