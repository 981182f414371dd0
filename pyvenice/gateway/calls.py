"""Calls: one bill for each, also when its client goes, repeats itself, or this process is killed."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pyvenice.editing.editor import AsyncEditor
from pyvenice.editing.result import PricedResult
from pyvenice.errors import APIConnectionError, ArgumentError, PyveniceError
from pyvenice.gateway.config import GatewayConfig
from pyvenice.gateway.metrics import Metrics
from pyvenice.gateway.refusals import Refusal, refusal_of
from pyvenice.gateway.store import CallRecord, State, Store, VirtualKey

_LOOK = 0.25
"""Seconds between two looks at a call that another process carries out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """A call that is to be carried out: canonical parameters for one of several models."""

    operation: str
    """`edit` or `generate`."""
    models: tuple[str, ...]
    """The first one is asked; the next one where that one certainly did nothing."""
    prompt: str
    images: tuple[Any, ...] = ()
    params: Mapping[str, Any] = field(default_factory=dict)
    on_unsupported: str = "error"
    digest: str = ""
    idempotency: str | None = None
    is_repeat: bool = False
    """The client says that it sends this again."""
    user: str = ""
    release: Callable[[], object] = lambda: None
    """Called when its images are not needed any more."""


@dataclass(slots=True)
class Calls:
    """Carries out orders. It lives in one event loop."""

    editor: AsyncEditor
    store: Store
    config: GatewayConfig
    results: Path
    metrics: Metrics
    _running: dict[str, asyncio.Task[Mapping[str, Any]]] = field(default_factory=dict)

    async def answer(self, order: Order, key: VirtualKey) -> Mapping[str, Any]:
        """The answer without its pictures, whose files it names. Raises `Refusal`."""
        begun = self.store.begin(
            key,
            model=order.models[0],
            digest=order.digest,
            idempotency=order.idempotency,
            reserved=self._most(order),
            repeat_within=self.config.keep_results,
            is_repeat=order.is_repeat,
        )
        if begun is None:
            order.release()
            raise Refusal(
                f"the budget of this key, ${(key.budget or 0) / 1e6:.2f}, does not suffice:"
                f" ${self.store.spent(key.name) / 1e6:.4f} are spent or reserved",
                param=None,
                status=402,
                code="budget_exceeded",
                kind="insufficient_quota",
            )
        if isinstance(begun, CallRecord):
            order.release()
            return await self._repeated(begun, order)
        task = asyncio.create_task(self._carry_out(begun, order, key))
        self._running[begun] = task
        task.add_done_callback(lambda _: (self._running.pop(begun, None), order.release()))
        try:
            # A client that goes does not end what is paid for.
            return await asyncio.shield(task)
        except asyncio.CancelledError:
            if self.config.on_disconnect == "cancel":
                task.cancel()
            raise

    async def end(self) -> None:
        """Wait for what is under way."""
        await asyncio.gather(*self._running.values(), return_exceptions=True)

    def _most(self, order: Order) -> int:
        """What the order may cost at most; 0 where nobody knows."""
        from pyvenice.catalogue.estimation import estimate

        try:
            return estimate(order.models[0], {**order.params, "prompt": order.prompt}).max or 0
        except PyveniceError:
            return 0

    async def _repeated(self, record: CallRecord, order: Order) -> Mapping[str, Any]:
        if record.digest != order.digest:
            raise Refusal(
                "this Idempotency-Key was used for another request",
                param="Idempotency-Key",
                status=409,
                code="idempotency_key_reused",
            )
        if (task := self._running.get(record.id)) is not None:
            return {**await asyncio.shield(task), "repeated": True}
        ends = time.monotonic() + self.config.timeout
        while record.state == "started" and time.monotonic() < ends:
            await asyncio.sleep(_LOOK)
            record = self.store.call(record.id) or record
        if record.answer is not None and "error" in record.answer:
            facts = record.answer["error"]
            raise Refusal(
                facts["message"],
                param=facts["param"],
                status=record.answer["status"],
                code=facts["code"],
                kind=facts["type"],
            )
        if record.answer is not None:
            return {**record.answer, "repeated": True}
        raise Refusal(
            "this request was sent earlier, and nobody knows whether it was carried out and billed:"
            " it is not sent again; use another Idempotency-Key to buy it anew",
            param=None,
            status=409,
            code="outcome_unknown",
        )

    async def _carry_out(self, call: str, order: Order, key: VirtualKey) -> Mapping[str, Any]:
        began = time.monotonic()
        refusal: Refusal | None = None
        for model in order.models:
            try:
                result = await self._buy(model, call, order, key)
            except PyveniceError as error:
                refusal = refusal_of(error, model=model)
                if not _may_ask_another(error):
                    break
                continue
            answer = self._kept(result, call)
            billed = None if result.cost is None else round(result.cost * 1_000_000)
            self.store.end(call, "done", billed=billed, status=200, answer=answer)
            self.metrics.count(
                order.operation, result.model_id, 200, time.monotonic() - began, result.cost
            )
            return answer
        if refusal is None:
            raise RuntimeError("an order names a model")
        self._refused(call, order, refusal, time.monotonic() - began)
        raise refusal

    async def _buy(self, model: str, call: str, order: Order, key: VirtualKey) -> PricedResult:
        options: dict[str, Any] = {
            **order.params,
            "on_unsupported": order.on_unsupported,
            "save_to": self.results / f"{call}.part",
            "tag": key.name if not order.user else f"{key.name}/{order.user}",
        }
        if order.operation == "generate":
            return await self.editor.generate(order.prompt, model=model, **options)
        images = order.images[0] if len(order.images) == 1 else list(order.images)
        return await self.editor.edit(images, order.prompt, model=model, **options)

    def _kept(self, result: PricedResult, call: str) -> dict[str, Any]:
        """The answer; the pictures stay in files, which are read when they are sent."""
        pictures = [
            {
                "file": image.path.name if image.path else "",
                "media_type": image.media_type,
                "width": image.width,
                "height": image.height,
            }
            for image in result.images
        ]
        return {
            "id": call,
            "created": int(time.time()),
            "model": result.model_id,
            "pictures": pictures,
            "usage": result.usage,
            "cost_usd": result.cost,
            "cost_source": result.cost_source,
            "request_id": result.request_id,
            "warnings": [warning.message for warning in result.warnings],
        }

    def _refused(self, call: str, order: Order, refusal: Refusal, seconds: float) -> None:
        answer = {**refusal.body(), "status": refusal.status}
        state: State = "unknown" if refusal.may_be_billed else "failed"
        if refusal.retry_after is not None:
            # It certainly was not carried out: the same key may ask again.
            self.store.forget(call)
        else:
            kept = None if refusal.may_be_billed else answer
            self.store.end(call, state, billed=None, status=refusal.status, answer=kept)
        self.metrics.count(order.operation, order.models[0], refusal.status, seconds, None)


def _may_ask_another(error: PyveniceError) -> bool:
    """Whether this model certainly did nothing for which it is paid."""
    if isinstance(error, ArgumentError):
        return False
    if isinstance(error, APIConnectionError):
        return not error.maybe_executed
    return getattr(error, "status", 0) in {429, 503}
