"""Calls and replies: what a flow asks for and what it is sent, as plain values without I/O.

A provider's operation is a generator. It yields a `Call` and is sent the `Reply`, or yields a `Wait`
and is sent `None`; what it returns is the result. A driver performs what was asked for.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Generic, Protocol, TypeVar

from pyvenice.core import bounded_json
from pyvenice.core.provider_rules import ResultWarning
from pyvenice.core.recording.secrets import escape_controls, redacted_url
from pyvenice.core.response.base64_extraction import CutOut, with_cuts
from pyvenice.core.response.sinks import Content, MemorySink, NewSink, SavedFile

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)

BLANKS = b" \t\r\n\xef\xbb\xbf"
"""What may stand before a JSON document, a byte order mark included."""

EVENTS = "text/event-stream"
_EVENT_FIELDS = (b"data:", b"event:", b"id:", b"retry:", b":")


class Body(Protocol):
    """A request body that can be sent again: each iteration starts from the first byte."""

    content_type: str
    content_length: int
    replayable: bool

    def __iter__(self) -> Iterator[bytes]: ...


@dataclass(frozen=True, slots=True)
class Call:
    """One HTTP exchange that a flow wants done."""

    method: str
    url: str
    """A path below the base URL (`/image/edit`), or an absolute URL."""
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    query: Mapping[str, str | list[str]] = field(default_factory=dict)
    body: Body | None = None
    authorized: bool = True
    """Send the key. False for a download from a URL that a response named."""
    billed: bool = False
    """Sending it twice may cost twice, or change twice: not retried after an unknown outcome."""
    free: bool = False
    """It costs nothing, whether it may be sent twice or not."""
    max_bytes: int = sys.maxsize
    """The largest response that is read, where that is less than the client's limit."""
    timeout: float | None = None
    """Seconds until all is over, pauses and further calls of the flow included; `None`: the client's."""
    new_sink: NewSink = MemorySink
    """Where the pictures of the response go as they arrive."""
    verbatim: bool = False
    """Keep a JSON response as it came: no picture is cut out of it."""
    events: bool = False
    """The response is a stream of events, to be read as they come."""
    chunks: bool = False
    """The response is a file, such as audio, to be read as it comes."""
    operation: str = ""
    """The call as messages name it: `image.edit`; empty: method and address."""
    model: str | None = None
    """The model that was asked for, if one was named."""
    warnings: tuple[ResultWarning, ...] = ()
    """What the caller should know of the arguments: it stands in the result."""

    @property
    def name(self) -> str:
        """What messages call it."""
        return self.operation or f"{self.method} {redacted_url(self.url)}"


@dataclass(frozen=True, slots=True)
class Wait:
    """A pause that a flow wants, in seconds: the next poll is not due yet."""

    seconds: float
    job_id: str | None = None
    """The job that is polled: listeners learn of it when the first pause begins."""


@dataclass(frozen=True, slots=True)
class Reply:
    """A complete response. Header names are lower case."""

    status: int
    headers: Mapping[str, str]
    content: bytes = field(repr=False)
    """The body; that of JSON without its pictures, which are `cuts`; empty where it was `saved`."""
    cuts: Mapping[str, CutOut] = field(default_factory=dict, repr=False)
    saved: SavedFile | None = None
    """The body, where it is a picture that went to a file."""
    size: int = field(default=0, compare=False)
    """How many bytes arrived, decompressed."""
    attempts: int = 1
    """How many attempts there were."""
    warnings: tuple[ResultWarning, ...] = ()
    """Those of the calls of the flow so far."""

    @property
    def picture(self) -> Content:
        """The body as a picture, wherever it is."""
        return self.content if self.saved is None else self.saved

    @property
    def media_type(self) -> str:
        """The content type without its parameters, in lower case; empty if none was given."""
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()

    @property
    def holds_json(self) -> bool:
        """Whether the body begins like a JSON object or list, which no picture does."""
        return self.saved is None and begins_json(self.content[:100])

    def json(self) -> Any:
        """The body as JSON, long base64 texts as `CutOut`; raises `ValueError` when it is none."""
        return with_cuts(bounded_json.loads(self.content), self.cuts)


Flow = Generator[Call | Wait, Reply | None, T]


@dataclass(frozen=True, slots=True)
class StreamCall(Generic[T]):
    """An exchange whose response arrives as events: `decoder()` makes the push decoder that reads it."""

    call: Call
    decoder: Callable[[], StreamDecoder[T]]
    whole: Callable[[Reply], Flow[Any]] | None = None
    """Reads the result from a response that came at once instead."""


class StreamDecoder(Protocol[T_co]):
    """Turns the chunks of a response into events. `done` raises when the stream ended too early."""

    def feed(self, chunk: bytes) -> Iterable[T_co]: ...
    def done(self) -> Iterable[T_co]: ...


def begins_json(body: bytes) -> bool:
    """Whether a body that begins so is a JSON object or list."""
    return body.lstrip(BLANKS)[:1] in {b"{", b"["}


def begins_events(body: bytes) -> bool:
    """Whether a body that begins so is a stream of events, whatever its content type says."""
    return body.lstrip(BLANKS).startswith(_EVENT_FIELDS)


def request_id(headers: Mapping[str, str]) -> str | None:
    """The id that the provider's support asks for."""
    identity = headers.get("x-request-id") or headers.get("cf-ray")
    return escape_controls(identity) if identity else None


def fetch(call: Call) -> Flow[Reply]:
    """Ask the driver for one exchange; a flow says `reply = yield from` this."""
    reply = yield call
    if reply is None:
        raise RuntimeError("the driver sent no reply to a call")
    return reply
