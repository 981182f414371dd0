"""Clients that look at their own traffic, against the sandbox and against servers that lie."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from contextlib import suppress
from operator import attrgetter
from pathlib import Path
from typing import Any

import pytest

import pyvenice
from pyvenice import ArgumentError, ConformanceError, EditResult, PyveniceError
from pyvenice.contract.pin import pin
from pyvenice.sandbox import Sandbox
from tests.loopback import Loopback, says
from tests.pictures import picture
from tests.simplest_call import simplest_call

EDIT = {"image": picture(300, 300), "prompt": "sepia", "model": "m"}
Edit = Callable[..., EditResult]


@pytest.fixture
def edit(client_mode: str) -> Edit:
    """`edit("Venice", {client options}, **arguments)` with a client of the mode.

    `method` calls another one below the client, with no arguments but those given.
    """

    async def in_async(
        provider: str, options: dict[str, Any], method: str = "", **arguments: Any
    ) -> Any:
        async with getattr(pyvenice, f"Async{provider}Client")(
            **{"api_key": "sandbox"} | options
        ) as client:
            if method:
                return await attrgetter(method)(client)(**arguments)
            return await client.image.edit(**EDIT | arguments)

    def in_sync(provider: str, options: dict[str, Any], method: str = "", **arguments: Any) -> Any:
        with getattr(pyvenice, f"{provider}Client")(**{"api_key": "sandbox"} | options) as client:
            if method:
                return attrgetter(method)(client)(**arguments)
            return client.image.edit(**EDIT | arguments)

    def run(provider: str, options: dict[str, Any], method: str = "", **arguments: Any) -> Any:
        return asyncio.run(in_async(provider, options, method, **arguments))

    return in_sync if client_mode == "sync" else run


@pytest.mark.parametrize("provider", list(Sandbox().addresses("")))
@pytest.mark.parametrize("to_file", [False, True], ids=["in memory", "to a file"])
def test_an_honest_exchange_is_passed_over(
    provider: str, to_file: bool, edit: Edit, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    method, arguments = simplest_call(provider, EDIT["image"], "sepia")
    arguments |= {"save_to": tmp_path / "out.png"} if to_file else {}
    title = pin.source(provider).title
    result = edit(title, {"sandbox": True, "conformance": "raise"}, method, **arguments)
    assert len(result.image.data) > 100
    edit(title, {"sandbox": True, "conformance": "report"}, method, **arguments)
    assert [record.message for record in caplog.records if record.levelno > logging.INFO] == []


def test_a_request_that_breaks_the_contract_is_not_sent(edit: Edit, loopback: Loopback) -> None:
    options = {"base_url": loopback.url, "conformance": "raise"}
    with pytest.raises(ConformanceError, match=r"colour.*client at fault") as caught:
        edit("Venice", options, extra_body={"colour": "red"})
    assert loopback.seen == []
    assert caught.value.reply is None
    (found,) = caught.value.violations
    assert (found.fault, found.direction, found.operation) == (
        "client",
        "request",
        "POST /image/edit",
    )


def test_a_request_that_breaks_the_contract_is_reported(
    edit: Edit, loopback: Loopback, caplog: pytest.LogCaptureFixture
) -> None:
    loopback.answers(says(200, picture(), content_type="image/png"))
    edit(
        "Venice",
        {"base_url": loopback.url, "conformance": "report"},
        extra_body={"colour": "red"},
    )
    assert "colour" in caplog.text
    assert "client at fault" in caplog.text
    assert "sandbox" not in caplog.text


def test_an_answer_that_breaks_the_contract_is_raised_with_what_was_paid_for(
    edit: Edit, loopback: Loopback
) -> None:
    loopback.answers(says(200, picture(kind="GIF"), content_type="image/gif"))
    options = {"base_url": loopback.url, "conformance": "raise"}
    with pytest.raises(ConformanceError, match=r"image/gif.*server at fault") as caught:
        edit("Venice", options)
    assert caught.value.reply.content == picture(kind="GIF")  # type: ignore[attr-defined]


def test_an_answer_that_breaks_the_contract_is_reported_and_returned(
    edit: Edit, loopback: Loopback, caplog: pytest.LogCaptureFixture
) -> None:
    loopback.answers(says(200, picture(kind="GIF"), content_type="image/gif"))
    result = edit("Venice", {"base_url": loopback.url, "conformance": "report"})
    assert result.image.media_type == "image/gif"
    assert "server at fault" in caplog.text


def test_a_refused_request_is_looked_at_too(
    edit: Edit, loopback: Loopback, caplog: pytest.LogCaptureFixture
) -> None:
    loopback.answers(says(400, b'{"error": "no such field"}'))
    with pytest.raises(PyveniceError, match="no such field"):
        edit(
            "Venice",
            {"base_url": loopback.url, "conformance": "report"},
            extra_body={"colour": "red"},
        )
    assert "client at fault" in caplog.text


def test_an_image_that_can_be_read_once_is_sent_all_the_same(
    edit: Edit, loopback: Loopback, tmp_path: Path
) -> None:
    told = {"x_venice_is_content_violation": "false", "x_venice_is_blurred": "false"}
    loopback.answers(says(200, picture(), content_type="image/png", **told))
    options = {"base_url": loopback.url, "conformance": "raise"}
    (tmp_path / "photo.png").write_bytes(picture(300, 300))
    with (tmp_path / "photo.png").open("rb") as file:
        edit("Venice", options, image=file)
    assert picture(300, 300) in loopback.seen[0].body


def test_another_word_is_refused(edit: Edit) -> None:
    with pytest.raises(ArgumentError, match="'off', 'report' or 'raise'"):
        edit("Venice", {"conformance": "strict"})


def test_a_key_that_the_server_echoes_in_escapes_is_not_logged(
    edit: Edit, loopback: Loopback, caplog: pytest.LogCaptureFixture
) -> None:
    echo = rb'{"created": 1, "data": [{"b64_json": "aGk=", "sandbo\u0078-key": "\u0073andbox-key \u001b[31m"}]}'
    loopback.answers(says(200, echo, content_type="application/json"))
    options = {"base_url": loopback.url, "conformance": "report", "api_key": "sandbox-key"}
    with suppress(PyveniceError):
        edit("OpenAI", options)
    assert "is not declared" in caplog.text
    assert "sandbox-key" not in caplog.text
