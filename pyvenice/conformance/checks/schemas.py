"""Schema problems: where a value breaks a schema of a contract, with a sentence for each place."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from pyvenice.conformance.checks.operations import ContractOperation
from pyvenice.contract.document.pointer import escape
from pyvenice.contract.schema.reader import Path, as_list, is_valid, violations
from pyvenice.core.json_types import Json, Schema

_COMBINING = frozenset({"anyOf", "oneOf"})


@dataclass(frozen=True, slots=True)
class Problem:
    """A place in a value, and the schema keyword that it breaks."""

    path: Path
    keyword: str
    expected: Json
    found: Json
    message: str

    @property
    def pointer(self) -> str:
        """The place as a JSON pointer; `/` for the whole value."""
        return pointer(self.path)


def pointer(path: Path) -> str:
    """A path as a JSON pointer; `/` for the whole value."""
    return "".join(f"/{escape(str(step))}" for step in path) or "/"


def problems(
    operation: ContractOperation, schema: Schema, value: Json, *, formats: bool = False
) -> list[Problem]:
    """Every place where a value breaks a schema of the operation's document, each once.

    `formats` also validates `format`: dates, URLs. Raises `ValueError` for a value that the validator
    cannot read, such as one nested too deeply.
    """
    return [
        Problem(
            broken.path,
            broken.keyword,
            broken.expected,
            # A number that no float holds.
            str(broken.found) if isinstance(broken.found, Decimal) else broken.found,
            _reason(broken.keyword, broken.expected),
        )
        for broken in violations(operation.document, schema, value, formats=formats)
    ]


def fits(operation: ContractOperation, schema: Schema, value: Json) -> bool:
    """Whether a value is valid under a schema of the operation's document."""
    return is_valid(operation.document, schema, value)


def _reason(keyword: str, limit: Json) -> str:
    if keyword == "required":
        return "is missing"
    if keyword == "additionalProperties":
        return "is not declared"
    if keyword == "type":
        return f"is not of type {' or '.join(map(str, as_list(limit)))}"
    if keyword in {"enum", "const"}:
        return f"is not one of {', '.join(map(repr, as_list(limit)))}"
    if keyword in _COMBINING and limit:
        return f"lacks one of {', '.join(map(str, as_list(limit)))}"
    return f"breaks {keyword} {limit!r}" if limit is not None else f"breaks {keyword}"
