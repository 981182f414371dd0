"""The MCP server, driven by the official SDK's client."""

from __future__ import annotations

import asyncio
import base64
import socket
import sqlite3
import sys
from collections.abc import Callable, Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("mcp.server.mcpserver", reason="needs the extra mcp")

from mcp import Client, StdioServerParameters
from mcp.client.stdio import stdio_client

from pyvenice.errors import ConfigError
from pyvenice.mcp.server import make_server
from pyvenice.mcp.settings import McpSettings

OPENAI, VENICE = "openai/gpt-image-2", "venice/firered-image-edit"
Calls = Callable[..., list[Any]]


@pytest.fixture
def calls(photos: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Calls:
    """Call tools of one server, one after the other, and return their results."""
    monkeypatch.setenv("PYVENICE_STATE_DIR", str(tmp_path / "state"))

    async def drive(settings: McpSettings, wanted: tuple[tuple[str, Any], ...]) -> list[Any]:
        async with Client(make_server(settings)) as client:
            return [await client.call_tool(name, arguments) for name, arguments in wanted]

    def call(*wanted: tuple[str, Any], **settings: Any) -> list[Any]:
        given = McpSettings(folder=tmp_path / "out", roots=(photos,), sandbox=True, **settings)
        return asyncio.run(drive(given, wanted))

    return call


def edit(photos: Path, **given: Any) -> tuple[str, dict[str, Any]]:
    """A call of `edit_image`."""
    arguments = {"image": str(photos / "a.png"), "prompt": "red", "model": VENICE, **given}
    return "edit_image", arguments


def text(result: Any) -> str:
    """The words of a result."""
    return "\n".join(part.text for part in result.content if part.type == "text")


def test_an_edit_answers_with_words_a_link_and_a_small_preview(calls: Calls, photos: Path) -> None:
    (result,) = calls(edit(photos))
    words, link, preview = result.content
    assert not result.is_error
    assert "for $0.0400" in words.text
    assert "Do not repeat" in words.text
    path = Path(result.structured_content["paths"][0])
    assert path.read_bytes().startswith(b"\x89PNG")
    assert str(path) in words.text
    assert link.uri.endswith(path.name)
    assert preview.mime_type == "image/jpeg"
    assert len(base64.b64decode(preview.data)) < 60_000


@pytest.mark.parametrize(
    ("given", "kinds"),
    [
        ({"preview": "none"}, ["text", "resource_link"]),
        ({"preview": "full"}, ["text", "resource_link", "image"]),
        ({"model": OPENAI, "n": 2, "preview": "none"}, ["text", "resource_link", "resource_link"]),
        ({"model": OPENAI, "size": "1024x1024", "preview": "none"}, ["text", "resource_link"]),
        ({"model": OPENAI, "output_format": "webp", "preview": "none"}, ["text", "resource_link"]),
    ],
)
def test_what_is_asked_for_is_what_comes(
    calls: Calls, photos: Path, given: Any, kinds: list[str]
) -> None:
    (result,) = calls(edit(photos, **given))
    assert [part.type for part in result.content] == kinds, text(result)


@pytest.mark.parametrize(
    ("mask", "means", "words"),
    [
        ("alpha.png", None, "Done by"),
        ("grey.png", "white", "Done by"),
        ("grey.png", "black", "Done by"),
        ("grey.png", None, "mask_means"),
    ],
)
def test_a_mask_says_what_it_means(
    calls: Calls, photos: Path, mask: str, means: str | None, words: str
) -> None:
    (result,) = calls(edit(photos, model=OPENAI, mask=str(photos / mask), mask_means=means))
    assert words in text(result)


def test_a_relative_path_is_one_below_a_folder_that_may_be_read(calls: Calls, photos: Path) -> None:
    (result,) = calls(edit(photos, image="a.png"))
    assert not result.is_error, text(result)


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"image": "/etc/passwd"}, "outside the folders"),
        ({"image": "PHOTOS/../outside.png"}, "outside the folders"),
        ({"image": "PHOTOS/none.png"}, "there is no file"),
        ({"image": "PHOTOS/text.png"}, "image"),
        ({"image": "https://example.org/a.png"}, "hosts"),
        ({"image": "http://169.254.169.254/a.png"}, "hosts"),
        ({"image": "https://[::1"}, "hosts"),
        ({"image": "../outside.png"}, "outside the folders"),
        ({"image": "data:image/png;base64,%"}, "base64"),
        ({"image": "data:image/png;base64," + "A" * 1_000_001}, "pass a path"),
        ({"image": "pyvenice://results/../../etc/passwd"}, "no result"),
        ({"model": "venice/firered"}, "firered-image-edit"),
        ({"n": 0}, "n=0"),
        ({"mask": "PHOTOS/alpha.png"}, "mask"),
        ({"model": OPENAI, "size": "banana"}, "size"),
        ({"image": ["PHOTOS/a.png"] * 4}, "images"),
    ],
)
def test_a_refusal_reaches_the_agent_with_its_reason(
    calls: Calls, photos: Path, given: Mapping[str, Any], words: str
) -> None:
    def placed(value: Any) -> Any:
        if isinstance(value, list):
            return [placed(item) for item in value]
        return value.replace("PHOTOS", str(photos)) if isinstance(value, str) else value

    placed_arguments = {name: placed(value) for name, value in given.items()}
    (result,) = calls(edit(photos, **placed_arguments))
    assert result.is_error
    assert words in text(result)


