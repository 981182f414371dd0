"""Keys of JSON values are equal where the values are."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from pyvenice.contract.document.json_equality import canonical, kept_keys, key_of, same
from pyvenice.core.json_types import Json

LEAVES = st.none() | st.booleans() | st.integers(0, 2) | st.floats(0, 2) | st.sampled_from("ab")
VALUES = st.recursive(
    LEAVES,
    lambda parts: st.lists(parts, max_size=3) | st.dictionaries(st.sampled_from("ab"), parts),
)


@given(VALUES, VALUES)
def test_keys_are_equal_where_canonical_texts_are(left: Json, right: Json) -> None:
    are_equal = canonical(left) == canonical(right)
    assert (key_of(left) == key_of(right)) is are_equal
    with kept_keys():
        assert (key_of(left) == key_of(right)) is are_equal
        assert key_of(json.loads(json.dumps(left))) == key_of(left)


def test_one_is_neither_true_nor_the_key_of_a_list() -> None:
    with kept_keys():
        keys = [key_of(value) for value in (1, True, 1.0, "1", [1], {"1": 1}, [], {}, None, "null")]
    assert len(set(keys)) == len(keys)
    assert not same([1], [True])
