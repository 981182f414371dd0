"""Contracts: the pin of each provider, whether the live document drifted, and when that was seen."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from pyvenice.contract.diff.findings import ProviderReport
from pyvenice.contract.pin import pin
from pyvenice.studio.store import Store

_MOST_CHECKS = 30
_MOST_FINDINGS = 100


def contract_facts(store: Store) -> Mapping[str, Any]:
    """The facts of the page: for each provider its pin and what checks of the studio have found."""
    lock = pin.read_lock(pin.specs_folder())
    providers = []
    for name in pin.providers():
        record, checks = lock.get(name, {}), _checks(store, name)
        providers.append(
            {
                "name": name,
                "version": record.get("version") or "unknown",
                "pulled": record.get("pulled") or "unknown",
                "status": checks[-1]["status"] if checks else "not checked",
                "checks": list(reversed(checks)),
            }
        )
    return {"providers": providers}


def contract_routes(store: Store) -> list[Route]:
    """The route that compares a pin with the live document."""

    async def check_now(request: Request) -> Response:
        from pyvenice.contract.diff.check import check
        from pyvenice.contract.fetching.cache import Cache

        provider = request.path_params["provider"]
        # An unknown name raises here; `check` itself reports whatever else goes wrong.
        pin.source(provider)
        report = await asyncio.to_thread(check, provider, cache=Cache())
        kept = [*_checks(store, provider), _result(report)][-_MOST_CHECKS:]
        store.set_fact(f"contract {provider}", json.dumps(kept))
        return JSONResponse(kept[-1])

    return [Route("/api/contracts/{provider}", check_now, methods=["POST"])]


def _checks(store: Store, provider: str) -> Sequence[Any]:
    checks: Sequence[Any] = json.loads(store.fact(f"contract {provider}") or "[]")
    return checks


def _result(report: ProviderReport) -> dict[str, Any]:
    return {
        "time": datetime.fromtimestamp(time.time(), UTC).strftime("%Y-%m-%d %H:%M"),
        "status": report.status,
        "reason": report.reason,
        "version": str(report.live.get("version") or ""),
        "findings": [
            {
                "level": finding.level,
                "operation": finding.operation,
                "message": finding.message,
                "calls": [impact.call for impact in finding.impact],
            }
            for finding in report.findings[:_MOST_FINDINGS]
        ],
    }
