"""Schemathesis as the source of requests: it makes them, we say how they travel, and look at answers."""

from __future__ import annotations

import contextlib
import functools
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from pyvenice.conformance.checks.acceptance import conflicts
from pyvenice.conformance.checks.operations import Operation
from pyvenice.conformance.checks.schemas import variants
from pyvenice.conformance.run import sample_images
from pyvenice.conformance.run.body_encoder import Encoder
from pyvenice.conformance.run.generation_schema import narrowed
from pyvenice.core.recording.recorded_exchange import Exchange

Json = Any
Kind = Literal["bounds", "valid", "invalid"]

_SECONDS = 60
_MOST_EVENTS = 1000
_FEW = 2


@dataclass(frozen=True, slots=True)
class Plan:
    """What to generate, and where to send it."""

    operations: Sequence[Operation]
    root: str
    """The address before the paths of the operations."""
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    kind: Kind = "bounds"
    """`bounds` makes a request at each bound of the contract, within and beyond it; the others draw."""
    examples: int = 1
    """How many requests to draw for each operation."""
    seed: int | None = None
    """`None` draws the same requests each time."""
    rate: int | None = None
    """At most so many requests a second."""
    model: str | None = None
    """The only model to ask for."""


Look = Callable[[Exchange], bool]
"""Is given each exchange; returns whether to go on."""


def exchanges(plan: Plan, look: Look) -> list[str]:
    """Send all that is generated; gives what could not be sent, in a sentence each."""
    import schemathesis
    from schemathesis import hooks

    _register_samples()
    with _own_folder():
        config = schemathesis.Config.from_dict(_config(plan))
        schema = schemathesis.openapi.from_dict(
            narrowed(plan.operations, model=plan.model), config=config
        )
        engine = _engine(schema, plan).execute()
        sender = _Sender(plan, schema, look, engine.stop)
        before = hooks.GLOBAL_HOOK_DISPATCHER.register_hook_with_name(sender.before, "before_call")
        after = hooks.GLOBAL_HOOK_DISPATCHER.register_hook_with_name(sender.after, "after_call")
        try:
            return list(_troubles(engine, sender))
        finally:
            hooks.unregister(before)
            hooks.unregister(after)


@functools.cache
def _register_samples() -> None:
    import schemathesis
    from hypothesis import strategies

    for name, values in sample_images.names().items():
        schemathesis.openapi.format(name, strategies.sampled_from(values))


def _engine(schema: Any, plan: Plan) -> Any:
    """An engine of one phase, which sends nothing but what is generated in it."""
    from schemathesis.engine.core import Engine
    from schemathesis.engine.run import Phase, PhaseName, PhaseSkipReason

    wanted = PhaseName.COVERAGE if plan.kind == "bounds" else PhaseName.FUZZING

    class OnePhase(Engine):
        def get_phase_config(self, phase_name: PhaseName, **facts: bool) -> Phase:
            if phase_name is wanted:
                return super().get_phase_config(phase_name, **facts)
            return Phase(phase_name, is_enabled=False, skip_reason=PhaseSkipReason.DISABLED)

    return OnePhase(schema)


def _troubles(engine: Any, sender: _Sender) -> Iterator[str]:
    from schemathesis.engine.events import FatalError, Interrupted, NonFatalError

    for event in engine:
        if isinstance(event, FatalError):
            raise event.exception
        if isinstance(event, Interrupted) and not sender.is_over:
            raise KeyboardInterrupt
        if isinstance(event, NonFatalError):
            yield f"{event.label}: {event.info.message}"


def _config(plan: Plan) -> dict[str, Json]:
    config: dict[str, Json] = {
        "base-url": plan.root,
        "headers": dict(plan.headers),
        "request-timeout": _SECONDS,
        "request-retries": 0,
        "max-redirects": 0,
        "max-stream-events": _MOST_EVENTS,
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
    if plan.seed is not None:
        config["seed"] = plan.seed
    if plan.rate is not None:
        config["rate-limit"] = f"{plan.rate}/s"
    return config


@contextlib.contextmanager
def _own_folder() -> Iterator[None]:
    """What Hypothesis keeps on disk goes to a folder that is removed."""
    from hypothesis import configuration

    with tempfile.TemporaryDirectory(prefix="pyvenice-") as folder:
        configuration.set_hypothesis_home_dir(Path(folder))
        try:
            yield
        finally:
            configuration.set_hypothesis_home_dir(None)


class _Sender:
    """Gives each generated case its bytes, and hands on what came back."""

    def __init__(self, plan: Plan, schema: Any, look: Look, stop: Callable[[], None]) -> None:
        self._operations = {one.name: one for one in plan.operations}
        self._by_chance = plan.kind != "bounds"
        self._schema = schema
        self._look = look
        self._stop = stop
        self.is_over = False
        """Whether it was we who wanted no more."""

    def before(self, _: Any, case: Any, kwargs: dict[str, Json]) -> None:
        operation = self._operation(case)
        if operation is None or case.media_type not in operation.bodies:
            return
        body = case.body
        if isinstance(body, dict) and case.meta.generation.mode.is_positive:
            body = self._settled(operation, case, dict(body))
        if not isinstance(body, dict | list | bytes | str | int | float | bool | None):
            return
        kwargs["data"], content_type = Encoder(operation, case.media_type).encoded(body)
        case.headers.setdefault("Content-Type", content_type)

    def after(self, _: Any, case: Any, answer: Any) -> None:
        if self._operation(case) is not None and not self._look(_exchange(answer)):
            self.is_over = True
            self._stop()

    def _operation(self, case: Any) -> Operation | None:
        # Hooks are called for every schema of the process.
        mine = case.operation.schema is self._schema
        return self._operations.get(case.operation.label) if mine else None

    def _settled(self, operation: Operation, case: Any, body: dict[str, Json]) -> dict[str, Json]:
        """The body without what conflicts, and with few pictures where chance asks for many."""
        schema = operation.bodies[case.media_type]
        for one in conflicts(operation, schema, body):
            body.pop(one["without"], None)
        for name in body if self._by_chance else ():
            decides = {one.get("x-decides") for one in variants(operation, schema, name)}
            if "count" in decides and isinstance(body[name], int | float):
                body[name] = min(body[name], _FEW)
        return body


def _exchange(answer: Any) -> Exchange:
    request = answer.request
    body = request.body or b""
    return Exchange(
        method=request.method,
        url=request.url,
        status=answer.status_code,
        request_headers={name.lower(): value for name, value in request.headers.items()},
        request_body=body.encode() if isinstance(body, str) else body,
        answer_headers={name.lower(): ", ".join(value) for name, value in answer.headers.items()},
        answer_body=answer.content or b"",
    )
