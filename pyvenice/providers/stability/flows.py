"""Stability's operations that are more than one request with the image as its response."""

from __future__ import annotations

from collections.abc import Sequence

from pyvenice.core.client.flows import Arguments, read_pictures, request_pictures
from pyvenice.core.client.jobs import Job, job_errors, poll
from pyvenice.core.engine.calls import Flow, Reply, fetch
from pyvenice.core.request.builder import prepare
from pyvenice.core.request.operation_table import Operation
from pyvenice.core.response.parsing import json_object
from pyvenice.core.response.result import EditResult
from pyvenice.core.response.save_to import Destination
from pyvenice.errors import AnswerError, ArgumentError
from pyvenice.generated.stability import operations as table
from pyvenice.providers.stability.rules import RULES

_ACCEPTED = 202
_INTERVAL = 10.0
"""The most frequent poll of one job that the provider allows, in seconds."""
_SIDES = ("left", "right", "up", "down")
_BACKGROUNDS = ("background_prompt", "background_reference")
_LIGHTS = ("light_source_direction", "light_reference")


def outpaint(arguments: Arguments) -> Flow[EditResult]:
    _require_one(table.IMAGE_OUTPAINT, arguments, _SIDES)
    return request_pictures(table.IMAGE_OUTPAINT, arguments, RULES)


def replace_background(arguments: Arguments) -> Flow[EditResult]:
    """Submit a job, and poll it."""
    operation = table.IMAGE_REPLACE_BACKGROUND
    _require_one(operation, arguments, _BACKGROUNDS)
    if arguments.get("light_source_strength") is not None:
        _require_one(operation, arguments, _LIGHTS)
    with Destination(arguments) as destination:
        reply = yield from fetch(prepare(operation, arguments))
        identity = json_object(reply, where=operation.title).get("id")
        if not isinstance(identity, str) or not identity:
            raise AnswerError(f"{operation.title}: the answer has no id of a job")
        return (yield from _result(operation, identity, arguments, destination))


def resume(arguments: Arguments) -> Flow[EditResult]:
    """Poll a job that was submitted before."""
    prepare(table.IMAGE_RESUME, arguments)
    with Destination(arguments) as destination:
        identity = arguments["job_id"]
        return (yield from _result(table.IMAGE_RESUME, identity, arguments, destination))


def _result(
    operation: Operation, identity: str, arguments: Arguments, destination: Destination
) -> Flow[EditResult]:
    options = {name: arguments[name] for name in ("timeout", "extra_headers") if name in arguments}
    call = destination.receiving(prepare(table.IMAGE_RESUME, {"job_id": identity, **options}))

    def ask() -> Flow[Reply | None]:
        reply = yield from fetch(call)
        return None if reply.status == _ACCEPTED else reply

    job = Job(operation.title, identity, f"client.image.resume(job_id={identity!r})")
    with job_errors(job):
        reply = yield from poll(job, ask, interval=_INTERVAL)
        return (yield from read_pictures(operation, arguments, RULES, destination, reply))


def _require_one(operation: Operation, arguments: Arguments, names: Sequence[str]) -> None:
    if not any(_is_something(arguments.get(name)) for name in names):
        allowed = " or ".join(f"{name}=…" for name in names)
        raise ArgumentError(
            f"{operation.title} needs {allowed}", argument=names[0], allowed=tuple(names)
        )


def _is_something(value: object) -> bool:
    """Whether an argument says anything; 0 pixels and empty text do not."""
    return not (value is None or (isinstance(value, str | int | float) and not value))
