"""Build plain values from the events of a YAML parser, within limits on depth and aliases.

Nothing here recurses, so a hostile document meets our limit and never the interpreter's. Events of
libyaml are cheaper than PyYAML's nodes and constructors.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import count
from typing import Any

import yaml
from yaml import events
from yaml._yaml import CParser

from pyvenice.contract.document.document_limits import (
    MAX_ALIASED_NODES,
    MAX_CONTAINERS,
    MAX_DEPTH,
    MAX_NODES,
    OUT_OF_TIME,
    TOO_DEEP,
    TOO_MANY,
    RepeatedKeys,
    is_over,
)
from pyvenice.contract.document.yaml_scalars import plain_value

Json = Any

_CORE = "tag:yaml.org,2002:"
_TAGS_OF_MAPPINGS = (None, "!", f"{_CORE}map")
_TAGS_OF_SEQUENCES = (None, "!", f"{_CORE}seq")
_EVENTS_BETWEEN_LOOKS = 20_000  # a tenth of a second
_NO_KEY: Any = object()
_MERGE: Any = object()


class Refused(yaml.YAMLError):
    """What YAML allows and a document here may not hold; with the attributes of a parser's own errors."""

    def __init__(self, problem: str, event: Any) -> None:
        super().__init__(problem)
        self.problem = problem
        self.problem_mark = event.start_mark


class _Open:
    """A mapping or sequence whose end has not come yet."""

    __slots__ = ("anchor", "event", "key", "merged", "nodes_before", "value")

    def __init__(self, value: Json, event: events.NodeEvent, nodes_before: int) -> None:
        self.value = value
        self.event = event
        self.anchor: str | None = event.anchor
        self.nodes_before = nodes_before
        self.key: Any = _NO_KEY
        self.merged: list[dict[str, Json]] = []