def test_the_same_arguments_are_not_billed_again_unless_another_try_is_asked_for(
    calls: Calls, photos: Path
) -> None:
    results = calls(edit(photos), edit(photos), edit(photos, again="2"))
    paths = [result.structured_content["paths"] for result in results]
    assert paths[0] == paths[1] != paths[2]
    assert [result.structured_content["repeated"] for result in results] == [False, True, False]
    assert "not billed again" in text(results[1])


def test_a_key_of_the_agent_names_a_call(calls: Calls, photos: Path) -> None:
    first, second = calls(edit(photos, key="k"), edit(photos, key="k", preview="none"))
    assert first.structured_content["paths"] == second.structured_content["paths"]


def test_what_was_bought_is_not_billed_again_after_a_restart(calls: Calls, photos: Path) -> None:
    first, second = calls(edit(photos))[0], calls(edit(photos))[0]
    assert second.structured_content == {**first.structured_content, "repeated": True}
    assert [part.type for part in second.content] == ["text", "resource_link", "image"]


def test_another_image_under_the_same_name_is_another_call(calls: Calls, photos: Path) -> None:
    (first,) = calls(edit(photos))
    (photos / "a.png").write_bytes((photos / "b.png").read_bytes())
    changed, same_bytes = calls(edit(photos), edit(photos, image=str(photos / "b.png")))
    assert changed.structured_content["paths"] != first.structured_content["paths"]
    assert same_bytes.structured_content["repeated"]


def test_a_key_that_names_another_call_is_refused(calls: Calls, photos: Path) -> None:
    _, second = calls(edit(photos, key="k"), edit(photos, key="k", prompt="blue"))
    assert "other arguments" in text(second)


def test_what_was_under_way_when_a_server_died_is_not_sent_again(
    calls: Calls, photos: Path, tmp_path: Path
) -> None:
    calls(edit(photos))
    with closing(sqlite3.connect(tmp_path / "out" / ".calls.sqlite")) as database, database:
        owner = f"{socket.gethostname()}:999999999:0"
        database.execute("UPDATE calls SET state = 'started', answer = NULL, owner = ?", (owner,))
    repeat, another = calls(edit(photos), edit(photos, again="2"))
    assert repeat.is_error
    assert "may have been carried out and billed" in text(repeat)
    assert not another.is_error


def test_a_call_of_another_server_of_the_same_folder_is_waited_for(
    calls: Calls, photos: Path, tmp_path: Path
) -> None:
    calls(edit(photos))
    with closing(sqlite3.connect(tmp_path / "out" / ".calls.sqlite")) as database, database:
        database.execute("UPDATE calls SET state = 'started', owner = 'elsewhere:1:0'")
    assert "another server" in text(calls(edit(photos))[0])


