"""The bundle: written and read without loss, described by its schema, versioned by its content."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from jalon.engines.geocast import bundle_json
from jalon.engines.geocast.bundle import pack_matrix
from jalon.engines.geocast.compile import Sheet, make_bundle, stand_in_code
from jalon.engines.geocast.conformance_bundle import sample_bundle
from jalon.engines.geocast.playlist import compile_playlists
from tests.engines.geocast import straight_line as line

SCHEMAS = Path(bundle_json.__file__).parent / "schemas"


def schema(name: str) -> dict[str, Any]:
    """A schema of the protocol."""
    document: dict[str, Any] = json.loads((SCHEMAS / f"{name}.schema.json").read_text(encoding="utf-8"))
    return document


def test_writing_and_reading_loses_nothing() -> None:
    bundle = sample_bundle()

    assert bundle_json.read(bundle_json.write(bundle)) == bundle


def test_a_bundle_keeps_to_its_schema() -> None:
    offers = [line.offer("a", "A", 1500, codes={"3": stand_in_code(4711)})]
    day = line.day()
    compiled = make_bundle(day, compile_playlists(day, line.stretches(offers), offers), offers, Sheet("n"))

    for bundle in (compiled, sample_bundle()):
        jsonschema.validate(json.loads(bundle_json.write(bundle)), schema("bundle"))


@pytest.mark.parametrize("path", sorted(SCHEMAS.glob("*.json")), ids=lambda path: path.stem)
def test_schemas_are_schemas(path: Path) -> None:
    jsonschema.Draft202012Validator.check_schema(json.loads(path.read_text(encoding="utf-8")))


def test_the_version_follows_the_content_not_the_hour() -> None:
    bundle = sample_bundle()
    later = bundle_json.stamp(bundle, made_at=bundle.made_at + 60)
    other = bundle_json.stamp(replace(bundle, phone="03 00 00 00 00"), made_at=bundle.made_at)

    assert later.version == bundle.version
    assert other.version != bundle.version


def test_another_schema_is_refused() -> None:
    document = {**bundle_json.as_json(sample_bundle()), "schema": 2}

    with pytest.raises(ValueError, match="schéma"):
        bundle_json.from_json(document)


def test_a_matrix_is_packed_row_after_row() -> None:
    assert pack_matrix([[1, 0, 1], [0, 1, 0], [1, 1, 1]]) == "3:ab8"


def test_a_bundle_always_has_a_message() -> None:
    day = line.day(trips=1)

    bundle = make_bundle(day, compile_playlists(day, line.stretches([]), []), [], Sheet())

    assert [message.id for message in bundle.messages] == ["welcome"]
