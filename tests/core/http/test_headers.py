"""Headers that a caller sets never frame the message."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import httpx
import pytest

from pyvenice import AsyncOpenAIClient, OpenAIClient
from pyvenice.core.http.headers import checked_headers
from pyvenice.errors import ArgumentError
from tests.core.driving import perform
from tests.loopback import Loopback
from tests.pictures import picture

REFUSED: list[Mapping[Any, Any]] = [
    {"Host": "internal.example"},
    {"content-length": "5"},
    {"Transfer-Encoding": "chunked"},
    {"transfer_encoding": "chunked"},
    {"TE": "trailers"},
    {"Trailer": "x"},
    {"Connection": "close, authorization"},
    {"Keep-Alive": "timeout=5"},
    {"Proxy-Connection": "close"},
    {"Upgrade": "h2c"},
    {"Expect": "100-continue"},
    {"Accept-Encoding": "gzip, compress"},
    {"accept-encoding": "*"},
    {"x-a": "1\r\nx-b: 2"},
    {"x-a": "1\n"},
    {"x-a": "1\r"},
    {"x-a": "1\0"},
    {"x-a": " 1"},
    {"x-a": "\xe9"},
    {"x-a": b"1"},
    {"x-a": None},
    {"x-a": 1},
    {"x-a\r\nhost": "1"},
    {"host ": "1"},
    {"": "1"},
    {b"host": "1"},
    {5: "1"},
]


@pytest.mark.parametrize("headers", REFUSED, ids=str)
def test_extra_headers_neither_frame_nor_split_a_request(
    headers: Mapping[str, str], client_mode: str, loopback: Loopback
) -> None:
    make = OpenAIClient if client_mode == "sync" else AsyncOpenAIClient
    client = make("sk-0123456789", base_url=loopback.url)
    with pytest.raises(ArgumentError) as caught:
        perform(
            client, lambda: client.image.edit(image=picture(), prompt="x", extra_headers=headers)
        )
    assert caught.value.argument == "extra_headers"
    assert loopback.seen == []


@pytest.mark.parametrize("headers", REFUSED, ids=str)
def test_default_headers_are_checked_when_the_client_is_made(
    headers: Mapping[str, str], client_mode: str
) -> None:
    make = OpenAIClient if client_mode == "sync" else AsyncOpenAIClient
    with pytest.raises(ArgumentError) as caught:
        make("sk-0123456789", default_headers=headers)
    assert caught.value.argument == "default_headers"


@pytest.mark.parametrize(
    "headers", [{"X-Trace": "a b"}, {"x-empty": ""}, {"X-Hosts": "1"}, httpx.Headers({"A": "b"})]
)
def test_other_headers_get_names_in_lower_case(headers: Mapping[str, str]) -> None:
    expected = {name.lower(): value for name, value in headers.items()}
    assert checked_headers(headers, "extra_headers") == expected
