"""Routes of the account: API keys, their rate limits, balance and usage."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
from collections.abc import Sequence
from typing import Any
from urllib.parse import parse_qs, urlsplit

from pyvenice.core.recording.recorded_exchange import WireResponse
from pyvenice.sandbox.dialects.base import Route, new_id
from pyvenice.sandbox.dialects.venice.account import (
    Account,
    Key,
    change_key,
    cursor_of,
    now,
    read_cursor,
)
from pyvenice.sandbox.server.errors import APIError
from pyvenice.sandbox.server.request import Request
from pyvenice.sandbox.server.responses import full_response, json_response

_PAGE = 1000
_SMALLEST_PAGE = 10
_CURRENCIES = ("USD", "DIEM", "BUNDLED_CREDITS")


_CSV_COLUMNS: tuple[str, ...] = (
    "timestamp",
    "sku",
    "units",
    "pricePerUnitUsd",
    "amount",
    "currency",
    "notes",
)


class AccountRoutes:
    """Handlers that read and change one account."""

    def __init__(self, account: Account) -> None:
        self._account = account
        self._tokens: set[str] = set()

    def routes(self) -> Sequence[Route]:
        return (
            Route("GET", "/api_keys", self.list_keys),
            Route("POST", "/api_keys", self.create_key),
            Route("PATCH", "/api_keys", self.update_key),
            Route("DELETE", "/api_keys", self.delete_key),
            Route("GET", "/api_keys/rate_limits", self.rate_limits),
            Route("GET", "/api_keys/rate_limits/log", self.rate_limit_log),
            Route("GET", "/api_keys/generate_web3_key", self.web3_token, needs_key=False),
            Route("POST", "/api_keys/generate_web3_key", self.create_web3_key, needs_key=False),
            Route("GET", "/api_keys/{id}", self.get_key),
            Route("GET", "/billing/balance", self.balance),
            Route("GET", "/billing/usage-history", self.usage_history),
            Route("GET", "/billing/usage-analytics", self.usage_analytics),
            Route("GET", "/billing/usage", self.retired_usage, needs_key=False),
        )

    def list_keys(self, request: Request) -> WireResponse:
        self._account.admin(request)
        return json_response(
            200, {"data": [key.facts() for key in self._account.all_keys()], "object": "list"}
        )

    def create_key(self, request: Request) -> WireResponse:
        self._account.admin(request)
        return _created(self._account.make_key(request.valid_fields()))

    def update_key(self, request: Request) -> WireResponse:
        self._account.admin(request)
        values = request.valid_fields()
        key = self._account.find(values["id"])
        change_key(key, values)
        facts = key.facts()
        del facts["usage"], facts["currentPeriodUsage"]
        return json_response(200, {"data": facts, "success": True})

    def delete_key(self, request: Request) -> WireResponse:
        self._account.admin(request)
        identity = request.query.get("id")
        if not identity:
            raise APIError("value", "id is required", path=("id",))
        self._account.delete(identity)
        return json_response(200, {"success": True})

    def get_key(self, request: Request) -> WireResponse:
        return json_response(200, {"data": self._account.find(request.parameters["id"]).facts()})

    def rate_limits(self, request: Request) -> WireResponse:
        key = self._account.caller(request)
        tomorrow = dt.datetime.now(dt.UTC).date() + dt.timedelta(days=1)
        data: dict[str, Any] = {
            "accessPermitted": self._account.balance > 0,
            "apiTier": {"id": "paid", "isCharged": True},
            "balances": {"USD": self._account.balance, "DIEM": 0},
            "keyExpiration": key.expires,
            "nextEpochBegins": f"{tomorrow}T00:00:00.000Z",
            "rateLimits": [
                {"apiModelId": "sandbox", "rateLimits": [{"amount": 500, "type": "RPM"}]}
            ],
        }
        return json_response(200, {"data": data})

    def rate_limit_log(self, request: Request) -> WireResponse:
        self._account.caller(request)
        return json_response(200, {"data": [], "object": "list"})

    def web3_token(self, _: Request) -> WireResponse:
        token = new_id("sandbox-token-")
        self._tokens.add(token)
        return json_response(200, {"data": {"token": token}, "success": True})

    def create_web3_key(self, request: Request) -> WireResponse:
        """A key for any signature, which is not verified, unless it says that it is "bad"."""
        values = request.valid_fields()
        if values["token"] not in self._tokens:
            raise APIError("value", "Invalid token", path=("token",))
        if "bad" in values["signature"]:
            raise APIError("value", "Invalid signature", path=("signature",))
        self._tokens.discard(values["token"])
        return _created(self._account.make_key(values))

    def balance(self, request: Request) -> WireResponse:
        self._account.admin(request)
        left = self._account.balance
        return json_response(
            200,
            {
                "canConsume": left > 0,
                "consumptionCurrency": "USD" if left > 0 else None,
                "balances": {"diem": 0, "usd": left},
                "diemEpochAllocation": 0,
            },
        )

    def usage_history(self, request: Request) -> WireResponse:
        """One page of events; a cursor travels alone, as it holds the filters."""
        self._account.admin(request)
        query = {
            name: values[-1] for name, values in parse_qs(urlsplit(request.wire.url).query).items()
        }
        start, filters = 0, query
        if "cursor" in query:
            if len(query) > 1:
                raise APIError("value", "no filter may be given with a cursor", path=("cursor",))
            start, text = read_cursor(query["cursor"])
            filters = json.loads(text)
        size = _page_size(filters)
        if filters.get("currency", "USD") not in _CURRENCIES:
            allowed = ", ".join(_CURRENCIES)
            raise APIError("value", f"must be one of {allowed}", path=("currency",))
        events = [event for event in self._account.events() if _is_wanted(event, filters)]
        page, end = events[start : start + size], start + size
        following = cursor_of(end, json.dumps(filters)) if end < len(events) else None
        if "text/csv" in request.wire.headers.get("accept", ""):
            return _csv(page, following)
        return json_response(200, {"data": page, "nextCursor": following})

    def usage_analytics(self, request: Request) -> WireResponse:
        self._account.admin(request)
        events = self._account.events()
        days: dict[str, float] = {}
        skus: dict[str, float] = {}
        for event in events:
            day = event["timestamp"][:10]
            days[day] = days.get(day, 0.0) - event["amount"]
            skus[event["sku"]] = skus.get(event["sku"], 0.0) - event["amount"]
        body: dict[str, Any] = {
            "lookback": request.query.get("lookback", "7d"),
            "byDate": [{"date": day, "USD": cost, "DIEM": 0} for day, cost in days.items()],
            "byModel": [
                {
                    "modelName": sku,
                    "unitType": "units",
                    "modelType": None,
                    "totalUsd": cost,
                    "totalDiem": 0,
                    "totalUnits": sum(event["units"] for event in events if event["sku"] == sku),
                }
                for sku, cost in skus.items()
            ],
            "byModelDaily": [],
            "topModels": sorted(skus, key=lambda sku: -skus[sku])[:5],
            "byKey": [],
            "byKeyDaily": [],
            "topKeyNames": [],
        }
        return json_response(200, body)

    def retired_usage(self, _: Request) -> WireResponse:
        headers = [
            ("deprecation", "true"),
            ("sunset", "Wed, 16 Sep 2026 00:00:00 GMT"),
            ("link", '</api/v1/billing/usage-history>; rel="successor-version"'),
        ]
        body = {"error": "This endpoint was removed; use /billing/usage-history"}
        return json_response(410, body, headers)


def _created(key: Key) -> WireResponse:
    data: dict[str, Any] = {
        "apiKey": key.secret,
        "apiKeyType": key.kind,
        "consumptionLimit": key.limits,
        "limitPeriod": key.period,
        "modelPrivacy": key.privacy,
        "description": key.description,
        "expiresAt": key.expires,
        "id": key.id,
    }
    return json_response(200, {"data": data, "success": True})


def _page_size(filters: dict[str, str]) -> int:
    text = filters.get("pageSize", str(_PAGE))
    if not text.isdecimal() or not _SMALLEST_PAGE <= int(text) <= _PAGE:
        raise APIError(
            "value", f"must be a number from {_SMALLEST_PAGE} to {_PAGE}", path=("pageSize",)
        )
    return int(text)


def _is_wanted(event: dict[str, Any], filters: dict[str, str]) -> bool:
    currency, time = str(event["currency"]), str(event["timestamp"])
    starts, ends = filters.get("startTimestamp", ""), filters.get("endTimestamp", "~")
    return currency == filters.get("currency", currency) and starts <= time < ends


def _csv(page: list[dict[str, Any]], following: str | None) -> WireResponse:
    text = io.StringIO()
    writer = csv.DictWriter(text, _CSV_COLUMNS, extrasaction="ignore")
    writer.writeheader()
    writer.writerows(page)
    stamp = now().replace("-", "").replace(":", "").replace(".", "")
    name = f"attachment; filename=billing-usage-history-{stamp}.csv"
    headers = [("content-disposition", name)]
    if following is not None:
        headers.append(("x-next-cursor", following))
    return full_response(200, text.getvalue().encode(), "text/csv", headers)
