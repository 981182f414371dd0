"""HTTP that breaks its own rules: the picture where it is whole, an error that says so elsewhere."""

from __future__ import annotations

import gzip
import zlib
from dataclasses import dataclass
from functools import partial
from typing import Any

import pytest

import pyvenice
from pyvenice import AnswerError, APIConnectionError, APIStatusError, EditResult, PyveniceError
from tests.core.driving import perform
from tests.loopback import Handler, Loopback
from tests.pictures import picture

PICTURE = picture(300, 300)
LENGTH = len(PICTURE)
OK = b"HTTP/1.1 200 OK\r\nContent-Type: image/png\r\n"


def whole(*headers: bytes, body: bytes = PICTURE) -> bytes:
    lines = b"".join(header + b"\r\n" for header in headers)
    return OK + lines + b"Content-Length: %d\r\n\r\n" % len(body) + body


def packed(encoding: bytes, body: bytes) -> bytes:
    return whole(b"Content-Encoding: " + encoding, body=body)


@dataclass(frozen=True, slots=True)
class Row:
    """Bytes of a server, and what they lead to."""

    name: str
    answer: bytes
    raised: type[PyveniceError] | None = None
    words: str = ""


def broken(name: str, answer: bytes, words: str = "the connection broke") -> Row:
    return Row(name, answer, APIConnectionError, words)


ROWS = (
    Row("1.0 without a length", b"HTTP/1.0 200 OK\r\n\r\n" + PICTURE),
    Row("206", whole().replace(b"200 OK", b"206 Part")),
    Row("another encoding that was not applied", packed(b"x-unknown", PICTURE)),
    Row("an empty encoding", packed(b"", PICTURE)),
    Row("deflate", packed(b"deflate", zlib.compress(PICTURE))),
    Row("two layers", packed(b"deflate, gzip", gzip.compress(zlib.compress(PICTURE)))),
    Row("junk after gzip", packed(b"gzip", gzip.compress(PICTURE) + b"junk")),
    Row("a folded header", whole(b"x-a: a\r\n b")),
    Row("a header in Latin-1", whole(b"x-request-id: \xff\xfe")),
    Row("a few 1xx", b"HTTP/1.1 102 Processing\r\n\r\n" * 100 + whole()),
    broken(
        "gzip without its end", packed(b"gzip", gzip.compress(PICTURE)[:-20]), "its end is missing"
    ),
    broken("a length too large", OK + b"Content-Length: %d\r\n\r\n" % (LENGTH + 9) + PICTURE),
    broken("two lengths", whole(b"Content-Length: 5")),
    broken("a negative length", OK + b"Content-Length: -5\r\n\r\n" + PICTURE),
    broken("a length of 30 digits", OK + b"Content-Length: " + b"9" * 30 + b"\r\n\r\n" + PICTURE),
    broken("a length in Arabic digits", OK + "Content-Length: \u0663\r\n\r\n".encode() + PICTURE),
    broken("an unknown transfer", OK + b"Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n"),
    broken("a chunk of 2^72", OK + b"Transfer-Encoding: chunked\r\n\r\n" + b"f" * 18 + b"\r\nx"),
    broken(
        "an endless chunk header", OK + b"Transfer-Encoding: chunked\r\n\r\n1;" + b"a" * 400_000
    ),
    broken("60,000 headers", b"HTTP/1.1 200 OK\r\n" + b"a: b\r\n" * 60_000 + b"\r\n"),
    broken("a null byte in a header", whole(b"x-a: a\0b")),
    broken("no HTTP", PICTURE),
    broken("101", b"HTTP/1.1 101 Switching\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n"),
    broken("status 000", b"HTTP/1.1 000 X\r\n\r\n"),
    Row("204", b"HTTP/1.1 204 No Content\r\n\r\n", AnswerError, "is empty instead of an image"),
    Row("304", b"HTTP/1.1 304 Not Modified\r\n\r\n", APIStatusError, "304"),
    Row(
        "307",
        whole(b"Location: http://127.0.0.1:1/").replace(b"200", b"307"),
        APIStatusError,
        "307",
    ),
    Row(
        "a length too small",
        OK + b"Content-Length: 10\r\n\r\n" + PICTURE,
        AnswerError,
        "ends too early",
    ),
    Row("999", whole(body=b"no").replace(b"200 OK", b"999 No"), APIStatusError, "999"),
    *(
        Row(
            f"Retry-After: {value!r}",
            whole(b"Retry-After: " + value).replace(b"200 OK", b"429 Slow"),
            APIStatusError,
            "429",
        )
        for value in (b"inf", b"nan", b"-5", b"1e309", b"9" * 20, b"Thu, 99 Foo 99999 00:00:00 GMT")
    ),
)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.name)
def test_hostile_http_leads_to(row: Row, client_mode: str, loopback: Loopback) -> None:
    def answer(handler: Handler) -> None:
        handler.close_connection = True
        handler.wfile.write(row.answer)

    loopback.answers(answer)
    prefix = "Async" if client_mode == "async" else ""
    client: Any = getattr(pyvenice, f"{prefix}VeniceClient")(
        "a-key-of-length", base_url=f"{loopback.url}/v1", max_retries=0, timeout=20
    )
    edit = partial(client.image.edit, image=PICTURE, prompt="x")
    if row.raised is None:
        result = perform(client, edit)
        assert isinstance(result, EditResult)
        assert result.image.data == PICTURE
        return
    with pytest.raises(row.raised, match=row.words) as caught:
        perform(client, edit)
    assert len(str(caught.value)) < 700
