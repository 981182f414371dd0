"""Items of a response that should be pictures: where they are listed, and what each of them holds."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pyvenice.core.provider_rules import ProviderRules
from pyvenice.core.response.base64_extraction import CutOut
from pyvenice.core.response.parsing import listed_under
from pyvenice.errors import AnswerError

_SHORTEST = 60
"""Base64 characters of the smallest picture that there is; a shorter text is something else."""


def picture_items(
    document: Mapping[str, Any], rules: ProviderRules, *, where: str
) -> list[tuple[str, Any]]:
    """The items of a document that should be pictures, each with its place for messages."""
    if rules.picture_list is None:
        return [(rules.picture_keys[0], document)]
    name = rules.picture_list.rpartition(".")[2]
    parent = picture_parent(document, rules)
    if parent is None:
        parent = {key: value for key, value in document.items() if key != name}
    items = listed_under(name, parent, where=where)
    if len(items) == 1 and len(rules.picture_keys) < 2:
        return [(name, items[0])]
    return [(f"{name}[{number}]", item) for number, item in enumerate(items)]


def picture_parent(document: Mapping[str, Any], rules: ProviderRules) -> Mapping[str, Any] | None:
    """The object of a document that has the list of pictures, if the path to it is there."""
    parent: Any = document
    for step in (rules.picture_list or "").split(".")[:-1]:
        parent = parent.get(step) if isinstance(parent, Mapping) else None
    return parent if isinstance(parent, Mapping) else None


def picture_value(item: Any, rules: ProviderRules, where: str) -> tuple[str, Any]:
    """The first member of an item that the rules name and that holds something."""
    if len(rules.picture_keys) < 2:
        key = next(iter(rules.picture_keys), None)
        return where, item.get(key) if key and isinstance(item, dict) else item
    if isinstance(item, CutOut) or (isinstance(item, str) and len(item) >= _SHORTEST):
        return where, item
    if not isinstance(item, dict):
        shown = "null" if item is None else f"a {type(item).__name__}"
        raise AnswerError(f"{where} is {shown} instead of an object with an image")
    given = [key for key in rules.picture_keys if item.get(key) is not None]
    if not given:
        names = " nor ".join(map(repr, rules.picture_keys))
        raise AnswerError(f"{where} has neither {names}: no base64 text and no address")
    key = next((key for key in given if item[key]), given[0])
    return f"{where}[{key!r}]", item[key]


def is_address(value: object) -> bool:
    """Whether a picture is behind a URL: base64 has no colon, so a scheme tells them apart."""
    return isinstance(value, str) and "://" in value[:40] and not value.startswith("data:")
