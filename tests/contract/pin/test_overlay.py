"""Overlays follow the specification, and refuse to be applied to what they were not written for."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from pyvenice.contract.errors import OverlayError
from pyvenice.contract.pin.overlay import apply_overlay, read_overlay


def applied(document: Any, *actions: dict[str, Any]) -> Any:
    return apply_overlay(
        document, {"overlay": "1.1.0", "actions": list(actions)}, name="overlay.yaml"
    )


def test_update_merges_objects_and_appends_to_lists() -> None:
    document = {"a": {"b": 1, "c": {"d": [1]}}}
    action = {"target": "$.a", "update": {"b": 2, "c": {"d": [2], "e": 3}}}
    assert applied(document, action) == {"a": {"b": 2, "c": {"d": [1, 2], "e": 3}}}
    assert document == {"a": {"b": 1, "c": {"d": [1]}}}


def test_a_list_as_target_takes_one_more_item() -> None:
    assert applied({"a": [1]}, {"target": "$.a", "update": {"b": 2}}) == {"a": [1, {"b": 2}]}


def test_a_primitive_as_target_is_replaced() -> None:
    assert applied({"a": {"b": 1}}, {"target": "$.a.b", "update": "new"}) == {"a": {"b": "new"}}


def test_the_root_can_be_the_target() -> None:
    assert applied({"a": 1}, {"target": "$", "update": {"b": 2}}) == {"a": 1, "b": 2}


def test_remove_takes_out_every_match() -> None:
    document = {"a": [{"k": 1}, {"k": 2}, {"k": 1}], "k": 0}
    assert applied(document, {"target": "$.a[?@.k == 1]", "remove": True}) == {
        "a": [{"k": 2}],
        "k": 0,
    }


def test_remove_false_is_not_a_removal() -> None:
    document = {"a": {"b": 1}}
    action = {"target": "$.a", "remove": False, "update": {"c": 2}}
    assert applied(document, action) == {"a": {"b": 1, "c": 2}}


def test_copy_merges_one_node_into_another() -> None:
    document = {"from": {"x": [1]}, "to": {"y": 2}}
    assert applied(document, {"target": "$.to", "copy": "$.from"})["to"] == {"y": 2, "x": [1]}


def test_actions_see_what_earlier_ones_did() -> None:
    first = {"target": "$", "update": {"a": {}}}
    second = {"target": "$.a", "update": {"b": 1}}
    assert applied({}, first, second) == {"a": {"b": 1}}


@pytest.mark.parametrize(
    ("action", "message"),
    [
        ({"target": "$.nothing", "update": {}}, "matches nothing"),
        ({"target": "$.a", "remove": True, "x-was": {"b": 2}}, "the old value is"),
        (
            {"target": "$.a", "update": {"c": 1}, "x-was": {"b": 2}},
            "'b' is 1, but the overlay was written for 2",
        ),
        ({"target": "$.a", "update": {"c": 1}, "x-was": {"z": 2}}, "'z' is absent"),
        ({"target": "$.*", "update": {}, "x-matches": 3}, "matches 2 nodes, not 3"),
        ({"target": "$.a", "update": "text"}, "a value cannot be merged into an object"),
        ({"target": "$.a"}, "neither 'update', 'copy' nor 'remove'"),
        ({"target": "$.a", "copy": "$.*"}, "matches 2 nodes, not one"),
        ({"target": "$.a[", "update": {}}, r"action 1 \(\$\.a\["),
        ({"target": "$", "remove": True}, "the whole document"),
        ({"target": "$.a", "update": {"typo": {"description": "ours"}}}, "nothing to annotate"),
        ({"update": {}}, "no 'target'"),
    ],
)
def test_an_action_that_does_not_fit_is_named(action: dict[str, Any], message: str) -> None:
    with pytest.raises(OverlayError, match=message) as caught:
        applied({"a": {"b": 1}, "z": {}}, action)
    assert str(caught.value).startswith("overlay.yaml: action 1 (")


def test_recorded_old_values_that_still_hold_are_no_obstacle() -> None:
    action = {"target": "$.a", "update": {"b": 2}, "x-was": {"b": 1}, "x-matches": 1}
    assert applied({"a": {"b": 1}}, action) == {"a": {"b": 2}}


@pytest.mark.parametrize(
    "text", ["[]", "overlay: 2.0.0\nactions: []", "overlay: 1.1.0\nactions: {}", "a: [1"]
)
def test_a_file_that_is_no_overlay_is_named(tmp_path: Path, text: str) -> None:
    path = tmp_path / "overlay.yaml"
    path.write_text(text)
    with pytest.raises(Exception, match=r"overlay\.yaml"):
        read_overlay(path)
