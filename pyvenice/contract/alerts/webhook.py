"""The json report, posted to any address."""

from __future__ import annotations

import hashlib
import hmac

from pyvenice.contract.alerts.http_request import send_request
from pyvenice.contract.diff.findings import Report
from pyvenice.contract.errors import ContractError
from pyvenice.contract.reports import as_json

SIGNATURE = "X-Pyvenice-Signature-256"


def post(report: Report, url: str, *, secret: str | None = None, timeout: float = 10.0) -> None:
    """Post the json report, in at most `timeout` seconds.

    With a `secret`, the header `X-Pyvenice-Signature-256` holds `sha256=` and the hexadecimal
    HMAC-SHA256 of the body. Raises `ContractError` unless the response is a success (2xx).
    """
    body = as_json.render(report).encode()
    headers = {"Content-Type": "application/json", "User-Agent": "pyvenice"}
    if secret is not None:
        headers[SIGNATURE] = signature(body, secret)
    deliver(url, body, headers, receiver="the webhook", timeout=timeout)


def signature(body: bytes, secret: str) -> str:
    """What the signature header holds for this body. Raises `ContractError` for an empty secret."""
    if not secret:
        raise ContractError("the secret of the webhook is empty; give one, or none at all")
    return f"sha256={hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()}"


def deliver(
    url: str, body: bytes, headers: dict[str, str], *, receiver: str, timeout: float
) -> None:
    """Post a body. Raises `ContractError` unless the response is a success."""
    response = send_request("POST", url, body, headers=headers, receiver=receiver, timeout=timeout)
    if not 200 <= response.status < 300:
        raise ContractError(f"{receiver} answered {response.status}: the report was not taken")
