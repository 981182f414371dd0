"""Calls: one bill for each, also when its client goes, repeats itself, or this process is killed."""

from __future__ import annotations

import asyncio
import logging
import math
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Any

from pyvenice.catalogue.estimation import Estimate, estimate
from pyvenice.core.provider_rules import ResultWarning
from pyvenice.core.response.streams import PartialImage
from pyvenice.editing.cost import reserved_amount
from pyvenice.editing.hosts import by_name, find_model
from pyvenice.editing.result import PricedResult
from pyvenice.errors import APIConnectionError, ArgumentError, LedgerError, PyveniceError
from pyvenice.gateway.config import GatewayConfig
from pyvenice.gateway.metrics import Metrics
from pyvenice.gateway.refusals import Refusal, refusal_of
from pyvenice.gateway.store import CallRecord, RateExceededError, State, Store, VirtualKey
from pyvenice.gateway.watching import GatewayEditor, known_habits
from pyvenice.ledger.money import micro_cost

_log = logging.getLogger("pyvenice")
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
    habits: Mapping[str, Any] = field(default_factory=dict)
    """Values that ask for nothing: they are sent where the model takes them, and never refused."""
    user: str = ""
    user_fields: Mapping[str, Any] = field(default_factory=dict)
    partial_images: int | None = None
    """Unfinished images that a stream shall show; `None`: it is no stream."""
    on_partial: Callable[[PartialImage], None] = lambda _: None
    release: Callable[[], object] = lambda: None
    """Called when its images are not needed any more."""


