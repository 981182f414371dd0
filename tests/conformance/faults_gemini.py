"""The faults of Gemini's dialect that the checks must find."""

from __future__ import annotations

import base64
from typing import Any

from tests.conformance.faults import assigned, keyless, of_status, without
from tests.conformance.faulty_server import (
    Fault,
    fault_of_accepted,
    fault_of_refused,
    fault_of_validation,
    in_json,
    is_json,
    redraw,
    whole,
)

SQUARE = redraw(lambda image: image.resize((100, 700)))


def with_data(change: Any) -> Any:
    """Changes the base64 text of each image."""

    def changed(tree: Any) -> None:
        for candidate in tree.get("candidates", ()):
            for part in candidate.get("content", {}).get("parts", ()):
                if "inlineData" in part:
                    part["inlineData"]["data"] = change(part["inlineData"]["data"])

    return fault_of_accepted(in_json(changed), is_json)


def resized(data: str) -> str:
    return base64.b64encode(SQUARE(base64.b64decode(data))).decode()


def fault(name: str, rule: str, serve: Any) -> Fault:
    return Fault(f"Gemini: {name}", "gemini", rule, serve)


FAULTS = [
    fault("status 201", "answer-status-undocumented", fault_of_accepted(of_status(201))),
    fault(
        "unknown finish reason",
        "answer-schema",
        fault_of_accepted(assigned("DONE", "candidates", 0, "finishReason"), is_json),
    ),
    fault(
        "text instead of a number of tokens",
        "answer-schema",
        fault_of_accepted(assigned("many", "usageMetadata", "totalTokenCount"), is_json),
    ),
    fault(
        "extra field",
        "answer-field-undeclared",
        fault_of_accepted(assigned(True, "candidates", 0, "isBlurred"), is_json),
    ),
    fault(
        "malformed JSON",
        "answer-json-malformed",
        fault_of_accepted(lambda answer: whole(answer, b"".join(answer.body)[:-1]), is_json),
    ),
    fault("not base64", "answer-base64-invalid", with_data(lambda _: "not base64!")),
    fault("base64 of no image", "answer-image-undecodable", with_data(lambda _: "bm8gaW1hZ2U=")),
    fault("aspectRatio ignored", "answer-image-size", with_data(resized)),
    fault("unknown name taken", "request-accepted-invalid", fault_of_validation("Unknown name")),
    fault("wrong type taken", "request-accepted-invalid", fault_of_validation("(type)")),
    fault("key not asked for", "request-key-ignored", keyless),
    fault("error without status", "answer-schema", fault_of_refused(without("error", "status"))),
]
