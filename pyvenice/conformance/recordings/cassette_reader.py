"""Cassettes of vcrpy and of what follows it: pytest-recording, Schemathesis."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from pyvenice.conformance.recordings.recording_entry import (
    Recorded,
    RecordingError,
    base64_bytes,
    decompressed,
    lower,
)
from pyvenice.core.recording.recorded_exchange import Exchange

Json = Any


def read_cassette(text: str, name: str) -> Iterator[Recorded]:
    """The interactions of a cassette, YAML or JSON. Raises `RecordingError` for anything else."""
    tree = _tree(text, name)
    interactions = (
        tree.get("interactions", tree.get("http_interactions")) if isinstance(tree, dict) else None
    )
    if not isinstance(interactions, list):
        raise RecordingError(f"{name}: not a cassette: it has no list of interactions")
    for number, one in enumerate(interactions, 1):
        where = f"{name}, interaction {number}"
        try:
            yield _recorded(one, where)
        except (KeyError, TypeError, AttributeError, ValueError) as error:
            raise RecordingError(f"{where}: not what vcrpy records ({error})") from error


def _tree(text: str, name: str) -> Json:
    """Cassettes are YAML 1.1 with binary values, so this is no work for the reader of contracts."""
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        return yaml.load(text, Loader=loader)  # noqa: S506  (it is a safe loader)
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        said = " ".join(str(error).split())[:160]
        raise RecordingError(
            f"{name}: the cassette cannot be read, record it again: {said}"
        ) from error


def _recorded(one: Mapping[str, Json], where: str) -> Recorded:
    request, response = one["request"], one["response"]
    sent, answered = _headers(request), _headers(response)
    body = decompressed(_body(response.get("body"), where), answered)
    status = response["status"]
    exchange = Exchange(
        method=request["method"],
        url=request["uri"],
        status=int(status["code"] if isinstance(status, Mapping) else status),
        request_headers=sent,
        request_body=_body(request.get("body"), where),
        answer_headers=answered,
        answer_body=body or b"",
    )
    return Recorded(exchange, where, answer_is_whole=body is not None)


def _headers(message: Mapping[str, Json]) -> dict[str, str]:
    pairs = (message.get("headers") or {}).items()
    return lower(
        (str(name), str(value))
        for name, values in pairs
        for value in (values if isinstance(values, list) else [values])
    )


def _body(body: Json, where: str) -> bytes:
    if isinstance(body, Mapping):
        if "base64_string" in body:
            return base64_bytes(str(body["base64_string"]), where)
        body = body.get("string")
    if body is None:
        return b""
    if not isinstance(body, bytes | str):
        raise TypeError(f"a body is a {type(body).__name__}")
    return body.encode("utf-8", "surrogateescape") if isinstance(body, str) else body
