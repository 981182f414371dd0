"""Audio, music and video: files while they arrive, jobs, and what is kept when something breaks."""

from __future__ import annotations

import io
import json
import wave
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from pyvenice import (
    APIConnectionError,
    ArgumentError,
    ConflictError,
    ContentPolicyError,
    JobNotFoundError,
    JobTimeoutError,
    MediaFile,
    StreamError,
    VeniceClient,
)
from pyvenice.sandbox.dialects.venice.media.audio import recorded
from tests.providers.venice.conftest import Caller

WORDS = "a red kite over the lake"
SONG = {"model": "ace-step-15", "prompt": WORDS}
FILM = {"model": "flux-3-text-to-video", "prompt": WORDS, "duration": "2s"}
PRIVATE = FILM | {"model": "grok-imagine-1-5-text-to-video-private"}


def test_speech_is_written_to_its_file_and_is_what_it_says(call: Caller, tmp_path: Path) -> None:
    speech = call("audio.speech.create", input=WORDS, save_to=tmp_path / "speech")
    assert speech.path == tmp_path / "speech.mp3"
    assert speech.media_type == "audio/mpeg"
    assert speech.path.read_bytes() == speech.data
    assert list(tmp_path.iterdir()) == [speech.path]
    sound = call("audio.speech.create", input=WORDS, response_format="wav").data
    with wave.open(io.BytesIO(sound)) as reader:
        seconds = reader.getnframes() / reader.getframerate()
    assert seconds == pytest.approx(recorded(speech.data).seconds, abs=0.05)
    faster = call("audio.speech.create", input=WORDS, response_format="wav", speed=2).data
    assert recorded(faster).seconds == pytest.approx(seconds / 2, abs=0.05)


@pytest.mark.parametrize("form", ["mp3", "wav", "flac"])
def test_a_transcription_gives_the_words_back(call: Caller, form: str) -> None:
    speech = call("audio.speech.create", input=WORDS, response_format=form)
    answer = call("audio.transcriptions.create", file=speech.data, timestamps=True)
    assert answer.text == WORDS
    assert len(answer.timestamps.word) == len(WORDS.split())
    assert answer.timestamps.segment[0].end == pytest.approx(answer.duration, abs=0.01)
    text = call("audio.transcriptions.create", file=speech.data, response_format="text")
    assert text == WORDS


def test_speech_arrives_in_pieces(call: Caller, tmp_path: Path) -> None:
    stream = call("audio.speech.stream", input=WORDS * 20)
    pieces = call.done(aiter(stream) if hasattr(stream, "__aiter__") else iter(stream))
    assert len(pieces) > 1
    whole = call("audio.speech.create", input=WORDS * 20).data
    assert b"".join(pieces) == whole
    saved = call.done(call("audio.speech.stream", input=WORDS * 20).save(tmp_path / "a.mp3"))
    assert saved.read_bytes() == whole


def test_a_cloned_voice_belongs_to_its_model(call: Caller) -> None:
    sample = call("audio.speech.create", input="word " * 30, response_format="wav").data
    voice = call("audio.voices.create", file=sample)
    call("audio.speech.create", input="x", model=voice.model, voice=voice.id)
    with pytest.raises(Exception, match="belongs to tts-chatterbox-hd"):
        call("audio.speech.create", input="x", model="tts-kokoro", voice=voice.id)
    with pytest.raises(Exception, match="needs 5"):
        call("audio.voices.create", file=recorded_short(call))


def recorded_short(call: Caller) -> bytes:
    data: bytes = call("audio.speech.create", input="short", response_format="wav").data
    return data


@pytest.mark.parametrize(
    ("family", "given"), [("music", SONG), ("video", FILM), ("video", PRIVATE)]
)
def test_a_job_is_waited_for_and_released(
    call: Caller, family: str, given: dict[str, Any], tmp_path: Path
) -> None:
    job = call(f"{family}.submit", **given)
    assert call.done(job.status()) == "PROCESSING"
    media = call.done(job.download(tmp_path / "out", interval=0.01))
    assert isinstance(media, MediaFile)
    assert media.job_id == job.id
    assert media.path is not None
    start = media.path.read_bytes()[:12]
    assert start.startswith(b"ID3") if family == "music" else start[4:8] == b"ftyp"
    assert call.done(job.complete())
    with pytest.raises(JobNotFoundError) as gone:
        call.done(job.wait(interval=0.01))
    assert gone.value.job_id == job.id


