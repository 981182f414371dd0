"""Imports point downward, and packages keep their sizes: docs/architecture.md as tests."""

from __future__ import annotations

import ast
import importlib
import re
import sys
from collections.abc import Iterator
from functools import cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
MAY_KNOW = {
    "pyvenice.errors": set(),
    "pyvenice.config": {"core", "errors", "generated"},
    "pyvenice.core": {"errors"},
    "pyvenice.generated": {"core", "errors"},
    "pyvenice.catalogue": {"core", "errors", "generated"},
    "pyvenice.models": {"catalogue", "errors"},
    "pyvenice.contract": {"core", "errors"},
    "pyvenice.ledger": {"core", "errors"},
    "pyvenice.providers": {"core", "errors", "generated"},
    "pyvenice.integrations": {"core", "editing", "errors"},
    "pyvenice.editing": {"catalogue", "core", "errors", "ledger", "providers"},
    "pyvenice.batch": {"catalogue", "core", "editing", "errors", "ledger", "providers"},
    "pyvenice.gateway": {
        "catalogue",
        "config",
        "core",
        "editing",
        "errors",
        "generated",
        "ledger",
        "models",
        "providers",
    },
    "pyvenice.mcp": {
        "catalogue",
        "core",
        "editing",
        "errors",
        "gateway",
        "generated",
        "ledger",
        "models",
    },
    "pyvenice.studio": {
        "batch",
        "catalogue",
        "config",
        "contract",
        "core",
        "editing",
        "errors",
        "generated",
        "ledger",
        "models",
        "providers",
    },
    "pyvenice.sandbox": {"contract", "core", "errors", "generated"},
    "pyvenice.conformance": {"contract", "core", "errors", "generated", "providers"},
    "pyvenice.codegen": {"catalogue", "contract", "core", "errors"},
    "pyvenice.cli": {
        "gateway",
        "mcp",
        "batch",
        "catalogue",
        "codegen",
        "config",
        "conformance",
        "contract",
        "core",
        "editing",
        "errors",
        "generated",
        "ledger",
        "models",
        "providers",
        "sandbox",
        "studio",
    },
}
UPWARD = {
    "pyvenice.contract -> pyvenice.generated": "the Python argument that a change affects",
    "pyvenice.core -> pyvenice.conformance": "conformance=… needs an extra",
    "pyvenice.core -> pyvenice.generated": "the tables of the provider that a client names",
    "pyvenice.core -> pyvenice.sandbox": "sandbox=True needs an extra",
}
"""Arrows that point up. They stand in functions: nothing is imported before it is needed."""

PATH_CHANGES = {
    "benchmarks/studio.py": "measures the studio that the browser tests start",
    "scripts/api-contract-validator.py": "runs from any folder, without an installation",
}
LONGER = {"pyvenice/errors.py": "every exception stands in one module"}
LARGER = {
    "pyvenice": "a folder or a module for each room",
    "pyvenice/cli": "a module or a folder for each command",
    "pyvenice/providers": "a folder a provider",
    "pyvenice/generated": "a folder a provider",
    "pyvenice/sandbox/dialects": "a folder a provider",
}
SMALLER = {
    "pyvenice/integrations": "a module for each program",
    "pyvenice/providers/*": "a provider may need no rules, or no flows of its own",
    "pyvenice/sandbox/dialects/*": "a dialect may need no models",
}
MOST_LINES, FEWEST_FILES, MOST_FILES = 400, 4, 13
HTTP_LIBRARIES = {"httpx", "httpx2", "requests", "aiohttp", "urllib3"}
BASE_INSTALL = {"httpx", "pydantic", "pydantic_core", "pyvenice", "typing_extensions"}
PRIVATE = "Private: import public names from `pyvenice`."
IMPORTERS = {"importlib.import_module", "import_module", "__import__", "extras.load", "load"}


