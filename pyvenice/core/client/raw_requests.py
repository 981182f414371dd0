"""Raw request: a call of any path of a provider, for what has no method yet."""

from __future__ import annotations

from collections.abc import Mapping

from pyvenice.core.engine.calls import Call, Flow, Reply, fetch
from pyvenice.core.engine.deadline import checked_timeout
from pyvenice.core.http.headers import checked_headers
from pyvenice.core.recording.short_repr import short_repr
from pyvenice.core.request.bodies import JsonBody
from pyvenice.errors import ArgumentError

_METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE")
_UNBILLED = frozenset(["GET", "HEAD", "PUT", "DELETE"])


def send_request(  # noqa: PLR0913  (all but the first two by name)
    method: str,
    path: str,
    *,
    json: object = None,
    query: Mapping[str, str | list[str]] | None = None,
    headers: Mapping[str, str] | None = None,
    timeout: float | None = None,
) -> Flow[Reply]:
    """One request below the base URL, with the key and the retries of the client.

    Raises `ArgumentError` for another method, or an address of another host.
    """
    verb = method.upper() if isinstance(method, str) else ""
    if verb not in _METHODS:
        raise ArgumentError(
            f"method is {short_repr(method)}, and must be one of {', '.join(_METHODS)}",
            argument="method",
            value=method,
            allowed=_METHODS,
        )
    if not isinstance(path, str) or not path.startswith("/") or path.startswith("//"):
        raise ArgumentError(
            f"path is {short_repr(path)}, and must begin with one slash: the key goes to no other host",
            argument="path",
            value=path,
            allowed="a path below the base URL, such as /models",
        )
    call = Call(
        verb,
        path,
        headers=checked_headers(headers or {}, "headers"),
        query=query or {},
        body=None if json is None else JsonBody(json),
        billed=verb not in _UNBILLED,
        timeout=None if timeout is None else checked_timeout(timeout),
        verbatim=True,
    )
    return (yield from fetch(call))