def test_a_job_of_another_process_is_found_by_its_id(call: Caller) -> None:
    queued = call("video.queue", **FILM)
    job = call.client.video.job(queued.queue_id, model=FILM["model"])
    assert call.done(job.wait(interval=0.01)).media_type == "video/mp4"
    assert call("video.quote", model=FILM["model"], duration="4s").quote > 0


def test_the_file_of_a_job_is_checked_before_it_is_billed(call: Caller, tmp_path: Path) -> None:
    before = call("billing.balance").balances.usd
    with pytest.raises(ArgumentError, match="does not exist"):
        call("music.run", **SONG, save_to=tmp_path / "no" / "song.mp3")
    with pytest.raises(ArgumentError, match="interval"):
        call("video.run", **FILM, interval=0)
    assert call("billing.balance").balances.usd == before


def test_a_refused_job_says_why(call: Caller) -> None:
    with pytest.raises(ContentPolicyError):
        call("music.submit", model="ace-step-15", prompt="something forbidden")
    with pytest.raises(ConflictError, match="consent") as asked:
        call("video.submit", **FILM, image_url="https://example.com/face.png")
    assert "policy_text" in str(asked.value.body)


def test_a_job_that_takes_too_long_names_its_id(call: Caller) -> None:
    job = call("music.submit", **SONG)
    with pytest.raises(JobTimeoutError, match=r"client\.music\.job") as late:
        call.done(job.wait(timeout=0.05, interval=100))
    assert late.value.job_id == job.id


class _Broken(httpx.SyncByteStream):
    def __iter__(self) -> Iterator[bytes]:
        yield b"ID3 half of it"
        raise httpx.ReadError("the connection broke")


def test_speech_that_breaks_off_keeps_what_came(tmp_path: Path) -> None:
    def answer(_: httpx.Request) -> httpx.Response:
        return httpx.Response(200, headers={"content-type": "audio/mpeg"}, stream=_Broken())

    http = httpx.Client(transport=httpx.MockTransport(answer))
    with http, VeniceClient("key", http_client=http) as client:
        with pytest.raises(APIConnectionError) as broken:
            client.audio.speech.create(input="x", save_to=tmp_path / "a.mp3")
        with pytest.raises(APIConnectionError) as cut:
            client.audio.speech.stream(input="x").save(tmp_path / "b.mp3")
    for error in (broken.value, cut.value):
        assert error.media is not None
        assert error.media.data == b"ID3 half of it"
    assert list(tmp_path.iterdir()) == []


def test_an_error_instead_of_audio_says_so() -> None:
    def answer(_: httpx.Request) -> httpx.Response:
        return httpx.Response(200, json={"error": "no voice today"})

    http = httpx.Client(transport=httpx.MockTransport(answer))
    with http, VeniceClient("key", http_client=http) as client:
        with pytest.raises(Exception, match="no voice today"):
            client.audio.speech.create(input="x")
        with pytest.raises(StreamError, match="no voice today"):
            client.audio.speech.stream(input="x")


def test_each_job_asks_for_what_the_document_names() -> None:
    seen: list[Any] = []

    def answer(request: httpx.Request) -> httpx.Response:
        seen.append((request.url.path, json.loads(request.content)))
        return httpx.Response(200, content=b"RIFF", headers={"content-type": "audio/wav"})

    http = httpx.Client(transport=httpx.MockTransport(answer))
    with http, VeniceClient("key", http_client=http) as client:
        client.music.job("q-1", model="m").wait(delete=True)
    path, body = seen[0]
    assert path.endswith("/audio/retrieve")
    assert body == {"model": "m", "queue_id": "q-1", "delete_media_on_completion": True}


def test_a_recording_may_be_a_result_or_a_named_upload(call: Caller, tmp_path: Path) -> None:
    here = call("audio.speech.create", input=WORDS)
    saved = call("audio.speech.create", input=WORDS, save_to=tmp_path / "speech")
    for file in (here, saved, ("a.mp3", here.data), ("a.mp3", io.BytesIO(here.data), "audio/mpeg")):
        assert call("audio.transcriptions.create", file=file).text == WORDS
    with pytest.raises(ArgumentError, match="file: the file is empty"):
        call("audio.transcriptions.create", file=b"")
    with pytest.raises(ArgumentError, match="it is a folder"):
        here.save(tmp_path)


@pytest.mark.parametrize("given", [{"image_url": "a.png"}, {"reference_image_urls": ["a.png"]}])
def test_a_path_is_no_address_of_a_picture(call: Caller, given: dict[str, Any]) -> None:
    with pytest.raises(ArgumentError, match=r"urls? takes http\(s\) and data: URLs, not 'a\.png'"):
        call("video.submit", **FILM, **given)
