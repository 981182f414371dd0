"""Calls in the user's own code that a finding touches: file, line, and the argument that the call sends."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from pathlib import Path

from pyvenice.contract.diff.findings import Finding, Impact
from pyvenice.contract.document.pointer import unescape
from pyvenice.contract.errors import ContractError
from pyvenice.contract.operation.servers import server_urls
from pyvenice.contract.pin import pin
from pyvenice.contract.pin.source import Source, short_path
from pyvenice.contract.pin.usage.operation_match import Operations
from pyvenice.contract.pin.usage.python_calls import Argument, PythonCall, read_calls

_PARAMETER = re.compile(r"^/parameters/(query|header)/(?P<name>[^/]+)")
_PROPERTY = re.compile(r"/properties/([^/]+)")
_NEWLY_WANTED = ("-required", "-became-required")


def with_calls(findings: list[Finding], source: Source) -> list[Finding]:
    """The findings, each with the calls below `code` of `source.toml` that it touches.

    A finding about an argument touches the calls that send it; if none is seen to, and for any other finding,
    all calls of the operation. Raises `ContractError` for a folder that has no Python.
    """
    if not source.code or not findings:
        return findings
    calls = _calls_by_operation(source)
    return [_with_calls(finding, calls.get(finding.operation, ()), source) for finding in findings]


def _calls_by_operation(source: Source) -> dict[str, list[PythonCall]]:
    calls = [call for folder in source.code for call in _read(source, folder)]
    used = [f"{operation.method.upper()} {operation.path}" for operation in source.published]
    urls = server_urls(pin.contract(source.provider, source.folder.parent))
    matches = Operations(used, urls).matches(call.request for call in calls)
    found: dict[str, list[PythonCall]] = {}
    for call in calls:
        if name := matches.get(call.request):
            found.setdefault(name, []).append(call)
    return found


def _read(source: Source, folder: str) -> list[PythonCall]:
    try:
        return read_calls(source.folder / folder)
    except ContractError as error:
        raise ContractError(f"{source.file}: code: {error}") from error


def _with_calls(finding: Finding, calls: Sequence[PythonCall], source: Source) -> Finding:
    sent = _argument(finding)
    advice = _advice(finding, source)
    impacts = [
        Impact(_call_text(call, argument), _place(call, argument.line), advice)
        for call in calls
        for argument in call.arguments
        if (argument.place, argument.name) == sent
    ]
    impacts = impacts or [
        Impact(f"{call.name}(…)", _place(call, call.line), advice) for call in calls
    ]
    return finding._replace(impact=(*finding.impact, *impacts))


def _argument(finding: Finding) -> tuple[str, str] | None:
    """Where an argument is sent, and its name; None where the finding is about no argument of a request."""
    if finding.direction != "request" or finding.rule.endswith(_NEWLY_WANTED):
        return None
    if match := _PARAMETER.match(finding.pointer):
        return match[1], unescape(match["name"])
    names = _PROPERTY.findall(finding.pointer)
    if names and finding.pointer.startswith("/requestBody/"):
        return "body", ".".join(map(unescape, names))
    return None


def _call_text(call: PythonCall, argument: Argument) -> str:
    """The call as it stands in the code, such as `client.post(json={'currency': …})`."""
    value = "…"
    for name in reversed(argument.name.split(".")):
        value = f"{{{name!r}: {value}}}"
    return f"{call.name}({argument.keyword}={value})"


def _place(call: PythonCall, line: int) -> str:
    return f"{short_path(Path(os.path.normpath(call.file)))}:{line}"


def _advice(finding: Finding, source: Source) -> str:
    accept = f"pyvenice contract accept {source.provider}"
    if finding.level == "info":
        return f"nothing breaks; to move the pin: {accept}"
    return f"change the calls, then move the pin: {accept}"
