"""Apply an overlay (OpenAPI Overlay Specification 1.1) to a contract, strictly.

Stricter than the specification, because a correction that no longer fits is worse than none: a target
that matches nothing is an error, and an action may record the value that it expects to find:

- `x-was`: the old value at the target (`remove`), or below it by key (`update`);
- `x-matches`: how many nodes the target must match (default: at least one).
"""

from __future__ import annotations

import copy
from pathlib import Path
from typing import Any

import jsonpath

from pyvenice.contract.document import yaml12
from pyvenice.contract.document.json_equality import canonical
from pyvenice.contract.errors import OverlayError

Json = Any
_ABSENT = object()


def read_overlay(path: Path) -> dict[str, Json]:
    """Read an overlay file. Raises `OverlayError` naming the file when it is not an overlay."""
    overlay = yaml12.loads(path.read_bytes(), name=str(path))
    if not isinstance(overlay, dict) or not str(overlay.get("overlay", "")).startswith("1."):
        raise OverlayError(f"{path}: not an overlay of version 1.x (the key 'overlay' is missing)")
    if not isinstance(overlay.get("actions"), list):
        raise OverlayError(f"{path}: 'actions' is not a list")
    return overlay


def apply_overlay(
    document: dict[str, Json], overlay: dict[str, Json], *, name: str
) -> dict[str, Json]:
    """A copy of `document` with each action applied in order. Raises `OverlayError` naming the action."""
    result = copy.deepcopy(document)
    for number, action in enumerate(overlay["actions"], start=1):
        where = f"{name}: action {number} ({action.get('target')})"
        try:
            result = _apply(result, action)
        except (OverlayError, jsonpath.JSONPathError) as error:
            raise OverlayError(f"{where}: {error}") from error
    return result


def _apply(document: Json, action: dict[str, Json]) -> Json:
    matches = _find(document, action.get("target"))
    wanted = action.get("x-matches")
    if not matches:
        raise OverlayError("the target matches nothing")
    if wanted is not None and len(matches) != wanted:
        raise OverlayError(f"the target matches {len(matches)} nodes, not {wanted}")
    for match in matches:
        _check_old_value(match.value, action)
    if action.get("remove"):
        return _remove(document, matches)
    for match in matches:
        document = _put(document, match, _updated(document, match, action))
    return document


def _find(document: Json, target: Json) -> list[jsonpath.JSONPathMatch]:
    if not isinstance(target, str):
        raise OverlayError("the action has no 'target'")
    return list(_ENVIRONMENT.finditer(target, document))


_ENVIRONMENT = jsonpath.JSONPathEnvironment(strict=True)


def _check_old_value(value: Json, action: dict[str, Json]) -> None:
    if "x-was" not in action:
        return
    was = action["x-was"]
    if action.get("remove") or not isinstance(was, dict) or not isinstance(value, dict):
        if value != was:
            raise OverlayError(
                f"the old value is {canonical(value)}, but the overlay was written for {canonical(was)}"
            )
        return
    for key, old in was.items():
        if value.get(key, _ABSENT) != old:
            found = canonical(value[key]) if key in value else "absent"
            raise OverlayError(
                f"{key!r} is {found}, but the overlay was written for {canonical(old)}"
            )


def _updated(document: Json, match: jsonpath.JSONPathMatch, action: dict[str, Json]) -> Json:
    value = match.value
    if "copy" in action:
        sources = _find(document, action["copy"])
        if len(sources) != 1:
            raise OverlayError(f"'copy' ({action['copy']}) matches {len(sources)} nodes, not one")
        value = _merge(value, copy.deepcopy(sources[0].value))
    if "update" in action:
        value = _merge(value, action["update"])
    if "copy" not in action and "update" not in action:
        raise OverlayError("the action says neither 'update', 'copy' nor 'remove'")
    return value


def _merge(old: Json, new: Json) -> Json:
    if isinstance(old, list):
        return old + (new if isinstance(new, list) else [new])
    if isinstance(old, dict) and isinstance(new, dict):
        merged = dict(old)
        for key, value in new.items():
            merged[key] = _merge_member(key, old, value)
        return merged
    if isinstance(old, dict) or isinstance(new, (dict, list)):
        raise OverlayError(f"{_kind(new)} cannot be merged into {_kind(old)}")
    return new


def _kind(value: Json) -> str:
    return (
        "a list"
        if isinstance(value, list)
        else "an object"
        if isinstance(value, dict)
        else "a value"
    )


def _merge_member(key: str, old: dict[str, Json], value: Json) -> Json:
    if key in old:
        mergeable = isinstance(old[key], (dict, list))
        return _merge(old[key], value) if mergeable else value
    if isinstance(value, dict) and value and _only_annotates(value):
        raise OverlayError(f"{key!r} does not exist, so there is nothing to annotate")
    return value


def _only_annotates(value: dict[str, Json]) -> bool:
    return all(key == "description" or key.startswith("x-") for key in value)


def _remove(document: Json, matches: list[jsonpath.JSONPathMatch]) -> Json:
    for match in sorted(matches, key=lambda match: len(match.parts), reverse=True):
        if match.parent is None:
            raise OverlayError("the whole document cannot be removed")
    for match in reversed(matches):
        del match.parent.obj[match.parts[-1]]  # type: ignore[union-attr]
    return document


def _put(document: Json, match: jsonpath.JSONPathMatch, value: Json) -> Json:
    if match.parent is None:
        return value
    match.parent.obj[match.parts[-1]] = value  # type: ignore[index]
    return document
