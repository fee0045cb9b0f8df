"""The public pages speak English: nothing without a sentence, nothing guessed, nothing compiled long ago."""

import ast
import gettext
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.template import engines
from django.template.base import Node, NodeList
from django.templatetags.i18n import BlockTranslateNode, TranslateNode
from tools.messages import CATALOGUE, DESKS

from tests.house.source import SOURCE, modules

MARKED = {"_", "gettext", "gettext_lazy", "ngettext", "ngettext_lazy"}
# What a reader without account meets; the pages of sign-in and of one's own account are with them.
PUBLIC = (
    "portal/templates/portal/*.html",
    "portal/templates/portal/*/*.html",
    "base/templates/base/page.html",
    "base/templates/base/components/*.html",
    "accounts/templates/**/*.html",
    "introductions/templates/introductions/answer.html",
    "activities/templates/activities/public/*.html",
    "outreach/templates/rounds/*.html",
    "games/templates/games/join.html",
    "games/templates/games/table.html",
    "games/templates/games/unknown.html",
    "games/templates/games/parts/*.html",
    "directory/templates/directory/regist*.html",
)
STAFF = re.compile(r"portal/templates/portal/(desk\w*|figures|search)\.html")
# Names, examples, codes and addresses are the same in every language.
SAME = re.compile(r"Jalon|English|Français|K7DM|/suivi")


def entries() -> dict[str, dict[str, Any]]:
    """The catalogue as written: for each msgid its flags, its plural, and its English."""
    found: dict[str, dict[str, Any]] = {}
    for block in CATALOGUE.read_text(encoding="utf-8").split("\n\n"):
        texts: dict[str, str] = {}
        name = ""
        for line in block.splitlines():
            head, _, quoted = line.partition(" ") if line.startswith("msg") else (name, "", line)
            if not line.startswith("#"):
                name = head
                texts[name] = texts.get(name, "") + ast.literal_eval(quoted)
        flags = re.findall(r"^#,.*", block, re.MULTILINE)
        found[texts["msgid"]] = {**texts, "flags": " ".join(flags)}
    return found


def english(entry: dict[str, Any]) -> list[str]:
    return [text for name, text in entry.items() if name.startswith("msgstr")]


def test_the_compiled_catalogue_says_what_the_written_one_says() -> None:
    written: dict[object, str] = {}
    for key, entry in entries().items():
        if "msgid_plural" in entry:
            written |= {(key, n): entry[f"msgstr[{n}]"] for n in (0, 1)}
        else:
            written[key] = entry["msgstr"]

    with CATALOGUE.with_suffix(".mo").open("rb") as file:
        compiled = gettext.GNUTranslations(file)._catalog  # type: ignore[attr-defined]

    assert compiled == written, "make messages"


def test_every_sentence_has_its_english_and_none_is_guessed() -> None:
    wanting = [key for key, entry in entries().items() if key and not all(english(entry))]
    guessed = [key for key, entry in entries().items() if "fuzzy" in entry["flags"]]

    assert (wanting, guessed) == ([], [])


def test_no_value_is_lost_in_translation() -> None:
    lost = [
        key
        for key, entry in entries().items()
        for text in english(entry)
        if values(text) not in [values(key), values(entry.get("msgid_plural", key))]
    ]

    assert lost == []


def values(text: str) -> set[str]:
    return set(re.findall(r"%(?:\((\w+)\))?[sd]", text)) - {"period"}


def test_every_sentence_of_the_sources_is_in_the_catalogue() -> None:
    known = entries()
    said = {text for path in modules() for text in said_by_code(path)}
    said |= {text for path in translated_templates() for text in said_by_template(path)}

    assert sorted(said - known.keys()) == [], "make messages"


def said_by_code(path: Path) -> Iterator[str]:
    for node in ast.walk(modules()[path]):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in MARKED and node.args:
            first = node.args[0]
            if isinstance(first, ast.Constant) and isinstance(first.value, str):
                yield first.value


def translated_templates() -> list[Path]:
    rooms = [room for room in SOURCE.iterdir() if (room / "templates").is_dir() and room.name not in DESKS]
    return sorted(path for room in rooms for path in (room / "templates").rglob("*.*"))


def nodes(path: Path) -> list[Node]:
    text = path.read_text(encoding="utf-8")
    compiled = engines["django"].from_string(text).template  # type: ignore[attr-defined]
    return list(flat(compiled.nodelist))


def flat(nodelist: NodeList) -> Iterator[Node]:
    for node in nodelist:
        yield node
        for name in getattr(node, "child_nodelists", ()):
            yield from flat(getattr(node, name, NodeList()))


def said_by_template(path: Path) -> Iterator[str]:
    for node in nodes(path):
        if isinstance(node, TranslateNode):
            yield node.filter_expression.var.literal
        elif isinstance(node, BlockTranslateNode):
            yield node.render_token_list(node.singular)[0]
    yield from re.findall(r'_\("([^"]+)"\)', path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("pattern", PUBLIC)
def test_public_pages_hold_no_word_outside_translation(pattern: str) -> None:
    found = [path for path in SOURCE.glob(pattern) if not STAFF.match(str(path.relative_to(SOURCE)))]
    bare = {str(path.relative_to(SOURCE)): words for path in found if (words := bare_words(path))}

    assert found
    assert bare == {}


def bare_words(path: Path) -> list[str]:
    """Words between tags, and in the attributes that are read, that no translation goes through."""
    seen = path.read_text(encoding="utf-8")
    for gone in (
        r"{% block (page_class|body_attributes) %}.*?{% endblock %}",
        r"{% blocktranslate.*?{% endblocktranslate %}",
        r"{%.*?%}|{{.*?}}|{#.*?#}",
        r"<script.*?</script>",
    ):
        seen = re.sub(gone, "", seen, flags=re.DOTALL)
    read = re.findall(r'\s(?:aria-label|placeholder|title|alt|data-stop)="([^"]+)', seen)
    outside = re.sub(r"<[^>]*>", " ", seen)
    return re.findall(r"[^\W\d_]{2,}", SAME.sub(" ", " ".join([outside, *read])))
