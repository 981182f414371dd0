"""Schemathesis as a generator of requests: it makes them, we encode and send them.

Uses private parts of Schemathesis, which `tests/test_private_apis.py` lists: its engine, to run a single
phase, and the transport of a schema, so that requests go over our wire, within its limits.
"""

from __future__ import annotations

import contextlib
import functools
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import requests

from pyvenice.conformance.checks.acceptance import conflicts
from pyvenice.conformance.checks.operations import ContractOperation
from pyvenice.conformance.run.body_encoder import BodyEncoder
from pyvenice.conformance.run.generation_schema import generation_document
from pyvenice.conformance.run.sample_images import sample_names
from pyvenice.conformance.run.wire import ResponseLimitError
from pyvenice.contract.schema.reader import variants
from pyvenice.contract.slicing.unchecked import UncheckedPlace
from pyvenice.core.json_types import Json
from pyvenice.core.recording.recorded_exchange import Exchange

if TYPE_CHECKING:
    from schemathesis import Case
    from schemathesis.core.transport import Response
    from schemathesis.engine.core import Engine, EventStream
    from schemathesis.schemas import BaseSchema
    from schemathesis.transport import BaseTransport

Kind = Literal["bounds", "valid", "invalid"]

# Each image of a drawn request costs time, on a real server money.
_MOST_IMAGES = 2


@dataclass(frozen=True, slots=True)
class GenerationPlan:
    """What to generate, and where to send it."""

    operations: Sequence[ContractOperation]
    root: str
    """The URL before the paths of the operations."""
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    kind: Kind = "bounds"
    """`bounds` makes a request at each bound of the contract, within and beyond it; the others draw."""
    examples: int = 1
    """How many requests to draw for each operation."""
    seed: int | None = None
    """`None` draws the same requests each time."""
    model: str | None = None
    """The only model to request."""


Send = Callable[[requests.PreparedRequest], Exchange]
"""Sends a request. Raises `requests.RequestException`."""

Look = Callable[[Exchange], bool]
"""Receives each exchange; returns whether to go on."""


def send_generated(plan: GenerationPlan, send: Send, look: Look) -> list[UncheckedPlace]:
    """Send all that is generated; returns what could not be sent."""
    import schemathesis

    _register_sample_formats()
    with _temporary_hypothesis_home():
        config = schemathesis.Config.from_dict(_config(plan))
        document = generation_document(plan.operations, model=plan.model)
        schema = schemathesis.openapi.from_dict(document, config=config)
        transport = _Transport(plan, schema.transport, send, look)
        # `Case.call` takes the transport from its schema, where it is a property of the class.
        own_class = type("OwnTransport", (type(schema),), {"transport": transport})
        schema.__class__ = own_class
        engine = _single_phase_engine(schema, plan).execute()
        transport.stop = engine.stop
        return list(_troubles(engine, transport))


@functools.cache
def _register_sample_formats() -> None:
    import schemathesis
    from hypothesis import strategies

    for name, values in sample_names().items():
        schemathesis.openapi.format(name, strategies.sampled_from(values))


def _single_phase_engine(schema: BaseSchema, plan: GenerationPlan) -> Engine:
    """An engine of one phase, which sends nothing but what is generated in it."""
    from schemathesis.engine.core import Engine
    from schemathesis.engine.run import Phase, PhaseName, PhaseSkipReason

    wanted = PhaseName.COVERAGE if plan.kind == "bounds" else PhaseName.FUZZING

    class SinglePhase(Engine):
        def get_phase_config(self, phase_name: PhaseName, **facts: bool) -> Phase:
            if phase_name is wanted:
                return super().get_phase_config(phase_name, **facts)
            return Phase(phase_name, is_enabled=False, skip_reason=PhaseSkipReason.DISABLED)

    return SinglePhase(schema)  # pyright: ignore[reportArgumentType]  # narrower than its protocol


def _troubles(engine: EventStream, transport: _Transport) -> Iterator[UncheckedPlace]:
    from schemathesis.engine.events import FatalError, Interrupted, NonFatalError

    for event in engine:
        if isinstance(event, FatalError):
            raise event.exception
        if isinstance(event, Interrupted) and not transport.is_stopped:
            raise KeyboardInterrupt
        if isinstance(event, NonFatalError) and not transport.limit_exceeded:
            yield UncheckedPlace(event.label, "", event.info.message)


