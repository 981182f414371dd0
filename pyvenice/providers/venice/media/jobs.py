"""Jobs of music and video: submitted, asked for until they are done, and downloaded."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from pyvenice.core.client.base import AsyncClient, SyncClient
from pyvenice.core.client.flows import Arguments, request_model
from pyvenice.core.client.jobs import Job, job_errors, poll, result_errors
from pyvenice.core.client.media import MediaDestination, MediaFile, is_media, media_file
from pyvenice.core.engine.calls import Call, Flow, Reply, fetch
from pyvenice.core.engine.deadline import checked_timeout
from pyvenice.core.provider_rules import ProviderRules
from pyvenice.core.request.builder import prepare
from pyvenice.core.request.operation_table import Operation
from pyvenice.core.response.error_body import error_message
from pyvenice.core.response.parsing import json_object
from pyvenice.errors import AnswerError, ArgumentError
from pyvenice.providers.venice.rules import RULES

_INTERVAL = 5.0
"""Seconds between two polls, as the provider's guide to music has it."""
_FIRST_INTERVAL = 0.5
_RUNNING = frozenset(["QUEUED", "PENDING", "PROCESSING", "RUNNING", "IN_PROGRESS"])
_DONE = frozenset(["COMPLETED", "COMPLETE", "SUCCEEDED", "DONE"])
_FILES = ("save_to", "timeout", "extra_headers")
"""Arguments of a job that the calls after its submission take too."""

ClientT = TypeVar("ClientT")


@dataclass(frozen=True, slots=True)
class JobKind:
    """The operations of one kind of job."""

    resource: str
    """The attribute of the client: `video`."""
    queue: Operation
    retrieve: Operation
    complete: Operation


@dataclass(frozen=True, slots=True)
class Ticket:
    """A job as its provider knows it."""

    kind: JobKind
    model: str
    id: str
    download_url: str | None = None
    """Where a private model leaves its file; said once, when the job is submitted."""

    @property
    def job(self) -> Job:
        """The job for messages and errors."""
        link = f", download_url={self.download_url!r}" if self.download_url else ""
        resume = f"client.{self.kind.resource}.job({self.id!r}, model={self.model!r}{link}).wait()"
        return Job(self.kind.retrieve.title, self.id, resume)


def submit(kind: JobKind, arguments: Arguments) -> Flow[Ticket]:
    """Submit a job, which is billed, and do not wait."""
    queued = yield from request_model(kind.queue, arguments)
    if not isinstance(getattr(queued, "queue_id", None), str):
        raise AnswerError(f"{kind.queue.title}: the answer names no job: {queued!r}"[:500])
    url = getattr(queued, "download_url", None)
    return Ticket(kind, queued.model or arguments["model"], queued.queue_id, url)


def result(
    ticket: Ticket, options: Mapping[str, Any], *, interval: float, delete: bool = False
) -> Flow[MediaFile]:
    """The file of a job, which is asked for until it is done.

    Raises the errors of `pyvenice.core.client.jobs`, each with the id of the job.
    """
    _check_interval(interval)
    with MediaDestination(options) as destination:
        given = {name: value for name, value in options.items() if name in _FILES}
        if delete:
            given["delete_media_on_completion"] = True

        def ask() -> Flow[Reply | None]:
            return (yield from _answer(ticket, destination, given))

        reply = yield from poll(ticket.job, ask, interval=interval, first=_FIRST_INTERVAL)
        with result_errors(ticket.job):
            media = yield from _media(ticket, destination, reply)
        with job_errors(ticket.job):
            return destination.keep_media(media)


def status(ticket: Ticket, options: Mapping[str, Any]) -> Flow[str]:
    """The provider's word for how a job stands: `PROCESSING`, or `COMPLETED`."""
    with job_errors(ticket.job), MediaDestination({}) as destination:
        reply = yield from fetch(destination.receiving(_question(ticket, options)))
        if is_media(reply):
            return "COMPLETED"
        return str(json_object(reply, where=ticket.job.title).get("status", "")).upper()


def complete(ticket: Ticket, options: Mapping[str, Any]) -> Flow[bool]:
    """Delete the file of a job at the provider."""
    with job_errors(ticket.job):
        given = {"model": ticket.model, "queue_id": ticket.id, **options}
        answer = yield from request_model(ticket.kind.complete, given)
        return bool(answer.success)


def _question(ticket: Ticket, options: Mapping[str, Any]) -> Call:
    given = {"model": ticket.model, "queue_id": ticket.id, **options}
    return prepare(ticket.kind.retrieve, given)


def _answer(
    ticket: Ticket, destination: MediaDestination, options: Mapping[str, Any]
) -> Flow[Reply | None]:
    """The response that has the file, or says where it is; `None` while the job runs."""
    reply = yield from fetch(destination.receiving(_question(ticket, options)))
    if is_media(reply):
        return reply
    document = json_object(reply, where=ticket.job.title)
    state = str(document.get("status", "")).upper()
    if state in _RUNNING:
        return None
    if state in _DONE:
        return reply
    raise ticket.job.end_error(state, error_message(document) or "", details=document)


