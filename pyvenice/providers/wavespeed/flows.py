"""WaveSpeed's operations: a model is sent a job, the job is polled, and its images are downloaded."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from pyvenice.core.client.flows import Arguments, read_pictures
from pyvenice.core.client.jobs import Job, job_errors, poll, result_errors
from pyvenice.core.client.webhooks import read_webhook
from pyvenice.core.engine.calls import Flow, Reply, fetch
from pyvenice.core.provider_rules import ResultWarning
from pyvenice.core.recording.redaction import redacted_value
from pyvenice.core.request.builder import prepare
from pyvenice.core.request.operation_table import Operation
from pyvenice.core.request.unlisted import operation_for_model
from pyvenice.core.response.error_body import error_message
from pyvenice.core.response.parsing import json_object, parse_model
from pyvenice.core.response.result import EditResult
from pyvenice.core.response.save_to import Destination
from pyvenice.errors import AnswerError
from pyvenice.generated.wavespeed import operations as table
from pyvenice.providers.wavespeed.rules import RULES

if TYPE_CHECKING:
    from pyvenice.generated.wavespeed.responses import Prediction, PredictionData

_FAILED = frozenset(["failed", "cancelled", "timeout", "deleted"])
_INTERVAL = 1.0
"""Seconds between two polls; the provider's own SDK waits as long."""
_FIRST_INTERVAL = 0.1
_ADULT = ResultWarning("adult-content", "the provider classified an image as adult content")


def edit(arguments: Arguments) -> Flow[EditResult]:
    """Submit a job, and wait for its images."""
    operation = operation_for_model(table.IMAGE_EDIT, arguments)
    with Destination(arguments) as destination:
        submitted = yield from fetch(destination.receiving(prepare(operation, arguments)))
        job = _job(operation, submitted)
        return (yield from _result(operation, job, arguments, destination, submitted))


def submit(arguments: Arguments) -> Flow[Prediction]:
    """Submit a job, and do not wait."""
    operation = operation_for_model(table.IMAGE_EDIT, arguments)
    reply = yield from fetch(prepare(operation, arguments))
    job = _job(operation, reply)
    with job_errors(job):
        prediction: Prediction = parse_model(operation, reply)
        return prediction


def resume(job_id: str, options: Arguments) -> Flow[EditResult]:
    """Wait for the images of a job that was submitted before."""
    operation = table.JOBS_GET
    prepare(operation, {"job_id": job_id})
    job = Job(f"{operation.provider} image.resume", job_id, _resume(job_id))
    with Destination(options) as destination:
        return (yield from _result(operation, job, options, destination, None))


def verified_job(
    body: bytes, headers: Mapping[str, str], secret: str, max_age: float
) -> PredictionData:
    """The job that a webhook was called with. Raises `WebhookSignatureError`."""
    from pyvenice.generated.wavespeed.responses import PredictionData

    tree = read_webhook(body, headers, secret, version="v3", max_age=max_age)
    return PredictionData.model_construct(**tree)


def _job(operation: Operation, reply: Reply) -> Job:
    """The job that a response names. Raises `AnswerError` where it names none."""
    document = json_object(reply, where=operation.title)
    job_id = _data(document).get("id")
    if not isinstance(job_id, str) or not job_id:
        raise AnswerError(
            f"{operation.title}: the response names no job", details=redacted_value(document)
        )
    return Job(operation.title, job_id, _resume(job_id))


def _resume(job_id: str) -> str:
    return f"client.image.resume({job_id!r})"


def _result(
    operation: Operation, job: Job, arguments: Arguments, target: Destination, first: Reply | None
) -> Flow[EditResult]:
    """The images of a job; with `enable_sync_mode` the first response may have them."""
    ask = _asking(job, {"timeout": arguments.get("timeout")}, first)
    reply = yield from poll(job, ask, interval=_INTERVAL, first=_FIRST_INTERVAL)
    with result_errors(job):
        data = _data(json_object(reply, where=job.title))
        named = {"model": data.get("model"), **arguments}
        result = yield from read_pictures(operation, named, RULES, target, reply)
        flags = data.get("has_nsfw_contents")
        is_adult = isinstance(flags, list) and True in flags
        warnings = (*result.warnings, *([_ADULT] if is_adult else ()))
        return replace(result, warnings=warnings, metadata={"job_id": job.id})


def _asking(job: Job, options: Arguments, known: Reply | None) -> Callable[[], Flow[Reply | None]]:
    """Asks how the job stands, first of all the response that is known."""
    waiting = [] if known is None else [known]

    def ask() -> Flow[Reply | None]:
        call = prepare(table.JOBS_GET, {"job_id": job.id, **options})
        reply = waiting.pop() if waiting else (yield from fetch(call))
        document = json_object(reply, where=job.title)
        data = _data(document)
        status = str(data.get("status"))
        if status in _FAILED:
            reason = error_message(data) or error_message(document)
            raise job.end_error(status, reason, details=data)
        if "status" not in data and error_message(document):
            raise AnswerError(f"{job.title}: the response has no status of the job {job.id}")
        return reply if status == "completed" else None

    return ask


def _data(document: Mapping[str, Any]) -> Mapping[str, Any]:
    data = document.get("data")
    return data if isinstance(data, Mapping) else {}
