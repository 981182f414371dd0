from __future__ import annotations

import json
import sys

import pytest

from pyvenice.core import extras
from pyvenice.errors import MissingExtraError, install_command


def test_an_installed_module_is_loaded() -> None:
    assert extras.load("json", extra="x", feature="x") is json


def test_a_module_that_is_not_installed_says_what_to_install() -> None:
    with pytest.raises(MissingExtraError) as caught:
        extras.load("not_installed.at_all", extra="images", feature="drawing")
    assert str(caught.value) == f"drawing needs an extra: {install_command('images')}"
    assert (caught.value.extra, caught.value.feature) == ("images", "drawing")
    assert caught.value.name == "not_installed"
    assert caught.value.__suppress_context__


def test_a_missing_module_of_ours_is_a_bug_and_no_missing_extra() -> None:
    with pytest.raises(ModuleNotFoundError, match=r"pyvenice\.not_there") as caught:
        extras.load("pyvenice.not_there", extra="x", feature="x")
    assert not isinstance(caught.value, MissingExtraError)


def test_a_module_that_fails_to_import_fails_as_it_does(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "broken", None)
    monkeypatch.setattr("importlib.import_module", _fails)
    with pytest.raises(ImportError, match="wrong architecture") as caught:
        extras.load("broken", extra="x", feature="x")
    assert not isinstance(caught.value, MissingExtraError)


def _fails(name: str) -> None:
    raise ImportError(f"{name}: wrong architecture")


def test_a_module_that_this_platform_lacks_is_no_missing_extra(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "fcntl", None)
    with pytest.raises(ModuleNotFoundError, match="fcntl") as caught:
        extras.load("fcntl", extra="x", feature="x")
    assert not isinstance(caught.value, MissingExtraError)
