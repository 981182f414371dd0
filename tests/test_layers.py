"""Imports point downward: a room knows the rooms below it, and no module imports itself."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
MAY_KNOW = {
    "pyvenice.errors": {"core"},
    "pyvenice.core": {"errors", "generated"},
    "pyvenice.generated": {"core"},
    "pyvenice.contract": {"core", "errors"},
    "pyvenice.providers": {"core", "errors", "generated"},
    "pyvenice.sandbox": {"contract", "core", "errors", "generated"},
    "pyvenice.conformance": {"contract", "core", "errors", "generated", "providers"},
    "pyvenice.codegen": {"contract", "core"},
    "pyvenice.cli": {
        "codegen",
        "conformance",
        "contract",
        "core",
        "errors",
        "providers",
        "sandbox",
    },
}
HTTP_LIBRARIES = {"httpx", "httpx2", "requests", "aiohttp", "urllib3"}
BASE_INSTALL = {"httpx", "pydantic", "pydantic_core", "pyvenice", "typing_extensions"}


def modules(*rooms: str) -> list[str]:
    """The dotted names of all modules in rooms such as `pyvenice.core`."""
    files = (
        path
        for room in rooms
        for pattern in (f"{room.replace('.', '/')}/**/*.py", f"{room.replace('.', '/')}.py")
        for path in sorted(ROOT.glob(pattern))
    )
    return [".".join(path.relative_to(ROOT).with_suffix("").parts) for path in files]


def tree(module: str) -> ast.Module:
    return ast.parse((ROOT / module.replace(".", "/")).with_suffix(".py").read_text("utf-8"))


def imported(node: ast.AST) -> Iterator[str]:
    """Every module that is imported anywhere below a node, `from a import b` as both a and a.b."""
    for child in ast.walk(node):
        if isinstance(child, ast.Import):
            yield from (alias.name for alias in child.names)
        elif isinstance(child, ast.ImportFrom):
            assert child.level == 0, f"a relative import in line {child.lineno}: write it in full"
            yield child.module or ""
            yield from (f"{child.module}.{alias.name}" for alias in child.names)
        elif isinstance(child, ast.Call) and ast.unparse(child.func) == "importlib.import_module":
            yield from (str(one.value) for one in child.args if isinstance(one, ast.Constant))


def imported_at_start(module: str) -> Iterator[str]:
    """What is imported when the module itself is: not in functions, not for type checkers."""
    waiting: list[ast.AST] = [tree(module)]
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.Import | ast.ImportFrom):
            yield from imported(node)
        elif isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING":
            waiting.extend(node.orelse)
        elif not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            waiting.extend(ast.iter_child_nodes(node))


def points_upward(module: str, name: str) -> bool:
    """Whether `module` may not know the room of `name`, a module of this package."""
    room, target = room_of(module), room_of(name)
    if not target.startswith("pyvenice.") or target == room:
        return False
    return target.removeprefix("pyvenice.") not in MAY_KNOW[room]


def room_of(module: str) -> str:
    parts = module.split(".")
    return ".".join(parts[: 2 if parts[0] == "pyvenice" else 1])


def test_each_room_has_its_place() -> None:
    rooms = {f"pyvenice.{path.parent.name}" for path in ROOT.glob("pyvenice/*/__init__.py")}
    assert rooms <= MAY_KNOW.keys(), "say in MAY_KNOW which rooms the new one may know"


@pytest.mark.parametrize("room", MAY_KNOW)
def test_no_import_points_upward(room: str) -> None:
    upward = [
        f"{module} imports {name}"
        for module in modules(room)
        for name in imported(tree(module))
        if points_upward(module, name)
    ]
    assert upward == []


def test_nothing_in_the_package_knows_the_build() -> None:
    names = {
        name.partition(".")[0] for module in modules("pyvenice") for name in imported(tree(module))
    }
    assert names.isdisjoint({"tests", "scripts", "examples"})


def test_two_arrows_point_upward_at_run_time() -> None:
    loaded = [
        (module, ast.literal_eval(call.args[0]))
        for module in modules("pyvenice")
        for call in ast.walk(tree(module))
        if isinstance(call, ast.Call) and ast.unparse(call.func) == "extras.load"
    ]
    upward = [(module, name) for module, name in loaded if points_upward(module, name)]
    assert upward == [
        ("pyvenice.core.client.construction", "pyvenice.conformance.live"),
        ("pyvenice.core.client.construction", "pyvenice.sandbox"),
    ]


def test_no_module_imports_itself_in_the_end() -> None:
    known = set(modules("pyvenice"))
    graph = {module: known.intersection(imported_at_start(module)) - {module} for module in known}
    order = list(TopologicalSorter(graph).static_order())
    assert len(order) == len(known)


def test_only_the_transport_knows_an_http_library() -> None:
    rooms = ("core", "generated", "providers")
    users = {
        module
        for module in modules(*(f"pyvenice.{room}" for room in rooms))
        if HTTP_LIBRARIES.intersection(name.partition(".")[0] for name in imported(tree(module)))
    }
    assert users == {"pyvenice.core.http.transport"}


@pytest.mark.parametrize("room", ["core", "generated", "providers"])
def test_the_client_starts_without_any_extra(room: str) -> None:
    foreign = {
        f"{module} imports {name}"
        for module in modules(f"pyvenice.{room}")
        for name in imported_at_start(module)
        if (top := name.partition(".")[0]) not in sys.stdlib_module_names
        and top not in BASE_INSTALL
    }
    assert foreign == set()
