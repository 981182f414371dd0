"""Answers in OpenAI's shape, sent while the files of the pictures are read."""

from __future__ import annotations

import base64
import json
import time
from collections.abc import AsyncIterator, Mapping
from pathlib import Path
from typing import Any

import anyio

from pyvenice.core.response.streams import PartialImage

_CHUNK = 3 * 64 * 1024
"""Bytes of a picture that are encoded at a time: a multiple of 3, so that base64 can be joined."""
_EXTENSION = "pyvenice"
"""The member of an answer that has what OpenAI's shape has no place for."""


def answer_headers(answer: Mapping[str, Any]) -> dict[str, str]:
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


async def as_json(
    answer: Mapping[str, Any], folder: Path, urls: list[str] | None
) -> AsyncIterator[bytes]:
    """The body of an answer; with `urls`, the addresses of the pictures in the place of their bytes."""
    yield json.dumps(_head(answer))[:-1].encode() + b', "data": ['
    for number, picture in enumerate(answer["pictures"]):
        yield b", {" if number else b"{"
        if urls is not None:
            yield f'"url": {json.dumps(urls[number])}}}'.encode()
            continue
        yield b'"b64_json": "'
        async for chunk in _encoded(folder / picture["file"]):
            yield chunk
        yield b'"}'
    yield b"]}"


async def as_events(answer: Mapping[str, Any], folder: Path, *, kind: str) -> AsyncIterator[bytes]:
    """The answer as events: one for each picture, which is complete."""
    for picture in answer["pictures"]:
        facts = {"type": f"{kind}.completed", **_head(answer), "created_at": answer["created"]}
        for name in ("size", "quality", "background"):
            facts.setdefault(name, "auto")
        yield f"event: {kind}.completed\ndata: ".encode()
        yield json.dumps(facts)[:-1].encode() + b', "b64_json": "'
        async for chunk in _encoded(folder / picture["file"]):
            yield chunk
        yield b'"}\n\n'


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
        "b64_json": base64.b64encode(image.data).decode(),
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


async def _encoded(path: Path) -> AsyncIterator[bytes]:
    async with await anyio.open_file(path, "rb") as stream:
        while chunk := await stream.read(_CHUNK):
            yield base64.b64encode(chunk)
