"""Front page of the sandbox: JSON for programs, HTML for people."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape

from pyvenice.core.recording.recorded_exchange import WireRequest, WireResponse
from pyvenice.sandbox.dialects.base import Dialect
from pyvenice.sandbox.server.responses import full_response, json_response

_STYLE = (
    "body{font:16px/1.6 system-ui,sans-serif;max-width:46rem;margin:3rem auto;padding:0 1rem;"
    "color:#1d2330;background:#fafafa}h1{font-size:1.5rem}code,pre{font:14px/1.5 ui-monospace,"
    "monospace;background:#eceef2;border-radius:6px;padding:.1rem .35rem}pre{padding:1rem;"
    "overflow:auto}td,th{padding:.25rem 1rem .25rem 0;text-align:left}"
    "@media(prefers-color-scheme:dark){body{color:#e6e8ee;background:#15181f}"
    "code,pre{background:#242934}}"
)
_HEADERS = [
    ("content-security-policy", "default-src 'none'; style-src 'unsafe-inline'"),
    ("x-frame-options", "DENY"),
    ("x-content-type-options", "nosniff"),
]


def front_page(request: WireRequest, dialects: Mapping[str, type[Dialect]]) -> WireResponse:
    """The base URL of each dialect; as HTML when that is what the client prefers.

    `dialects` has the base URLs as keys. The key is not shown: any page or program of this machine
    may read it here.
    """
    if "text/html" not in request.headers.get("accept", ""):
        urls = {dialect.provider: url for url, dialect in dialects.items()}
        return json_response(200, {"sandbox": "pyvenice", "dialects": urls})
    return full_response(200, _html(dialects).encode(), "text/html; charset=utf-8", _HEADERS)


def _html(dialects: Mapping[str, type[Dialect]]) -> str:
    rows = "".join(
        f"<tr><td>{escape(dialect.title)}</td><td><code>{escape(url)}</code></td></tr>"
        for url, dialect in dialects.items()
    )
    examples = "".join(
        f"<pre>{escape(_example(url, dialect))}</pre>" for url, dialect in dialects.items()
    )
    return (
        "<!doctype html><html lang=en><meta charset=utf-8><title>pyvenice sandbox</title>"
        f"<meta name=viewport content='width=device-width'><style>{_STYLE}</style>"
        "<h1>pyvenice sandbox</h1><p>A server on this machine that speaks the image-edit APIs of"
        f" {len(dialects)} providers and really edits pictures, with fixed drawing operations and"
        " without any model.</p>"
        f"<table><tr><th>dialect<th>base URL</tr>{rows}</table>"
        "<p>The server printed its key when it started; <code>--key</code> sets another.</p>"
        f"{examples}"
    )


def _example(base_url: str, dialect: type[Dialect]) -> str:
    is_bearer = dialect.key_header == "authorization"
    key = (
        "Authorization: Bearer $SANDBOX_KEY" if is_bearer else f"{dialect.key_header}: $SANDBOX_KEY"
    )
    return (
        f'curl {base_url}{dialect.edit_path} \\\n  -H "{key}" \\\n  {dialect.example} | head -c 300'
    )
