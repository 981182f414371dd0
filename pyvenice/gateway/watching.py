"""Watched calls: partial images of a call while it goes on, and retries that leave room for fallbacks."""

from __future__ import annotations

import asyncio
import inspect
from collections.abc import AsyncIterator, Mapping
from operator import attrgetter
from typing import Any

from pyvenice.catalogue.model import Model
from pyvenice.core.client.base import AsyncClient
from pyvenice.core.response.streams import PartialImage
from pyvenice.editing.clients import OnPartial, WatchedClient
from pyvenice.editing.editor import AsyncEditor
from pyvenice.editing.result import PricedResult
from pyvenice.editing.steps import run_async

_KEEP_ALIVE = 10.0
"""Seconds without an event, after which a stream shows that it goes on."""


class GatewayEditor(AsyncEditor):
    """An editor whose calls may be watched, and fail at once where a provider is busy."""

    async def watch(  # noqa: PLR0913  (the facts of a call)
        self,
        operation: str,
        images: object,
        prompt: str,
        *,
        model: str,
        optional: Mapping[str, Any],
        partial_images: int | None,
        on_partial: OnPartial,
        options: Mapping[str, Any],
    ) -> PricedResult:
        """Carry a call out; with `partial_images`, as a stream where the provider has one.

        What is `optional` is sent where the provider's method has an argument of that name.
        """
        known = self._find_model(model)
        method = attrgetter(known.calls[0].method)(self._client(known))
        taken = inspect.signature(method).parameters
        extra = {
            **options.get("extra", {}),
            **{name: value for name, value in optional.items() if name in taken},
        }
        given = {**options, "extra": extra}
        client, steps = self._start(operation, model, images, prompt, given)
        watched: object = client
        if partial_images is not None:
            watched = WatchedClient(client, partial_images, on_partial)
        return await run_async(steps, watched, self._concurrency)

    def _client(self, model: Model) -> AsyncClient:
        # Retries of the editor are off, because they would multiply with those of applications and
        # delay fallbacks. Polls of a job, which is paid for, need theirs.
        client = super()._client(model)
        return client.with_options(max_retries=2) if hasattr(client, "jobs") else client


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
