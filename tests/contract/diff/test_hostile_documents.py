"""Documents that ask for too much: each comparison ends in bounded memory and processor time."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

# Other tests reach the same lines, and coverage triples the time of thousands of values.
pytestmark = pytest.mark.no_cover

resource = pytest.importorskip("resource", reason="needs limits of POSIX")

Json = Any

TEXT: Json = {"type": "string"}
LIST: Json = {"type": "array"}
OBJECT: Json = {"type": "object"}
HUGE = 10**9
MEGABYTE = 1 << 20
CPU_SECONDS = 30
TRAP: Json = {"minLength": 30, "enum": ["a" * 40 + "!"], "default": "a" * 40 + "!"}


def nested_list(depth: int, size: int) -> Json:
    """Lists in lists, each with so many items at least."""
    return LIST | {"minItems": size} | ({"items": nested_list(depth - 1, size)} if depth else {})


def branching(depth: int) -> Json:
    """A schema whose size doubles with each level."""
    inner = branching(depth - 1) if depth else TEXT
    return {"anyOf": [inner, OBJECT | {"properties": {"a": inner, "b": inner}}]}


SIZES: dict[str, tuple[Json, Json]] = {
    "minLength": (TEXT, TEXT | {"minLength": HUGE}),
    "minLength with a pattern": (TEXT, TEXT | {"minLength": HUGE, "pattern": "^a"}),
    "maxLength": (TEXT | {"maxLength": HUGE}, TEXT | {"maxLength": HUGE - 1}),
    "minItems": (LIST, LIST | {"minItems": HUGE}),
    "minItems of unique items": (LIST, LIST | {"minItems": HUGE, "uniqueItems": True}),
    "maxItems": (LIST | {"maxItems": 2**31 - 1}, LIST | {"maxItems": 2**31 - 2}),
    "minContains": (LIST | {"items": TEXT}, LIST | {"contains": TEXT, "minContains": HUGE}),
    "maxContains": (LIST, LIST | {"contains": TEXT, "maxContains": HUGE}),
    "minItems with contains": (LIST, LIST | {"contains": TEXT, "minItems": HUGE}),
    "minProperties": (OBJECT, OBJECT | {"minProperties": HUGE}),
    "maxProperties": (OBJECT, OBJECT | {"maxProperties": HUGE}),
    "lists in lists": (LIST, nested_list(4, 3_000)),
    "many prefix items": (LIST, LIST | {"prefixItems": [TEXT] * 5_000, "minItems": 5_000}),
    "repeated pattern": (TEXT, TEXT | {"pattern": "^(((a{1000}){1000}){1000}){1000}$"}),
    "catastrophic pattern": (TEXT, TEXT | {"pattern": "^(a+)+$"} | TRAP),
    "optional parts": (TEXT, TEXT | {"pattern": "(?:a?){5000}a{5000}"} | TRAP),
    "parentheses": (TEXT, TEXT | {"pattern": "(" * 5_000 + ")" * 5_000}),
    "many branches": (OBJECT, branching(8)),
    "many values": (
        TEXT | {"enum": [f"a{number}" for number in range(20_000)]},
        TEXT | {"enum": [f"b{number}" for number in range(20_000)]},
    ),
}


def document(schema: Json, **schemas: Json) -> Json:
    """A document whose one operation takes `prompt` of that schema."""
    body = OBJECT | {"properties": {"prompt": schema, "seed": TEXT}}
    operation = {
        "requestBody": {"content": {"application/json": {"schema": body}}},
        "responses": {"200": {"description": ""}},
    }
    paths = {"/edit": {"post": operation}}
    return {"openapi": "3.1.0", "paths": paths, "components": {"schemas": schemas}}


def limit() -> None:
    """Limit this process to what a comparison may take."""
    resource.setrlimit(resource.RLIMIT_DATA, (300 * MEGABYTE, 300 * MEGABYTE))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))


def diff(folder: Path, old: Json, new: Json) -> subprocess.CompletedProcess[str]:
    """`pyvenice contract diff` of two documents, in a process that has little memory and time."""
    for name, tree in (("old.json", old), ("new.json", new)):
        folder.joinpath(name).write_text(json.dumps(tree))
    return subprocess.run(
        [sys.executable, "-m", "pyvenice", "contract", "diff", "old.json", "new.json"],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
        preexec_fn=limit,
    )


@pytest.mark.parametrize("name", SIZES)
@pytest.mark.parametrize("is_forward", [True, False])
def test_a_size_in_a_document_never_becomes_a_size_in_memory(
    name: str, is_forward: bool, tmp_path: Path
) -> None:
    old, new = SIZES[name] if is_forward else SIZES[name][::-1]
    result = diff(tmp_path, document(old), document(new))
    assert result.returncode in (0, 1, 2), result
    assert "Traceback" not in result.stderr
    assert "no drift" not in result.stdout


RING: Json = {"$ref": "#/components/schemas/L"}


@pytest.mark.parametrize(
    "ring",
    [RING, {"allOf": [RING]}, {"allOf": [RING, RING]}, {"anyOf": [RING, TEXT]}, {"not": RING}],
    ids=json.dumps,
)
def test_a_schema_that_refers_to_itself_cannot_be_checked(ring: Json, tmp_path: Path) -> None:
    result = diff(tmp_path, document(TEXT), document(RING, L=ring))
    assert result.returncode == 2
    assert "leads back to itself" in " ".join(result.stdout.split())
    assert "Traceback" not in result.stderr


HOLDERS: dict[str, Callable[[Json], Json]] = {
    "fields": lambda held: OBJECT | {"properties": {"next": held}},
    "parts": lambda held: {"allOf": [held]},
    "shapes": lambda held: {"anyOf": [held, {"type": "null"}]},
}


def chain(length: int, last: Json, kind: str = "fields") -> Json:
    """Schemas of which each holds the next one; the last holds `last`."""
    names = [f"S{number}" for number in range(length)]
    holds = [{"$ref": f"#/components/schemas/{name}"} for name in names]
    return {name: HOLDERS[kind](held) for name, held in zip(names, [*holds[1:], last], strict=True)}


FIRST: Json = {"$ref": "#/components/schemas/S0"}


@pytest.mark.parametrize(
    ("kind", "length", "sentence"),
    [
        ("fields", 400, "too deep inside to be compared"),
        ("parts", 3_000, "too deep inside to be compared"),
        ("shapes", 3_000, "takes other values than before"),
    ],
)
def test_a_change_far_inside_is_not_silent(
    kind: str, length: int, sentence: str, tmp_path: Path
) -> None:
    sides = [document(FIRST, **chain(length, last, kind)) for last in (TEXT, LIST)]
    result = diff(tmp_path, *sides)
    assert result.returncode == 1
    assert sentence in " ".join(result.stdout.split())


def test_a_flaw_far_inside_is_said(tmp_path: Path) -> None:
    gone = {"$ref": "#/components/schemas/Gone"}
    sides = [document(FIRST, **chain(2_000, last)) for last in (TEXT, gone)]
    result = diff(tmp_path, *sides)
    assert not result.stderr
    assert "more than 500 levels below cannot be read" in " ".join(result.stdout.split())


def test_a_schema_with_too_many_members_cannot_be_checked(tmp_path: Path) -> None:
    sides = [TEXT | {"enum": [f"{mark}{number}" for number in range(20_001)]} for mark in "ab"]
    result = diff(tmp_path, *map(document, sides))
    assert result.returncode == 2
    assert "its enum has 20,001 members" in " ".join(result.stdout.split())


def test_a_document_with_too_many_values_is_refused_in_a_sentence(tmp_path: Path) -> None:
    sides = [document(TEXT | {"default": [[]] * count}) for count in (250_001, 250_002)]
    result = diff(tmp_path, *sides)
    assert result.returncode == 2
    assert "250,000 mappings and sequences" in " ".join(result.stderr.split())
