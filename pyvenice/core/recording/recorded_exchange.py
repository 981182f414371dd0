"""A request and an answer as they cross the wire, for servers and for those who look on."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class WireRequest:
    """A request as a server sees it. Header names are lower case; `url` is absolute."""

    method: str
    url: str
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    body: bytes = field(default=b"", repr=False)


@dataclass(frozen=True, slots=True)
class WireResponse:
    """What a server answers. The body is handed on piece by piece."""

    status: int
    headers: list[tuple[str, str]] = field(default_factory=list)
    body: Iterable[bytes] = field(default=(), repr=False)


@dataclass(frozen=True, slots=True)
class Exchange:
    """What crossed the wire. Header names are lower case; bodies are decoded from any compression."""

    method: str
    url: str
    status: int
    request_headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    request_body: bytes = field(default=b"", repr=False)
    answer_headers: Mapping[str, str] = field(default_factory=dict)
    answer_body: bytes = field(default=b"", repr=False)

    @property
    def request_media_type(self) -> str:
        """The request's content type without its parameters, in lower case."""
        return _media_type(self.request_headers)

    @property
    def answer_media_type(self) -> str:
        """The answer's content type without its parameters, in lower case."""
        return _media_type(self.answer_headers)


def _media_type(headers: Mapping[str, str]) -> str:
    return headers.get("content-type", "").partition(";")[0].strip().lower()


Handler = Callable[[WireRequest], WireResponse]
