"""One request and its answer, complete, from wherever they were seen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


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
