"""Answers in OpenAI's shape, sent while the files of the pictures are read."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeAlias

from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from pyvenice.core.images.base64_codec import encoder
from pyvenice.core.response.streams import PartialImage

_CHUNK = 3 * 128 * 1024
"""Bytes of a picture that are encoded at a time: a multiple of 3, so that base64 can be joined."""
_EXTENSION = "pyvenice"
"""The member of an answer that has what OpenAI's shape has no place for."""
_Pieces: TypeAlias = Sequence[bytes | Path]
"""A body: bytes as they are, and files that are sent as base64."""


class AnswerResponse(Response):
    """An answer as JSON. A client that goes is noticed by the server: nothing has to listen for it."""

    media_type = "application/json"

    def __init__(self, answer: Mapping[str, Any], folder: Path, urls: Sequence[str] | None) -> None:
        """An answer; with `urls`, the addresses of the pictures in the place of their bytes."""
        super().__init__(headers=_headers(answer))
        self._pieces = _json(answer, folder, urls)
        self.headers["content-length"] = str(_length(self._pieces))

    async def __call__(self, _: Scope, __: Receive, send: Send) -> None:
        """Send the answer in chunks."""
        start = {"type": "http.response.start", "status": 200, "headers": self.raw_headers}
        await send(start)
        missing = int(self.headers["content-length"])
        for chunk in _chunks(self._pieces):
            missing -= len(chunk)
            await send({"type": "http.response.body", "body": chunk, "more_body": missing > 0})


def completed_events(answer: Mapping[str, Any], folder: Path, *, kind: str) -> Iterator[bytes]:
    """The answer as events: one for each picture, which is complete."""
    for picture in answer["pictures"]:
        facts = {"type": f"{kind}.completed", **_head(answer), "created_at": answer["created"]}
        for name in ("size", "quality", "background"):
            facts.setdefault(name, "auto")
        begin = f'event: {kind}.completed\ndata: {json.dumps(facts)[:-1]}, "b64_json": "'
        yield from _chunks([begin.encode(), folder / picture["file"], b'"}\n\n'])


def partial_event(partial: PartialImage, *, kind: str) -> bytes:
    """An unfinished image as an event."""
    image = partial.image
    facts = {
        "type": f"{kind}.partial_image",
        "partial_image_index": partial.index,
        "created_at": int(time.time()),
        "output_format": image.media_type.partition("/")[2],
        "size": f"{image.width}x{image.height}" if image.width else "auto",
        "quality": "auto",
        "background": "auto",
        "b64_json": encoder()(image.data).decode(),
    }
    return f"event: {kind}.partial_image\ndata: {json.dumps(facts)}\n\n".encode()


def _head(answer: Mapping[str, Any]) -> dict[str, Any]:
    first = answer["pictures"][0]
    head: dict[str, Any] = {
        "created": answer["created"],
        "output_format": first["media_type"].partition("/")[2],
        _EXTENSION: {
            "model": answer["model"],
            "cost_usd": answer["cost_usd"],
            "cost_source": answer["cost_source"],
            "warnings": answer["warnings"],
            "left_out": answer["left_out"],
            "repeated": bool(answer.get("repeated")),
        },
    }
    if first["width"]:
        head["size"] = f"{first['width']}x{first['height']}"
    if answer["usage"]:
        head["usage"] = answer["usage"]
    return head


def _headers(answer: Mapping[str, Any]) -> dict[str, str]:
    """What applications that read only headers should know."""
    headers = {"x-request-id": answer["id"], "x-pyvenice-model": answer["model"]}
    if answer["cost_usd"] is not None:
        headers["x-pyvenice-cost-usd"] = f"{answer['cost_usd']:.6f}"
    if answer["warnings"]:
        text = " | ".join(answer["warnings"])
        headers["x-pyvenice-warnings"] = text.encode("ascii", "replace").decode()[:1000]
    if answer.get("repeated"):
        headers["x-pyvenice-repeated"] = "true"
    return headers


def _json(answer: Mapping[str, Any], folder: Path, urls: Sequence[str] | None) -> _Pieces:
    if urls is not None:
        return [json.dumps({**_head(answer), "data": [{"url": url} for url in urls]}).encode()]
    pieces: list[bytes | Path] = [json.dumps(_head(answer))[:-1].encode() + b', "data": [']
    for number, picture in enumerate(answer["pictures"]):
        pieces += [b', {"b64_json": "' if number else b'{"b64_json": "', folder / picture["file"]]
        pieces.append(b'"}')
    return [*pieces, b"]}"]


def _length(pieces: _Pieces) -> int:
    return sum(
        len(piece) if isinstance(piece, bytes) else -(-piece.stat().st_size // 3) * 4
        for piece in pieces
    )


def _chunks(pieces: _Pieces) -> Iterator[bytes]:
    """Files are read here and not in a thread: they were just written, and a thread costs more."""
    encode = encoder()
    ahead = b""
    for piece in pieces:
        if isinstance(piece, bytes):
            ahead += piece
            continue
        with piece.open("rb") as stream:
            while chunk := stream.read(_CHUNK):
                yield ahead + encode(chunk)
                ahead = b""
    yield ahead
