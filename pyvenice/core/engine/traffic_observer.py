"""A look at what a client sends and gets, without a part in it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Protocol, TypeVar

from pyvenice.core.engine.calls import Call, Flow, Reply, Wait
from pyvenice.errors import PyveniceError

if TYPE_CHECKING:
    from pyvenice.core.engine.settings import Settings

T = TypeVar("T")


class Inspector(Protocol):
    """Looks at the calls of operations. An error that it raises ends the call."""

    def before(self, call: Call, settings: Settings) -> None: ...
    def after(self, call: Call, settings: Settings, outcome: Reply | PyveniceError) -> None: ...


def _kept(step: Call | Wait) -> Call | None:
    """The call of an operation, with its answer as it came."""
    is_operation = isinstance(step, Call) and bool(step.operation)
    return replace(step, verbatim=True) if isinstance(step, Call) and is_operation else None


def inspected(flow: Flow[T], settings: Settings, inspector: Inspector) -> Flow[T]:
    """The flow, its answers kept as they came; what only downloads or waits is passed over."""
    try:
        step = next(flow)
        while True:
            looked_at = _kept(step)
            if looked_at is not None:
                inspector.before(looked_at, settings)
            try:
                reply = yield looked_at or step
            except PyveniceError as error:
                if looked_at is not None:
                    inspector.after(looked_at, settings, error)
                step = flow.throw(error)
                continue
            if looked_at is not None and reply is not None:
                inspector.after(looked_at, settings, reply)
            step = flow.send(reply)
    except StopIteration as done:
        result: T = done.value
        return result
    finally:
        flow.close()
