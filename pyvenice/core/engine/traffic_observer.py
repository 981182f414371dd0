"""Traffic observer: sees the calls of a client and their outcomes, and takes no part in them."""

from __future__ import annotations

from dataclasses import replace
from typing import Protocol, TypeVar

from pyvenice.core.engine.calls import Call, Flow, Reply, Wait
from pyvenice.errors import PyveniceError

T = TypeVar("T")


class Endpoint(Protocol):
    """Where a client sends its calls: what an inspector may ask its settings."""

    def url(self, call: Call) -> str: ...
    def request_headers(self, call: Call) -> dict[str, str]: ...


class Inspector(Protocol):
    """Inspects the calls of operations. An error that it raises ends the call."""

    def before(self, call: Call, endpoint: Endpoint) -> None: ...
    def after(self, call: Call, endpoint: Endpoint, outcome: Reply | PyveniceError) -> None: ...


def _operation_call(step: Call | Wait) -> Call | None:
    """The call of an operation, with its response as it comes; `None` for downloads and pauses."""
    if isinstance(step, Call) and step.operation:
        return replace(step, verbatim=True)
    return None


def observe(flow: Flow[T], endpoint: Endpoint, inspector: Inspector) -> Flow[T]:
    """The flow, each call of an operation shown to the inspector before and after."""
    try:
        step = next(flow)
        while True:
            call = _operation_call(step)
            if call is not None:
                inspector.before(call, endpoint)
            try:
                reply = yield call or step
            except PyveniceError as error:
                if call is not None:
                    inspector.after(call, endpoint, error)
                step = flow.throw(error)
                continue
            if call is not None and reply is not None:
                inspector.after(call, endpoint, reply)
            step = flow.send(reply)
    except StopIteration as done:
        result: T = done.value
        return result
    finally:
        flow.close()
