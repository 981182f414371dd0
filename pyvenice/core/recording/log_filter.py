"""Log filter: hides secrets in what an HTTP library logs while it works for a client of ours.

At the level DEBUG these libraries log the headers of responses, and over HTTP/2 those of requests.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar

from pyvenice.core.recording.secrets import HIDDEN, hide_secret, is_secret

_SECRETS: ContextVar[Callable[[], Sequence[str]] | None] = ContextVar("secrets", default=None)
"""Gives the secrets of the request that is being sent, if it is one of ours."""
_QUERY = re.compile(r"(https?://[^\s'\"?#]+)\?[^\s'\"]*")
_HEADER = re.compile(r"\(b'([\w-]+)', (b'(?:[^'\\]|\\.)*'|b\"(?:[^\"\\]|\\.)*\")")
_PARTS = ("connection", "http11", "http2", "proxy", "socks")
_HTTP2 = ("hpack.hpack", "hpack.table")


@contextmanager
def hidden_in_logs(secrets: Callable[[], Sequence[str]]) -> Iterator[None]:
    """Let what is logged inside show no secret; they are asked for when something is logged."""
    token = _SECRETS.set(secrets)
    try:
        yield
    finally:
        _SECRETS.reset(token)


def filter_logs(library: str) -> None:
    """Filter the loggers of `httpx` or `httpx2`. What other code sends with it is logged as ever."""
    core = library.replace("httpx", "httpcore")
    for name in (library, *(f"{core}.{part}" for part in _PARTS), *_HTTP2):
        # A filter that is there already is not added again.
        logging.getLogger(name).addFilter(_hide_secrets)


def _hide_secrets(record: logging.LogRecord) -> bool:
    secrets = _SECRETS.get()
    if secrets is not None:
        text = _QUERY.sub(r"\1?…", _HEADER.sub(_hide_header, record.getMessage()))
        for secret in secrets():
            text = hide_secret(secret, text)
        record.msg, record.args = text, ()
    return True


def _hide_header(header: re.Match[str]) -> str:
    return f"(b'{header[1]}', b'{HIDDEN}'" if is_secret(header[1]) else header[0]
