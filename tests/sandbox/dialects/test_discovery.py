"""Dialect discovery: a folder below `dialects/` is all that a provider needs to be in the sandbox."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from pyvenice.generated import PROVIDERS
from pyvenice.sandbox import Addresses, Sandbox
from pyvenice.sandbox.dialects.discovery import dialect_classes

ROOT = Path(__file__).resolve().parents[3]
ROUTES = """
from pyvenice.sandbox.dialects.base import Dialect, Option, Route
from pyvenice.sandbox.server.responses import json_response

class Acme(Dialect):
    provider = "acme"
    title = "Acme"
    prefix = base_path = "/acme/v9"
    edit_path = "/erase"
    options = {"needs_key": Option("key", "ask for the key of Acme")}

    def routes(self):
        return [Route("GET", "/ping", self.ping, needs_key="needs_key" in self._switched_on)]

    def ping(self, request):
        return json_response(200, {"pong": True})

    def error_response(self, error, request):
        return json_response(418, {"kind": error.kind})
"""
PROGRAM = """
import json, sys
from pyvenice.sandbox import Sandbox, background
from pyvenice.core.recording.recorded_exchange import WireRequest

def ask(sandbox, path, **headers):
    response = sandbox.handle(WireRequest("GET", "http://localhost" + path, headers))
    return response.status, b"".join(response.body).decode()

with background() as server:
    address = server.acme
print(json.dumps({
    "open": ask(Sandbox(), "/acme/v9/ping"),
    "locked": ask(Sandbox(acme_needs_key=True), "/acme/v9/ping"),
    "front page": ask(Sandbox(), "/", accept="text/html"),
    "nowhere": ask(Sandbox(), "/nowhere"),
    "address": address.endswith("/acme/v9"),
}))
"""


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the package with the dialect of a made-up provider."""
    root = tmp_path_factory.mktemp("copy")
    ignored = shutil.ignore_patterns("__pycache__")
    shutil.copytree(ROOT / "pyvenice", root / "pyvenice", ignore=ignored)
    shutil.copytree(ROOT / "specs", root / "specs", ignore=ignored)
    folder = root / "pyvenice" / "sandbox" / "dialects" / "acme"
    folder.mkdir()
    (folder / "__init__.py").write_text("", "utf-8")
    (folder / "routes.py").write_text(ROUTES, "utf-8")
    return root


def python(copy: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    program = [sys.executable, *arguments]
    return subprocess.run(program, cwd=copy, capture_output=True, text=True, check=False)


def test_a_new_folder_is_served_listed_and_has_its_options(copy: Path) -> None:
    done = python(copy, "-c", PROGRAM)
    assert done.returncode == 0, done.stderr
    answers = json.loads(done.stdout)
    assert answers["open"] == [200, '{"pong":true}']
    assert answers["locked"] == [418, '{"kind":"key-missing"}']
    assert "http://localhost/acme/v9/erase" in answers["front page"][1]
    assert "/acme/v9" in answers["nowhere"][1]
    assert answers["address"]


def test_a_new_folder_has_its_options_on_the_command_line(copy: Path) -> None:
    usage = python(copy, "-m", "pyvenice.sandbox", "--help").stdout
    assert "--acme-key" in usage
    assert "ask for the key of Acme" in usage


def test_a_folder_without_a_dialect_is_named(copy: Path) -> None:
    routes = copy / "pyvenice" / "sandbox" / "dialects" / "acme" / "routes.py"
    routes.write_text("", "utf-8")
    try:
        error = python(copy, "-c", "from pyvenice.sandbox import Sandbox; Sandbox()").stderr
    finally:
        routes.write_text(ROUTES, "utf-8")
    assert "dialects.acme.routes must define one Dialect with provider = 'acme'" in error


def test_each_dialect_has_a_contract() -> None:
    assert dialect_classes().keys() <= set(PROVIDERS)


@pytest.mark.parametrize("provider", dialect_classes())
def test_the_address_of_a_dialect_is_an_item_and_an_attribute(provider: str) -> None:
    addresses = Addresses("http://x", Sandbox().addresses("http://x"), "key")
    assert addresses[provider] == getattr(addresses, provider)
    assert f"{addresses[provider]}/".startswith(f"http://x/{provider}/")


def test_a_dialect_that_there_is_not_is_explained() -> None:
    addresses = Addresses("http://x", Sandbox().addresses("http://x"), "key")
    with pytest.raises(AttributeError, match=r"no dialect 'nobody'; there are: .*openai, .*venice"):
        _ = addresses.nobody


def test_an_unknown_option_is_refused_with_those_that_there_are() -> None:
    with pytest.raises(ValueError, match=r"no option 'venice_needs_key'.*xinference_needs_key"):
        Sandbox(venice_needs_key=True)
