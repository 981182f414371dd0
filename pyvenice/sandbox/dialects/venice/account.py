"""The account behind the sandbox's Venice: keys, balance, and what was billed."""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import threading
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any

from pyvenice.core.json_types import Json
from pyvenice.sandbox.dialects.base import new_id
from pyvenice.sandbox.server.errors import APIError
from pyvenice.sandbox.server.request import Request, Values

RAY: ContextVar[str] = ContextVar("RAY", default="")
"""The id of the request that is being responded to: it stands in `cf-ray`, and in what is billed."""
_FIRST_BALANCE = 100_000
"""US dollars: enough for any test, as nobody pays in."""
_NANO = 10**9
_MOST_KEYS = 500
_NO_LIMITS: dict[str, Json] = {"usd": None, "diem": None, "vcu": None}
_LIMIT_NAMES = tuple(_NO_LIMITS)


@dataclass(slots=True)
class Key:
    """An API key that a request made."""

    secret: str
    kind: str
    description: str = ""
    limits: dict[str, Json] = field(default_factory=lambda: dict(_NO_LIMITS))
    period: str = "EPOCH"
    privacy: str = "ALL"
    expires: str | None = None
    created: str = ""
    used: str | None = None
    spent: float = 0.0
    id: str = field(default_factory=new_id)

    def __repr__(self) -> str:
        return f"Key(id={self.id!r}, kind={self.kind!r})"

    def facts(self) -> dict[str, Any]:
        """The key as lists have it: without its secret."""
        spent = {"usd": f"{self.spent:.6f}", "diem": "0"}
        return {
            "apiKeyType": self.kind,
            "consumptionLimits": self.limits,
            "limitPeriod": self.period,
            "modelPrivacy": self.privacy,
            "createdAt": self.created,
            "description": self.description,
            "expiresAt": self.expires,
            "id": self.id,
            "last6Chars": self.secret[-6:],
            "lastUsedAt": self.used,
            "usage": {"trailingSevenDays": {**spent, "vcu": "0"}},
            "currentPeriodUsage": spent,
        }


class Account:
    """Keys, balance and billed events. Safe to use from several threads."""

    def __init__(self, secret: str) -> None:
        first = Key(secret, "ADMIN", "The sandbox's own key", created=now())
        self._keys = {first.id: first}
        self._events: list[dict[str, Any]] = []
        self._spent = 0
        """Nano-dollars, in which sums are exact."""
        self._lock = threading.Lock()

    @property
    def balance(self) -> float:
        """US dollars that are left."""
        return (_FIRST_BALANCE * _NANO - self._spent) / _NANO

    def key(self, secret: str) -> Key | None:
        """The key with this secret that has not ended."""
        for key in [*self._keys.values()]:
            if key.secret == secret and (key.expires is None or key.expires > now()):
                return key
        return None

    def caller(self, request: Request) -> Key:
        """The key of a request, whose check is over."""
        key = self.key(request.key("authorization") or "")
        if key is None:
            raise APIError("key-wrong")
        return key

    def admin(self, request: Request) -> Key:
        """The key of a request that only admin keys may make. Raises `APIError`."""
        key = self.caller(request)
        if key.kind != "ADMIN":
            raise APIError("value", "this needs an admin key", status=401)
        return key

    def all_keys(self) -> list[Key]:
        return [*self._keys.values()]

    def find(self, identity: str) -> Key:
        """The key with this id. Raises `APIError` with status 404."""
        key = self._keys.get(identity)
        if key is None:
            raise APIError("value", f"API key {identity[:40]} not found", status=404)
        return key

    def make_key(self, values: Values) -> Key:
        """A new key. Raises `APIError` above 500."""
        with self._lock:
            if len(self._keys) >= _MOST_KEYS:
                raise APIError("value", f"an account has at most {_MOST_KEYS} active keys")
            key = Key(f"VENICE_{values['apiKeyType']}_KEY_{new_id()}", values["apiKeyType"])
            key.created = now()
            change_key(key, values)
            self._keys[key.id] = key
        return key

    def delete(self, identity: str) -> None:
        """Delete a key. Raises `APIError` with status 404 for an unknown one."""
        with self._lock:
            self.find(identity)
            del self._keys[identity]

    def bill(
        self,
        request: Request,
        sku: str,
        units: float,
        price: float,
        tokens: tuple[int, int] | None = None,
    ) -> float:
        """Record what a request cost in US dollars; `tokens` are those read and written.

        Raises `APIError` with 402 beyond a limit.
        """
        key = self.caller(request)
        cost = round(units * price, 9)
        with self._lock:
            limit = key.limits.get("usd")
            if isinstance(limit, int | float) and key.spent + cost > limit:
                raise APIError("value", "API key USD spend limit exceeded", status=402)
            if cost > self.balance:
                raise APIError("value", "Insufficient USD or Diem balance", status=402)
            key.used = now()
            key.spent += cost
            self._spent += round(cost * _NANO)
            self._events.append(
                {
                    "amount": -cost,
                    "currency": "USD",
                    "inferenceDetails": {
                        "requestId": RAY.get(),
                        "promptTokens": None if tokens is None else tokens[0],
                        "completionTokens": None if tokens is None else tokens[1],
                        "inferenceExecutionTime": None,
                    },
                    "notes": "API inference",
                    "pricePerUnitUsd": price,
                    "sku": sku,
                    "timestamp": now(),
                    "units": units,
                }
            )
        return cost

    def events(self) -> list[dict[str, Any]]:
        """Billed events, the oldest first."""
        return list(self._events)


def change_key(key: Key, values: Values) -> None:
    """Give a key the values of a request that made or changes it."""
    key.description = values.get("description", key.description)
    key.period = values.get("limitPeriod", key.period)
    key.privacy = values.get("modelPrivacy", key.privacy)
    given = values.get("consumptionLimit", {})
    key.limits = key.limits | {name: given[name] for name in _LIMIT_NAMES if name in given}
    if "expiresAt" in values:
        key.expires = values["expiresAt"] or None


def cursor_of(position: int, filters: str) -> str:
    """An opaque cursor that holds a position and the filters that it belongs to."""
    text = f"{position}|{filters}"
    mark = hashlib.sha256(text.encode()).hexdigest()[:8]
    return base64.urlsafe_b64encode(f"{mark}|{text}".encode()).decode().rstrip("=")


def read_cursor(cursor: str) -> tuple[int, str]:
    """Position and filters of a cursor. Raises `APIError` for one that is not from here."""
    try:
        text = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode()
        _, position, filters = text.split("|", 2)
        place = int(position)
    except ValueError:
        place, filters = -1, ""
    if cursor_of(place, filters) != cursor:
        raise APIError("value", "the cursor is not valid", path=("cursor",))
    return place, filters


def now() -> str:
    """The time in UTC, as Venice writes it."""
    return dt.datetime.now(dt.UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
