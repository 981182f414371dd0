"""What of this package a finding touches: the method, its argument, the generated class, what to do."""

from __future__ import annotations

import importlib
import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

from pyvenice.contract.diff.findings import Finding, Impact
from pyvenice.contract.document.operation_key import operation_name
from pyvenice.contract.document.pointer import unescape
from pyvenice.contract.pin.source import Source

if TYPE_CHECKING:
    from pyvenice.contract.reports.history import HistoryStep
    from pyvenice.core.request.operation_table import Operation, Parameter

_BODY = re.compile(
    r"^/requestBody/content/(?P<media>[^/]+)/schema(?:/anyOf)?/properties/(?P<name>[^/]+)"
)
_PROPERTY = re.compile(r"/properties/([^/]+)")
_PARAMETER = re.compile(r"^/parameters/[^/]+/(?P<name>[^/]+)")
_JSON = "application/json"


def with_impact(findings: list[Finding], source: Source) -> list[Finding]:
    """The findings, those about operations that the client of this provider calls with what they touch."""
    operations = _operations(source.provider)
    used = {
        operation_name(entry.method, entry.path): operations[entry.name, entry.model]
        for entry in source.operations
        if (entry.name, entry.model) in operations
    }
    return [
        _with_impact(finding, used[finding.operation], source)
        if finding.operation in used
        else finding
        for finding in findings
    ]


def _operations(provider: str) -> Mapping[tuple[str, str | None], Operation]:
    """The operations of the client by name and model; none for a pin that no code was generated from."""
    from pyvenice.core.request.operation_table import all_operations

    try:
        operations = all_operations(provider)
    except ModuleNotFoundError as error:
        if not str(error.name).startswith(f"pyvenice.generated.{provider}"):
            raise
        return {}
    return {(entry.name, entry.for_model): entry for entry in operations}


def steps_with_impact(steps: list[HistoryStep], source: Source) -> list[HistoryStep]:
    """The steps of a history, with what the findings of each touch."""
    return [
        step._replace(findings=tuple(with_impact([*step.findings], source)))
        if step.findings
        else step
        for step in steps
    ]


def _with_impact(finding: Finding, operation: Operation, source: Source) -> Finding:
    """What our models keep as plain data cannot break them."""
    level = finding.level
    if finding.direction == "response" and _is_opaque(finding.pointer, operation):
        level = "info"
    seen = finding._replace(level=level)
    return seen._replace(impact=(_impact(seen, operation, source),))


def _is_opaque(pointer: str, operation: Operation) -> bool:
    steps = re.findall(r"/(?:properties/([^/]+)|(items))", pointer)
    path = ".".join(unescape(name) or "*" for name, _ in steps) + "."
    return any(path.startswith(f"{name}.") for name in operation.opaque)


def _impact(finding: Finding, operation: Operation, source: Source) -> Impact:
    client = f"{source.title}Client.{operation.name}"
    model = f"model={operation.for_model!r}, " if operation.for_model else ""
    body = _BODY.match(finding.pointer)
    query = _PARAMETER.match(finding.pointer)
    if finding.direction == "request" and (match := body or query):
        wire = unescape(match["name"])
        parameter = _parameter(operation, wire) or _argument_inside(operation, finding.pointer)
        if finding.category == "catalogue":  # `model` where a deprecated alias lists the models
            parameter = _named(operation, "model") or parameter
        argument = f"{parameter.name if parameter else wire}=…"
        symbol = _request_symbol(operation, unescape(body["media"]), wire) if body else None
        known = argument if parameter else f"extra_body={{{wire!r}: …}}"
        return Impact(f"{client}({model}{argument})", symbol, _advice(finding, known, source))
    symbol = None
    if finding.direction == "response" and operation.result_model:
        symbol = _symbol(operation, "responses", operation.result_model)
    return Impact(f"{client}({model}…)", symbol, _advice(finding, None, source))


def _parameter(operation: Operation, wire: str) -> Parameter | None:
    return next(
        (
            parameter
            for parameter in operation.parameters
            if wire in (parameter.json, parameter.form, parameter.query)
        ),
        None,
    )


def _argument_inside(operation: Operation, pointer: str) -> Parameter | None:
    """The argument whose place in the body is nearest to this one: its own, around it, or in it."""
    place = ".".join(map(unescape, _PROPERTY.findall(pointer)))
    nearest = [
        parameter
        for parameter in operation.parameters
        if parameter.json
        and (f"{place}.".startswith(f"{parameter.json}.") or parameter.json.startswith(f"{place}."))
    ]
    return nearest[0] if nearest else None


def _named(operation: Operation, name: str) -> Parameter | None:
    return next((parameter for parameter in operation.parameters if parameter.name == name), None)


def _request_symbol(operation: Operation, media_type: str, wire: str) -> str | None:
    model = operation.json_model if media_type == _JSON else operation.form_model
    if not model:
        return None
    field = f".{wire}" if _parameter(operation, wire) else ""
    return _symbol(operation, "requests", f"{model}{field}")


def _symbol(operation: Operation, module: str, name: str) -> str:
    return f"generated/{operation.package.replace('.', '/')}/{module}.py:{name}"


def _advice(finding: Finding, argument: str | None, source: Source) -> str:
    regenerate = f"regenerate: pyvenice contract accept {source.provider}"
    if finding.category == "prose":
        return (
            f"read the provider's text; correct specs/{source.provider}/overlay.yaml if it matters"
        )
    if finding.rule == "request-default-changed" and argument:
        return f"pass {argument} explicitly to keep what you had"
    return f"{_first(finding, argument)}{_row(finding, source)}{regenerate}"


def _row(finding: Finding, source: Source) -> str:
    """The row of the catalogue that a moved list of models makes stale, or that it asks for."""
    if finding.category != "catalogue":
        return ""
    table = importlib.import_module(f"pyvenice.generated.{source.provider}.catalogue")
    file = f"specs/catalogue/{source.provider}.yaml"
    ids = {
        name: f"{source.provider}/{row['name']}"
        for row in table.ROWS
        for name in (row["name"], *row.get("wire_names", ()))
    }
    if isinstance(finding.old, str) and (stale := ids.get(finding.old)):
        return f"the row {stale} of {file} is stale; "
    if isinstance(finding.new, str) and finding.new not in ids:
        return f"{file} has no row for {finding.new}; "
    return ""


def _first(finding: Finding, argument: str | None) -> str:
    """What to do before anything is regenerated."""
    if finding.level == "info":
        return "nothing breaks; to use it, "
    if argument is None:
        return ""
    given = argument.replace("…", repr(finding.old))
    advice = {
        ("value-removed", "model-removed"): f"do not pass {given}; ",
        ("property-removed", "parameter-removed"): f"stop passing {argument}; ",
        ("property-required", "parameter-required", "became-required"): f"pass {argument}; ",
    }
    return next((text for endings, text in advice.items() if finding.rule.endswith(endings)), "")