class TreeBuilder:
    """Builds the value of the one document in `raw`.

    Keys are strings, as in JSON, whatever they look like. An anchor may be defined again; an alias means
    the last definition before it. A mapping that repeats a key keeps the last value and is noted in
    `repeated`.
    """

    def __init__(self, raw: str | bytes) -> None:
        self.repeated = RepeatedKeys()
        self._events = CParser(raw)
        self._open: list[_Open] = []
        self._anchors: dict[str, tuple[Json, int]] = {}
        self._keys: dict[str, str] = {}
        self._plain: dict[str, Json] = {}
        self._nodes = 0
        self._containers = 0
        self._aliased = 0
        self._root: Json = _NO_KEY

    def build(self) -> Json:
        """The document's value. Raises `yaml.YAMLError` with a mark."""
        steps: dict[type, Callable[[Any], None]] = {
            events.ScalarEvent: self._scalar,
            events.MappingStartEvent: self._mapping,
            events.MappingEndEvent: self._end,
            events.SequenceStartEvent: self._sequence,
            events.SequenceEndEvent: self._end,
            events.AliasEvent: self._alias,
            events.DocumentStartEvent: self._document,
            events.DocumentEndEvent: lambda _: None,
            events.StreamStartEvent: lambda _: None,
        }
        next_event = self._events.get_event
        for number in count(1):
            event = next_event()
            if isinstance(event, events.StreamEndEvent):
                break
            steps[type(event)](event)
            if number % _EVENTS_BETWEEN_LOOKS == 0:
                self._look(event)
        return None if self._root is _NO_KEY else self._root

    def _look(self, event: Any) -> None:
        if is_over():
            raise Refused(OUT_OF_TIME, event)
        if self._containers > MAX_CONTAINERS:
            raise Refused(TOO_MANY, event)

    def _document(self, event: Any) -> None:
        if self._root is not _NO_KEY:
            raise Refused("a second document starts here; one was expected", event)

    def _mapping(self, event: Any) -> None:
        self._start({}, event, _TAGS_OF_MAPPINGS)

    def _sequence(self, event: Any) -> None:
        self._start([], event, _TAGS_OF_SEQUENCES)

    def _start(self, value: Json, event: Any, tags: tuple[str | None, ...]) -> None:
        if event.tag not in tags:
            raise Refused(f"the tag {event.tag} has no meaning here", event)
        if len(self._open) == MAX_DEPTH:
            raise Refused(TOO_DEEP, event)
        if event.anchor:
            self._anchors.pop(event.anchor, None)
        self._containers += 1
        self._open.append(_Open(value, event, self._nodes))

    def _end(self, _: Any) -> None:
        done = self._open.pop()
        for merged in done.merged:
            for key, value in merged.items():
                done.value.setdefault(key, value)
        self._add(done.value, done.event, done.nodes_before)

    def _scalar(self, event: Any) -> None:
        text: str = event.value
        parent = self._open[-1] if self._open else None
        if parent and parent.key is _NO_KEY and parent.value.__class__ is dict:
            self._key(parent, text, event)
        elif event.implicit[0]:
            value = self._plain.get(text, _NO_KEY)
            if value is _NO_KEY:
                value = self._plain[text] = self._core_value(text, event)
            self._add(value, event, self._nodes)
        else:
            self._add(self._tagged(event), event, self._nodes)

    def _tagged(self, event: Any) -> Json:
        text: str = event.value
        if event.implicit[1] or event.tag in ("!", f"{_CORE}str"):
            return text
        value = self._core_value(text, event)
        if event.tag not in _tags(value):
            raise Refused(f"the tag {event.tag} has no meaning for {text[:40]!r}", event)
        return float(value) if event.tag == f"{_CORE}float" else value

    def _core_value(self, text: str, event: Any) -> Json:
        try:
            return plain_value(text)
        except ValueError as error:
            raise Refused(f"a number of {len(text)} digits is too long", event) from error

    def _key(self, parent: _Open, text: str, event: Any) -> None:
        if event.anchor:
            self._anchors[event.anchor] = (text, 1)
        if text == "<<" and event.implicit[0]:
            parent.key = _MERGE
            return
        if text in parent.value:
            mark = event.start_mark
            place = f"line {mark.line + 1}, column {mark.column + 1}: "
            self.repeated.note(parent.value, text, place)
        parent.key = self._keys.setdefault(text, text)

    def _alias(self, event: Any) -> None:
        if event.anchor not in self._anchors:
            inside = any(node.anchor == event.anchor for node in self._open)
            problem = "contains itself" if inside else "is not defined before it is used"
            raise Refused(f"the anchor {event.anchor!r} {problem}", event)
        value, nodes = self._anchors[event.anchor]
        self._aliased += nodes
        if self._aliased > MAX_ALIASED_NODES:
            raise Refused(f"aliases stand for more than {MAX_ALIASED_NODES:,} nodes", event)
        parent = self._open[-1]
        if parent.key is _NO_KEY and isinstance(value, str) and isinstance(parent.value, dict):
            self._key(
                parent,
                value,
                events.ScalarEvent(None, None, (False, True), value, event.start_mark),
            )
            return
        self._nodes += nodes - 1
        self._add(value, event, self._nodes)

    def _add(self, value: Json, event: Any, nodes_before: int) -> None:
        self._nodes += 1
        if self._nodes > MAX_NODES:
            raise Refused(TOO_MANY, event)
        if event.anchor and event.__class__ is not events.AliasEvent:
            self._anchors[event.anchor] = (value, self._nodes - nodes_before)
        if not self._open:
            self._root = value
            return
        parent = self._open[-1]
        if parent.value.__class__ is list:
            parent.value.append(value)
        elif parent.key is _NO_KEY:
            raise Refused("a key is a mapping or a sequence; it must be a string", event)
        elif parent.key is _MERGE:
            self._merge(parent, value, event)
        else:
            parent.value[parent.key] = value
        parent.key = _NO_KEY

    def _merge(self, parent: _Open, value: Json, event: Any) -> None:
        merged = value if isinstance(value, list) else [value]
        if not all(isinstance(mapping, dict) for mapping in merged):
            raise Refused("'<<' merges mappings, and this is none", event)
        parent.merged.extend(merged)


def _tags(value: Json) -> tuple[str, ...]:
    kinds = {bool: ("bool",), int: ("int", "float"), float: ("float",), type(None): ("null",)}
    return tuple(_CORE + kind for kind in kinds.get(type(value), ()))
