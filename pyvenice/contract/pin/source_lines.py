"""Lines of findings: where in the user's own file the place stands that a finding is about."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pyvenice.contract.diff.findings import Finding, ProviderReport, Report
from pyvenice.contract.document.operation_key import any_parameters
from pyvenice.contract.document.pointer import unescape

_MOST_BYTES = 8 << 20
_MOST_STEPS = 200
_COMBINED = ("allOf", "anyOf", "oneOf")


def with_lines(report: Report) -> Report:
    """The report with the line of each finding in the file of its provider, where that can be read."""
    return report._replace(providers=tuple(map(_with_lines, report.providers)))


def _with_lines(provider: ProviderReport) -> ProviderReport:
    if not provider.file or not (provider.findings or provider.acknowledged):
        return provider
    root = _composed(Path(provider.file))
    if root is None:
        return provider
    findings, known = (
        tuple(finding._replace(line=_line(root, finding)) for finding in group)
        for group in (provider.findings, provider.acknowledged)
    )
    return provider._replace(findings=findings, acknowledged=known)


def _composed(file: Path) -> Any:
    """The nodes of a YAML or JSON file with their lines; None for a file that is none, or very large."""
    import yaml

    loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        text = file.read_bytes()
        return yaml.compose(text, loader) if len(text) <= _MOST_BYTES else None
    except (OSError, yaml.YAMLError, RecursionError, ValueError):
        return None


def _line(root: Any, finding: Finding) -> int:
    """The line of the deepest part of the place that the file has; 1 if it has not even the path."""
    method, _, path = finding.operation.partition(" ")
    line = 1
    node = root
    for step in ("paths", path, method.lower(), *_steps(finding)):
        found = _member(root, node, step)
        if found is None:
            if step not in _COMBINED and not step.isdigit():
                break
            continue
        line, node = found
    return line


def _steps(finding: Finding) -> Iterator[str]:
    """The keys below the operation, then the value that came or went."""
    steps = [unescape(step) for step in finding.pointer.split("/")[1:]]
    yield from steps
    for value in (finding.old, finding.new):
        if isinstance(value, str):
            yield value


def _member(root: Any, node: Any, step: str, depth: int = 0) -> tuple[int, Any] | None:
    """The line and the value of a key, an item or a parameter, through references and combinations."""
    node = _followed(root, node)
    if depth > _MOST_STEPS or node is None or node.id == "scalar":
        return None
    if node.id == "sequence":
        return _item(root, node, step)
    entries = {key.value: (key.start_mark.line + 1, value) for key, value in node.value}
    found = entries.get(step) or _same_path(entries, step)
    branches = (branch for key in _COMBINED if key in entries for branch in entries[key][1].value)
    tries = (_member(root, branch, step, depth + 1) for branch in branches)
    return found or next(filter(None, tries), None)


def _same_path(entries: dict[str, tuple[int, Any]], step: str) -> tuple[int, Any] | None:
    """The entry of a path that differs in the names of its parameters only."""
    if not step.startswith("/"):
        return None
    names = (name for name in entries if any_parameters(name) == any_parameters(step))
    return next((entries[name] for name in names), None)


def _item(root: Any, node: Any, step: str) -> tuple[int, Any] | None:
    """An item by its value, its `name`, or its number; all of a list for where parameters stand (`query`)."""
    if step in ("query", "path", "header", "cookie"):
        return node.start_mark.line + 1, node
    for item in node.value:
        followed = _followed(root, item)
        if followed is None:
            continue
        if followed.id == "scalar" and followed.value == step:
            return item.start_mark.line + 1, item
        if followed.id == "mapping" and any(
            key.value == "name" and value.value == step for key, value in followed.value
        ):
            return item.start_mark.line + 1, item
    return None


def _followed(root: Any, node: Any) -> Any:
    """What a local reference leads to; None for one that leads elsewhere."""
    for _ in range(_MOST_STEPS):
        if node.id != "mapping":
            return node
        target = next((value.value for key, value in node.value if key.value == "$ref"), None)
        if not isinstance(target, str):
            return node
        if not target.startswith("#/"):
            return None
        node = _at(root, target)
        if node is None:
            return None
    return None


def _at(root: Any, reference: str) -> Any:
    node = root
    for step in reference.split("/")[1:]:
        entries = {key.value: value for key, value in node.value} if node.id == "mapping" else {}
        node = entries.get(unescape(step))
        if node is None:
            return None
    return node