def modules(*rooms: str) -> list[str]:
    """The dotted names of all modules in rooms such as `pyvenice.core`."""
    files = (
        path
        for room in rooms
        for glob in (f"{room.replace('.', '/')}/**/*.py", f"{room.replace('.', '/')}.py")
        for path in sorted(ROOT.glob(glob))
    )
    return [dotted_name(path) for path in files]


def dotted_name(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


@cache
def tree(module: str) -> ast.Module:
    return ast.parse(file_of(module).read_text("utf-8"))


def file_of(module: str) -> Path:
    path = ROOT / module.replace(".", "/")
    return path / "__init__.py" if path.is_dir() else path.with_suffix(".py")


def imports(node: ast.AST) -> Iterator[str]:
    """Every module that an import statement below a node names; `from a import b`: a and a.b."""
    for child in ast.walk(node):
        if isinstance(child, ast.Import):
            yield from (alias.name for alias in child.names)
        elif isinstance(child, ast.ImportFrom):
            assert child.level == 0, f"a relative import in line {child.lineno}: write it in full"
            yield child.module or ""
            yield from (f"{child.module}.{alias.name}" for alias in child.names)


def imports_by_name(node: ast.AST, module: str) -> Iterator[str]:
    """Every module that `import_module` or `extras.load` names below a node; `*` for what varies."""
    for child in ast.walk(node):
        if isinstance(child, ast.Call) and ast.unparse(child.func) in IMPORTERS and child.args:
            yield name_pattern(child.args[0], module)


def name_pattern(name: ast.expr, module: str) -> str:
    """The text of an expression, with `*` for each part that is only known at run time."""
    if isinstance(name, ast.Constant):
        return str(name.value)
    if isinstance(name, ast.JoinedStr):
        return "".join(name_pattern(part, module) for part in name.values)
    if isinstance(name, ast.FormattedValue) and ast.unparse(name.value) == "__name__":
        return module
    return "*"


def all_imports(module: str) -> list[str]:
    """Every module that a module names in an import, wherever that import stands."""
    return [*imports(tree(module)), *imports_by_name(tree(module), module)]


def imports_at_start(module: str) -> Iterator[str]:
    """What is imported when the module itself is: not in functions, not for type checkers."""
    waiting: list[ast.AST] = [tree(module)]
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.Import | ast.ImportFrom):
            yield from imports(node)
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


def circle(graph: dict[str, set[str]]) -> list[str]:
    """The modules of one import circle, in order; none if there is no circle."""
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        return list(reversed(error.args[1]))
    return []


def import_graph() -> dict[str, set[str]]:
    """Each module with what it imports anywhere: in functions and for type checkers too."""
    known = set(modules("pyvenice"))
    return {module: set(_edges(module, known)) for module in known}


def _edges(module: str, known: set[str]) -> Iterator[str]:
    for statement in ast.walk(tree(module)):
        if isinstance(statement, ast.Import):
            yield from known.intersection(alias.name for alias in statement.names)
        elif isinstance(statement, ast.ImportFrom):
            for alias in statement.names:
                whole = f"{statement.module}.{alias.name}"
                name = whole if whole in known else statement.module
                if name in known:
                    yield name


def packages() -> list[Path]:
    return sorted(path.parent for path in ROOT.glob("pyvenice/**/__init__.py"))


def is_listed(path: Path, exceptions: dict[str, str]) -> bool:
    return any(path.relative_to(ROOT).match(name) for name in exceptions)


def test_each_room_has_its_place() -> None:
    rooms = {f"pyvenice.{path.parent.name}" for path in ROOT.glob("pyvenice/*/__init__.py")}
    assert rooms <= MAY_KNOW.keys(), "say in MAY_KNOW which rooms the new one may know"