def _media(ticket: Ticket, destination: MediaDestination, reply: Reply) -> Flow[MediaFile]:
    url = None
    if not is_media(reply):
        document = json_object(reply, where=ticket.job.title)
        url = ticket.download_url or document.get("download_url")
        if not isinstance(url, str):
            raise AnswerError(
                f"{ticket.job.title}: job {ticket.id} is done, and its file is at the download_url"
                f" that the answer to {ticket.kind.resource}.queue had: give it to"
                f" client.{ticket.kind.resource}.job(…, download_url=…)"
            )
        # The link is signed: no key goes to its host.
        reply = yield from fetch(destination.receiving(Call("GET", url, authorized=False)))
    rules: ProviderRules = RULES
    return media_file(
        reply, rules, where=ticket.job.title, model=ticket.model, job_id=ticket.id, url=url
    )


def check_waiting(options: Mapping[str, Any]) -> None:
    """Raise `ArgumentError` for a file that cannot be written, or pauses that are none."""
    with MediaDestination(options):
        _check_interval(options.get("interval", _INTERVAL))
    if options.get("timeout") is not None:
        checked_timeout(options["timeout"])


def _check_interval(interval: object) -> None:
    if isinstance(interval, int | float) and not isinstance(interval, bool) and interval > 0:
        return
    raise ArgumentError(
        f"interval is {interval!r}, and must be the seconds between two polls, more than 0",
        argument="interval",
        value=interval,
        allowed="more than 0",
    )


def _options(
    save_to: str | os.PathLike[str] | None = None, timeout: float | None = None
) -> dict[str, Any]:
    given = {"save_to": save_to, "timeout": timeout}
    return {name: value for name, value in given.items() if value is not None}


class _Job(Generic[ClientT]):
    def __init__(self, client: ClientT, ticket: Ticket) -> None:
        self._client = client
        self._ticket = ticket

    @property
    def id(self) -> str:
        """The provider's id of the job, `queue_id`."""
        return self._ticket.id

    @property
    def model(self) -> str:
        """The model that works on it."""
        return self._ticket.model

    @property
    def download_url(self) -> str | None:
        """Where a private model leaves its file; keep it, it is said once."""
        return self._ticket.download_url

    def __repr__(self) -> str:
        return f"{type(self).__name__}(id={self.id!r}, model={self.model!r})"


class MediaJob(_Job[SyncClient]):
    """A job that makes music or a video. It was billed when it was submitted."""

    def status(self) -> str:
        """How it stands, such as `PROCESSING` or `COMPLETED`."""
        return self._client._run(status(self._ticket, {}))  # noqa: SLF001  (of its family)

    def wait(
        self,
        *,
        timeout: float | None = None,
        interval: float = _INTERVAL,
        save_to: str | os.PathLike[str] | None = None,
        delete: bool = False,
    ) -> MediaFile:
        """The file, when the job is done.

        Args:
            timeout: Seconds to wait for it; the client's own timeout if left out.
            interval: Seconds between two polls; the first ones are sooner.
            save_to: Write the file here while it arrives.
            delete: Let the provider delete the file when it was sent.

        Raises `JobTimeoutError`, `JobFailedError`, `JobNotFoundError`, `ResultExpiredError`; each error
        has the id of the job.
        """
        options = _options(save_to, timeout)
        flow = result(self._ticket, options, interval=interval, delete=delete)
        return self._client._run(flow)  # noqa: SLF001  (as above)

    def download(self, path: str | os.PathLike[str], **options: Any) -> MediaFile:
        """The same, written to `path` while it arrives; `options` are those of `wait`."""
        return self.wait(save_to=path, **options)

    def complete(self) -> bool:
        """Let the provider delete the file."""
        return self._client._run(complete(self._ticket, {}))  # noqa: SLF001  (as above)


class AsyncMediaJob(_Job[AsyncClient]):
    """A job that makes music or a video. It was billed when it was submitted."""

    async def status(self) -> str:
        """How it stands, such as `PROCESSING` or `COMPLETED`."""
        return await self._client._run(status(self._ticket, {}))  # noqa: SLF001  (of its family)

    async def wait(
        self,
        *,
        timeout: float | None = None,  # noqa: ASYNC109  (as all calls take it)
        interval: float = _INTERVAL,
        save_to: str | os.PathLike[str] | None = None,
        delete: bool = False,
    ) -> MediaFile:
        """The file, when the job is done. Arguments and errors: those of the sync method."""
        options = _options(save_to, timeout)
        flow = result(self._ticket, options, interval=interval, delete=delete)
        return await self._client._run(flow)  # noqa: SLF001  (as above)

    async def download(self, path: str | os.PathLike[str], **options: Any) -> MediaFile:
        """The same, written to `path` while it arrives; `options` are those of `wait`."""
        return await self.wait(save_to=path, **options)

    async def complete(self) -> bool:
        """Let the provider delete the file."""
        return await self._client._run(complete(self._ticket, {}))  # noqa: SLF001  (as above)