@dataclass(slots=True)
class Calls:
    """Carries out orders. It lives in one event loop."""

    editor: GatewayEditor
    store: Store
    config: GatewayConfig
    results: Path
    metrics: Metrics
    _running: dict[str, asyncio.Task[Mapping[str, Any]]] = field(default_factory=dict)

    async def answer(self, order: Order, key: VirtualKey) -> Mapping[str, Any]:
        """The answer without its pictures, whose files it names. Raises `Refusal`."""
        try:
            begun = await self._begin(order, key, self._reserved(order, key))
        except RateExceededError as error:
            raise _too_fast(key, error) from None
        if begun is None:
            order.release()
            raise self._over_budget(key)
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

    async def _begin(self, order: Order, key: VirtualKey, most: int) -> CallRecord | str | None:
        """Write the call down, in a thread: another gateway may hold the store for a while."""
        beginning = asyncio.ensure_future(
            asyncio.to_thread(
                self.store.begin,
                key,
                model=order.models[0],
                digest=order.digest,
                idempotency=order.idempotency,
                reserved=most,
                repeat_within=self.config.keep_results,
                is_repeat=order.is_repeat,
            )
        )
        try:
            return await asyncio.shield(beginning)
        except BaseException as error:
            order.release()
            if isinstance(error, asyncio.CancelledError) and isinstance(
                begun := await beginning, str
            ):
                await asyncio.to_thread(self.store.forget, begun)
            raise

    async def end(self) -> None:
        """Wait for what is under way."""
        await asyncio.gather(*self._running.values(), return_exceptions=True)

    def _reserved(self, order: Order, key: VirtualKey) -> int:
        """What the order may cost at most, in millionths of a dollar; 0 where nobody knows.

        Raises `Refusal` for a key with a budget, which cannot be kept then.
        """
        hosts = by_name(self.config.hosts)
        params = {**order.params, "prompt": order.prompt}
        most = 0
        for name in order.models:
            try:
                expected = estimate(find_model(name, hosts), params)
            except PyveniceError as error:
                order.release()
                raise refusal_of(error, model=name) from None
            amount = reserved_amount(expected, allow_unknown=False)
            if amount is None and key.budget is not None:
                order.release()
                raise _unpriced(name, expected)
            most = max(most, amount or 0)
        return most

    def _over_budget(self, key: VirtualKey) -> Refusal:
        return Refusal(
            f"the budget of this key, ${(key.budget or 0) / 1e6:.2f}, does not suffice:"
            f" ${self.store.spent(key.name) / 1e6:.4f} are spent or reserved",
            param=None,
            status=402,
            code="budget_exceeded",
            kind="insufficient_quota",
        )

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
            latest = await asyncio.to_thread(self.store.call, record.id)
            record = latest or record
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
            await self._check_results(record.answer)
            return {**record.answer, "repeated": True}
        raise Refusal(
            "this request was sent earlier, and nobody knows whether it was carried out and billed:"
            " it is not sent again; use another Idempotency-Key to buy it anew",
            param=None,
            status=409,
            code="outcome_unknown",
        )

    async def _check_results(self, answer: Mapping[str, Any]) -> None:
        """Fetch the pictures that another gateway has. Raises `Refusal` where they are deleted."""
        for picture in answer["pictures"]:
            path = self.results / picture["file"]
            is_here = path.is_file()
            if not is_here and self.store.is_shared:
                is_here = await asyncio.to_thread(self.store.restore_result, path)
            if not is_here:
                raise Refusal(
                    f"this request was answered earlier, and results are kept for"
                    f" {self.config.keep_results:g} s: it is not bought again; use another"
                    " Idempotency-Key to buy it anew",
                    param=None,
                    status=409,
                    code="result_expired",
                )

    async def _carry_out(self, call: str, order: Order, key: VirtualKey) -> Mapping[str, Any]:
        began = time.monotonic()
        try:
            return await self._ask(call, order, key, began)
        except (Refusal, asyncio.CancelledError) as error:
            if not isinstance(error, Refusal):
                await self._refused(call, order, CANCELLED, time.monotonic() - began)
            raise
        except Exception as error:
            _log.exception("call %s failed", call)
            refusal = Refusal(
                "the gateway failed; its log says why, and this call is not bought again",
                param=None,
                status=500,
                code="gateway_error",
                kind="server_error",
                may_be_billed=True,
            )
            await self._refused(call, order, refusal, time.monotonic() - began)
            raise refusal from error

    async def _ask(
        self, call: str, order: Order, key: VirtualKey, began: float
    ) -> Mapping[str, Any]:
        refusal: Refusal | None = None
        for model in order.models:
            try:
                result = await self._buy(model, call, order, key)
            except PyveniceError as error:
                refusal = refusal_of(error, model=model)
                some = error.result if order.params.get("n", 1) != 1 else None
                if isinstance(some, PricedResult):
                    # They are paid for: they are the answer, which says that others are missing.
                    result = self._saved(some, call, str(error))
                elif _may_ask_another(error):
                    continue
                else:
                    break
            answer = self._answer_of(result, call, order)
            try:
                await asyncio.to_thread(self._keep, call, answer, micro_cost(result.cost))
            except LedgerError as error:
                # What is paid for is answered, also where it cannot be written down.
                _log.exception("call %s is not in the store", call)
                answer["warnings"].append(f"a repeat of this call will be refused: {error}")
            self.metrics.count(
                order.operation, result.model_id, 200, time.monotonic() - began, result.cost
            )
            return answer
        if refusal is None:
            raise RuntimeError("an order names a model")
        await self._refused(call, order, refusal, time.monotonic() - began)
        raise refusal

    def _keep(self, call: str, answer: Mapping[str, Any], billed: int | None) -> None:
        if self.store.is_shared:
            for picture in answer["pictures"]:
                self.store.keep_result(self.results / picture["file"])
        self.store.end(call, "done", billed=billed, status=200, answer=answer)

    async def _buy(self, model: str, call: str, order: Order, key: VirtualKey) -> PricedResult:
        options: dict[str, Any] = {
            **order.params,
            "on_unsupported": order.on_unsupported,
            "save_to": self.results / f"{call}.part",
            "tag": key.name if not order.user else f"{key.name}/{order.user}",
        }
        images: Any = order.images[0] if len(order.images) == 1 else list(order.images)
        return await self.editor.watch(
            order.operation,
            images if order.images else None,
            order.prompt or (None if order.operation == "vary" else ""),
            model=model,
            optional=order.user_fields,
            habits=order.habits,
            partial_images=order.partial_images,
            on_partial=order.on_partial,
            options=options,
        )

    def _answer_of(self, result: PricedResult, call: str, order: Order) -> dict[str, Any]:
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
            "left_out": self._unsupported_habits(result.model_id, order),
            "warnings": [warning.message for warning in result.warnings],
        }

    def _saved(self, result: PricedResult, call: str, problem: str) -> PricedResult:
        """The images of a call that failed in part, in files, with the problem among the warnings."""
        images = [
            image if image.path else image.kept_at(self.results / f"{call}-part-{number}")
            for number, image in enumerate(result.images)
        ]
        warning = ResultWarning("incomplete", f"n: {problem}", argument="n")
        return replace(result, images=tuple(images), warnings=(*result.warnings, warning))

    def _unsupported_habits(self, name: str, order: Order) -> list[str]:
        """The values that ask for nothing and that the model does not take."""
        model = find_model(name, by_name(self.config.hosts))
        sent = known_habits(model, order.operation, order.habits)
        return [f"{name}={value}" for name, value in order.habits.items() if name not in sent]

    async def _refused(self, call: str, order: Order, refusal: Refusal, seconds: float) -> None:
        answer = {**refusal.body(), "status": refusal.status}
        state: State = "unknown" if refusal.may_be_billed else "failed"
        if refusal.retry_after is not None:
            # It certainly was not carried out: the same key may ask again.
            await asyncio.to_thread(self.store.forget, call)
        else:
            kept = None if refusal.may_be_billed else answer
            end = partial(self.store.end, billed=None, status=refusal.status, answer=kept)
            await asyncio.to_thread(end, call, state)
        self.metrics.count(order.operation, order.models[0], refusal.status, seconds, None)


CANCELLED = Refusal(
    "the call was cancelled, because its client had gone",
    param=None,
    status=499,
    code="cancelled",
    may_be_billed=True,
)


def _unpriced(model: str, expected: Estimate) -> Refusal:
    return Refusal(
        f"nobody knows what {model} costs at most ({expected}), and this key has a budget: ask for a"
        " model with a price",
        param="model",
        status=402,
        code="price_unknown",
        kind="insufficient_quota",
    )


def _too_fast(key: VirtualKey, rate: RateExceededError) -> Refusal:
    return Refusal(
        f"this key may make {key.per_minute} calls a minute",
        param=None,
        status=429,
        code="rate_limited",
        kind="rate_limit_error",
        retry_after=math.ceil(rate.retry_after),
    )


def _may_ask_another(error: PyveniceError) -> bool:
    """Whether this model certainly did nothing for which it is paid."""
    if isinstance(error, ArgumentError):
        return False
    if isinstance(error, APIConnectionError):
        return not error.maybe_executed
    return getattr(error, "status", 0) in {429, 503}
