"""Routes of audio: speech as tones, cloned voices, and transcriptions of what the files say of themselves."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
import struct
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from pyvenice.core.json_types import Json
from pyvenice.core.recording.multipart_parser import Part
from pyvenice.core.recording.recorded_exchange import WireResponse
from pyvenice.sandbox.dialects.base import Route
from pyvenice.sandbox.dialects.rules import check_model, check_prompt
from pyvenice.sandbox.dialects.venice import models
from pyvenice.sandbox.dialects.venice.account import Account
from pyvenice.sandbox.dialects.venice.media import tones
from pyvenice.sandbox.dialects.venice.media.flac import flac
from pyvenice.sandbox.dialects.venice.media.mp3 import mp3
from pyvenice.sandbox.server.errors import APIError
from pyvenice.sandbox.server.request import Request
from pyvenice.sandbox.server.responses import full_response, json_response, marks

MEDIA_TYPES = {"mp3": "audio/mpeg", "wav": "audio/wav", "flac": "audio/flac", "pcm": "audio/pcm"}
"""The formats that the sandbox can write."""
_FORMAT = "mp3"
_PRICE = 3.5
"""US dollars for a million characters."""
_SECOND_PRICE = 1e-4
_CLONE_PRICE = 0.0
_CLONE_DAYS = 7
_DEFAULT_VOICES = frozenset(["", "af_sky"])
_SHORTEST_SAMPLE = 5.0
_CHUNK = 8192
_WORDS = re.compile(rb"(?:ICMT(?P<wav>....)|COMM(?P<mp3>....)..\x03eng\x00|COMMENT=)", re.DOTALL)


class AudioRoutes:
    """Handlers of speech, voices and transcriptions; cloned voices are kept."""

    def __init__(self, account: Account) -> None:
        self._account = account
        self._voices: dict[str, tuple[str, dt.datetime]] = {}

    def routes(self) -> Sequence[Route]:
        return (
            Route("POST", "/audio/speech", self.speech),
            Route("POST", "/audio/transcriptions", self.transcribe),
            Route("POST", "/audio/voices", self.clone),
        )

    def speech(self, request: Request) -> WireResponse:
        values = request.valid_fields()
        model = models.resolved(values.get("model", "tts-kokoro"), "tts")
        text: str = values["input"]
        check_model(model, models.ids_of("tts"))
        check_prompt(text)
        self._check_voice(model, values.get("voice", ""))
        form = values.get("response_format") or models.rows().get(model, {}).get(
            "default_format", _FORMAT
        )
        if form not in MEDIA_TYPES:
            known = ", ".join(MEDIA_TYPES)
            raise APIError(
                "value",
                f"the sandbox has no encoder of {form}, only {known}",
                path=("response_format",),
            )
        audio = spoken(text, form, values.get("speed", 1.0))
        self._account.bill(request, model, len(text), models.price(model, "input", _PRICE) * 1e-6)
        headers = [("x-venice-model-id", model)]
        if values.get("streaming"):
            framing = [("content-type", MEDIA_TYPES[form])]
            return WireResponse(200, [*framing, *headers, *marks(("tones",))], _pieces(audio))
        return full_response(200, audio, MEDIA_TYPES[form], headers, ("tones",))

    def transcribe(self, request: Request) -> WireResponse:
        values = request.valid_fields()
        model = models.resolved(values.get("model", "nvidia/parakeet-tdt-0.6b-v3"), "asr")
        check_model(model, models.ids_of("asr"))
        recording = recorded(_file(values))
        price = models.price(model, "per_audio_second", _SECOND_PRICE)
        self._account.bill(request, model, recording.seconds, price)
        if values.get("response_format") == "text":
            return full_response(200, recording.words.encode(), "text/plain")
        body: dict[str, Any] = {"text": recording.words, "duration": recording.seconds}
        if values.get("timestamps"):
            body["timestamps"] = _timestamps(recording)
        return json_response(200, body)

    def clone(self, request: Request) -> WireResponse:
        values = request.valid_fields()
        model = values.get("model", "tts-chatterbox-hd")
        check_model(model, models.ids_of("tts"))
        sample = _file(values)
        recording = recorded(sample)
        if recording.seconds < _SHORTEST_SAMPLE:
            raise APIError(
                "value",
                f"the sample has {recording.seconds:.1f} s, and needs {_SHORTEST_SAMPLE:g}",
                path=("file",),
            )
        handle = f"vv_{hashlib.sha256(sample + model.encode()).hexdigest()[:20]}"
        ends = dt.datetime.now(dt.UTC) + dt.timedelta(days=_CLONE_DAYS)
        self._voices[handle] = model, ends
        self._account.bill(request, model, 1, _CLONE_PRICE)
        return json_response(200, {"id": handle, "model": model})

    def _check_voice(self, model: str, voice: str) -> None:
        """Raise `APIError` for a voice that the model does not have."""
        if voice.startswith("vv_"):
            owner, ends = self._voices.get(voice, ("", dt.datetime.min.replace(tzinfo=dt.UTC)))
            if ends < dt.datetime.now(dt.UTC):
                raise APIError("value", "the voice is not known, or has expired", path=("voice",))
            if owner != model:
                raise APIError("value", f"the voice belongs to {owner}", path=("voice",))
            return
        known = models.rows().get(model, {}).get("voices", ())
        if known and voice not in known and voice not in _DEFAULT_VOICES:
            few = ", ".join(known[:5])
            raise APIError("value", f"{model} has no such voice; it has {few}, …", path=("voice",))


def spoken(text: str, form: str, speed: float = 1.0) -> bytes:
    """A text as tones, in one of the formats that the sandbox can write."""
    notes, seconds = tones.notes_of(text), tones.word_seconds(speed)
    if form == "mp3":
        return mp3(notes, seconds, text)
    samples = tones.samples_of(notes, seconds)
    writers = {"wav": tones.wav, "flac": flac}
    return writers[form](samples, text) if form in writers else samples


class Recording(NamedTuple):
    """What is known of a file: how long it is, and the words that it says it holds."""

    seconds: float
    words: str


def recorded(data: bytes) -> Recording:
    """What a file says of itself. Raises `APIError` with 422 for silence, and for what is no audio."""
    seconds, is_silent = _length(data)
    if seconds <= 0 or is_silent:
        raise APIError("value", "there is no speech in the audio", status=422)
    words = _comment(data)
    if not words:
        mark = hashlib.sha256(data).hexdigest()[:8]
        words = f"This is the sandbox, and no model. I heard {seconds:.2f} seconds of audio {mark}."
    return Recording(round(seconds, 3), words)


def _length(data: bytes) -> tuple[float, bool]:
    """The seconds of WAV, FLAC or MP3, and whether it is silent; of other containers a guess by size."""
    if data[:4] == b"RIFF" and data[8:12] == b"WAVE":
        return _wav_length(data)
    if data[:4] == b"fLaC" and len(data) > 26:
        packed = int.from_bytes(data[18:26], "big")
        rate, total = packed >> 44, packed & 0xFFFFFFFFF
        return (total / rate if rate else 0.0), False
    if data[:3] == b"ID3" or data[:2] in {b"\xff\xf3", b"\xff\xfb", b"\xff\xf2"}:
        return data.count(b"\xff\xf3\x44\xc0") * 576 / tones.RATE or len(data) / 16_000, False
    if data[4:8] == b"ftyp" or data[:4] in {b"OggS", b"\x1aE\xdf\xa3"} or data[:2] == b"\xff\xf1":
        return len(data) / 16_000, False  # as at 128 kbit/s
    raise APIError("value", "the file is no audio that can be read", status=422)


def _wav_length(data: bytes) -> tuple[float, bool]:
    place, per_second = 12, 0
    while place + 8 <= len(data):
        kind, size = data[place : place + 4], struct.unpack("<I", data[place + 4 : place + 8])[0]
        inside = data[place + 8 : place + 8 + size]
        if kind == b"fmt " and len(inside) >= 16:
            per_second = struct.unpack("<I", inside[8:12])[0]
        if kind == b"data":
            return (len(inside) / per_second if per_second else 0.0), not any(inside)
        place += 8 + size + size % 2
    return 0.0, True


def _comment(data: bytes) -> str:
    """The words that a file of the sandbox has as its comment."""
    found = _WORDS.search(data[:200]) or _WORDS.search(data[-9000:])
    if found is None:
        return ""
    rest = data[data.index(found[0]) + len(found[0]) :]
    if found["wav"] is not None:
        rest = rest[: struct.unpack("<I", found["wav"])[0]].rstrip(b"\0")
    elif found["mp3"] is not None:
        size = 0
        for byte in found["mp3"]:
            size = size << 7 | byte
        rest = rest[: size - 5]
    else:
        start = data.index(found[0])
        size = struct.unpack("<I", data[start - 4 : start])[0]
        rest = data[start + len(found[0]) : start + size]
    return rest.decode("utf-8", "replace")


def _timestamps(recording: Recording) -> Json:
    words = recording.words.split()
    each = recording.seconds / max(1, len(words))

    def span(number: float, count: float = 1) -> dict[str, Json]:
        return {"start": round(number * each, 3), "end": round((number + count) * each, 3)}

    spans: list[Json] = [{"word": word, **span(number)} for number, word in enumerate(words)]
    return {"word": spans, "segment": [{"text": recording.words, **span(0, len(words))}]}


def _file(values: dict[str, Any]) -> bytes:
    """The file of a form. Raises `APIError` where a text stands there."""
    given = values.get("file")
    if not isinstance(given, Part):
        raise APIError("value", "a file is required", path=("file",))
    return given.data


def _pieces(audio: bytes) -> Iterator[bytes]:
    for start in range(0, len(audio), _CHUNK):
        yield audio[start : start + _CHUNK]