def test_the_architecture_page_shows_the_same_arrows() -> None:
    page = (ROOT / "docs" / "architecture.md").read_text("utf-8")
    rows = re.findall(r"^\| \d \| `(\w+)(?:/|\.py)[^|]*\|[^|]*\|([^|]*)\|$", page, re.MULTILINE)
    shown = {
        f"pyvenice.{room}": {*re.findall(r"`(\w+)`", names)} | {"errors"} - {room}
        for room, names in rows
        if "everything below" not in names
    }
    assert shown == {room: names for room, names in MAY_KNOW.items() if room != "pyvenice.cli"}
    arrows = re.findall(r"^\| `(\w+)` \| `(\w+)` \|", page, re.MULTILINE)
    assert {f"pyvenice.{room} -> pyvenice.{target}" for room, target in arrows} == UPWARD.keys()


@pytest.mark.parametrize("room", MAY_KNOW)
def test_no_import_points_upward(room: str) -> None:
    upward = {
        f"{module} imports {name}"
        for module in modules(room)
        for name in imports_at_start(module)
        if points_upward(module, name)
    }
    assert upward == set()


@pytest.mark.parametrize("room", MAY_KNOW)
def test_only_listed_arrows_point_upward_later(room: str) -> None:
    upward = {
        f"{room} -> {room_of(name)}"
        for module in modules(room)
        for name in all_imports(module)
        if points_upward(module, name)
    }
    assert upward == {arrow for arrow in UPWARD if arrow.startswith(f"{room} ->")}


@pytest.mark.parametrize(
    ("source", "name"),
    [
        ("importlib.import_module('pyvenice.cli')", "pyvenice.cli"),
        (
            "import_module(f'pyvenice.generated.{provider}.requests')",
            "pyvenice.generated.*.requests",
        ),
        ("import_module(f'{__name__}.{name}')", "pyvenice.core.*"),
        ("extras.load('pyvenice.sandbox', extra='x', feature='y')", "pyvenice.sandbox"),
        ("__import__(name)", "*"),
    ],
)
def test_imports_by_name_are_seen(source: str, name: str) -> None:
    assert list(imports_by_name(ast.parse(source), "pyvenice.core")) == [name]


def test_only_one_module_imports_what_it_is_given() -> None:
    blind = {
        module
        for module in modules("pyvenice")
        for name in imports_by_name(tree(module), module)
        if name.startswith("*")
    }
    assert blind == {"pyvenice.core.extras"}


