"""`client.audio`: speech as a file or while it arrives, voices, transcriptions."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from pyvenice.core.atomic_write import PartFile, file_behind, is_replaceable, write_file
from pyvenice.core.client.base import AsyncClient, Renamed, SyncClient
from pyvenice.core.client.media import MediaFile
from pyvenice.core.client.signatures import cached_property
from pyvenice.core.engine.calls import Call
from pyvenice.core.http.open_response import AsyncExchange, SyncExchange
from pyvenice.core.request.builder import prepare
from pyvenice.core.response.sinks import check_target
from pyvenice.errors import ArgumentError, PyveniceError, StreamError
from pyvenice.generated.venice.families.audio import operations as table
from pyvenice.generated.venice.families.audio.methods import (
    AsyncAudioSpeechMethods,
    AsyncAudioTranscriptionsMethods,
    AsyncAudioVoicesMethods,
    AudioSpeechMethods,
    AudioTranscriptionsMethods,
    AudioVoicesMethods,
)
from pyvenice.providers.venice.facts.capabilities import check, known_models
from pyvenice.providers.venice.streams import AsyncStream, Ending, Stream

_CREATE = table.AUDIO_SPEECH_CREATE


class BytesDecoder:
    """Push decoder that passes the bytes on. `done` raises where fewer came than were announced."""

    has_ended = False

    def __init__(self, headers: dict[str, str]) -> None:
        self._media_type = headers.get("content-type", "").partition(";")[0].strip().lower()
        announced = headers.get("content-length", "")
        self._announced = int(announced) if announced.isdecimal() else 0
        self._chunks: list[bytes] = []
        self.size = 0

    @property
    def media(self) -> MediaFile:
        """What came so far."""
        return MediaFile(b"".join(self._chunks), self._media_type)

    def feed(self, data: bytes) -> Iterator[bytes]:
        """The bytes themselves."""
        self.size += len(data)
        self._chunks.append(data)
        yield data

    def done(self) -> tuple[()]:
        """Nothing more. Raises `StreamError` where nothing came, or less than was announced."""
        if not self.size or self.size < self._announced:
            raise StreamError(f"the audio was cut off after {self.size:,} bytes")
        return ()

    def rescue(self, error: PyveniceError) -> None:
        """Give an error the bytes that came before it."""
        if self.size:
            error.media = self.media

    def whole_body(self) -> bytes:
        """Nothing: audio says not what it cost."""
        return b""


class SpeechStream(Stream[bytes]):
    """Iterate for bytes of audio, as they arrive. Close it, or use it in `with`."""

    _decoder: BytesDecoder

    def __init__(self, exchange: SyncExchange, ending: Ending) -> None:
        super().__init__(exchange, BytesDecoder(exchange.headers), ending)
        self.media_type = self._decoder.media.media_type

    def save(self, path: str | os.PathLike[str]) -> Path:
        """Write what is left of the audio to a file while it arrives, and return its path.

        The file gets its name when it is complete; of audio that breaks off, the error has what came.
        Raises `ArgumentError` for a path where no file can be written.
        """
        target = _check_path(path)
        with PartFile(file_behind(target), unnamed=True) as part:
            for data in self:
                part.write(data)
            _finish(part, target)
        return target

    stream_to_file = save


class AsyncSpeechStream(AsyncStream[bytes]):
    """Iterate for bytes of audio, as they arrive. Close it, or use it in `async with`."""

    _decoder: BytesDecoder

    def __init__(self, exchange: AsyncExchange, ending: Ending) -> None:
        super().__init__(exchange, BytesDecoder(exchange.headers), ending)
        self.media_type = self._decoder.media.media_type

    async def save(self, path: str | os.PathLike[str]) -> Path:
        """Write what is left of the audio to a file while it arrives, and return its path.

        The file gets its name when it is complete; of audio that breaks off, the error has what came.
        Raises `ArgumentError` for a path where no file can be written.
        """
        target = _check_path(path)
        with PartFile(file_behind(target), unnamed=True) as part:
            async for data in self:
                part.write(data)
            _finish(part, target)
        return target

    stream_to_file = save


def _check_path(path: str | os.PathLike[str]) -> Path:
    target = Path(path).absolute()
    check_target(target, argument="path")
    return target


def _finish(part: PartFile, target: Path) -> None:
    if is_replaceable(target):
        part.replace(target)
    else:
        write_file(target, part.read_back())


class VeniceSpeech(AudioSpeechMethods):
    """`client.audio.speech`: create, stream."""

    def stream(self, **arguments: Any) -> SpeechStream:
        """The audio as it arrives, sentence by sentence; `arguments` are those of `create`."""
        check(_CREATE, arguments, known_models(self._client))
        call = _stream_call(arguments)
        exchange = self._client._open(call)  # noqa: SLF001  (a hook of its family)
        return SpeechStream(exchange, Ending(self._client, call))

    def _create(self, arguments: Mapping[str, Any]) -> MediaFile:
        check(_CREATE, arguments, known_models(self._client))
        return super()._create(arguments)


class AsyncVeniceSpeech(AsyncAudioSpeechMethods):
    """`client.audio.speech`: create, stream."""

    async def stream(self, **arguments: Any) -> AsyncSpeechStream:
        """The audio as it arrives, sentence by sentence; `arguments` are those of `create`."""
        check(_CREATE, arguments, known_models(self._client))
        call = _stream_call(arguments)
        exchange = await self._client._open(call)  # noqa: SLF001  (as above)
        return AsyncSpeechStream(exchange, Ending(self._client, call))

    async def _create(self, arguments: Mapping[str, Any]) -> MediaFile:
        check(_CREATE, arguments, known_models(self._client))
        return await super()._create(arguments)


def _stream_call(arguments: dict[str, Any]) -> Call:
    if arguments.get("save_to") is not None:
        raise ArgumentError(
            "save_to is an argument of create; of a stream, call save(path)",
            argument="save_to",
            value=arguments["save_to"],
        )
    call = prepare(_CREATE, {"streaming": True, **arguments})
    return replace(call, chunks=True, verbatim=True)


class VeniceAudio(Renamed):
    """`client.audio`: speech, transcriptions, voices."""

    def __init__(self, client: SyncClient) -> None:
        self._client = client

    @cached_property
    def speech(self) -> VeniceSpeech:
        """Texts as audio."""
        return VeniceSpeech(self._client)

    @cached_property
    def transcriptions(self) -> AudioTranscriptionsMethods:
        """Audio as texts."""
        return AudioTranscriptionsMethods(self._client)

    @cached_property
    def voices(self) -> AudioVoicesMethods:
        """Voices cloned from a sample."""
        return AudioVoicesMethods(self._client)


class AsyncVeniceAudio(Renamed):
    """`client.audio`: speech, transcriptions, voices."""

    def __init__(self, client: AsyncClient) -> None:
        self._client = client

    @cached_property
    def speech(self) -> AsyncVeniceSpeech:
        """Texts as audio."""
        return AsyncVeniceSpeech(self._client)

    @cached_property
    def transcriptions(self) -> AsyncAudioTranscriptionsMethods:
        """Audio as texts."""
        return AsyncAudioTranscriptionsMethods(self._client)

    @cached_property
    def voices(self) -> AsyncAudioVoicesMethods:
        """Voices cloned from a sample."""
        return AsyncAudioVoicesMethods(self._client)
