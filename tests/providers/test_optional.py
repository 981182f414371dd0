"""Optional modules of providers: one that is missing is none, one that is broken is an error."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import pyvenice.providers
from pyvenice.generated import PROVIDERS
from pyvenice.providers.optional import optional_module, providers_with


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The folder of a provider `acme`."""
    path = tmp_path / "acme"
    path.mkdir()
    (path / "__init__.py").touch()
    monkeypatch.setattr(
        pyvenice.providers, "__path__", [*pyvenice.providers.__path__, str(tmp_path)]
    )
    yield path
    for name in [name for name in sys.modules if name.startswith("pyvenice.providers.acme")]:
        del sys.modules[name]


@pytest.mark.parametrize(
    ("provider", "name"),
    [("acme", "rules"), ("nobody", "rules"), ("my.host", "rules"), ("a-b", "rules"), ("", "rules")],
)
@pytest.mark.usefixtures("folder")
def test_a_module_that_is_missing_is_none(provider: str, name: str) -> None:
    assert optional_module(provider, name) is None


def test_a_module_that_is_there_is_imported(folder: Path) -> None:
    (folder / "rules.py").write_text("RULES = 7")
    module = optional_module("acme", "rules")
    assert module is not None
    assert module.RULES == 7


@pytest.mark.parametrize(
    "text",
    [
        "import a_module_that_nobody_has",
        "from pyvenice.providers.acme import facts",
        "import pyvenice.providers.acme.rules.facts",
        "import pyvenice.providers.acme.facts",
    ],
)
def test_an_import_error_inside_a_module_is_not_hidden(folder: Path, text: str) -> None:
    (folder / "rules.py").write_text(text)
    with pytest.raises(ImportError, match=r"a_module_that_nobody_has|facts"):
        optional_module("acme", "rules")


def test_providers_are_found_by_a_module_of_their_folder() -> None:
    assert "openai" in providers_with("batches")
    assert set(providers_with("rules")) <= set(PROVIDERS)
    assert providers_with("a_module_that_nobody_has") == []
