"""Lines of a YAML file: where a value is written, for messages about it."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from yaml import Node


class Lines:
    """Finds the line of a place such as `("models", 3, "price", "amount")` in a YAML text.

    The text is parsed when the first line is asked for: only a broken file needs one.
    """

    def __init__(self, text: str) -> None:
        self._text = text

    def of(self, place: tuple[str | int, ...]) -> int:
        """The line of the place, or of the nearest one around it that there is."""
        while place and not self.has(place):
            place = place[:-1]
        node = self._node(place)
        return 1 if node is None else node.start_mark.line + 1

    def has(self, place: tuple[str | int, ...]) -> bool:
        return self._node(place) is not None

    @cached_property
    def _root(self) -> Node | None:
        import yaml

        return yaml.compose(self._text, Loader=yaml.CSafeLoader)

    def _node(self, place: tuple[str | int, ...]) -> Node | None:
        node = self._root
        for step in place:
            node = _child(node, step)
        return node


def _child(node: Node | None, step: str | int) -> Node | None:
    from yaml import MappingNode, SequenceNode

    if isinstance(node, SequenceNode):
        is_there = isinstance(step, int) and step < len(node.value)
        return node.value[step] if is_there else None
    if isinstance(node, MappingNode):
        return next((value for key, value in node.value if key.value == step), None)
    return None
