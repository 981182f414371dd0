"""Access logs: the requests in lines of a web server's log, or in JSON objects, one a line."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from pyvenice.contract.document.operation_key import METHODS
from pyvenice.contract.errors import ContractError
from pyvenice.contract.fetching.fetch import read_file
from pyvenice.contract.pin.usage.operation_match import Request

_VERBS = "|".join(method.upper() for method in METHODS)
# "GET /v1/orders HTTP/1.1" of Apache and nginx, and "POST https://host/v1/orders" of clients.
_REQUEST = re.compile(rf"\b({_VERBS})\s+[\"']?((?:https?://|/)[^\s\"']*)")
_METHOD_KEYS = ("method", "http_method", "request_method", "verb")
_URL_KEYS = ("url", "uri", "path", "request_uri", "target")


def read_requests(path: Path) -> list[Request]:
    """Each request once. Raises `ContractError` for a file that cannot be read or has none."""
    text = read_file(path).decode("utf-8", "replace")
    requests = dict.fromkeys(
        request for line in text.splitlines() for request in _requests_in(line)
    )
    if not requests:
        raise ContractError(
            f"{path}: there is no request in it; HAR files, vcrpy cassettes, journals of the sandbox and "
            "access logs are read"
        )
    return list(requests)


def _requests_in(line: str) -> Iterator[Request]:
    if line.lstrip().startswith("{"):
        try:
            yield from _of_object(json.loads(line))
        except (ValueError, RecursionError):
            pass
        else:
            return
    for match in _REQUEST.finditer(line):
        yield Request(match[1], match[2].partition("?")[0])


def _of_object(record: Any) -> Iterator[Request]:
    if not isinstance(record, Mapping):
        return
    method = _first_text(record, _METHOD_KEYS)
    url = _first_text(record, _URL_KEYS)
    if method and url and method.lower() in METHODS:
        yield Request(method.upper(), url.partition("?")[0])
        return
    for value in record.values():
        if isinstance(value, Mapping):
            yield from _of_object(value)
        elif isinstance(value, str):
            yield from (Request(match[1], match[2]) for match in _REQUEST.finditer(value))


def _first_text(record: Mapping[str, Any], keys: tuple[str, ...]) -> str | None:
    return next((record[key] for key in keys if isinstance(record.get(key), str)), None)
