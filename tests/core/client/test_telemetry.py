"""OpenTelemetry sees a client's requests through the instrumentation of its HTTP library."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from typing import Any

import pytest

from pyvenice import AsyncVeniceClient, RetryPolicy, VeniceClient
from tests.loopback import Loopback, says

pytest.importorskip("opentelemetry.instrumentation.httpx")

from opentelemetry.instrumentation.httpx import HTTPX2ClientInstrumentor, HTTPXClientInstrumentor
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

KEY = "sk-0123456789abcdef"
MODELS = b'{"object": "list", "type": "image", "data": []}'


@pytest.fixture
def provider() -> TracerProvider:
    return TracerProvider()


@pytest.fixture
def spans(provider: TracerProvider) -> Iterator[InMemorySpanExporter]:
    exporter = InMemorySpanExporter()
    provider.add_span_processor(SimpleSpanProcessor(exporter))
    instrumentors = (HTTPXClientInstrumentor(), HTTPX2ClientInstrumentor())
    for one in instrumentors:
        one.instrument(tracer_provider=provider)
    yield exporter
    for one in instrumentors:
        one.uninstrument()


def list_models(client_mode: str, url: str) -> None:
    options: dict[str, Any] = {"base_url": url, "retry": RetryPolicy(base=0)}
    if client_mode == "sync":
        with VeniceClient(KEY, **options) as client:
            client.models.list()
        return

    async def listed() -> None:
        async with AsyncVeniceClient(KEY, **options) as client:
            await client.models.list()

    asyncio.run(listed())


def test_each_attempt_is_a_span_below_the_caller_s_own(
    client_mode: str, loopback: Loopback, provider: TracerProvider, spans: InMemorySpanExporter
) -> None:
    loopback.answers(says(503, b"{}", retry_after="0"), says(200, MODELS))
    with provider.get_tracer("test").start_as_current_span("mine"):
        list_models(client_mode, loopback.url)
    refused, answered, mine = spans.get_finished_spans()
    assert mine.name == "mine"
    codes = [_status(refused), _status(answered)]
    assert codes == [503, 200]
    for span in (refused, answered):
        assert span.parent is not None
        assert span.parent.span_id == mine.context.span_id
        assert KEY not in span.to_json()


def _status(span: Any) -> Any:
    """The attribute, under its old name or its new one."""
    facts = span.attributes
    return facts.get("http.response.status_code", facts.get("http.status_code"))
