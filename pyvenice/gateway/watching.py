"""Watched calls: partial images of a call while it goes on, and retries that leave room for fallbacks."""

from __future__ import annotations

import asyncio
import inspect
from collections.abc import AsyncIterator, Callable, Mapping
from functools import cache
from operator import attrgetter
from typing import Any

from pyvenice.catalogue.model import Model
from pyvenice.catalogue.parameter_names import OPTIONS
from pyvenice.core.client.base import AsyncClient
from pyvenice.core.engine.calls import Call
from pyvenice.core.engine.retry_policy import Certainty, RetryPolicy
from pyvenice.core.response.streams import PartialImage
from pyvenice.editing.clients import OnPartial, WatchedClient
from pyvenice.editing.editor import AsyncEditor
from pyvenice.editing.result import PricedResult
from pyvenice.editing.steps import run_async

_KEEP_ALIVE = 10.0
"""Seconds without an event, after which a stream shows that it goes on."""


class FollowUpRetries(RetryPolicy):
    """Retries of uploads, polls and downloads alone.

    Retries of what is paid for would multiply with those of applications, and delay fallbacks.
    """

    def why_not(self, call: Call, known: Certainty) -> str | None:
        """Why a failure of the call is final; `None` if it may be repeated."""
        return "" if call.billed else super().why_not(call, known)


class GatewayEditor(AsyncEditor):
    """An editor whose calls may be watched, and fail at once where a provider is busy."""

    def __init__(self, **settings: Any) -> None:
        """Make an editor with the settings of any."""
        super().__init__(**settings)
        self._without_retries: dict[str, AsyncClient] = {}

    async def watch(  # noqa: PLR0913  (the facts of a call)
        self,
        operation: str,
        images: object,
        prompt: str | None,
        *,
        model: str,
        optional: Mapping[str, Any],
        habits: Mapping[str, Any],
        partial_images: int | None,
        on_partial: OnPartial,
        options: Mapping[str, Any],
    ) -> PricedResult:
        """Carry a call out; with `partial_images`, as a stream where the provider has one.

        What is `optional` is sent where the provider's method has an argument of that name; `habits`
        are sent where the model has a parameter with that value.
        """
        known = self._find_model(model)
        taken = _arguments(attrgetter(known.calls[0].method)(self._client(known)).__func__)
        usual = known_habits(known, operation, habits)
        extra = {
            **options.get("extra", {}),
            **{name: value for name, value in optional.items() if name in taken},
            **{name: value for name, value in usual.items() if name not in OPTIONS},
        }
        given = {
            **{name: value for name, value in usual.items() if name in OPTIONS},
            **options,
            "extra": extra,
        }
        client, steps = self._start(operation, model, images, prompt, given)
        watched: object = client
        if partial_images is not None:
            watched = WatchedClient(client, partial_images, on_partial)
        return await run_async(steps, watched, self._concurrency)

    def _client(self, model: Model) -> AsyncClient:
        client = super()._client(model)
        if model.provider not in self._without_retries:
            retry = FollowUpRetries()
            self._without_retries[model.provider] = client.with_options(retry=retry)
        return self._without_retries[model.provider]


@cache
def _arguments(function: Callable[..., Any]) -> frozenset[str]:
    return frozenset(inspect.signature(function).parameters)


def known_habits(model: Model, operation: str, habits: Mapping[str, Any]) -> dict[str, Any]:
    """The values that ask for nothing and that the model takes: they are sent to it all the same."""
    calls = [call for call in model.calls if operation in call.operations]
    return {
        name: value
        for name, value in habits.items()
        if (rule := model.parameters.get(name)) is not None
        and (not rule.enum or value in rule.enum)
        and any(name in call.arguments for call in calls)
    }


async def partials_until(
    call: asyncio.Task[Any], partials: asyncio.Queue[PartialImage]
) -> AsyncIterator[PartialImage | None]:
    """What comes until a call has ended: partial images, and `None` after each pause."""
    while not (call.done() and partials.empty()):
        coming = asyncio.ensure_future(partials.get())
        done, _ = await asyncio.wait(
            [call, coming], timeout=_KEEP_ALIVE, return_when=asyncio.FIRST_COMPLETED
        )
        if coming in done:
            yield coming.result()
            continue
        coming.cancel()
        if not done:
            yield None
