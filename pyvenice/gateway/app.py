"""The application: routes, keys, and answers of the gateway."""

from __future__ import annotations

import asyncio
import hmac
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import ClientDisconnect, Request
from starlette.responses import (
    FileResponse,
    JSONResponse,
    PlainTextResponse,
    Response,
    StreamingResponse,
)
from starlette.routing import Route

from pyvenice.core.images.header import read_header
from pyvenice.core.response.streams import PartialImage
from pyvenice.errors import ConfigError, PyveniceError, UnknownModelError
from pyvenice.gateway import answers
from pyvenice.gateway.calls import CANCELLED, Calls, Order
from pyvenice.gateway.config import GatewayConfig
from pyvenice.gateway.editor import GatewayEditor, partials_until
from pyvenice.gateway.metrics import Metrics
from pyvenice.gateway.model_list import ModelList
from pyvenice.gateway.orders import order_of
from pyvenice.gateway.refusals import Refusal, failure, no_route, refusal_of, refusal_response
from pyvenice.gateway.request_fields import RequestFields, body_chunks, read_fields
from pyvenice.gateway.store import ANYBODY, Store, VirtualKey

SANDBOX_KEY = "sandbox"
STORE_FILE = "gateway.sqlite3"
_LOOPBACK = frozenset(["127.0.0.1", "::1", "testclient"])
_SWEEP = 300.0
_GRACE = 0.5
"""Seconds in which a refusal of a stream still becomes the status of the response."""
Handler = Callable[[Request], Awaitable[Response]]


