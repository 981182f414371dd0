"""The faults of Stability's dialect that the checks must find."""

from __future__ import annotations

import json
from typing import Any

from tests.conformance.faults import dropping, keyless, of_status, with_wrong_type, without
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
    return Fault(f"Stability: {name}", "stability", rule, serve)


def with_id(value: Any) -> Any:
    """A job whose id is this."""
    body = json.dumps({"id": value}).encode()

    def changed(answer: Any) -> Any:
        return answer if is_image(answer) else whole(answer, body)

    return fault_of_accepted(changed)


FAULTS = [
    fault("status 201", "answer-status-undocumented", fault_of_accepted(of_status(201))),
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
    fault("output_format ignored", "answer-image-format", dropping("output_format")),
    fault("job without a text as id", "answer-schema", with_id(7)),
    fault("error without a name", "answer-schema", fault_of_refused(without("name"))),
    fault("missing field taken", "request-accepted-invalid", fault_of_validation(": required")),
    fault("bounds not checked", "request-accepted-invalid", fault_of_validation("invalid (m")),
    fault("unknown field taken", "request-accepted-invalid", fault_of_validation("unexpected")),
    fault("key not asked for", "request-key-ignored", keyless),
]
