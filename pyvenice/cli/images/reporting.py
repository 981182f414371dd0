"""Reports on results: paths, a table of several models, one JSON document, estimates."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from typing import Any

from pyvenice.catalogue.estimation import Estimate
from pyvenice.cli.exit_status import FAILED, OK, status_of_error
from pyvenice.cli.images.plan import Plan
from pyvenice.cli.images.sending import Outcome
from pyvenice.cli.terminal.errors import in_words_of_the_command_line, print_error
from pyvenice.cli.terminal.output import report_width
from pyvenice.cli.terminal.tables import print_facts, print_table, table_width
from pyvenice.core.provider_rules import ResultWarning
from pyvenice.ledger.money import dollar_text, micro_cost

_KIB = 1024
_SANDBOX = "sandbox, nothing was billed"


def print_estimates(plans: Sequence[Plan], *, as_json: bool) -> None:
    """Print what each model would cost, and what would be changed of the request."""
    if as_json:
        _print_json({"estimates": [_estimate(item.estimate) for item in plans]})
        return
    for item in plans:
        print_warnings(item.model.id, item.translation.warnings, named=len(plans) > 1)
    rows = [[item.model.id, *_amounts(item.estimate)] for item in plans]
    print_table(["model", "least", "likely", "most"], rows, numbers=["least", "likely", "most"])
    print_facts({item.model.id: _price_source(item.estimate) for item in plans})


def _amounts(estimate: Estimate) -> list[str]:
    if estimate.is_own_server:
        return ["own server"] * 3
    amounts = (estimate.min, estimate.likely, estimate.max)
    return ["unknown" if amount is None else dollar_text(amount) for amount in amounts]


def _price_source(estimate: Estimate) -> str:
    facts = [f"checked {estimate.checked_on}"] if estimate.checked_on else []
    facts += ["stale"] if estimate.stale else []
    facts += ["unverified"] if estimate.confidence == "unverified" and estimate.source else []
    return ", ".join([*facts, estimate.basis])


def print_outcomes(outcomes: Sequence[Outcome], *, as_json: bool, is_stdout: bool) -> None:
    """Print where the images are, what they cost, and what went wrong."""
    several = len(outcomes) > 1
    for outcome in outcomes:
        if outcome.result:
            print_warnings(outcome.plan.model.id, outcome.result.warnings, named=several)
        if outcome.error:
            print_error(outcome.error, outcome.plan.model.id)
    if as_json:
        _print_json(_document(outcomes))
    elif several:
        _print_comparison(outcomes)
        if outcomes[0].in_sandbox:
            print(f"{_SANDBOX}: the costs are what the providers would charge", file=sys.stderr)  # noqa: T201
    elif outcomes[0].result:
        if not is_stdout:
            for file in outcomes[0].files:
                print(file)  # noqa: T201  (the result of the command)
        print(_summary(outcomes[0]), file=sys.stderr)  # noqa: T201


def print_warnings(model: str, warnings: Sequence[ResultWarning], *, named: bool) -> None:
    """Print warnings on stderr, with the model where there are several."""
    for warning in warnings:
        text = in_words_of_the_command_line(warning.message)
        print(f"warning: {f'{model}: ' if named else ''}{text}", file=sys.stderr)  # noqa: T201


def exit_status(outcomes: Sequence[Outcome]) -> int:
    """0 if all is well, 1 if a part is; else that of the errors, if it is the same for all."""
    statuses = {status_of_error(outcome.error) if outcome.error else OK for outcome in outcomes}
    came = any(outcome.result for outcome in outcomes)
    return statuses.pop() if len(statuses) == 1 and not (came and OK not in statuses) else FAILED


def _print_comparison(outcomes: Sequence[Outcome]) -> None:
    """A row for each model; where the files do not fit into it, they follow."""
    headers = ["model", "cost", "time", "image", "file"]
    rows = [
        [
            outcome.plan.model.id,
            _cost(outcome),
            f"{outcome.seconds:.1f} s",
            _image(outcome),
            ", ".join(map(str, outcome.files)) or "failed",
        ]
        for outcome in outcomes
    ]
    fits = table_width([headers, *rows]) <= report_width(sys.maxsize)
    shown = len(headers) if fits else len(headers) - 1
    print_table(headers[:shown], [row[:shown] for row in rows], numbers=["cost", "time"])
    if not fits:
        for file in (file for outcome in outcomes for file in outcome.files):
            print(file)  # noqa: T201  (the result of the command)


def _summary(outcome: Outcome) -> str:
    note = f" ({_SANDBOX})" if outcome.in_sandbox else ""
    facts = f"{_image(outcome)}, {outcome.seconds:.1f} s, {_cost(outcome)}{note}"
    return f"{outcome.plan.model.id}: {facts}"


def _image(outcome: Outcome) -> str:
    if not outcome.result:
        return "-"
    image = outcome.result.image
    count = len(outcome.result.images)
    kind = image.media_type.partition("/")[2].partition("+")[0]
    size = f"{image.width}x{image.height} " if image.width and image.height else ""
    several = f"{count} images, " if count > 1 else ""
    return f"{several}{size}{kind} {image.size / _KIB:.0f} KiB"


def _cost(outcome: Outcome) -> str:
    if outcome.result is None:
        return "-"
    if outcome.plan.estimate.is_own_server:
        return "own server"
    cost = micro_cost(outcome.result.cost)
    if cost is None:
        likely = outcome.plan.estimate.likely
        return "unknown" if likely is None else f"unknown (about {dollar_text(likely)})"
    return dollar_text(cost)


def _document(outcomes: Sequence[Outcome]) -> dict[str, Any]:
    costs = [outcome.result.cost for outcome in outcomes if outcome.result]
    known = [cost for cost in costs if cost is not None]
    return {
        "results": [_record(outcome) for outcome in outcomes],
        "cost_usd": round(sum(known), 6) if len(known) == len(costs) else None,
    }


def _record(outcome: Outcome) -> dict[str, Any]:
    result, error = outcome.result, outcome.error
    return {
        "model": outcome.plan.model.id,
        "status": "failed" if result is None else "incomplete" if error else "done",
        "images": [
            {
                "file": str(image.path) if image.path else None,
                "media_type": image.media_type,
                "width": image.width,
                "height": image.height,
                "bytes": image.size,
            }
            for image in (result.images if result else ())
        ],
        "cost_usd": result.cost if result else None,
        "cost_source": result.cost_source if result else None,
        "estimate": _estimate(outcome.plan.estimate),
        "seconds": round(outcome.seconds, 3),
        "request_id": result.request_id if result else getattr(error, "request_id", None),
        "warnings": [warning.message for warning in (result.warnings if result else ())],
        "error": {
            "type": type(error).__name__,
            "message": str(error),
            "exit_status": status_of_error(error),
        }
        if error
        else None,
    }


def _estimate(estimate: Estimate) -> dict[str, Any]:
    return {
        "model": estimate.model,
        "unit": estimate.unit,
        "min_usd": estimate.min_usd,
        "likely_usd": estimate.usd,
        "max_usd": estimate.max_usd,
        "basis": estimate.basis,
        "source": estimate.source,
        "checked_on": estimate.checked_on,
        "confidence": estimate.confidence,
        "stale": estimate.stale,
    }


def _print_json(document: dict[str, Any]) -> None:
    text = json.dumps({"version": 1, **document}, indent=2, ensure_ascii=False)
    print(text)  # noqa: T201  (the result of the command)
