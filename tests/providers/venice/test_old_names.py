"""Old names: each new one exists, each old one does not and says the new one, and the page has them all."""

from __future__ import annotations

from functools import reduce
from pathlib import Path
from typing import Any

import pytest

import pyvenice
from pyvenice import AsyncVeniceClient, VeniceClient
from pyvenice.providers.venice.facts import old_names
from pyvenice.providers.venice.facts.old_names import CLASSES, METHODS, main

ROOT = Path(__file__).resolve().parents[3]


def reached(client: Any, path: str) -> Any:
    return reduce(getattr, path.split("."), client)


@pytest.fixture(params=[VeniceClient, AsyncVeniceClient])
def client(request: pytest.FixtureRequest) -> Any:
    return request.param("key")


@pytest.mark.parametrize("old", METHODS)
def test_an_old_method_says_the_new_one(client: Any, old: str) -> None:
    assert callable(reached(client, METHODS[old]))
    with pytest.raises(AttributeError) as error:
        reached(client, old)
    assert f"client.{METHODS[old]} here" in str(error.value)


@pytest.mark.parametrize("name", [name for name in CLASSES if name != "AsyncClient"])
def test_an_old_class_says_where_its_methods_are(client: Any, name: str) -> None:
    with pytest.raises(ImportError, match=name) as error:
        getattr(pyvenice, name)
    path = CLASSES[name].removeprefix("client.")
    assert f"VeniceClient().{path}" in str(error.value)
    assert reached(client, path)


def test_other_names_are_plain_attribute_errors(client: Any) -> None:
    for path in ("nothing", "image.nothing", "audio.nothing", "_nothing"):
        with pytest.raises(AttributeError, match=r"nothing'$"):
            reached(client, path)
    with pytest.raises(AttributeError, match=r"client\.request"):
        reached(client, "decisions")


def test_the_page_lists_every_name() -> None:
    page = (ROOT / "docs/migrate-venice.md").read_text("utf-8")
    for old, new in METHODS.items():
        assert f"| `client.{old}` | `client.{new}` |" in page
    for old, new in CLASSES.items():
        assert f"| `{old}` | `{new}` |" in page


def test_files_are_searched_for_old_names(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    old = tmp_path / "old.py"
    old.write_text(
        "from pyvenice import ImageGeneration\n"
        "client.audio.create_speech(input='x')\n"
        "client.audio.speech.create(input='x')\n"
    )
    assert main([str(old)]) == 1
    found = capsys.readouterr().out.splitlines()
    assert found == [
        f"{old}:1: ImageGeneration is client.image here",
        f"{old}:2: client.audio.create_speech is client.audio.speech.create here",
    ]
    new = tmp_path / "new.py"
    new.write_text("".join(f"client.{name}()\n" for name in set(METHODS.values())))
    assert main([str(new)]) == 0
    assert main([str(tmp_path / "none.py")]) == 2
    assert old_names.advice("image.edit") is None
