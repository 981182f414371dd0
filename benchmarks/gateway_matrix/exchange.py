"""Requests that a client shall make, and what it reports of the answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

import httpx


@dataclass(frozen=True, slots=True)
class Address:
    """Where a gateway listens."""

    url: str
    """The base URL: `http://127.0.0.1:8790/v1`."""
    key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """A picture that somebody wants, in OpenAI's words."""

    model: str
    prompt: str
    images: Sequence[bytes] = ()
    mask: bytes | None = None
    fields: Mapping[str, Any] = field(default_factory=dict)
    route: Literal["edits", "generations", "variations"] = "edits"

    @property
    def texts(self) -> dict[str, str]:
        """All but the images, as a form has them."""
        given = {"model": self.model, "prompt": self.prompt, **self.fields}
        return {
            name: str(value).lower() if isinstance(value, bool) else str(value)
            for name, value in given.items()
        }


@dataclass(slots=True)
class Answer:
    """What came back."""

    status: int
    images: int = 0
    partials: int = 0
    is_url: bool = False
    error: Mapping[str, Any] | None = None
    """The error object of OpenAI's shape, where the answer has one."""
    text: str = ""
    """Everything but the images."""


def answer_of(response: httpx.Response) -> Answer:
    """What an HTTP response says."""
    kind = response.headers.get("content-type", "")
    warnings = str({name: value for name, value in response.headers.items() if "warning" in name})
    if "event-stream" in kind:
        body = response.text
        return Answer(
            response.status_code,
            images=body.count("event: image_edit.completed")
            + body.count("event: image_generation.completed"),
            partials=body.count("partial_image\n"),
            text=warnings + "".join(part for part in body.split('"') if len(part) < 1000),
        )
    try:
        document = response.json()
    except ValueError:
        return Answer(response.status_code, text=response.text[:500])
    if not isinstance(document, dict):
        return Answer(response.status_code, text=str(document)[:500])
    return answer_of_document(response.status_code, document, warnings)


def answer_of_document(status: int, document: Mapping[str, Any], warnings: str = "") -> Answer:
    """What a JSON body says."""
    data = document.get("data") or []
    rest = {name: value for name, value in document.items() if name != "data"}
    error = document.get("error")
    return Answer(
        status,
        images=sum(bool(item.get("b64_json") or item.get("url")) for item in data),
        is_url=bool(data) and all(item.get("url") for item in data),
        error=error if isinstance(error, dict) and "message" in error else None,
        text=warnings + str(rest),
    )
