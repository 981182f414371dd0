"""What `import pyvenice` gives, and what it costs."""

from __future__ import annotations

import ast
import functools
import inspect
import subprocess
import sys
import typing
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, get_type_hints

import pytest

import pyvenice

HEAVY = ("httpx", "pydantic", "PIL", "yaml", "asyncio", "json", "pyvenice.core", "pyvenice.clients")


def test_the_public_names_are_sorted_and_listed() -> None:
    assert pyvenice.__all__ == sorted(pyvenice.__all__)
    assert dir(pyvenice) == pyvenice.__all__


@pytest.mark.parametrize("name", pyvenice.__all__)
def test_each_public_name_can_be_had_and_says_where_it_lives(name: str) -> None:
    value = getattr(pyvenice, name)
    if inspect.isclass(value):
        assert value.__module__ == "pyvenice"
        assert value.__name__ == name
        assert value.__doc__


def public_functions() -> Iterator[tuple[str, Any]]:
    """Every public function and method, those of the resources of a client too."""
    for name in pyvenice.__all__:
        value = getattr(pyvenice, name)
        if inspect.isclass(value):
            yield from methods(name, value)
            for resource, made in inspect.getmembers(value, is_resource):
                yield from methods(f"{name}.{resource}", typing.get_type_hints(made.func)["return"])


def is_resource(member: object) -> bool:
    return isinstance(member, functools.cached_property)


def methods(place: str, cls: type) -> Iterator[tuple[str, Any]]:
    for name, member in inspect.getmembers(cls):
        function = member.fget if isinstance(member, property) else member
        if name.startswith("_") or is_resource(member) or not inspect.isroutine(function):
            continue
        if (getattr(function, "__module__", "") or "").startswith("pyvenice"):
            yield f"{place}.{name}", function


@pytest.mark.parametrize(
    ("name", "function"), [pytest.param(*pair, id=pair[0]) for pair in public_functions()]
)
def test_the_types_of_every_public_method_can_be_had(name: str, function: Any) -> None:
    hints = typing.get_type_hints(function)
    assert hints.keys() >= {*inspect.signature(function).parameters} - {"self", "cls"}, name


def members(value: type) -> Iterator[Callable[..., object]]:
    """The public methods of a class, those behind its properties included."""
    for name, member in inspect.getmembers_static(value):
        function = getattr(member, "fget", None) or getattr(member, "func", member)
        if inspect.isfunction(function) and not name.startswith("_"):
            yield function


@pytest.mark.parametrize("name", pyvenice.__all__)
def test_type_hints_of_public_classes_and_methods_resolve(name: str) -> None:
    value = getattr(pyvenice, name)
    if inspect.isclass(value):
        get_type_hints(value)
        for function in members(value):
            get_type_hints(function)


@pytest.mark.parametrize("name", [name for name in pyvenice.__all__ if name.endswith("Client")])
def test_type_hints_of_the_methods_of_a_client_resolve(name: str) -> None:
    for resource in members(getattr(pyvenice, name)):
        for function in members(get_type_hints(resource)["return"]):
            assert "return" in get_type_hints(function)


def test_a_public_class_lives_in_pyvenice_from_its_definition_on() -> None:
    script = (
        "import importlib, pyvenice;"
        "homes = [(importlib.import_module('pyvenice.' + home), name)"
        " for name, home in pyvenice._HOMES.items()];"
        "print({value.__module__ for module, name in homes"
        " if isinstance(value := getattr(module, name), type)})"
    )
    printed = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert printed.stdout == "{'pyvenice'}\n"


def test_a_client_class_of_a_user_stays_in_the_module_of_the_user() -> None:
    class Own(pyvenice.VeniceClient):
        """A user's own."""

    assert Own.__module__ == __name__


def test_editors_see_the_same_names_as_programs() -> None:
    source = ast.parse(Path(inspect.getfile(pyvenice)).read_text("utf-8"))
    block = next(node for node in source.body if isinstance(node, ast.If))
    assert ast.unparse(block.test) == "TYPE_CHECKING"
    seen = {
        alias.name: (node.module, alias.name)
        for node in block.body
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }
    modules = {name: ("pyvenice", name) for name in pyvenice._SUBMODULES}
    homes = {name: (f"pyvenice.{home}", name) for name, home in pyvenice._HOMES.items()}
    assert seen == homes | modules


def test_a_star_import_brings_exactly_the_public_names() -> None:
    names: dict[str, object] = {}
    exec("from pyvenice import *", names)
    assert sorted(names.keys() - {"__builtins__"}) == pyvenice.__all__


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="'pyvenice' has no attribute 'VenceClient'"):
        pyvenice.VenceClient  # noqa: B018


def test_the_import_loads_neither_a_client_nor_a_library() -> None:
    script = f"import sys, pyvenice; print([name for name in {HEAVY} if name in sys.modules])"
    answer = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert answer.stdout == "[]\n"


def test_one_client_loads_no_other_provider_and_no_extra() -> None:
    script = (
        "import sys, pyvenice; pyvenice.VeniceClient(api_key='k').close();"
        "print([name for name in sys.modules if 'openai' in name or 'xinference' in name"
        " or name.split('.')[0] in ('asyncio', 'PIL', 'yaml', 'uvicorn', 'jsonschema_rs')])"
    )
    answer = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert answer.stdout == "[]\n"
