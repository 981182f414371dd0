"""Private APIs of other packages: the one list of those that are used, and a test that they are there.

When an update of a dependency breaks one, the test that fails here names package, name and user.
"""

from __future__ import annotations

import ast
import importlib
import inspect
from collections.abc import Iterator
from functools import reduce
from importlib import metadata
from pathlib import Path
from typing import Any, NamedTuple

import pytest

ROOT = Path(__file__).resolve().parent.parent


class PrivateAPI(NamedTuple):
    """A name that its package does not document."""

    distribution: str
    module: str
    name: str
    """Dotted, such as `Engine.get_phase_config`."""
    user: str
    """The module of ours that uses it."""
    parameters: tuple[str, ...] = ()
    """Of a function: parameters that are passed by name or position, in their order."""


ENGINE = "pyvenice/conformance/run/schemathesis_engine.py"
SERVER = "pyvenice/sandbox/server/server.py"
GATEWAY = "pyvenice/gateway/server.py"
HTTPTOOLS = "uvicorn.protocols.http.httptools_impl"
PRIVATE_APIS = [
    PrivateAPI(
        "schemathesis",
        "schemathesis.engine.core",
        "Engine.get_phase_config",
        ENGINE,
        ("self", "phase_name"),
    ),
    PrivateAPI("schemathesis", "schemathesis.engine.core", "Engine.execute", ENGINE, ("self",)),
    PrivateAPI("schemathesis", "schemathesis.engine.core", "EventStream.stop", ENGINE, ("self",)),
    PrivateAPI("schemathesis", "schemathesis.engine.run", "Phase", ENGINE),
    PrivateAPI("schemathesis", "schemathesis.engine.run", "PhaseName.COVERAGE", ENGINE),
    PrivateAPI("schemathesis", "schemathesis.engine.run", "PhaseName.FUZZING", ENGINE),
    PrivateAPI("schemathesis", "schemathesis.engine.run", "PhaseSkipReason.DISABLED", ENGINE),
    PrivateAPI("schemathesis", "schemathesis.engine.events", "FatalError", ENGINE),
    PrivateAPI("schemathesis", "schemathesis.engine.events", "Interrupted", ENGINE),
    PrivateAPI("schemathesis", "schemathesis.engine.events", "NonFatalError", ENGINE),
    PrivateAPI("schemathesis", "schemathesis.schemas", "BaseSchema.transport", ENGINE),
    PrivateAPI(
        "schemathesis",
        "schemathesis.transport",
        "BaseTransport.serialize_case",
        ENGINE,
        ("self", "case"),
    ),
    PrivateAPI(
        "schemathesis",
        "schemathesis.core.transport",
        "Response",
        ENGINE,
        ("status_code", "headers", "content", "request", "elapsed", "verify"),
    ),
    PrivateAPI(
        "hypothesis", "hypothesis", "configuration.set_hypothesis_home_dir", ENGINE, ("directory",)
    ),
    PrivateAPI("PyYAML", "yaml._yaml", "CParser", "pyvenice/contract/document/yaml_tree.py"),
    PrivateAPI("uvicorn", "uvicorn.protocols.http.h11_impl", "H11Protocol.connection_made", SERVER),
    PrivateAPI("uvicorn", "uvicorn.protocols.http.h11_impl", "H11Protocol", SERVER),
    PrivateAPI("uvicorn", HTTPTOOLS, "HttpToolsProtocol", GATEWAY),
    PrivateAPI("uvicorn", HTTPTOOLS, "HttpToolsProtocol.data_received", GATEWAY, ("self", "data")),
    PrivateAPI("uvicorn", HTTPTOOLS, "HttpToolsProtocol.on_headers_complete", GATEWAY),
    PrivateAPI("uvicorn", HTTPTOOLS, "HttpToolsProtocol.on_message_complete", GATEWAY),
    PrivateAPI(
        "uvicorn", HTTPTOOLS, "HttpToolsProtocol.send_400_response", GATEWAY, ("self", "msg")
    ),
]


@pytest.mark.parametrize("used", PRIVATE_APIS, ids=lambda used: f"{used.module}.{used.name}")
def test_a_private_api_is_where_it_is_used(used: PrivateAPI) -> None:
    version = metadata.version(used.distribution)
    culprit = f"{used.distribution} {version} moved {used.module}.{used.name}; see {used.user}"
    try:
        found: Any = reduce(getattr, used.name.split("."), importlib.import_module(used.module))
    except (ImportError, AttributeError) as error:
        pytest.fail(f"{culprit}: {error}")
    if used.parameters:
        given = tuple(inspect.signature(found).parameters)
        assert given[: len(used.parameters)] == used.parameters, culprit


def test_the_list_and_the_imports_agree() -> None:
    listed = {(used.user, used.module, used.name.partition(".")[0]) for used in PRIVATE_APIS}
    imported = {
        (path.relative_to(ROOT).as_posix(), module, name)
        for path in ROOT.glob("pyvenice/**/*.py")
        for module, name in third_party_imports(path)
    }
    assert listed - imported == set()
    private = {names for names in imported if is_private(*names[1:])}
    assert private - listed == set()


def is_private(module: str, name: str) -> bool:
    """Whether a name is documented nowhere, by its own name or that of its module."""
    if any(step.startswith("_") for step in (*module.split("."), name)):
        return True
    return module.startswith(("schemathesis.engine", "schemathesis.core", "uvicorn.protocols"))


def third_party_imports(path: Path) -> Iterator[tuple[str, str]]:
    """The modules of other packages that a file imports, also in functions, and the names in them."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module not in {None, "__future__"}:
            yield from ((str(node.module), alias.name) for alias in node.names)
        elif isinstance(node, ast.Import):
            yield from ((alias.name, "") for alias in node.names)
        elif isinstance(node, ast.Call) and ast.unparse(node.func).endswith("import_module"):
            yield from (
                (str(argument.value), "")
                for argument in node.args
                if isinstance(argument, ast.Constant)
            )