def test_a_result_that_was_removed_is_said_to_be(calls: Calls, photos: Path) -> None:
    (first,) = calls(edit(photos))
    Path(first.structured_content["paths"][0]).unlink()
    assert "was removed" in text(calls(edit(photos))[0])


def test_the_record_of_calls_is_no_result(calls: Calls, photos: Path) -> None:
    _, result = calls(edit(photos), edit(photos, image="pyvenice://results/.calls.sqlite"))
    assert "no result" in text(result)


def test_the_budget_of_a_session_ends_what_may_be_bought(calls: Calls, photos: Path) -> None:
    first, second = calls(edit(photos), edit(photos, again="2"), budget=0.05)
    assert not first.is_error
    assert second.is_error
    assert "0.05" in text(second)


def test_a_call_that_takes_long_goes_on_and_is_found_by_the_same_arguments(
    calls: Calls, photos: Path
) -> None:
    first, second = calls(edit(photos), edit(photos), patience=0.0)
    assert "not bought a second time" in text(first)
    assert second.is_error or second.structured_content["repeated"]


@pytest.mark.parametrize(
    ("tool", "arguments", "words"),
    [
        ("list_models", {}, f"{VENICE}: $0.04"),
        ("list_models", {"mask": True, "provider": "openai"}, OPENAI),
        ("recommend", {"max_price": 0.05}, "/"),
        ("compare", {"model_ids": [VENICE, OPENAI]}, "price"),
        ("compare", {"model_ids": [VENICE]}, "two models"),
        ("estimate", {"model": VENICE, "n": 2}, "$0.08"),
        ("estimate", {"model": "venice/none"}, "venice/"),
        ("check_contract", {"provider": "nobody"}, "venice"),
        ("generate_image", {"prompt": "a lake", "model": OPENAI, "preview": "none"}, "Done by"),
        ("generate_image", {"prompt": "a lake", "model": VENICE}, "cannot generate"),
    ],
)
def test_the_other_tools_answer_in_words(
    calls: Calls, tool: str, arguments: Any, words: str
) -> None:
    (result,) = calls((tool, arguments))
    assert words in text(result)


def test_results_are_resources_and_images_of_further_edits(
    photos: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYVENICE_STATE_DIR", str(tmp_path / "state"))

    async def scenario() -> None:
        settings = McpSettings(folder=tmp_path / "out", roots=(photos,), sandbox=True)
        async with Client(make_server(settings)) as client:
            tools = (await client.list_tools()).tools
            assert len(tools) == 7
            assert all(tool.annotations is not None for tool in tools)
            schemas = [tool.input_schema["properties"] for tool in tools]
            assert all("description" in item for known in schemas for item in known.values())
            name, arguments = edit(photos)
            first: Any = await client.call_tool(name, arguments)
            uri = first.content[1].uri
            contents: Any = (await client.read_resource(uri)).contents[0]
            assert base64.b64decode(contents.blob).startswith(b"\x89PNG")
            second = await client.call_tool(*edit(photos, image=uri))
            assert not second.is_error

    asyncio.run(scenario())


def test_a_server_at_stdio_speaks_the_protocol_alone(photos: Path, tmp_path: Path) -> None:
    command = ["-m", "pyvenice", "mcp", "--sandbox", "--folder", str(tmp_path / "o")]
    parameters = StdioServerParameters(
        command=sys.executable,
        args=[*command, "--root", str(photos)],
        env={"PYVENICE_STATE_DIR": str(tmp_path / "state")},
    )

    async def scenario() -> Any:
        async with Client(stdio_client(parameters)) as client:
            return await client.call_tool(*edit(photos))

    assert "Done by" in text(asyncio.run(scenario()))


def test_a_folder_that_cannot_be_written_to_is_refused_at_the_start(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(ConfigError, match="cannot be written"):
        make_server(McpSettings(folder=tmp_path / "file" / "out"))
