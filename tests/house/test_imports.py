"""Who may know whom: floors, no signals, no import inside a function, no HTTP below the views."""

import ast
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.db import models

from tests.house.code import APPS, Module, floor, functions, imports, modules

BELOW_VIEWS = {"services", "selectors", "permissions", "models", "facts", "errors", "jobs", "registry"}
# `common` keeps what concerns requests in modules of its own, named here
HTTP_MODULES = {
    "django.shortcuts.render",
    "django.shortcuts.redirect",
    "django.http.HttpRequest",
    "django.http.HttpResponse",
    "django.contrib.messages",
}


def foreign_keys() -> "list[tuple[type[models.Model], models.ForeignKey[Any, Any], type[models.Model]]]":
    return [
        (model, field, field.related_model)
        for model in apps.get_models(include_auto_created=True)
        for field in model._meta.get_fields()
        if isinstance(field, models.ForeignKey)
    ]


def test_foreign_keys_point_down() -> None:
    """The one key that may point up is the person, where the row dies with them."""
    user = apps.get_model(settings.AUTH_USER_MODEL)
    wrong = [
        f"{model._meta.label}.{field.name} points up to {target._meta.label}"
        for model, field, target in foreign_keys()
        if model._meta.app_label in APPS
        and target._meta.app_label in APPS
        and floor(target._meta.app_label) < floor(model._meta.app_label)
        and not (target is user and field.remote_field.on_delete is models.CASCADE)
    ]
    assert not wrong, "\n".join(wrong)


def test_the_walk_sees_foreign_keys() -> None:
    """The test above would pass on an empty list."""
    labels = {f"{model._meta.label}.{field.name}" for model, field, _ in foreign_keys()}
    assert "organization.Group.department" in labels


SIGNALS = (
    "django.db.models.signals",
    "django.dispatch",
    "django.core.signals",
    "django.contrib.auth.signals",
    "django.test.signals",
)


def test_no_signals() -> None:
    wrong = [
        f"{module.name}:{line} {name}"
        for module in modules()
        for name, line in imports(module)
        if name.startswith(SIGNALS)
    ]
    assert not wrong, "\n".join(wrong)


def local_imports(module: Module) -> list[int]:
    return [
        inner.lineno
        for function in functions(module)
        for inner in ast.walk(function)
        if isinstance(inner, ast.Import | ast.ImportFrom)
    ]


def test_no_import_inside_a_function() -> None:
    wrong = [f"{module.name}:{line}" for module in modules() for line in local_imports(module)]
    assert not wrong, "\n".join(wrong)


def test_no_relative_import() -> None:
    wrong = [
        f"{module.name}:{node.lineno}"
        for module in modules()
        for node in ast.walk(module.tree)
        if isinstance(node, ast.ImportFrom) and node.level
    ]
    assert not wrong, "\n".join(wrong)


def test_no_request_below_the_views() -> None:
    wrong = []
    for module in modules():
        if module.app == "common" or module.part not in BELOW_VIEWS:
            continue
        wrong += [f"{module.name}:{line} {name}" for name, line in imports(module) if name in HTTP_MODULES]
        for function in functions(module):
            names = {a.arg for a in [*function.args.args, *function.args.kwonlyargs]}
            if "request" in names:
                wrong.append(f"{module.name}:{function.lineno} {function.name}(request)")
    assert not wrong, "\n".join(wrong)


WRITES = {"save", "create", "bulk_create", "bulk_update", "get_or_create", "update_or_create", "delete"}
DOORS = {"views", "forms", "ui", "urls", "selectors", "permissions"}


def test_only_services_write() -> None:
    """A view, a form or a selector that writes a model goes around checks, audit and facts."""
    wrong = [
        f"{module.name}:{node.lineno} .{node.func.attr}()"
        for module in modules()
        if module.app in APPS - {"common", "helpdesk"} and module.part in DOORS
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
        if node.func.attr in WRITES and "objects" in ast.dump(node.func.value)
    ]
    assert not wrong, "\n".join(wrong)


def read_at_import(module: Module) -> list[int]:
    """Lines outside of functions that read `settings.X`."""
    inside = {
        id(inner)
        for node in ast.walk(module.tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda)
        for inner in ast.walk(node)
    }
    return [
        node.lineno
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Name)
        and node.value.id == "settings"
        and node.attr != "AUTH_USER_MODEL"
        and id(node) not in inside
    ]


def test_no_setting_is_read_at_import() -> None:
    """A value read at import cannot be changed by a test or a later setting."""
    allowed = ("helpdesk/settings/", "helpdesk/urls.py", "helpdesk/celery.py")
    wrong = [
        f"{module.name}:{line}"
        for module in modules()
        if not module.name.startswith(allowed)
        for line in read_at_import(module)
    ]
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("name", ["utils", "helpers", "lib", "misc", "tools"])
def test_no_drawer_for_everything(name: str) -> None:
    wrong = [module.name for module in modules() if name in {module.path.stem, module.path.parent.name}]
    assert not wrong, "\n".join(wrong)
