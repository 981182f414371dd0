"""The sandbox's dialect of Xinference beside the newest release: the same request, the same answer."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import httpx
import pytest

from pyvenice.sandbox import background
from tests_real.pictures import left_half, photo, png
from tests_real.xinference import NEWEST, Server

PHOTO = png(photo())
EVENT = re.compile(r"(?:\r?\n){2}")
WORD = re.compile(r"[a-z_]{1,40}")


@dataclass(frozen=True)
class Request:
    """A form for `/v1/images/…`, of fields and of files by their name."""

    path: str
    files: list[tuple[str, bytes]]
    fields: dict[str, str]

    def sent(self, base_url: str) -> httpx.Response:
        """What a server answers to it."""
        files = [(name, (f"{name}.png", data, "image/png")) for name, data in self.files]
        fields = {"prompt": "x", "response_format": "b64_json"} | self.fields
        return httpx.post(f"{base_url}/images/{self.path}", data=fields, files=files, timeout=60)


def edit(*files: tuple[str, bytes], **fields: str) -> Request:
    return Request("edits", list(files) or [IMAGE], fields)


def stream(*files: tuple[str, bytes], **fields: str) -> Request:
    return edit(*files, **fields, stream="true")


def vary(image: str = "image", **fields: str) -> Request:
    return Request("variations", [(image, PHOTO)], {"model": "pillow"} | fields)


def inpaint(*files: tuple[str, bytes]) -> Request:
    return Request("inpainting", [("image", PHOTO), *files], {"model": "pillow"})


IMAGE, MASK = ("images", PHOTO), ("mask", png(left_half("white")))
REQUESTS = {
    "an edit": edit(),
    "an edit with another name": edit(("image", PHOTO)),
    "an edit with brackets": edit(("image[]", PHOTO), ("image[]", PHOTO)),
    "an edit with brackets and an s": edit(("images[]", PHOTO), ("images[]", PHOTO)),
    "an edit with a number": edit(("image[0]", PHOTO)),
    "an edit without image": edit(("other", PHOTO)),
    "an edit of no picture": edit(("images", b"no picture")),
    "an edit with a path": edit(response_format="url"),
    "an edit without prompt": edit(prompt=""),
    "an edit with a star": edit(size="128*64"),
    "an edit with size auto": edit(size="auto"),
    "an edit with three sizes": edit(size="1x2x3"),
    "an edit with half a size": edit(size="64"),
    "an edit with another format": edit(response_format="webp"),
    "another format, unknown model": edit(response_format="webp", model="unknown"),
    "an unknown model, size auto": edit(size="auto", model="unknown"),
    "an edit of no picture, size auto": edit(("images", b"no picture"), size="auto"),
    "an edit with an unknown model": edit(model="unknown"),
    "an edit with an unknown field": edit(quality="high"),
    "an edit with a mask": edit(IMAGE, MASK, size="96x64"),
    "a mask without size": edit(IMAGE, MASK),
    "a mask that is none": edit(IMAGE, ("mask", b"no picture"), size="96x64"),
    "no pictures": edit(n="0"),
    "less than no pictures": edit(n="-1"),
    "one and a half pictures": edit(n="1.5"),
    "some pictures": edit(n="some"),
    "perhaps a stream": edit(stream="perhaps"),
    "perhaps a stream of some": edit(stream="perhaps", n="some"),
    "a stream": stream(),
    "a stream of several": stream(IMAGE, IMAGE),
    "a stream with a mask": stream(IMAGE, MASK, size="96x64"),
    "a stream with a mask without size": stream(IMAGE, MASK),
    "a stream with a mask that is none": stream(IMAGE, ("mask", b"no picture"), size="96x64"),
    "a stream of no picture": stream(("images", b"no picture")),
    "a stream with size auto": stream(size="auto"),
    "a stream of less than no pictures": stream(n="-1"),
    "a variation": vary(),
    "a variation with another format": vary(response_format="webp"),
    "a variation without model": vary(model=""),
    "a variation without image": vary("other"),
    "a variation with half an object": vary(kwargs="{"),
    "an inpainting": inpaint(("mask_image", PHOTO)),
    "an inpainting without mask": inpaint(),
}


@pytest.fixture(scope="module")
def sandbox() -> Iterator[str]:
    with background() as addresses:
        yield addresses.xinference


def response_shape(answer: httpx.Response) -> Any:
    """Status, media type and shape: not the words of a sentence, nor what differs each time."""
    kind = answer.headers["content-type"].partition(";")[0]
    if kind == "application/json":
        return answer.status_code, kind, shape(answer.json())
    return (
        answer.status_code,
        kind,
        [shape_of_event(event) for event in EVENT.split(answer.text) if event],
    )


def shape_of_event(event: str) -> Any:
    name, data = (line.partition(": ")[2] for line in event.splitlines())
    return name, shape(json.loads(data))


def shape(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: shape(item) for name, item in value.items() if name != "input"}
    if isinstance(value, list):
        return sorted((shape(item) for item in value), key=str)
    if isinstance(value, str):
        return value if WORD.fullmatch(value) else "a text"
    return type(value)


@pytest.mark.parametrize("server", [NEWEST], indirect=True)
@pytest.mark.parametrize("name", REQUESTS)
def test_the_answer_is_the_same(server: Server, sandbox: str, name: str) -> None:
    real = response_shape(REQUESTS[name].sent(f"{server.origin}/v1"))
    assert response_shape(REQUESTS[name].sent(sandbox)) == real
