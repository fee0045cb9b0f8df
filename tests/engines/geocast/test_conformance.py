"""The vectors that the screen runs are those that the interpreter of today writes."""

import json

from jalon.engines.geocast.conformance import FOLDER, documents
from jalon.engines.geocast.explain import WORDS


def test_the_vectors_are_fresh() -> None:
    """When this fails: python -m jalon.engines.geocast.conformance"""
    written = {path.name: path.read_text(encoding="utf-8") for path in FOLDER.glob("*.json")}

    assert written == documents()


def test_the_vectors_meet_every_reason() -> None:
    cases = json.loads(documents()["cases.json"])
    steps = [step for case in cases for step in case["steps"]]
    met = {step["why"] for step in steps} | {reason for step in steps for _, reason in step["refusals"]}

    assert met == set(WORDS) - {"too_far", "no_stop", "never_its_turn"}
