"""YAML is read as version 1.2 says, and written so that version 1.1 reads the same."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from ruamel.yaml import YAML

from pyvenice.contract.document import yaml12
from pyvenice.contract.errors import DocumentError

SCALARS = [
    "1:1", "16:9", "on", "off", "yes", "no", "y", "2025-07-13", "2025-07-13T10:00:00Z", "010", "0o10",
    "0x1F", "1_000", "1e3", ".5", "-.inf", ".nan", "~", "null", "Null", "true", "TRUE", "False", "<<", "=",
]  # fmt: skip

TREES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False)
    | st.text()
    | st.sampled_from(SCALARS),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4)
    ),
    max_leaves=12,
)


@pytest.mark.parametrize(
    "text", [one for one in SCALARS if one not in (".nan", "<<", "=", "1_000")]
)
def test_a_plain_scalar_means_what_another_yaml_1_2_reader_says(text: str) -> None:
    expected = YAML(typ="safe", pure=True).load(f"a: {text}")["a"]
    if isinstance(expected, dt.date):
        expected = text
    assert yaml12.loads(f"a: {text}") == {"a": expected}


def test_aspect_ratios_are_strings() -> None:
    assert yaml12.loads("[1:1, 16:9, 21:9]") == ["1:1", "16:9", "21:9"]


@given(TREES)
def test_what_is_written_reads_back_the_same_in_both_versions(tree: Any) -> None:
    text = yaml12.dumps(tree)
    assert yaml12.loads(text) == tree
    assert yaml.safe_load(text) == tree


def test_a_key_that_stands_twice_is_an_error_with_its_place() -> None:
    with pytest.raises(
        DocumentError, match=r"spec\.yaml: line 2, column 1: the key 'a' stands twice"
    ):
        yaml12.loads("a: 1\na: 2\n", name="spec.yaml")


@pytest.mark.parametrize("text", ["a: [1", "a: *nowhere", "\ta: b", '{"a": ', "a: b: c"])
def test_text_that_is_no_yaml_is_a_document_error_that_names_the_document(text: str) -> None:
    with pytest.raises(DocumentError, match=r"^spec\.yaml: .*line [12],? column"):
        yaml12.loads(text, name="spec.yaml")