def test_only_listed_files_change_the_search_path() -> None:
    changing = {
        path.relative_to(ROOT).as_posix()
        for folder in ("pyvenice", "codegen", "scripts", "examples", "benchmarks")
        for path in ROOT.glob(f"{folder}/**/*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Attribute) and ast.unparse(node) in ("sys.path", "sys.meta_path")
    }
    assert changing == {path for path in PATH_CHANGES if (ROOT / path).exists()}


def test_nothing_in_the_package_knows_what_stands_around_it() -> None:
    names = {
        name.partition(".")[0] for module in modules("pyvenice") for name in all_imports(module)
    }
    assert names.isdisjoint({"benchmarks", "codegen", "examples", "scripts", "tests"})


def test_no_import_runs_in_a_circle() -> None:
    assert " -> ".join(circle(import_graph())) == ""


def test_a_circle_is_found() -> None:
    assert circle({"a": {"b"}, "b": {"c"}, "c": {"a"}, "d": {"a"}})


def test_generated_folders_hold_python_only() -> None:
    files = [path for path in ROOT.glob("pyvenice/generated/**/*") if path.is_file()]
    assert {path.suffix for path in files if "__pycache__" not in path.parts} == {".py"}


def test_only_the_transport_knows_an_http_library() -> None:
    rooms = ("core", "generated", "providers")
    users = {
        module
        for module in modules(*(f"pyvenice.{room}" for room in rooms))
        if HTTP_LIBRARIES.intersection(name.partition(".")[0] for name in all_imports(module))
    }
    assert users == {"pyvenice.core.http.transport"}


def test_one_module_opens_urls_without_an_http_library() -> None:
    openers = re.compile(r"\b(urlopen|build_opener|OpenerDirector|HTTPS?Connection)\(")
    users = {
        name for name in modules("pyvenice") if openers.search(file_of(name).read_text("utf-8"))
    }
    assert users == {"pyvenice.contract.fetching.bounded_http"}


@pytest.mark.parametrize("room", ["core", "errors", "generated", "providers"])
def test_the_client_starts_without_any_extra(room: str) -> None:
    foreign = {
        f"{module} imports {name}"
        for module in modules(f"pyvenice.{room}")
        for name in imports_at_start(module)
        if (top := name.partition(".")[0]) not in sys.stdlib_module_names
        and top not in BASE_INSTALL
    }
    assert foreign == set()


def test_a_module_has_at_most_400_lines() -> None:
    long = {
        path.relative_to(ROOT).as_posix()
        for folder in ("pyvenice", "codegen", "scripts", "examples", "benchmarks")
        for path in ROOT.glob(f"{folder}/**/*.py")
        if "generated" not in path.parts and not is_listed(path, LONGER)
        if len(path.read_text("utf-8").splitlines()) > MOST_LINES
    }
    assert long == set()


@pytest.mark.parametrize("package", packages(), ids=dotted_name)
def test_a_package_has_four_to_thirteen_files(package: Path) -> None:
    files = [path for path in package.glob("*.py") if path.name != "__init__.py"]
    inside = len(files) + len(list(package.glob("*/__init__.py")))
    assert inside + 1 >= FEWEST_FILES or is_listed(package, SMALLER), "too few files: merge them"
    assert inside <= MOST_FILES or is_listed(package, LARGER), "too many files: group them"


def public_names() -> dict[str, list[str]]:
    """The names that the docstrings of packages call public, by package."""
    texts = {
        dotted_name(package): ast.get_docstring(tree(dotted_name(package)))
        for package in packages()
    }
    lines = {
        name: re.findall(r"^Public: (.+)\.$", text or "", re.MULTILINE)
        for name, text in texts.items()
    }
    return {name: re.findall("`(.+?)`", found[0]) for name, found in lines.items() if found}


def marked_packages() -> list[str]:
    """All but `pyvenice` itself, and what codegen writes, which says so in its first line."""
    names = (dotted_name(package) for package in packages())
    return [name for name in names if name != "pyvenice" and room_of(name) != "pyvenice.generated"]


@pytest.mark.parametrize("package", marked_packages())
def test_each_package_says_whether_it_is_private(package: str) -> None:
    text = ast.get_docstring(tree(package)) or ""
    assert (PRIVATE in text) != (package in public_names())


@pytest.mark.parametrize(
    ("package", "name"), [(home, name) for home, names in public_names().items() for name in names]
)
def test_what_a_package_calls_public_is_there(package: str, name: str) -> None:
    module, _, attribute = f"{package}.{name}".rpartition(".")
    assert hasattr(importlib.import_module(module), attribute)


def test_pages_and_examples_import_public_names_only() -> None:
    pages = [path for path in ROOT.glob("docs/*.md") if path.name != "architecture.md"]
    blocks = [
        block
        for page in [ROOT / "README.md", *pages]
        for block in re.findall(
            r"^```python\n(.*?)^```$", page.read_text("utf-8"), re.MULTILINE | re.DOTALL
        )
    ]
    programs = [path.read_text("utf-8") for path in ROOT.glob("examples/**/*.py")]
    used = {
        f"{statement.module}.{alias.name}"
        for source in [*blocks, *programs]
        for statement in ast.walk(ast.parse(source))
        if isinstance(statement, ast.ImportFrom)
        and (statement.module or "").startswith("pyvenice.")
        for alias in statement.names
    }
    public = {f"{home}.{name}" for home, names in public_names().items() for name in names}
    whole = {name.rpartition(".")[0] for name in public}
    assert {name for name in used if name.rpartition(".")[0] != "pyvenice.errors"} <= public | whole
