"""What an import checker cannot see: foreign keys, addresses, migrations."""

import ast
import re

import pytest
from django.apps import apps
from django.db.migrations.loader import MigrationLoader
from django.db.models import PROTECT, ForeignKey

from tests.house.source import ROOMS, SOURCE, floor, modules, templates

OUTSIDE = {"allauth", "account", "mfa", "socialaccount", "auth", "contenttypes", "sessions", "procrastinate"}
NAMESPACE = re.compile(r"""(?:{%\s*url\s+['"]|reverse(?:_lazy)?\(\s*['"]|redirect\(\s*['"])(\w+):""")


def _foreign_keys() -> list[ForeignKey]:
    return [
        field
        for model in apps.get_models()
        if model._meta.app_label in ROOMS
        for field in model._meta.get_fields()
        if isinstance(field, ForeignKey)
    ]


def test_foreign_keys_point_down_or_stay_in_the_room() -> None:
    upward = [
        f"{key.model._meta.label}.{key.name} -> {key.related_model._meta.label}"
        for key in _foreign_keys()
        if key.related_model._meta.app_label in ROOMS
        and key.related_model._meta.app_label != key.model._meta.app_label
        and floor(key.related_model._meta.app_label) <= floor(key.model._meta.app_label)
    ]

    assert upward == []


def test_foreign_keys_across_rooms_protect_and_leave_no_attribute_behind() -> None:
    faults = [
        f"{key.model._meta.label}.{key.name}"
        for key in _foreign_keys()
        if key.related_model._meta.app_label != key.model._meta.app_label
        and (key.remote_field.on_delete is not PROTECT or not key.remote_field.hidden)
    ]

    assert faults == []


def test_no_relation_is_given_as_a_string_across_rooms() -> None:
    strings = [
        f"{path.relative_to(SOURCE)}:{node.lineno}"
        for path, tree in modules().items()
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in {"ForeignKey", "OneToOneField", "ManyToManyField"}
        and node.args
        and isinstance(node.args[0], ast.Constant)
        and "." in str(node.args[0].value)
    ]

    assert strings == []


def test_templates_link_to_their_own_floor_or_below() -> None:
    upward = [
        f"{path.relative_to(SOURCE)} -> {target}"
        for room, path, text in templates()
        for target in NAMESPACE.findall(text)
        if target in ROOMS and target != room and floor(target) <= floor(room) and room != "base"
    ]

    assert upward == []


def test_views_link_to_their_own_floor_or_below() -> None:
    upward = [
        f"{path.relative_to(SOURCE)} -> {target}"
        for path in modules()
        if (room := path.relative_to(SOURCE).parts[0]) in ROOMS and room != "base"
        for target in NAMESPACE.findall(path.read_text(encoding="utf-8"))
        if target in ROOMS and target != room and floor(target) <= floor(room)
    ]

    assert upward == []


@pytest.mark.django_db
def test_migrations_depend_on_lower_rooms_only() -> None:
    loader = MigrationLoader(None)
    upward = [
        f"{room}.{name} -> {other}.{other_name}"
        for (room, name), migration in loader.disk_migrations.items()
        if room in ROOMS
        for other, other_name in migration.dependencies
        if other in ROOMS and other != room and floor(other) <= floor(room)
    ]

    assert upward == []
