"""YAML as version 1.2 reads it: `1:1`, `on` and `2025-07-13` are strings.

PyYAML follows version 1.1, in which the aspect ratio `16:9` is the number 969. It is imported when the
first YAML is met; JSON needs none of it.
"""

from __future__ import annotations

import functools
import json
import re
from collections import Counter
from typing import TYPE_CHECKING, Any

from pyvenice.contract.document.document_limits import (
    MAX_CONTAINERS,
    MAX_NODES,
    TOO_DEEP,
    TOO_MANY,
    RepeatedKeys,
    refuse_too_deep,
)
from pyvenice.contract.document.yaml_scalars import PATTERNS
from pyvenice.contract.errors import DocumentError
from pyvenice.core.bounded_json import count_values

if TYPE_CHECKING:
    import yaml
    from yaml import CSafeDumper

# libyaml 0.2.6 (PyYAML 6.0.4) scans ahead of its events and stops at 1,000 levels of flow style.
_LIBYAML_TOO_DEEP = "exceeded maximum nesting depth"
_CUT_OFF = ", at the end: the document seems to be cut off"


def loads(text: str | bytes, *, name: str = "document") -> Any:
    """Read JSON or YAML 1.2. Raises `DocumentError` with `name`, line and column."""
    tree, repeated = loads_leniently(text, name=name)
    repeated.refuse_any(name)
    return tree


def loads_leniently(text: str | bytes, *, name: str) -> tuple[Any, RepeatedKeys]:
    """The same, but where a mapping repeats a key the last value counts, and the place is noted."""
    if text[:1] not in ("{", b"{"):
        return _yaml(text, name, None)
    try:
        return _json(text, name)
    except RecursionError as error:
        raise DocumentError(f"{name}: {TOO_DEEP}") from error
    except ValueError as error:
        return _yaml(text, name, error)


def _json(text: str | bytes, name: str) -> tuple[Any, RepeatedKeys]:
    repeated = RepeatedKeys()

    def mapping(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        made = dict(pairs)
        if len(made) < len(pairs):
            for key, count in Counter(key for key, _ in pairs).items():
                if count > 1:
                    repeated.note(made, key)
        return made

    raw = text if isinstance(text, bytes) else text.encode("utf-8", "surrogatepass")
    # Upper bounds, because what stands in strings counts, too.
    if raw.count(b"{") + raw.count(b"[") > MAX_CONTAINERS or count_values(raw) > MAX_NODES:
        raise DocumentError(f"{name}: {TOO_MANY}")
    tree = json.loads(text, object_pairs_hook=mapping)
    refuse_too_deep(tree, name)
    return tree, repeated


def _yaml(text: str | bytes, name: str, json_error: ValueError | None) -> tuple[Any, RepeatedKeys]:
    import yaml

    from pyvenice.contract.document.yaml_tree import TreeBuilder

    try:
        builder = TreeBuilder(text)
        return builder.build(), builder.repeated
    except yaml.YAMLError as error:
        # Endless digits are the other thing that JSON refuses, and YAML names their place.
        said = (
            _about_json(json_error, text)
            if isinstance(json_error, json.JSONDecodeError)
            else _about_yaml(error, text)
        )
        raise DocumentError(f"{name}: {said}") from error


def _about_json(error: ValueError, text: str | bytes) -> str:
    end = len(text.rstrip())
    at_end = isinstance(error, json.JSONDecodeError) and (
        error.pos >= end or error.msg.startswith("Unterminated")
    )
    return f"{error}{_CUT_OFF if at_end else ''}"


def _about_yaml(error: yaml.YAMLError, text: str | bytes) -> str:
    mark = getattr(error, "problem_mark", None)
    problem = getattr(error, "problem", None) or " ".join(str(error).split())
    if problem == _LIBYAML_TOO_DEEP:
        problem = TOO_DEEP
    if mark is None:
        return problem
    lines = text.rstrip().splitlines()
    at_end = (mark.line + 1, mark.column) >= (len(lines), len(lines[-1]))
    return f"line {mark.line + 1}, column {mark.column + 1}: {problem}{_CUT_OFF if at_end else ''}"


def dumps(tree: Any) -> str:
    """Write YAML that versions 1.1 and 1.2 read alike: whatever either could take for another type is quoted."""
    import yaml

    return yaml.dump(
        tree,
        Dumper=_dumper(),
        sort_keys=False,
        allow_unicode=True,
        width=100,
        default_flow_style=False,
    )


@functools.cache
def _dumper() -> type[CSafeDumper]:
    from yaml import CSafeDumper

    class Dumper(CSafeDumper):
        """Knows the types of both versions, so that it quotes what either would not read as a string."""

        def ignore_aliases(self, data: Any) -> bool:  # noqa: ARG002 - PyYAML's own signature
            return True

    for tag, pattern, first in PATTERNS:
        expression = re.compile(rf"^(?:{pattern})$")
        Dumper.add_implicit_resolver(f"tag:yaml.org,2002:{tag}", expression, first)
    return Dumper