def _config(plan: GenerationPlan) -> dict[str, Json]:
    config: dict[str, Json] = {
        "base-url": plan.root,
        "request-retries": 0,
        "cache": {"enabled": False},
        "checks": {"enabled": False},
        "generation": {
            "deterministic": plan.seed is None,
            "max-examples": plan.examples,
            "database": "none",
            "no-shrink": True,
            "with-security-parameters": False,
        },
        "phases": {
            "examples": {"enabled": False},
            "coverage": {"unexpected-methods": []},
            "fuzzing": {
                "generation": {"mode": "negative" if plan.kind == "invalid" else "positive"}
            },
            "stateful": {"enabled": False},
        },
    }
    return config if plan.seed is None else config | {"seed": plan.seed}


@contextlib.contextmanager
def _temporary_hypothesis_home() -> Iterator[None]:
    """Hypothesis keeps files on disk; they go to a folder that is removed."""
    from hypothesis import configuration

    with tempfile.TemporaryDirectory(prefix="pyvenice-") as folder:
        configuration.set_hypothesis_home_dir(Path(folder))
        try:
            yield
        finally:
            configuration.set_hypothesis_home_dir(None)


class _Transport:
    """What Schemathesis sends its cases with: encodes bodies, sends them, and shows the exchanges."""

    def __init__(
        self, plan: GenerationPlan, base: BaseTransport[Any], send: Send, look: Look
    ) -> None:
        self._operations = {operation.name: operation for operation in plan.operations}
        self._headers = plan.headers
        self._is_drawn = plan.kind != "bounds"
        self._base = base
        self._send = send
        self._look = look
        self.stop: Callable[[], None] = lambda: None
        self.is_stopped = False
        """Whether the engine was interrupted by this transport, not by the user."""
        self.limit_exceeded = False
        """Whether that was because of a `ResponseLimitError`."""

    def __getattr__(self, name: str) -> Any:
        return getattr(self._base, name)

    def send(self, case: Case[Any], **given: Any) -> Response:
        """Send a case. Raises `requests.RequestException`."""
        from schemathesis.core.transport import Response

        request = self._prepare(case, given.get("base_url"), given.get("headers"))
        try:
            exchange = self._send(request)
        except ResponseLimitError:
            self.limit_exceeded = True
            self._stop()
            raise
        if not self._look(exchange):
            self._stop()
        return Response(
            status_code=exchange.status,
            headers={name: [value] for name, value in exchange.answer_headers.items()},
            content=exchange.answer_body,
            request=request,
            elapsed=0.0,
            verify=True,
        )

    def _stop(self) -> None:
        self.is_stopped = True
        self.stop()

    def _prepare(
        self, case: Case[Any], base_url: str | None, headers: Mapping[str, str] | None
    ) -> requests.PreparedRequest:
        encoded = self._encode(case)
        # With `data`, Schemathesis leaves the body to the caller.
        own: dict[str, Any] = {} if encoded is None else {"data": encoded[0]}
        facts = self._base.serialize_case(case, base_url=base_url, headers=headers, **own)
        names = ("method", "url", "headers", "params", "cookies", "data", "json", "files", "auth")
        kept: dict[str, Any] = {name: facts[name] for name in names if name in facts}
        request = requests.Request(**kept | own).prepare()
        for name, value in self._headers.items():
            request.headers.setdefault(name, value)
        if encoded is not None:
            request.headers["Content-Type"] = encoded[1]
        return request

    def _encode(self, case: Case[Any]) -> tuple[bytes, str] | None:
        """The bytes and content type of a case's body; `None` leaves them to Schemathesis."""
        operation = self._operations.get(case.operation.label)
        media_type = case.media_type
        if operation is None or media_type is None or media_type not in operation.bodies:
            return None
        body: Any = case.body
        meta = case.meta
        if isinstance(body, dict) and meta is not None and meta.generation.mode.is_positive:
            body = self._without_conflicts(operation, media_type, dict(body))
        if not isinstance(body, dict | list | bytes | str | int | float | bool | None):
            return None
        data, content_type = BodyEncoder(operation, media_type).encode(body)
        return data, str(case.headers.get("Content-Type") or content_type)

    def _without_conflicts(
        self, operation: ContractOperation, media_type: str, body: dict[str, Json]
    ) -> dict[str, Json]:
        """The body without fields that conflict, and with few images where many were drawn."""
        schema = operation.bodies[media_type]
        for rule in conflicts(operation, schema, body):
            body.pop(rule["without"], None)
        for name in body if self._is_drawn else ():
            decides = {node.get("x-decides") for node in variants(operation.document, schema, name)}
            value = body[name]
            if "count" in decides and isinstance(value, int | float):
                body[name] = min(value, _MOST_IMAGES)
        return body
