"""What the sandbox says at its root: JSON for programs, a small page for people."""

from __future__ import annotations

import json
from collections.abc import Mapping
from html import escape

from pyvenice.core.recording.recorded_exchange import WireRequest, WireResponse
from pyvenice.sandbox.server.exchange import json_answer, whole_answer

_STYLE = (
    "body{font:16px/1.6 system-ui,sans-serif;max-width:46rem;margin:3rem auto;padding:0 1rem;"
    "color:#1d2330;background:#fafafa}h1{font-size:1.5rem}code,pre{font:14px/1.5 ui-monospace,"
    "monospace;background:#eceef2;border-radius:6px;padding:.1rem .35rem}pre{padding:1rem;"
    "overflow:auto}td,th{padding:.25rem 1rem .25rem 0;text-align:left}"
    "@media(prefers-color-scheme:dark){body{color:#e6e8ee;background:#15181f}"
    "code,pre{background:#242934}}"
)


def front_page(request: WireRequest, addresses: Mapping[str, str], key: str) -> WireResponse:
    """The dialects and where they are; as HTML when that is what the client prefers."""
    if "text/html" not in request.headers.get("accept", ""):
        return json_answer(
            200, {"sandbox": "pyvenice", "api_key": key, "dialects": dict(addresses)}
        )
    return whole_answer(200, _html(addresses, key).encode(), "text/html; charset=utf-8")


def _html(addresses: Mapping[str, str], key: str) -> str:
    rows = "".join(
        f"<tr><td>{escape(name)}</td><td><code>{escape(url)}</code></td></tr>"
        for name, url in addresses.items()
    )
    example = (
        f"curl {addresses['openai']}/images/edits \\\n"
        f"  -H {json.dumps('Authorization: Bearer ' + key)} \\\n"
        '  -F image=@photo.jpg -F prompt="make it sepia" | head -c 300'
    )
    return (
        "<!doctype html><html lang=en><meta charset=utf-8><title>pyvenice sandbox</title>"
        f"<meta name=viewport content='width=device-width'><style>{_STYLE}</style>"
        "<h1>pyvenice sandbox</h1><p>A server on this machine that speaks three image-edit APIs and"
        " really edits pictures, with fixed drawing operations and without any model.</p>"
        f"<table><tr><th>dialect<th>base URL</tr>{rows}</table>"
        f"<p>Key: <code>{escape(key)}</code></p><pre>{escape(example)}</pre>"
    )
