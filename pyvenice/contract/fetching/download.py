"""One GET, with a limit for everything that a server can make endless: time, bytes, redirects."""

from __future__ import annotations

import http.client
import socket
import ssl
import urllib.error
import urllib.parse
import urllib.request
from http.client import HTTPResponse
from typing import Any

from pyvenice.contract.document.document_limits import MAX_BYTES
from pyvenice.contract.document.gunzip import unpacked
from pyvenice.contract.document.precheck import refuse_at_a_glance
from pyvenice.contract.errors import UnreachableError
from pyvenice.contract.fetching.bounded_http import Budget, bounded
from pyvenice.contract.fetching.cache import Cache, Entry
from pyvenice.contract.fetching.fetch import Fetched
from pyvenice.core.recording.secrets import redacted_url

CONNECT_SECONDS = 10.0
MAX_REDIRECTS = 5

_WHAT_TO_DO = {
    401: "it asks for credentials, and none are sent: download the document and give its path",
    403: "it does not let us in: download the document and give its path",
    404: "the document is not there any more: find its new address",
    410: "the document is not there any more: find its new address",
    429: "it has had enough requests: try again later",
}
_SAID: dict[tuple[type[Exception], ...], str] = {
    (
        TimeoutError,
    ): "no complete answer within {timeout:g} seconds; allow more time, or try again later",
    (ConnectionRefusedError,): "nothing answers at {host}; is the server running?",
    (
        socket.gaierror,
    ): "the host {host} is not known; is the address right, and is there a network?",
    (http.client.IncompleteRead, ConnectionError): "the answer broke off; try again",
    (http.client.BadStatusLine,): "what answers at {host} does not speak HTTP",
    (http.client.InvalidURL, ValueError): "this is no valid address",
}


def download(url: str, timeout: float, cache: Cache | None = None) -> Fetched:
    """The document at an http(s) address. Raises `UnreachableError` or `DocumentError`."""
    shown = redacted_url(url, "mark")
    _refuse_credentials(url, shown)
    known = cache.get(url) if cache else None
    budget = Budget(shown, timeout, MAX_BYTES)
    try:
        with _opener(budget).open(
            _request(url, known), timeout=budget.connecting(CONNECT_SECONDS)
        ) as answer:
            new = _entry(answer, shown)
    except urllib.error.HTTPError as error:
        error.close()
        if error.code == http.client.NOT_MODIFIED and known:
            return Fetched(known.raw, shown, True, known.etag, known.last_modified)
        raise UnreachableError(f"{shown}: {_about_status(error)}") from error
    except (OSError, http.client.HTTPException, ValueError) as error:
        raise UnreachableError(f"{shown}: {_about_failure(error, shown, timeout)}") from error
    refuse_at_a_glance(new.raw, name=shown)
    if cache:
        cache.put(url, new)
    return Fetched(new.raw, shown, False, new.etag, new.last_modified)


def _refuse_credentials(url: str, shown: str) -> None:
    if "@" in url.partition("://")[2].partition("/")[0]:
        raise UnreachableError(
            f"{shown}: an address with a password in it is not used: download the document and give its path"
        )


def _request(url: str, known: Entry | None) -> urllib.request.Request:
    headers = {
        "Accept": "application/yaml, application/json;q=0.9, */*;q=0.5",
        "Accept-Encoding": "gzip",
        "User-Agent": "pyvenice",
    }
    if known and known.etag:
        headers["If-None-Match"] = known.etag
    if known and known.last_modified:
        headers["If-Modified-Since"] = known.last_modified
    return urllib.request.Request(url, headers=headers)  # noqa: S310 - the scheme is known


def _opener(budget: Budget) -> urllib.request.OpenerDirector:
    """What `urllib` can do, less file:, ftp: and data:."""
    opener = urllib.request.OpenerDirector()
    for handler in (
        urllib.request.ProxyHandler(),
        urllib.request.UnknownHandler(),
        urllib.request.HTTPDefaultErrorHandler(),
        urllib.request.HTTPErrorProcessor(),
        _Redirects(),
        _Http(budget),
        _Https(budget),
    ):
        opener.add_handler(handler)
    return opener


class _Http(urllib.request.HTTPHandler):
    def __init__(self, budget: Budget) -> None:
        super().__init__()
        self._connection: Any = bounded(http.client.HTTPConnection, budget)

    def http_open(self, req: urllib.request.Request) -> HTTPResponse:
        return self.do_open(self._connection, req)


class _Https(urllib.request.HTTPSHandler):
    def __init__(self, budget: Budget) -> None:
        super().__init__()
        self._connection: Any = bounded(http.client.HTTPSConnection, budget)

    def https_open(self, req: urllib.request.Request) -> HTTPResponse:
        return self.do_open(self._connection, req, context=ssl.create_default_context())


class _Redirects(urllib.request.HTTPRedirectHandler):
    max_redirections = MAX_REDIRECTS

    def http_error_302(
        self, req: urllib.request.Request, fp: Any, code: int, msg: str, headers: Any
    ) -> HTTPResponse | None:
        fp.close()  # its body may be endless, and the standard library would read it
        return super().http_error_302(req, fp, code, msg, headers)

    http_error_301 = http_error_303 = http_error_307 = http_error_308 = http_error_302

    def redirect_request(  # noqa: PLR0913, PLR0917 - the standard library's signature
        self, req: urllib.request.Request, fp: Any, code: int, msg: str, headers: Any, newurl: str
    ) -> urllib.request.Request | None:
        if not _may_follow(req.full_url, newurl):
            raise urllib.error.HTTPError(req.full_url, code, msg, headers, fp)
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def _may_follow(url: str, target: str) -> bool:
    """Only to http(s), and never from https back to http."""
    allowed = ("https",) if url.startswith("https:") else ("http", "https")
    return urllib.parse.urlsplit(target).scheme in allowed


def _entry(answer: Any, shown: str) -> Entry:
    if answer.status != http.client.OK:
        raise UnreachableError(
            f"{shown}: the server answered {answer.status}, which is no document"
        )
    encoding = (answer.headers.get("Content-Encoding") or "identity").lower()
    if encoding not in ("gzip", "x-gzip", "identity"):
        raise UnreachableError(f"{shown}: the answer is packed as {encoding[:20]}, not as gzip")
    raw = answer.read()
    return Entry(
        unpacked(raw, name=shown), answer.headers.get("ETag"), answer.headers.get("Last-Modified")
    )


def _about_status(error: urllib.error.HTTPError) -> str:
    location = error.headers.get("Location") if error.headers else None
    if error.code in (301, 302, 303, 307, 308) and location:
        target = urllib.parse.urljoin(error.url, location)
        if _may_follow(error.url, target):
            return f"it redirects more than {MAX_REDIRECTS} times; find the document's own address"
        return f"it redirects to {redacted_url(target, 'mark')}, which is not followed; find its https address"
    todo = _WHAT_TO_DO.get(error.code, "try again later" if error.code >= 500 else "is it right?")
    return f"the server answered {error.code}; {todo}"


def _about_failure(error: Exception, shown: str, timeout: float) -> str:
    cause = error.reason if isinstance(error, urllib.error.URLError) else error
    host = shown.partition("://")[2].partition("/")[0]
    if isinstance(cause, ssl.SSLCertVerificationError):
        return f"the certificate of {host} is not trusted: {cause.verify_message}"
    for kinds, said in _SAID.items():
        if isinstance(cause, kinds):
            return said.format(host=host, timeout=timeout)
    return f"it cannot be fetched: {' '.join(str(cause).split())[:200]}"
