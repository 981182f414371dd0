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

from pyvenice.contract.diff.findings import Finding, ProviderReport
from pyvenice.contract.errors import ContractError
from pyvenice.contract.pin import pin
from pyvenice.contract.pin.project import Project, find_project, known_projects
from pyvenice.contract.reports.history import HistoryStep
from pyvenice.studio.store import Store

_MOST_CHECKS = 30
_MOST_FINDINGS = 100
_MOST_WITNESS = 500


def contract_facts(store: Store) -> Mapping[str, Any]:
    """The facts of the page: for each project its pin and what checks of the studio have found."""
    return {"providers": [_facts(find_project(name), store) for name in known_projects()]}


def _facts(project: Project, store: Store) -> Mapping[str, Any]:
    record = pin.read_lock(project.folder).get(project.name, {})
    checks = _checks(store, project.name)
    return {
        "name": project.name,
        "version": record.get("version") or "unknown",
        "pulled": record.get("pulled") or "unknown",
        "status": checks[-1]["status"] if checks else "not checked",
        "checks": list(reversed(checks)),
    }


def contract_routes(store: Store) -> list[Route]:
    """The routes that compare a pin with the live document, and with its earlier versions."""

    async def check_now(request: Request) -> Response:
        from pyvenice.contract.diff.check import check
        from pyvenice.contract.fetching.cache import Cache

        # An unknown name raises here; `check` itself reports whatever else goes wrong.
        project = find_project(_name(request))
        report = await asyncio.to_thread(check, project.name, cache=Cache(), folder=project.folder)
        kept = [*_checks(store, project.name), _result(report)][-_MOST_CHECKS:]
        store.set_fact(f"contract {project.name}", json.dumps(kept))
        return JSONResponse(kept[-1])

    async def timeline(request: Request) -> Response:
        from pyvenice.contract.diff.history import of_project

        project = find_project(_name(request))
        try:
            steps = await asyncio.to_thread(of_project, project)
        except ContractError as error:
            return JSONResponse({"steps": [], "reason": f"there is no history of it: {error}"})
        return JSONResponse({"steps": [_step(step) for step in reversed(steps)], "reason": ""})

    return [
        Route("/api/contracts/{provider}", check_now, methods=["POST"]),
        Route("/api/contracts/{provider}/timeline", timeline),
    ]


def _name(request: Request) -> str:
    """The project that an address names, which is no path: those lie where the user has put them."""
    name = str(request.path_params["provider"])
    if name not in known_projects():
        raise ContractError(f"there is no provider {name[:80]!r}")
    return name


def _checks(store: Store, provider: str) -> Sequence[Any]:
    checks: Sequence[Any] = json.loads(store.fact(f"contract {provider}") or "[]")
    return checks


def _result(report: ProviderReport) -> dict[str, Any]:
    return {
        "time": datetime.fromtimestamp(time.time(), UTC).strftime("%Y-%m-%d %H:%M"),
        "status": report.status,
        "reason": report.reason,
        "version": str(report.live.get("version") or ""),
        "findings": _findings(report.findings),
    }


def _step(step: HistoryStep) -> dict[str, Any]:
    return {
        "name": step.name[:10] if step.kind == "commit" else step.name,
        "date": (step.date or "")[:10],
        "version": step.version or "",
        "error": step.error,
        "findings": _findings(step.findings),
    }


def _findings(findings: Sequence[Finding]) -> list[dict[str, Any]]:
    return [
        {
            "level": finding.level,
            "operation": finding.operation,
            "message": finding.message,
            "calls": [impact.call for impact in finding.impact],
            "advice": list(dict.fromkeys(impact.advice for impact in finding.impact)),
            "witness": _witness(finding),
        }
        for finding in findings[:_MOST_FINDINGS]
    ]


def _witness(finding: Finding) -> str:
    """The value that proves the finding, as JSON; empty where there is none."""
    return "" if finding.witness is None else json.dumps(finding.witness.payload)[:_MOST_WITNESS]
