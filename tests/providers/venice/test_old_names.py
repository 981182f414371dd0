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


OLD = """
from pyvenice import (
    ChatCompletion,
    ImageGeneration as Images,
)
from elsewhere import Models

images = Images(client)
models = Models(client)
self.venice.audio.create_speech(input="x")
(
    venice.billing
    .get_balance()
)
VeniceClient().beta.chat.completions.parse(response_format=int)
client.audio.speech.create(input="x")  # client.audio.create_speech
"""


def test_files_are_searched_for_old_names(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "app").mkdir()
    old = tmp_path / "app" / "old.py"
    old.write_text(OLD)
    assert main([str(tmp_path)]) == 1
    assert capsys.readouterr().out.splitlines() == [
        f"{old}:2: ChatCompletion is client.chat.completions here",
        f"{old}:2: ImageGeneration is client.image here",
        f"{old}:8: ImageGeneration is client.image here",
        f"{old}:10: client.audio.create_speech is client.audio.speech.create here",
        f"{old}:13: client.billing.get_balance is client.billing.balance here",
        f"{old}:15: client.beta.chat.completions.parse is client.chat.completions.parse here",
    ]
    new = tmp_path / "new.py"
    new.write_text("".join(f"client.{name}()\n" for name in set(METHODS.values())))
    assert main([str(new)]) == 0
    assert old_names.advice("image.edit") is None


def test_a_file_that_cannot_be_read_does_not_hide_the_others(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "broken.py").write_text("print 'Python 2'")
    (tmp_path / "old.py").write_text("client.chat.create()")
    assert main([str(tmp_path), str(tmp_path / "none.py")]) == 2
    printed = capsys.readouterr()
    assert "client.chat.completions.create" in printed.out
    assert [line.partition(": ")[0] for line in printed.err.splitlines()] == [
        str(tmp_path / "broken.py"),
        str(tmp_path / "none.py"),
    ]