class Gateway:
    """A gateway over one store. `app` is what a server serves."""

    def __init__(self, config: GatewayConfig, folder: Path) -> None:
        """Open the store of a gateway.

        Raises `LedgerError` where that cannot be used, `ConfigError` for the key of a provider.
        """
        self.config = config
        self._keys = _provider_keys(config)
        self.results = folder / "results"
        self.results.mkdir(parents=True, exist_ok=True, mode=0o700)
        self.store = Store(config.database or folder / STORE_FILE)
        self.metrics = Metrics()
        self._secret = self.store.secret()
        self._calls: Calls | None = None
        self._list = ModelList(config, self._keys)
        self.app = Starlette(
            routes=list(self._routes()),
            lifespan=self._lifespan,
            middleware=self._middleware(),
            exception_handlers={HTTPException: no_route, Exception: failure},
        )

    def _routes(self) -> list[Route]:
        images = [("edits", "edit"), ("generations", "generate"), ("variations", "vary")]
        routes = [
            Route("/health", self._health),
            Route("/metrics", self._metrics),
            Route("/results/{name}", self._result),
        ]
        # Applications differ in how they join a base URL and a path.
        for prefix in ("/v1", "", "/v1/v1", "/openai/v1", "/openai/deployments/{deployment:path}"):
            for name, operation in images:
                handle = self._images(operation)
                path = f"{prefix}/images/{name}"
                routes += [Route(path + end, handle, methods=["POST"]) for end in ("", "/")]
            routes.append(Route(f"{prefix}/models", self._answering(self._models)))
            routes.append(
                Route(f"{prefix}/models/capabilities", self._answering(self._capabilities))
            )
            routes.append(Route(f"{prefix}/models/{{name:path}}", self._answering(self._model)))
        return routes

    def _middleware(self) -> list[Middleware]:
        if not self.config.cors:
            return []
        return [
            Middleware(
                CORSMiddleware,
                allow_origins=list(self.config.cors),
                allow_methods=["*"],
                allow_headers=["*"],
            )
        ]

    @asynccontextmanager
    async def _lifespan(self, _: Starlette) -> AsyncIterator[None]:
        async with self._editor() as editor:
            self._calls = Calls(editor, self.store, self.config, self.results, self.metrics)
            sweeper = asyncio.create_task(self._sweep())
            yield
            sweeper.cancel()
            await self._calls.end()
        self.store.close()

    def _editor(self) -> GatewayEditor:
        config = self.config
        return GatewayEditor(
            sandbox=config.sandbox,
            timeout=config.timeout,
            ledger=config.database or True,
            hosts=config.hosts,
            api_keys=self._keys,
            base_urls={name: it.base_url for name, it in config.connections.items() if it.base_url},
        )

    async def _sweep(self) -> None:
        """Delete results whose time is over."""
        while True:
            oldest = time.time() - self.config.keep_results
            for path in self.results.iterdir():
                if path.stat().st_mtime < oldest:
                    path.unlink(missing_ok=True)
            if self.store.is_shared:
                await asyncio.to_thread(self.store.delete_results, self.config.keep_results)
            await asyncio.sleep(_SWEEP)

    def _answering(self, handler: Callable[[Request, VirtualKey], Awaitable[Response]]) -> Handler:
        """A handler with a key, whose refusals are answers."""

        async def answer(request: Request) -> Response:
            try:
                return await handler(request, await self._key(request))
            except Refusal as refusal:
                return refusal_response(refusal)
            except PyveniceError as error:
                return refusal_response(
                    refusal_of(error, model=request.path_params.get("name", ""))
                )

        return answer

    def _images(self, operation: str) -> Handler:
        async def handle(request: Request, key: VirtualKey) -> Response:
            try:
                fields = await self._wish(request)
            except ClientDisconnect:
                return Response(status_code=499)
            try:
                return await self._carry_out(request, key, fields, operation)
            except BaseException:
                fields.close()
                raise

        return self._answering(handle)

    async def _carry_out(
        self, request: Request, key: VirtualKey, fields: RequestFields, operation: str
    ) -> Response:
        deployment = request.path_params.get("deployment")
        if deployment is not None:
            fields.texts.setdefault("model", deployment)
        order = order_of(fields, operation, self.config, request.headers)
        self._check_model(key, order)
        calls = self._started()
        if order.partial_images is not None:
            return await self._streaming(calls, order, key)
        answer = await self._answer(request, calls, order, key)
        urls = self._urls(request, answer) if fields.texts.get("response_format") == "url" else None
        return answers.AnswerResponse(answer, self.results, urls)

    async def _answer(
        self, request: Request, calls: Calls, order: Order, key: VirtualKey
    ) -> Mapping[str, Any]:
        """The answer of a call, which ends with its client if the configuration says so."""
        if self.config.on_disconnect == "keep":
            return await calls.answer(order, key)
        call = asyncio.create_task(calls.answer(order, key))
        leaving = asyncio.create_task(_departure(request))
        try:
            await asyncio.wait([call, leaving], return_when=asyncio.FIRST_COMPLETED)
            if not call.done():
                call.cancel()
            return await call
        except asyncio.CancelledError:
            raise CANCELLED from None
        finally:
            leaving.cancel()

    def _started(self) -> Calls:
        if self._calls is None:
            raise RuntimeError("the application has not started")
        return self._calls

    async def _streaming(self, calls: Calls, order: Order, key: VirtualKey) -> Response:
        """A stream of events. Raises `Refusal` for what is refused before anything is sent."""
        partials: asyncio.Queue[PartialImage] = asyncio.Queue()
        watched = replace(order, on_partial=partials.put_nowait)
        call = asyncio.create_task(_collected(calls, watched, key))
        await asyncio.wait([call], timeout=_GRACE)
        if call.done() and isinstance(refusal := call.result(), Refusal):
            raise refusal
        return StreamingResponse(
            self._stream(order, call, partials), media_type="text/event-stream"
        )

    async def _stream(
        self,
        order: Order,
        call: asyncio.Task[Mapping[str, Any] | Refusal],
        partials: asyncio.Queue[PartialImage],
    ) -> AsyncIterator[bytes]:
        kind = "image_generation" if order.operation == "generate" else "image_edit"
        shown = 0
        try:
            yield b": the call has begun\n\n"
            async for partial in partials_until(call, partials):
                if partial is None:
                    yield b": keep-alive\n\n"
                else:
                    shown += 1
                    yield answers.partial_event(partial, kind=kind)
        except asyncio.CancelledError:
            if self.config.on_disconnect == "cancel":
                call.cancel()
            raise
        answer = call.result()
        if isinstance(answer, Refusal):
            body = JSONResponse({"type": "error", **answer.body()}).body
            yield b"event: error\ndata: " + bytes(body) + b"\n\n"
            return
        if order.partial_images and not shown:
            warning = "partial_images: this model shows no unfinished images, only the result"
            answer = {**answer, "warnings": [*answer["warnings"], warning]}
        for chunk in answers.completed_events(answer, self.results, kind=kind):
            yield chunk

    async def _wish(self, request: Request) -> RequestFields:
        try:
            async with asyncio.timeout(None) as limit:
                body = body_chunks(
                    request.stream(), self.config.max_body, self.config.body_timeout, limit
                )
                return await read_fields(request.headers.get("content-type", ""), body)
        except TimeoutError:
            raise Refusal(
                f"the body stopped for {self.config.body_timeout:g} s before its end",
                param=None,
                status=408,
                code="request_timeout",
            ) from None

    async def _key(self, request: Request) -> VirtualKey:
        if self.store.is_shared:
            return await asyncio.to_thread(self._valid_key, request)
        # A file is read faster than a thread is woken.
        return self._valid_key(request)

    def _valid_key(self, request: Request) -> VirtualKey:
        """The key of a request. Raises `Refusal` without a valid one, where one is needed."""
        text = _credentials(request.headers)
        if self.config.sandbox and text in {SANDBOX_KEY, ""}:
            return VirtualKey(ANYBODY)
        key = self.store.key(text) if text else None
        if key is not None:
            return key
        client = request.client.host if request.client else ""
        is_open = self.config.open_to_all or (not self.store.has_keys() and client in _LOOPBACK)
        if is_open:
            return VirtualKey(ANYBODY)
        raise Refusal(
            "the key of this gateway is missing, unknown, revoked or expired:"
            " send it as 'Authorization: Bearer …'",
            param=None,
            status=401,
            code="invalid_api_key",
            kind="authentication_error",
        )

    def _check_model(self, key: VirtualKey, order: Order) -> None:
        if key.models and not set(order.models) <= set(key.models):
            raise Refusal(
                f"this key may use {', '.join(key.models)}, not {', '.join(order.models)}",
                param="model",
                status=403,
                code="model_not_allowed",
            )

    def _urls(self, request: Request, answer: Mapping[str, Any]) -> list[str]:
        ends = int(time.time() + self.config.keep_results)
        base = str(request.base_url).rstrip("/")
        return [
            f"{base}/results/{picture['file']}?ends={ends}&sign={self._sign(picture['file'], ends)}"
            for picture in answer["pictures"]
        ]

    def _sign(self, name: str, ends: int) -> str:
        return hmac.new(self._secret, f"{name} {ends}".encode(), "sha256").hexdigest()[:32]

    async def _result(self, request: Request) -> Response:
        name, ends = request.path_params["name"], request.query_params.get("ends", "0")
        sign = request.query_params.get("sign", "")
        path = self.results / name
        is_signed = ends.isdecimal() and hmac.compare_digest(self._sign(name, int(ends)), sign)
        is_valid = is_signed and int(ends) >= time.time()
        if is_valid and self.store.is_shared and not path.is_file():
            await asyncio.to_thread(self.store.restore_result, path)
        if not is_valid or not path.is_file():
            return refusal_response(
                Refusal("there is no such result, or its time is over", param=None, status=404)
            )
        with path.open("rb") as stream:
            media_type = read_header(stream).media_type
        return FileResponse(path, media_type=media_type)

    async def _models(self, _: Request, __: VirtualKey) -> Response:
        entries = await self._list.entries(self._started().editor)
        return JSONResponse({"object": "list", "data": entries})

    async def _model(self, request: Request, _: VirtualKey) -> Response:
        try:
            return JSONResponse(self._list.entry(request.path_params["name"]))
        except UnknownModelError as error:
            raise Refusal(str(error), param="model", status=404, code="model_not_found") from None

    async def _capabilities(self, _: Request, __: VirtualKey) -> Response:
        return JSONResponse(await self._list.capabilities(self._started().editor))

    async def _health(self, _: Request) -> Response:
        return JSONResponse({"status": "ok"})

    async def _metrics(self, request: Request) -> Response:
        """The numbers: for programs on this machine, and for keys."""
        client = request.client.host if request.client else ""
        if client in _LOOPBACK:
            return self._numbers()

        async def answer(_: Request, __: VirtualKey) -> Response:
            return self._numbers()

        return await self._answering(answer)(request)

    def _numbers(self) -> Response:
        return PlainTextResponse(self.metrics.text(), media_type="text/plain; version=0.0.4")


def _provider_keys(config: GatewayConfig) -> dict[str, str]:
    keys = {}
    for name, connection in config.connections.items():
        try:
            key = connection.api_key()
        except ConfigError as error:
            raise ConfigError(f"[providers.{name}] {error}") from error
        if key is not None:
            keys[name] = key
    return keys


async def _departure(request: Request) -> None:
    """Wait until the client has gone."""
    while (await request.receive())["type"] != "http.disconnect":
        pass


async def _collected(calls: Calls, order: Order, key: VirtualKey) -> Mapping[str, Any] | Refusal:
    try:
        return await calls.answer(order, key)
    except Refusal as refusal:
        return refusal


def _credentials(headers: Mapping[str, str]) -> str:
    scheme, _, token = headers.get("authorization", "").partition(" ")
    if scheme.lower() == "bearer":
        return token.strip()
    return headers.get("api-key") or headers.get("x-api-key") or ""
