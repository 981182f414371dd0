"""OpenAI's files and batches: a batch is carried out when it is made, and is done at the second look."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from pyvenice.core.recording.recorded_exchange import WireRequest, WireResponse
from pyvenice.sandbox.dialects.base import Route, new_id
from pyvenice.sandbox.dialects.openai.responses import headers
from pyvenice.sandbox.server import forms
from pyvenice.sandbox.server.errors import APIError
from pyvenice.sandbox.server.request import Request
from pyvenice.sandbox.server.responses import full_response, json_response

_PATHS = ("/v1/images/edits", "/v1/images/generations")
Answer = Callable[[WireRequest, str], WireResponse]
"""Carries out a request whose path below the prefix is the second argument."""


@dataclass(slots=True)
class _Batch:
    facts: dict[str, Any]
    looks: int = 0


@dataclass(slots=True)
class BatchDesk:
    """Files that were uploaded, and batches of requests in them."""

    answer: Answer
    _files: dict[str, bytes] = field(default_factory=dict)
    _batches: dict[str, _Batch] = field(default_factory=dict)

    def routes(self) -> tuple[Route, ...]:
        """What OpenAI has for them."""
        return (
            Route("POST", "/files", self.upload),
            Route("GET", "/files/{file}/content", self.content),
            Route("POST", "/batches", self.create),
            Route("GET", "/batches", self.list),
            Route("GET", "/batches/{batch}", self.look),
        )

    def upload(self, request: Request) -> WireResponse:
        """Keep a file."""
        content_type = request.wire.headers.get("content-type", "")
        parts = {part.name: part for part in forms.parts_of(request.wire.body, content_type)}
        for name in ("file", "purpose"):
            if name not in parts:
                raise APIError("malformed", f"{name} is missing")
        name = self._keep(parts["file"].data)
        facts: dict[str, Any] = {
            "id": name,
            "object": "file",
            "bytes": len(parts["file"].data),
            "created_at": int(time.time()),
            "filename": parts["file"].filename or "file",
            "purpose": parts["purpose"].data.decode("utf-8", "replace"),
            "status": "processed",
        }
        return json_response(200, facts, headers())

    def content(self, request: Request) -> WireResponse:
        """The bytes of a file."""
        name = request.parameters["file"]
        if name not in self._files:
            raise APIError("route", request.path)
        return full_response(200, self._files[name], "application/octet-stream", headers(), ())

    def create(self, request: Request) -> WireResponse:
        """Carry out all requests of a file."""
        wanted = _object(request.wire.body)
        for name in ("input_file_id", "endpoint", "completion_window"):
            if name not in wanted:
                raise APIError("malformed", f"{name} is missing")
        if wanted["input_file_id"] not in self._files:
            raise APIError("route", str(wanted["input_file_id"]))
        lines = self._files[wanted["input_file_id"]].splitlines()
        records = [self._record(_object(line), request.wire) for line in lines]
        done = [record for record in records if record["response"]["status_code"] == 200]
        failed = [record for record in records if record not in done]
        name = new_id("batch_")
        self._batches[name] = _Batch(
            {
                "id": name,
                "object": "batch",
                "endpoint": wanted["endpoint"],
                "errors": None,
                "input_file_id": wanted["input_file_id"],
                "completion_window": wanted["completion_window"],
                "output_file_id": self._keep(_lines(done)) if done else None,
                "error_file_id": self._keep(_lines(failed)) if failed else None,
                "created_at": int(time.time()),
                "request_counts": {
                    "total": len(records),
                    "completed": len(done),
                    "failed": len(failed),
                },
                "metadata": wanted.get("metadata"),
            }
        )
        return json_response(200, _batch_object(self._batches[name]), headers())

    def list(self, _: Request) -> WireResponse:
        """All batches, the newest first."""
        data = [_batch_object(batch) for batch in reversed(self._batches.values())]
        return json_response(200, {"object": "list", "data": data, "has_more": False}, headers())

    def look(self, request: Request) -> WireResponse:
        """How far a batch is."""
        batch = self._batches.get(request.parameters["batch"])
        if batch is None:
            raise APIError("route", request.path)
        batch.looks += 1
        return json_response(200, _batch_object(batch), headers())

    def _record(self, line: Mapping[str, Any], wire: WireRequest) -> dict[str, Any]:
        body = json.dumps(line.get("body")).encode()
        given = {
            **wire.headers,
            "content-type": "application/json",
            "content-length": str(len(body)),
        }
        if line.get("url") not in _PATHS:
            raise APIError("route", str(line.get("url")))
        response = self.answer(
            WireRequest("POST", wire.url, given, body), str(line["url"]).removeprefix("/v1")
        )
        content = b"".join(response.body)
        return {
            "id": new_id("batch_req_"),
            "custom_id": line.get("custom_id"),
            "response": {
                "status_code": response.status,
                "request_id": new_id("req_"),
                "body": json.loads(content),
            },
            "error": None,
        }

    def _keep(self, data: bytes) -> str:
        name = new_id("file-")
        self._files[name] = data
        return name


def _batch_object(batch: _Batch) -> dict[str, Any]:
    if batch.looks > 1:
        return {**batch.facts, "status": "completed"}
    hidden = {"output_file_id": None, "error_file_id": None}
    return {**batch.facts, **hidden, "status": "in_progress"}


def _object(text: bytes) -> dict[str, Any]:
    try:
        value = json.loads(text)
    except ValueError as error:
        raise APIError("malformed", str(error)) from error
    if not isinstance(value, dict):
        raise APIError("malformed", "the body is no object")
    return value


def _lines(records: list[dict[str, Any]]) -> bytes:
    return b"".join(json.dumps(record).encode() + b"\n" for record in records)
