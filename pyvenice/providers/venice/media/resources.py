"""`client.music` and `client.video`: one request each, or a job that is waited for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from pyvenice.core.client.base import AsyncClient, SyncClient
from pyvenice.core.client.media import MediaFile
from pyvenice.core.extras import LazyModule
from pyvenice.errors import ArgumentError
from pyvenice.generated.venice.families.music import operations as music
from pyvenice.generated.venice.families.music.methods import AsyncMusicMethods, MusicMethods
from pyvenice.generated.venice.families.video import operations as video
from pyvenice.generated.venice.families.video.methods import AsyncVideoMethods, VideoMethods
from pyvenice.providers.venice.facts.capabilities import check, known_models
from pyvenice.providers.venice.media.jobs import (
    AsyncMediaJob,
    JobKind,
    MediaJob,
    Ticket,
    check_waiting,
    submit,
)

if TYPE_CHECKING:
    from pyvenice.generated.venice.families.music import responses as music_responses
    from pyvenice.generated.venice.families.video import responses as video_responses
else:
    music_responses = LazyModule("pyvenice.generated.venice.families.music.responses")
    video_responses = LazyModule("pyvenice.generated.venice.families.video.responses")

_MUSIC = JobKind("music", music.MUSIC_QUEUE, music.MUSIC_RETRIEVE, music.MUSIC_COMPLETE)
_VIDEO = JobKind("video", video.VIDEO_QUEUE, video.VIDEO_RETRIEVE, video.VIDEO_COMPLETE)
_WAITING = ("timeout", "interval", "save_to", "delete")


class _Jobs:
    """What music and video share: jobs as objects."""

    _client: SyncClient
    _kind: JobKind

    def submit(self, **arguments: Any) -> MediaJob:
        """Submit a job, which is billed, and do not wait; `arguments` are those of `queue`."""
        check(self._kind.queue, arguments, known_models(self._client))
        ticket = self._client._run(submit(self._kind, arguments))  # noqa: SLF001  (a hook of its family)
        return MediaJob(self._client, ticket)

    def run(self, **arguments: Any) -> MediaFile:
        """Submit a job and wait for its file; `arguments` are those of `queue` and of the job's `wait`."""
        waiting, given = _split_arguments(arguments)
        return self.submit(**given).wait(**waiting)

    def job(self, queue_id: str, *, model: str, download_url: str | None = None) -> MediaJob:
        """A job that was submitted before, such as by another process. Nothing is sent."""
        return MediaJob(self._client, _ticket(self._kind, queue_id, model, download_url))


class _AsyncJobs:
    """What music and video share: jobs as objects."""

    _client: AsyncClient
    _kind: JobKind

    async def submit(self, **arguments: Any) -> AsyncMediaJob:
        """Submit a job, which is billed, and do not wait; `arguments` are those of `queue`."""
        check(self._kind.queue, arguments, known_models(self._client))
        ticket = await self._client._run(submit(self._kind, arguments))  # noqa: SLF001  (as above)
        return AsyncMediaJob(self._client, ticket)

    async def run(self, **arguments: Any) -> MediaFile:
        """Submit a job and wait for its file; `arguments` are those of `queue` and of the job's `wait`."""
        waiting, given = _split_arguments(arguments)
        return await (await self.submit(**given)).wait(**waiting)

    def job(self, queue_id: str, *, model: str, download_url: str | None = None) -> AsyncMediaJob:
        """A job that was submitted before, such as by another process. Nothing is sent."""
        return AsyncMediaJob(self._client, _ticket(self._kind, queue_id, model, download_url))


class VeniceMusic(_Jobs, MusicMethods):
    """`client.music`: submit, run, job; queue, quote, retrieve, complete."""

    _kind = _MUSIC

    def _queue(self, arguments: Mapping[str, Any]) -> music_responses.QueueAudioResponse:
        check(self._kind.queue, arguments, known_models(self._client))
        return super()._queue(arguments)


class AsyncVeniceMusic(_AsyncJobs, AsyncMusicMethods):
    """`client.music`: submit, run, job; queue, quote, retrieve, complete."""

    _kind = _MUSIC

    async def _queue(self, arguments: Mapping[str, Any]) -> music_responses.QueueAudioResponse:
        check(self._kind.queue, arguments, known_models(self._client))
        return await super()._queue(arguments)


class VeniceVideo(_Jobs, VideoMethods):
    """`client.video`: submit, run, job; queue, quote, retrieve, complete, transcribe."""

    _kind = _VIDEO

    def _queue(self, arguments: Mapping[str, Any]) -> video_responses.QueueVideoResponse:
        check(self._kind.queue, arguments, known_models(self._client))
        return super()._queue(arguments)


class AsyncVeniceVideo(_AsyncJobs, AsyncVideoMethods):
    """`client.video`: submit, run, job; queue, quote, retrieve, complete, transcribe."""

    _kind = _VIDEO

    async def _queue(self, arguments: Mapping[str, Any]) -> video_responses.QueueVideoResponse:
        check(self._kind.queue, arguments, known_models(self._client))
        return await super()._queue(arguments)


def _split_arguments(arguments: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """The arguments of waiting, checked before the job is billed, and those of the job."""
    waiting = {name: value for name, value in arguments.items() if name in _WAITING}
    check_waiting(waiting)
    return waiting, {name: value for name, value in arguments.items() if name not in waiting}


def _ticket(kind: JobKind, queue_id: str, model: str, url: str | None) -> Ticket:
    if not isinstance(queue_id, str) or not queue_id:
        raise ArgumentError(
            f"queue_id is {queue_id!r}, and must be the id that {kind.resource}.queue returned",
            argument="queue_id",
            value=queue_id,
        )
    return Ticket(kind, model, queue_id, url)
