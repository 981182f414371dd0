"""Routes of music and video: jobs that are done at the second question, and quotes by pinned prices."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from pyvenice.core.recording.recorded_exchange import WireResponse
from pyvenice.sandbox.dialects.base import Route, new_id
from pyvenice.sandbox.dialects.rules import check_model, check_prompt
from pyvenice.sandbox.dialects.venice import models
from pyvenice.sandbox.dialects.venice.account import Account
from pyvenice.sandbox.dialects.venice.media import tones
from pyvenice.sandbox.dialects.venice.media.mp3 import mp3
from pyvenice.sandbox.dialects.venice.media.mp4 import mp4
from pyvenice.sandbox.painting import editor
from pyvenice.sandbox.server.errors import APIError
from pyvenice.sandbox.server.picture_links import PictureStore
from pyvenice.sandbox.server.request import Request, Values
from pyvenice.sandbox.server.responses import full_response, json_response

_POLLS = 2
"""The question at which a job is done."""
_STEP = 1000.0
"""Milliseconds that seem to pass between two questions."""
_SECONDS = 30.0
_VIDEO_PRICE = 0.05
"""US dollars for a second of video, of which the pinned list has no prices."""
_TRANSCRIPT_PRICE = 0.01
_LONG_SIDE = 160
_FRAMES = 6
_RATIOS = {"auto": (16, 9), "adaptive": (16, 9)}
_MOST_KEPT = 200


@dataclass(slots=True)
class Job:
    """A job that was taken."""

    model: str
    make: Callable[[], tuple[bytes, str]]
    is_private: bool = False
    id: str = field(default_factory=lambda: new_id("queue-"))
    polls: int = 0

    def progress(self, status: str) -> WireResponse:
        """How it stands, by the number of questions."""
        took = min(self.polls, _POLLS) * _STEP
        average = _POLLS * _STEP
        times = {"average_execution_time": average, "execution_duration": took}
        return json_response(200, {"status": status, **times})


class JobRoutes:
    """Handlers of music and video."""

    def __init__(self, account: Account, pictures: PictureStore) -> None:
        self._account = account
        self._pictures = pictures
        self._jobs: dict[str, Job] = {}
        self._lock = threading.Lock()

    def routes(self) -> Sequence[Route]:
        return (
            Route("POST", "/audio/queue", self.queue_audio),
            Route("POST", "/audio/retrieve", self.retrieve),
            Route("POST", "/audio/complete", self.complete),
            Route("POST", "/audio/quote", self.quote_audio),
            Route("POST", "/video/queue", self.queue_video),
            Route("POST", "/video/retrieve", self.retrieve),
            Route("POST", "/video/complete", self.complete),
            Route("POST", "/video/quote", self.quote_video),
            Route("POST", "/video/transcriptions", self.transcribe),
        )

    def queue_audio(self, request: Request) -> WireResponse:
        values = request.valid_fields()
        model = models.resolved(values["model"], "music")
        check_model(model, models.ids_of("music"))
        _check_content(values["prompt"])
        cost = _audio_cost(model, values, len(values["prompt"]))
        self._account.bill(request, model, 1, cost)
        seconds = _seconds(values.get("duration_seconds"), _SECONDS)

        def make() -> tuple[bytes, str]:
            notes = tones.notes_of(values["prompt"])
            each = tones.word_seconds(1.0)
            count = max(1, round(min(seconds, _SECONDS) / each))
            repeated = [notes[place % len(notes)] for place in range(count)]
            return mp3(repeated, each, values["prompt"]), "audio/mpeg"

        job = self._keep(Job(model, make))
        return json_response(200, {"model": model, "queue_id": job.id, "status": "QUEUED"})

    def quote_audio(self, request: Request) -> WireResponse:
        values = request.valid_fields()
        model = models.resolved(values["model"], "music")
        check_model(model, models.ids_of("music"))
        return json_response(200, {"quote": _audio_cost(model, values, 1000)})

    def queue_video(self, request: Request) -> WireResponse:
        values = request.valid_fields()
        model = values["model"]
        check_model(model, models.ids_of("video"))
        _check_content(values["prompt"])
        _check_consent(values)
        self._account.bill(request, model, 1, _video_cost(values))
        is_private = models.rows().get(model, {}).get("privacy") == "private"
        job = self._keep(Job(model, lambda: (_video(values), "video/mp4"), is_private))
        body: dict[str, Any] = {"model": model, "queue_id": job.id}
        if is_private:
            body["download_url"] = request.origin + self._pictures.keep(_video(values), "video/mp4")
        return json_response(200, body)

    def quote_video(self, request: Request) -> WireResponse:
        values = request.valid_fields()
        check_model(values["model"], models.ids_of("video"))
        return json_response(200, {"quote": _video_cost(values)})

    def retrieve(self, request: Request) -> WireResponse:
        values = request.valid_fields()
        job = self._find(values)
        job.polls += 1
        if job.polls < _POLLS:
            return job.progress("PROCESSING")
        if job.is_private:
            return job.progress("COMPLETED")
        data, media_type = job.make()
        if values.get("delete_media_on_completion"):
            self._jobs.pop(job.id, None)
        return full_response(
            200, data, media_type, [("x-venice-model-id", job.model)], ("made up",)
        )

    def complete(self, request: Request) -> WireResponse:
        job = self._find(request.valid_fields())
        self._jobs.pop(job.id, None)
        return json_response(200, {"success": True})

    def transcribe(self, request: Request) -> WireResponse:
        values = request.valid_fields()
        self._account.bill(request, "video-transcription", 1, _TRANSCRIPT_PRICE)
        words = f"This is the sandbox, and no model. I did not watch {values['url'][:300]}."
        if values.get("response_format") == "text":
            return full_response(200, words.encode(), "text/plain")
        return json_response(200, {"transcript": words, "lang": "en"})

    def _keep(self, job: Job) -> Job:
        with self._lock:
            self._jobs[job.id] = job
            while len(self._jobs) > _MOST_KEPT:
                del self._jobs[next(iter(self._jobs))]
        return job

    def _find(self, values: Values) -> Job:
        """The job of a request. Raises `APIError` with 404."""
        job = self._jobs.get(values["queue_id"])
        if job is None or job.model != models.resolved(values["model"], "music"):
            raise APIError("value", "Media could not be found; it may have expired", status=404)
        return job


def _check_content(prompt: str) -> None:
    """Refuse a prompt with the word "forbidden" with 422. Raises `APIError`."""
    check_prompt(prompt)


def _check_consent(values: Values) -> None:
    """Ask for consent where an input is marked as a face. Raises `APIError` with 409."""
    marked = [name for name in ("image_url", "video_url") if "face" in str(values.get(name, ""))]
    if marked and "seedance" not in values.get("consents", {}):
        raise APIError("consent", ",".join(marked), status=409)


def _seconds(given: Any, otherwise: float) -> float:
    return float(given) if str(given or "").isdecimal() else otherwise


def _audio_cost(model: str, values: Values, characters: int) -> float:
    pricing = models.rows().get(model, {}).get("pricing", {})
    seconds = _seconds(values.get("duration_seconds"), _SECONDS)
    if "durations" in pricing:
        steps = sorted(pricing["durations"].values(), key=lambda step: float(step["max_seconds"]))
        fitting = [step for step in steps if seconds <= step["max_seconds"]]
        return float((fitting or steps)[0 if fitting else -1]["usd"])
    if "per_second" in pricing:
        return round(float(pricing["per_second"]) * seconds, 6)
    if "per_thousand_characters" in pricing:
        count = values.get("character_count") or characters
        return round(float(pricing["per_thousand_characters"]) * count / 1000, 6)
    return float(pricing.get("generation", _VIDEO_PRICE))


def _video_cost(values: Values) -> float:
    factor = values.get("upscale_factor") or 1
    return round(_VIDEO_PRICE * _video_seconds(values) * factor, 6)


def _video_seconds(values: Values) -> float:
    return _seconds(str(values.get("duration", "")).removesuffix("s"), 5.0)


def _video(values: Values) -> bytes:
    """Pictures of the prompt, one after the other."""
    ratio = str(values.get("aspect_ratio", "auto"))
    across, down = _RATIOS.get(ratio) or map(int, ratio.split(":"))
    scale = _LONG_SIDE / max(across, down)
    size = max(32, round(across * scale / 2) * 2), max(32, round(down * scale / 2) * 2)
    pictures = [
        editor.generate(values["prompt"], size, seed=0, variant=number, others=[]).image
        for number in range(_FRAMES)
    ]
    return mp4(pictures, _video_seconds(values))
