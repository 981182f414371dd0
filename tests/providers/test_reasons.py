"""A reason in place of a picture, with a status of success: the error says it, wherever it stands."""

from __future__ import annotations

import asyncio
from typing import Any

import httpx
import pytest

import pyvenice
from pyvenice import AnswerError, JobFailedError, PyveniceError
from pyvenice.core.client.base import AsyncClient, SyncClient
from pyvenice.core.response.error_body import error_message
from pyvenice.editing.clients import client_class
from pyvenice.generated import PROVIDERS
from tests.pictures import picture
from tests.simplest_call import simplest_call

KEY = "key-of-this-test-0123456789"
REASON = "the model is gone"
SHAPES: dict[str, Any] = {
    "google": {"error": {"code": 429, "message": REASON, "status": "RESOURCE_EXHAUSTED"}},
    "google list": [{"error": {"code": 429, "message": REASON}}],
    "text": {"error": REASON},
    "bare text": REASON,
    "in an envelope": {"code": 200, "message": "success", "data": {"error": REASON}},
    "in an output": {"output": {"error": {"message": REASON}}},
    "in an item": {"data": [{"error": {"message": REASON}}], "images": [{"error": REASON}]},
    "in a status": {"status": {"code": 3, "message": REASON}},
    "capitals": {"ResponseMetadata": {"Error": {"Code": "x", "Message": REASON}}},
    "long name": {"errorMessage": REASON, "errorCode": "x"},
    "status message": {"base_resp": {"status_code": 1004, "status_msg": REASON}},
    "deep": {"result": {"task": {"error": {"errors": [{"reason": REASON}]}}}},
    "empty lists": {"data": [], "images": [], "candidates": [], "errors": [REASON]},
    "blocked": {"promptFeedback": {"blockReason": "OTHER", "blockReasonMessage": REASON}},
    "fault": {"fault": {"faultstring": REASON}},
}


def _error(mode: str, provider: str, method: str, document: Any, **arguments: Any) -> PyveniceError:
    def answer(_: httpx.Request) -> httpx.Response:
        return httpx.Response(200, json=document)

    transport = httpx.MockTransport(answer)
    options: dict[str, Any] = {"base_url": "http://127.0.0.1:9/v1", "max_retries": 0}
    name = method.partition(".")[2]

    def sync() -> None:
        with httpx.Client(transport=transport) as connections:
            kind: Any = client_class(provider, None, SyncClient)
            getattr(kind(KEY, http_client=connections, **options).image, name)(**arguments)

    async def in_loop() -> None:
        async with httpx.AsyncClient(transport=transport) as connections:
            kind: Any = client_class(provider, None, AsyncClient)
            await getattr(kind(KEY, http_client=connections, **options).image, name)(**arguments)

    with pytest.raises(PyveniceError) as caught:
        asyncio.run(in_loop()) if mode == "async" else sync()
    return caught.value


@pytest.mark.parametrize("provider", PROVIDERS)
def test_the_reason_of_a_success_without_a_picture_is_in_the_message(provider: str) -> None:
    method, arguments = simplest_call(provider, picture(), "x")
    for shape, document in SHAPES.items():
        error = _error("sync", provider, method, document, **arguments)
        assert REASON in str(error), shape
    error = _error("async", provider, method, SHAPES["google"], **arguments)
    assert REASON in str(error)


def test_an_answer_without_a_reason_gets_none(client_mode: str) -> None:
    document = {"code": 200, "message": "success", "data": []}
    error = _error(client_mode, "openai", "image.edit", document, image=picture(), prompt="x")
    assert "it says" not in str(error)


@pytest.mark.parametrize("where", ["error", "message", "envelope"])
def test_the_reason_of_a_failed_job_is_in_the_message(client_mode: str, where: str) -> None:
    data = {"id": "j", "status": "failed", **({where: REASON} if where != "envelope" else {})}
    message = REASON if where == "envelope" else "success"
    document = {"code": 200, "message": message, "data": data}
    error = _error(client_mode, "wavespeed", "image.resume", document, job_id="j")
    assert isinstance(error, JobFailedError)
    assert REASON in str(error)


def test_an_error_in_place_of_the_state_of_a_job_ends_the_wait(client_mode: str) -> None:
    document = {"error": {"message": REASON}}
    error = _error(client_mode, "wavespeed", "image.resume", document, job_id="j")
    assert isinstance(error, AnswerError)
    assert REASON in str(error)
    assert error.job_id == "j"


def test_an_error_in_place_of_a_list_is_an_error() -> None:
    with httpx.Client(
        transport=httpx.MockTransport(
            lambda _: httpx.Response(200, json={"error": {"message": REASON}})
        )
    ) as connections:
        client = pyvenice.OpenAIClient(KEY, http_client=connections)
        with pytest.raises(AnswerError, match=REASON):
            client.models.list()


def test_a_search_for_a_reason_ends() -> None:
    tree: Any = {}
    for _ in range(5000):
        tree = {"a": tree, "b": [{}] * 20}
    assert not error_message(tree)
