"""The faults of Hugging Face's dialect that the checks must find."""

from __future__ import annotations

from typing import Any

from tests.conformance.faults import keyless, of_status, with_wrong_type, without
from tests.conformance.faulty_server import (
    Fault,
    fault_of_accepted,
    fault_of_refused,
    fault_of_validation,
    is_image,
    picture,
    whole,
)


def fault(name: str, rule: str, serve: Any) -> Fault:
    return Fault(f"Hugging Face: {name}", "huggingface", rule, serve)


FAULTS = [
    fault("status 202", "answer-status-undocumented", fault_of_accepted(of_status(202))),
    fault(
        "undocumented type",
        "answer-media-type-undocumented",
        fault_of_accepted(lambda answer: whole(answer, content_type="image/gif"), is_image),
    ),
    fault(
        "bytes of another type", "answer-image-type", fault_of_accepted(with_wrong_type, is_image)
    ),
    fault(
        "truncated image",
        "answer-image-undecodable",
        fault_of_accepted(picture(lambda data: data[: len(data) * 2 // 3]), is_image),
    ),
    fault("error under another name", "answer-schema", fault_of_refused(without("error"))),
    fault("missing field taken", "request-accepted-invalid", fault_of_validation(": required")),
    fault("wrong type taken", "request-accepted-invalid", fault_of_validation(": type")),
    fault("key not asked for", "request-key-ignored", keyless),
]
