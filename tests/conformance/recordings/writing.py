"""Recordings as the tools write them: HAR, cassettes of vcrpy, journals."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Mapping
from typing import Any

import yaml

from pyvenice.core.recording.journal import journal_line
from pyvenice.core.recording.recorded_exchange import Exchange

Write = Callable[[list[Exchange]], str]


def har(exchanges: list[Exchange]) -> str:
    entries = [har_entry(exchange) for exchange in exchanges]
    return json.dumps({"log": {"version": "1.2", "entries": entries}})


def har_entry(exchange: Exchange) -> dict[str, Any]:
    request: dict[str, Any] = {
        "method": exchange.method,
        "url": exchange.url,
        "headers": _pairs(exchange.request_headers),
    }
    if exchange.request_body:
        text = base64.b64encode(exchange.request_body).decode()
        kind = exchange.request_headers["content-type"]
        request["postData"] = {"mimeType": kind, "text": text, "encoding": "base64"}
    content = {
        "size": len(exchange.answer_body),
        "mimeType": exchange.answer_headers["content-type"],
        "text": base64.b64encode(exchange.answer_body).decode(),
        "encoding": "base64",
    }
    response = {
        "status": exchange.status,
        "headers": _pairs(exchange.answer_headers),
        "content": content,
    }
    return {"request": request, "response": response}


def _pairs(headers: Mapping[str, str]) -> list[dict[str, str]]:
    return [{"name": name.title(), "value": value} for name, value in headers.items()]


def cassette(exchanges: list[Exchange]) -> str:
    """As vcrpy writes it: headers as lists, bytes as YAML's binary, text as it is."""
    return yaml.safe_dump(cassette_tree(exchanges))


def cassette_tree(exchanges: list[Exchange]) -> dict[str, Any]:
    interactions = [
        {
            "request": {
                "body": exchange.request_body or None,
                "headers": {name: [value] for name, value in exchange.request_headers.items()},
                "method": exchange.method,
                "uri": exchange.url,
            },
            "response": {
                "body": {"string": exchange.answer_body},
                "headers": {name: [value] for name, value in exchange.answer_headers.items()},
                "status": {"code": exchange.status, "message": "OK"},
            },
        }
        for exchange in exchanges
    ]
    return {"interactions": interactions, "version": 1}


def journal(exchanges: list[Exchange]) -> str:
    return "".join(journal_line(exchange) + "\n" for exchange in exchanges)


KINDS: dict[str, Write] = {"traffic.har": har, "traffic.yaml": cassette, "traffic.jsonl": journal}
