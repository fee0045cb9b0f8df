"""Habits of the house that a linter does not know."""

import ast
import re
import subprocess
from collections.abc import Iterator

from tests.house.source import ROOMS, ROOT, SOURCE, modules, templates


def _calls(tree: ast.Module) -> Iterator[ast.Call]:
    return (node for node in ast.walk(tree) if isinstance(node, ast.Call))


def test_nothing_listens_to_signals() -> None:
    listeners = [
        str(path.relative_to(SOURCE))
        for path in modules()
        if re.search(
            r"django\.(db\.models|core|dispatch)[.\w]* import .*(receiver|post_save|pre_save|Signal)",
            path.read_text(encoding="utf-8"),
        )
    ]

    assert listeners == []


def test_views_and_machine_ends_leave_the_database_to_queries_and_actions() -> None:
    reaching = [
        f"{path.relative_to(SOURCE)}:{node.lineno}"
        for path, tree in modules().items()
        if path.stem in {"views", "api", "forms", "urls"} or path.parent.name in {"views", "api"}
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and node.attr == "objects"
    ]

    assert reaching == []


def test_no_table_has_an_order_of_its_own() -> None:
    ordered = [
        f"{path.relative_to(SOURCE)}:{node.lineno}"
        for path, tree in modules().items()
        if "models" in path.parts or path.stem == "models"
        for node in ast.walk(tree)
        if isinstance(node, ast.Assign)
        and any(isinstance(t, ast.Name) and t.id == "ordering" for t in node.targets)
    ]

    assert ordered == []


def test_a_saved_row_says_which_fields_changed() -> None:
    bare = [
        f"{path.relative_to(SOURCE)}:{call.lineno}"
        for path, tree in modules().items()
        for call in _calls(tree)
        if isinstance(call.func, ast.Attribute)
        and call.func.attr == "save"
        and not call.args
        and not any(k.arg in {"update_fields", "force_insert", "using"} for k in call.keywords)
        and not (isinstance(call.func.value, ast.Name) and call.func.value.id in {"workbook", "book"})
    ]

    assert bare == []


def test_templates_hold_no_script_and_no_style_of_their_own() -> None:
    inline = [
        str(path.relative_to(SOURCE))
        for _, path, text in templates()
        if re.search(r"<script(?![^>]*(\ssrc=|application/(ld\+)?json))|<style|\sstyle=|\son\w+=[\"']", text)
    ]

    assert inline == []


def test_every_template_is_used() -> None:
    texts = "\n".join(text for _, _, text in templates())
    code = "\n".join(path.read_text(encoding="utf-8") for path in modules())
    unused = [
        name
        for room, path, _ in templates()
        if (name := str(path.relative_to(SOURCE / room / "templates"))).split("/")[0] in ROOMS
        and name not in texts
        and name not in code
    ]

    assert unused == []


def test_every_room_says_what_it_is_for() -> None:
    silent = [room for room in ROOMS if not ast.get_docstring(modules()[SOURCE / room / "__init__.py"])]

    assert silent == []


def test_the_repository_names_no_machine_and_no_registry() -> None:
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    locks = [n for n in listed.splitlines() if n.startswith("requirements/") or n.endswith("-lock.json")]
    named = [
        name
        for name in locks
        if re.search(
            r'"resolved"|--(extra-)?index-url|https?://\S+\.(tgz|whl|tar\.gz)',
            (ROOT / name).read_text("utf-8"),
        )
    ]

    assert named == []
