"""Batches of OpenAI: requests in a file, carried out within 24 hours at half the price."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from pyvenice.core.client.flows import Arguments, read_pictures
from pyvenice.core.client.raw_requests import send_request
from pyvenice.core.engine.calls import Call, Flow, Reply, fetch
from pyvenice.core.engine.provider_batch import BatchState, NotCarriedOutError
from pyvenice.core.request.bodies import MultipartBody
from pyvenice.core.request.builder import prepare
from pyvenice.core.request.files import file_part
from pyvenice.core.response.parsing import json_object
from pyvenice.core.response.result import EditResult
from pyvenice.core.response.save_to import Destination
from pyvenice.core.response.status_errors import status_error
from pyvenice.errors import AnswerError, APIConnectionError, PyveniceError
from pyvenice.generated.openai import operations as table
from pyvenice.providers.openai.rules import RULES

METHODS = {"image.edit": table.IMAGE_EDIT, "image.generate": table.IMAGE_GENERATE}
PRICE_SHARE = 0.5
MOST_BYTES = 200_000_000
MOST_IMAGES = 40
"""Of one batch: 50,000 requests are allowed, and a response of more than 256 MB is not read."""
_OVER = ("completed", "failed", "expired", "cancelled")
_OK = 200
_FINAL = (400, 404, 413, 422)
_DIGITS = 8
_KEYS_IN_A_VALUE = 60


def line(method: str, key: str, arguments: Arguments) -> bytes:
    """A request as a line of the file. Raises `ArgumentError` for what cannot be sent."""
    call = prepare(METHODS[method], {**arguments, "media_type": "json"})
    head = json.dumps({"custom_id": key, "method": call.method, "url": f"/v1{call.url}"})
    return b'%s,"body":%s}\n' % (head[:-1].encode(), b"".join(call.body or ()))


def upload(path: Path) -> Flow[str]:
    """Upload a file of requests; nothing is bought yet. Returns its id."""
    body = MultipartBody([("purpose", "batch"), ("file", file_part(path, "file"))])
    return _id((yield from fetch(Call("POST", "/files", body=body, verbatim=True))))


def submit(file_id: str, method: str, keys: Sequence[str]) -> Flow[str]:
    """Start a batch: from here on it may be billed. Returns its id."""
    document = {
        "input_file_id": file_id,
        "endpoint": f"/v1{METHODS[method].path}",
        "completion_window": "24h",
        "metadata": _metadata(keys),
    }
    return _id((yield from send_request("POST", "/batches", json=document)))


def find(keys: Sequence[str]) -> Flow[dict[str, str]]:
    """The batches that requests with these keys are in, those of other runs too: key → batch id."""
    reply = yield from send_request("GET", "/batches", query={"limit": "100"})
    found = {}
    for batch in json_object(reply, where="openai batches").get("data", []):
        known = "".join((batch.get("metadata") or {}).values())
        starts = {known[at : at + _DIGITS] for at in range(0, len(known), _DIGITS)}
        found.update({key: str(batch["id"]) for key in keys if key[:_DIGITS] in starts})
    return found


def poll(batch_id: str) -> Flow[BatchState]:
    """How far a batch is."""
    reply = yield from send_request("GET", f"/batches/{batch_id}")
    batch = json_object(reply, where="openai batch")
    problems = (batch.get("errors") or {}).get("data") or [{}]
    files = (batch.get("output_file_id"), batch.get("error_file_id"))
    return BatchState(
        is_over=batch.get("status") in _OVER,
        files=tuple(file for file in files if file),
        was_refused=batch.get("status") == "failed",
        problem=f"the batch is {batch.get('status')}: {problems[0].get('message', 'no reason given')}",
    )


def outcomes(
    file_id: str, method: str, arguments: Mapping[str, Arguments]
) -> Flow[dict[str, EditResult | PyveniceError]]:
    """What became of the requests in a file of results: by key a result, or an error."""
    reply = yield from send_request("GET", f"/files/{file_id}/content")
    found: dict[str, EditResult | PyveniceError] = {}
    for record in _records(reply):
        key = str(record.get("custom_id"))
        if key in arguments:
            try:
                found[key] = yield from _result(record, method, arguments[key])
            except PyveniceError as error:
                found[key] = error
    return found


def _result(record: Mapping[str, Any], method: str, arguments: Arguments) -> Flow[EditResult]:
    operation, response = METHODS[method], record.get("response") or {}
    if not response:
        error = record.get("error") or {}
        raise NotCarriedOutError(
            f"{error.get('code', 'no code')}: {error.get('message', 'no reason')}"
        )
    status = int(response.get("status_code", 0))
    headers = {"content-type": "application/json", "x-request-id": response.get("request_id") or ""}
    reply = Reply(status, headers, json.dumps(response.get("body")).encode())
    if status != _OK:
        call = Call(operation.method, operation.path, operation=operation.name)
        error = status_error(reply, call, provider="OpenAI", rules=RULES)
        raise error if status in _FINAL else NotCarriedOutError(str(error))
    with Destination({}) as destination:
        return (yield from read_pictures(operation, arguments, RULES, destination, reply))


def _records(reply: Reply) -> Iterator[dict[str, Any]]:
    for text in reply.content.splitlines():
        try:
            record = json.loads(text)
        except ValueError as error:
            raise AnswerError("openai batches: a line of the results is not JSON") from error
        if isinstance(record, dict):
            yield record


def _id(reply: Reply) -> str:
    identity = json_object(reply, where="openai batches").get("id")
    if not isinstance(identity, str):
        raise APIConnectionError("openai batches: the answer has no id", maybe_executed=True)
    return identity


def _metadata(keys: Sequence[str]) -> dict[str, str]:
    """The beginnings of the keys: what a run that was killed had submitted can be found again."""
    starts = [key[:_DIGITS] for key in keys]
    return {
        f"keys-{number}": "".join(starts[at : at + _KEYS_IN_A_VALUE])
        for number, at in enumerate(range(0, len(starts), _KEYS_IN_A_VALUE))
    }
