"""The faults of WaveSpeed's dialect that the checks must find."""

from __future__ import annotations

import base64
from collections.abc import Callable
from typing import Any

from pyvenice.core.recording.recorded_exchange import WireResponse
from tests.conformance.faults import assigned, keyless, of_status, without
from tests.conformance.faulty_server import (
    Fault,
    Serve,
    fault_of_accepted,
    fault_of_refused,
    fault_of_validation,
    in_json,
    redraw,
    whole,
)


def holds_job(answer: WireResponse) -> bool:
    return b'"data":{"id":' in b"".join(answer.body)


def of_jobs(change: Callable[[WireResponse], WireResponse]) -> Serve:
    return fault_of_accepted(change, holds_job)


def of_outputs(change: Callable[[bytes], bytes]) -> Serve:
    """Changes each picture that a job holds as a data URI."""

    def changed(tree: Any) -> None:
        outputs = tree["data"]["outputs"]
        for number, output in enumerate(outputs):
            head, _, payload = output.partition(";base64,")
            if payload:
                data = base64.b64encode(change(base64.b64decode(payload))).decode()
                outputs[number] = f"{head};base64,{data}"

    return of_jobs(in_json(changed))


def not_base64(tree: Any) -> None:
    tree["data"]["outputs"] = ["data:image/png;base64,no base64!"]


def fault(name: str, rule: str, serve: Serve) -> Fault:
    return Fault(f"WaveSpeed: {name}", "wavespeed", rule, serve)


FAULTS = [
    fault("wrong status (202)", "answer-status-undocumented", of_jobs(of_status(202))),
    fault("a job without an id", "answer-schema", of_jobs(without("data", "id"))),
    fault("an unknown status", "answer-schema", of_jobs(assigned("done", "data", "status"))),
    fault("an extra field", "answer-field-undeclared", of_jobs(assigned(1, "data", "queue"))),
    fault("no address to poll", "answer-schema", of_jobs(without("data", "urls", "get"))),
    fault("outputs as text", "answer-schema", of_jobs(assigned("x", "data", "outputs"))),
    fault("broken base64", "answer-base64-invalid", of_jobs(in_json(not_base64))),
    fault("a truncated picture", "answer-image-undecodable", of_outputs(lambda data: data[:-300])),
    fault("another format", "answer-image-format", of_outputs(redraw(lambda image: image, "GIF"))),
    fault(
        "another size",
        "answer-image-size",
        of_outputs(redraw(lambda image: image.resize((image.width // 2, image.height)))),
    ),
    fault("malformed JSON", "answer-json-malformed", of_jobs(lambda answer: whole(answer, b"{"))),
    fault("bounds not checked", "request-accepted-invalid", fault_of_validation("maximum")),
    fault("sizes not checked", "request-accepted-invalid", fault_of_validation("pattern")),
    fault("enum not checked", "request-accepted-invalid", fault_of_validation("enum")),
    fault("required not asked for", "request-accepted-invalid", fault_of_validation("required")),
    fault("key not asked for", "request-key-ignored", keyless),
    fault("wrong error body", "answer-schema", fault_of_refused(without("message"))),
]
