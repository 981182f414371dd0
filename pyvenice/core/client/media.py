"""Audio and video of a response: in memory, or in the file of `save_to` while they arrive."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import TracebackType
from typing import Any

from pyvenice.core.atomic_write import write_file
from pyvenice.core.client.flows import Arguments, request_model
from pyvenice.core.engine.calls import Call, Flow, Reply, fetch, request_id
from pyvenice.core.images.part import BytesSource, ImagePart, PathSource
from pyvenice.core.provider_rules import ProviderRules, ResultWarning
from pyvenice.core.public import publish
from pyvenice.core.request.builder import prepare
from pyvenice.core.request.operation_table import Operation
from pyvenice.core.response.error_body import read_error_body
from pyvenice.core.response.parsing import parse_model
from pyvenice.core.response.save_to import Destination
from pyvenice.core.response.sinks import Content, MemorySink, SavedFile, Sink, suffixed_target
from pyvenice.errors import AnswerError, ArgumentError, PyveniceError, SaveError

__all__ = ["MediaFile"]

_SUFFIXES = {
    "audio/mpeg": ".mp3",
    "audio/mp3": ".mp3",
    "audio/x-wav": ".wav",
    "audio/wave": ".wav",
    "audio/x-flac": ".flac",
    "audio/ogg": ".ogg",
    "audio/mp4": ".m4a",
    "video/quicktime": ".mov",
}
_UNNAMED = frozenset(["", "application/octet-stream", "binary/octet-stream"])


@dataclass(frozen=True, slots=True)
class MediaFile:
    """Audio or video as the provider sent it; the media type is that of the response."""

    body: Content = field(repr=False)
    """The bytes, or the file that holds them."""
    media_type: str
    model: str | None = None
    request_id: str | None = None
    cost: float | None = None
    """In US dollars, where the response says it."""
    warnings: tuple[ResultWarning, ...] = ()
    metadata: Mapping[str, str] = field(default_factory=dict)
    """The provider's own headers, by lower-case name."""
    job_id: str | None = None
    """The job that made it, where there was one."""
    url: str | None = field(default=None, repr=False)
    """Where the provider put it, if it was not in the response."""

    @property
    def data(self) -> bytes:
        """The bytes. Raises `OSError` when the file that held them is gone."""
        return self.body if isinstance(self.body, bytes) else self.body.read()

    content = data

    @property
    def path(self) -> Path | None:
        """The file that `save_to` asked for; `None` for bytes in memory."""
        return self.body.path if isinstance(self.body, SavedFile) else None

    @property
    def size(self) -> int:
        """How many bytes it has."""
        return len(self.body) if isinstance(self.body, bytes) else self.body.size

    @property
    def suffix(self) -> str:
        """The file suffix of the media type, with its dot."""
        return _SUFFIXES.get(self.media_type, f".{self.media_type.partition('/')[2] or 'bin'}")

    def read(self) -> bytes:
        """The bytes: the same as `data`, under the name that other clients have."""
        return self.data

    def save(self, path: str | os.PathLike[str]) -> Path:
        """Write the bytes to `path` and return it; a name without a suffix gets the right one.

        Raises `ArgumentError` for a folder, or when the folder of the file does not exist.
        """
        target = suffixed_target(Path(path), self.suffix)
        write_file(target, self.data)
        return target

    write_to_file = stream_to_file = save

    def kept_at(self, path: Path) -> MediaFile:
        """The same media, its bytes in that file only. Raises what `save` raises."""
        target = suffixed_target(path, self.suffix)
        part = None if isinstance(self.body, bytes) else self.body.part
        if part is None:
            write_file(target, self.data)
        else:
            part.replace(target)
        return replace(self, body=SavedFile(target, self.size))

    def part(self, argument: str) -> ImagePart:
        """The media as a file that can be sent, given as `argument`."""
        body = self.body
        source = BytesSource(body) if isinstance(body, bytes) else PathSource(body.path)
        return ImagePart(
            argument=argument,
            kind="bytes",
            media_type=self.media_type,
            filename=f"media{self.suffix}",
            size=self.size,
            source=source,
        )

    def in_memory(self) -> MediaFile:
        """The same media, its bytes in memory."""
        return self if isinstance(self.body, bytes) else replace(self, body=self.data)

    def __bytes__(self) -> bytes:
        return self.data

    def __repr__(self) -> str:
        return f"MediaFile({self.media_type}, {self.size:,} bytes)"


