"""The power of the request checker: each fault that a client might have is seeded, and must be caught."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

import pytest

from pyvenice.conformance.checks.request import check_request
from pyvenice.contract.pin import pin
from pyvenice.core.recording.multipart_parser import Part, parse_form
from pyvenice.core.recording.recorded_exchange import Exchange
from tests.conformance.recorder import Recorder
from tests.pictures import picture

Json = Any
Parts = list[Part]

PICTURES = [picture(256, 256), picture(256, 256, "JPEG", seed=2)]
MASK = picture(256, 256, mode="RGBA", seed=9)
HONEST: dict[str, tuple[str, str, dict[str, Any]]] = {
    "form": (
        "openai",
        "image.edit",
        {"image": PICTURES, "mask": MASK, "prompt": "a lake", "n": 2, "model": "gpt-image-2",
         "output_format": "png", "media_type": "multipart"},
    ),
    "json": (
        "venice",
        "image.edit",
        {"image": PICTURES[0], "prompt": "a lake", "safe_mode": True, "output_format": "jpeg",
         "media_type": "json"},
    ),
    "venice": (
        "venice",
        "image.edit",
        {"image": PICTURES[0], "prompt": "ein See, früh", "safe_mode": True,
         "media_type": "multipart"},
    ),
    "openai json": (
        "openai",
        "image.edit",
        {"image": PICTURES[0], "prompt": "a lake", "n": 2, "media_type": "json"},
    ),
    "xinference": (
        "xinference",
        "image.edit",
        {"image": PICTURES, "prompt": "a lake", "n": 2, "model": "m"},
    ),
    "query": ("venice", "models.list", {"type": "inpaint"}),
}  # fmt: skip


@dataclass(frozen=True)
class Fault:
    """A change of an honest request, and the rule that must catch it."""

    what: str
    honest: str
    rule: str
    change: Callable[[Exchange], Exchange]


@cache
def honest(name: str) -> Exchange:
    provider, method, arguments = HONEST[name]
    recorder = Recorder(provider, "sync")
    with closing(recorder):
        return recorder.call(method, **arguments)


def broken_rules(name: str, exchange: Exchange) -> set[str]:
    return {violation.rule for violation in check_request(pin.effective(HONEST[name][0]), exchange)}


def parts(change: Callable[[Parts], Parts]) -> Callable[[Exchange], Exchange]:
    """A fault in the parts of a form."""

    def changed(exchange: Exchange) -> Exchange:
        content_type = exchange.request_headers["content-type"]
        boundary = content_type.rpartition("boundary=")[2]
        given = change(parse_form(exchange.request_body, content_type))
        body = b"".join(_written(part, boundary) for part in given) + f"--{boundary}--\r\n".encode()
        return replace(exchange, request_body=body)

    return changed


def _written(part: Part, boundary: str) -> bytes:
    head = f'--{boundary}\r\nContent-Disposition: form-data; name="{part.name}"'
    if part.filename is not None:
        head += f'; filename="{part.filename}"'
    if part.media_type is not None:
        head += f"\r\nContent-Type: {part.media_type}"
    return head.encode() + b"\r\n\r\n" + part.data + b"\r\n"


def text(name: str, data: bytes) -> Callable[[Exchange], Exchange]:
    """A form in which a field has another text; it is added where it is missing."""

    def change(given: Parts) -> Parts:
        others = [part for part in given if part.name != name]
        return [*others, Part(name, None, None, data)]

    return parts(change)


def files(**facts: Any) -> Callable[[Exchange], Exchange]:
    """A form whose first file has other facts."""

    def change(given: Parts) -> Parts:
        at = next(at for at, part in enumerate(given) if part.filename is not None)
        return [*given[:at], replace(given[at], **facts), *given[at + 1 :]]

    return parts(change)


def without(name: str) -> Callable[[Exchange], Exchange]:
    return parts(lambda given: [part for part in given if part.name != name])


def renamed(old: str, new: str) -> Callable[[Exchange], Exchange]:
    return parts(lambda given: [replace(o, name=new) if o.name == old else o for o in given])


def tree(**changes: Json) -> Callable[[Exchange], Exchange]:
    """A JSON body with other members."""

    def changed(exchange: Exchange) -> Exchange:
        body = json.loads(exchange.request_body) | changes
        return replace(exchange, request_body=json.dumps(body).encode())

    return changed


def headers(**changes: str) -> Callable[[Exchange], Exchange]:
    named = {name.replace("_", "-"): value for name, value in changes.items()}
    return lambda exchange: replace(exchange, request_headers={**exchange.request_headers, **named})


def body(change: Callable[[bytes], bytes]) -> Callable[[Exchange], Exchange]:
    return lambda exchange: replace(exchange, request_body=change(exchange.request_body))


def url(change: Callable[[str], str]) -> Callable[[Exchange], Exchange]:
    return lambda exchange: replace(exchange, url=change(exchange.url))


ENCODED = base64.b64encode(PICTURES[0]).decode()
FAULTS = [
    Fault("None goes as the text null", "form", "request-null-as-text", text("model", b"null")),
    Fault("a number's None goes as null", "xinference", "request-type-wrong", text("n", b"None")),
    Fault("a boolean as Python prints it", "venice", "request-type-wrong", text("safe_mode", b"True")),
    Fault("a format that is not listed", "form", "request-value-unknown", text("output_format", b"jpg")),
    Fault("a prompt in latin-1", "venice", "request-text-not-utf8", text("prompt", b"fr\xfch")),
    Fault("the prompt is lost", "form", "request-field-missing", without("prompt")),
    Fault("a whole number as 1.0", "form", "request-type-wrong", text("n", b"1.0")),
    Fault("a field of another API", "form", "request-field-undeclared", text("steps", b"20")),
    Fault("a file without a name", "form", "request-file-without-name", files(filename=None)),
    Fault("a part of no type", "form", "request-part-type-wrong", files(media_type="application/octet-stream")),
    Fault("no key", "form", "request-key-missing", headers(authorization="")),
    Fault("several images under one name", "form", "request-list-name-wrong", renamed("image[]", "image")),
    Fault("brackets that nobody asked for", "xinference", "request-field-missing", renamed("images", "images[]")),
    Fault("a field that the server drops", "xinference", "request-field-undeclared", text("quality", b"high")),
    Fault("another scheme for the key", "form", "request-key-malformed", headers(authorization="Basic c2s6")),
    Fault("a path as file name", "form", "request-file-name-path", files(filename="/home/me/lake.png")),
    Fault("a part of another image's type", "form", "request-part-type-wrong", files(media_type="image/webp")),
    Fault("an image that is none", "form", "request-image-unknown", files(data=b"Example data")),
    Fault("an image type that is not taken", "form", "request-image-type-refused",
          files(data=picture(64, 64, "GIF"), media_type="image/gif", filename="a.gif")),
    Fault("a text as a file", "form", "request-file-for-text",
          parts(lambda given: [replace(o, filename="p.txt") if o.name == "prompt" else o for o in given])),
    Fault("a value twice", "form", "request-field-repeated", parts(lambda given: [*given, given[-1]])),
    Fault("a number out of bounds", "form", "request-maximum-broken", text("n", b"11")),
    Fault("a body without its end", "form", "request-body-unreadable", body(lambda data: data[:-60])),
    Fault("a body of another type", "form", "request-media-type-wrong", headers(content_type="text/plain")),
    Fault("a number as text in JSON", "openai json", "request-type-wrong", tree(n="2")),
    Fault("a boolean as number in JSON", "json", "request-type-wrong", tree(safe_mode=1)),
    Fault("null where none is taken", "json", "request-type-wrong", tree(safe_mode=None)),
    Fault("an unknown member in JSON", "json", "request-field-undeclared", tree(n=2)),
    Fault("an empty prompt", "json", "request-min-length-broken", tree(prompt="")),
    Fault("a data URI for base64", "json", "request-image-spelling", tree(image=f"data:image/png;base64,{ENCODED}")),
    Fault("base64 that breaks off", "json", "request-base64-broken", tree(image=ENCODED[:-3])),
    Fault("a path instead of an image", "json", "request-base64-broken", tree(image="lake.png")),
    Fault("a data URI of another type", "openai json", "request-part-type-wrong",
          tree(images=[{"image_url": f"data:image/webp;base64,{ENCODED}"}])),
    Fault("NaN in JSON", "openai json", "request-body-unreadable", body(lambda data: data.replace(b'"n":2', b'"n":NaN'))),
    Fault("JSON in latin-1", "json", "request-body-unreadable", body(lambda data: data.replace(b"a lake", b"fr\xfch"))),
    Fault("a query value that is not listed", "query", "request-query-wrong", url(lambda text: text.replace("inpaint", "paint"))),
    Fault("a query that nobody reads", "query", "request-query-undeclared", url(lambda text: f"{text}&page=2")),
]  # fmt: skip


@pytest.mark.parametrize("name", HONEST)
def test_an_honest_request_breaks_nothing(name: str) -> None:
    assert broken_rules(name, honest(name)) == set()


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.what)
def test_a_fault_is_caught_and_named(fault: Fault) -> None:
    changed = fault.change(honest(fault.honest))
    assert changed != honest(fault.honest), "nothing was seeded"
    assert fault.rule in broken_rules(fault.honest, changed)


def caught() -> Iterator[str]:
    for fault in FAULTS:
        if broken_rules(fault.honest, fault.change(honest(fault.honest))):
            yield fault.what


def test_the_score_is_a_hundred_percent(capsys: pytest.CaptureFixture[str]) -> None:
    missed = {fault.what for fault in FAULTS} - set(caught())
    with capsys.disabled():
        print(f"\nclient faults caught: {len(FAULTS) - len(missed)} of {len(FAULTS)}")  # noqa: T201
    assert missed == set()


def test_no_finding_shows_a_key_or_a_picture() -> None:
    for fault in FAULTS:
        exchange = fault.change(honest(fault.honest))
        for violation in check_request(pin.effective(HONEST[fault.honest][0]), exchange):
            assert "sk-test-0123456789" not in repr(violation)
            assert len(repr(violation)) < 1500
