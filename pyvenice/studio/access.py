"""Access: who may talk to the studio, and the headers that keep other pages out.

A page of another site can send requests to 127.0.0.1. It has no token, and its requests carry its own
`Origin`; a name that it lets point here (DNS rebinding) shows in `Host`.
"""

from __future__ import annotations

import hmac
import json
from collections.abc import Mapping
from typing import Any

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from pyvenice.errors import ArgumentError

_MOST_JSON = 256 * 1024
_SAFE = frozenset(["GET", "HEAD"])
_HEADERS = {
    "content-security-policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:;"
        " connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "cache-control": "no-store",
}


class Access:
    """ASGI middleware: only this computer, only with the token, only from the studio's own pages."""

    def __init__(self, app: ASGIApp, *, token: str, port: int) -> None:
        self._app = app
        self._token = token.encode()
        self._hosts = frozenset(f"{name}:{port}" for name in ("127.0.0.1", "localhost", "[::1]"))
        self._origins = frozenset(f"http://{host}" for host in self._hosts)
        # Cookies do not know ports: two studios on one host must not take each other's.
        self._cookie = f"pyvenice_studio_{port}"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        request = Request(scope)
        answer = self._refusal(request) or self._welcome(request)

        async def send_guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in _HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        await (answer or self._app)(scope, receive, send_guarded)

    def _refusal(self, request: Request) -> Response | None:
        headers = request.headers
        if headers.get("host", "") not in self._hosts:
            return PlainTextResponse("this host name is not the studio's", 421)
        if headers.get("origin", next(iter(self._origins))) not in self._origins:
            return PlainTextResponse("another page may not use the studio", 403)
        if headers.get("sec-fetch-site", "none") not in {"none", "same-origin"}:
            return PlainTextResponse("another page may not use the studio", 403)
        if request.query_params.get("token") is not None:
            return None
        if self._has_token(request.cookies, headers):
            return None
        return PlainTextResponse(
            "open the address that `pyvenice studio` printed: it has the token of this studio", 401
        )

    def _has_token(self, cookies: Mapping[str, str], headers: Headers) -> bool:
        scheme, _, bearer = headers.get("authorization", "").partition(" ")
        given = bearer if scheme.lower() == "bearer" else cookies.get(self._cookie, "")
        return self._is_token(given)

    def _is_token(self, given: str) -> bool:
        return hmac.compare_digest(given.encode("utf-8", "replace"), self._token)

    def _welcome(self, request: Request) -> Response | None:
        """The answer to an address with a token: it becomes a cookie, and leaves the address bar."""
        given = request.query_params.get("token")
        if given is None:
            return None
        if request.method not in _SAFE or not self._is_token(given):
            return PlainTextResponse("the token of this address is not the studio's", 401)
        answer = RedirectResponse(request.url.path, 303)
        answer.set_cookie(self._cookie, given, httponly=True, samesite="strict", path="/")
        return answer


async def read_json(request: Request) -> Mapping[str, Any]:
    """The JSON object of a request. Raises `ArgumentError` for anything else."""
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > _MOST_JSON:
            raise ArgumentError("the request is too large", argument="body")
    try:
        document = json.loads(body or b"{}")
    except (ValueError, RecursionError):
        document = None
    if not isinstance(document, dict):
        raise ArgumentError("the request must be a JSON object", argument="body")
    return document