class MediaDestination(Destination):
    """The `save_to` of a call whose response is audio or video. What came before an error is kept."""

    def __init__(self, arguments: Mapping[str, object]) -> None:
        super().__init__(arguments)
        self._latest: Sink | None = None
        self._call: Call | None = None

    def receiving(self, call: Call) -> Call:
        """The call, with the media of its response written here as it is."""
        self._call = replace(call, new_sink=self._sink, verbatim=True)
        return self._call

    def keep_media(self, media: MediaFile) -> MediaFile:
        """The media, in its file. Raises `SaveError`, which has it, where that cannot be written."""
        if self.target is None:
            return media
        try:
            return media.kept_at(self.target)
        except (OSError, ArgumentError) as problem:
            reason = getattr(problem, "strerror", None) or str(problem)
            error = SaveError(
                f"{media.media_type} came, but not into {str(self.target)!r}: {reason}; it is in the"
                " error's media",
                result=None,
            )
            error.media = media.in_memory()
            raise error from problem

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        if isinstance(error, PyveniceError) and error.media is None:
            self._rescue(error)
        super().__exit__(kind, error, at)

    def _rescue(self, error: PyveniceError) -> None:
        """Give the error the bytes that came before it."""
        if self._latest is None:
            return
        body = self._latest.done()
        data = body if isinstance(body, bytes) else body.read()
        if data:
            model = self._call.model if self._call else None
            error.media = MediaFile(data, "application/octet-stream", model)

    def _sink(self) -> Sink:
        self._latest = MemorySink() if self.target is None else self.new_sink()
        return self._latest


def request_media(
    operation: Operation, arguments: Arguments, rules: ProviderRules
) -> Flow[MediaFile]:
    """Send one request, whose response is audio or video."""
    with MediaDestination(arguments) as destination:
        reply = yield from fetch(destination.receiving(prepare(operation, arguments)))
        media = media_file(reply, rules, where=operation.title, model=_model(arguments))
        return destination.keep_media(media)


def request_answer(operation: Operation, arguments: Arguments, rules: ProviderRules) -> Flow[Any]:
    """Send one request; the response is JSON, text, or audio or video, as its media type says."""
    if operation.answers == ("application/json",):
        return (yield from request_model(operation, arguments))
    with MediaDestination(arguments) as destination:
        reply = yield from fetch(destination.receiving(prepare(operation, arguments)))
        if is_media(reply):
            media = media_file(reply, rules, where=operation.title, model=_model(arguments))
            return destination.keep_media(media)
        if reply.media_type.startswith("text/"):
            return in_memory(reply).decode("utf-8", "replace")
        return parse_model(operation, reply)


def is_media(reply: Reply) -> bool:
    """Whether a response is audio or video."""
    kind = reply.media_type.partition("/")[0]
    return kind in {"audio", "video"} or (reply.media_type in _UNNAMED and not reply.holds_json)


def media_file(  # noqa: PLR0913  (all but the first two by name)
    reply: Reply,
    rules: ProviderRules,
    *,
    where: str,
    model: str | None = None,
    job_id: str | None = None,
    url: str | None = None,
) -> MediaFile:
    """The media of a response. Raises `AnswerError` for another response, or an empty one."""
    if not is_media(reply):
        words = read_error_body(reply).message
        kind = reply.media_type or "an unnamed media type"
        raise AnswerError(
            f"{where}: the answer is {kind} instead of audio or video: {words}",
            request_id=request_id(reply.headers),
        )
    if not (reply.content or reply.saved):
        raise AnswerError(
            f"{where}: the answer is empty instead of audio or video",
            request_id=request_id(reply.headers),
        )
    return MediaFile(
        reply.picture,
        reply.media_type or "application/octet-stream",
        reply.headers.get(rules.model_header or "") or model,
        request_id(reply.headers),
        rules.cost(reply.headers),
        (*reply.warnings, *rules.warnings(reply.headers)),
        rules.metadata(reply.headers),
        job_id,
        url,
    )


def in_memory(reply: Reply) -> bytes:
    """The body of a response, wherever it was written to."""
    return reply.content if reply.saved is None else reply.saved.read()


def _model(arguments: Arguments) -> str | None:
    model = arguments.get("model")
    return model if isinstance(model, str) else None


publish(__name__)
