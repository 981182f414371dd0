"""Every rule has an id, a level by law or by a reasoned exception, and an explanation."""

from __future__ import annotations

import re

import pytest

from pyvenice.contract.diff.findings import LEVELS
from pyvenice.contract.diff.rules import (
    EXCEPTIONS,
    every_rule,
    explained,
    explained_or_near,
    level_of,
)
from pyvenice.contract.errors import ContractError


@pytest.mark.parametrize("rule", every_rule())
def test_each_rule_is_explained_with_its_level(rule: str) -> None:
    text = explained_or_near(rule)
    assert text.startswith(f"{rule} ({level_of(rule)}): ")
    assert text.endswith(".")
    assert level_of(rule) in LEVELS


def test_ids_are_words_joined_by_dashes_and_sorted() -> None:
    rules = every_rule()
    assert list(rules) == sorted(set(rules))
    assert [one for one in rules if not re.fullmatch(r"[a-z]+(-[a-z]+)+", one)] == []
    assert EXCEPTIONS.keys() <= set(rules)


@pytest.mark.parametrize("rule", every_rule())
def test_a_request_that_became_narrower_breaks_and_the_reverse_never(rule: str) -> None:
    if rule in EXCEPTIONS:
        return
    narrower = re.search(r"(-narrowed|-changed|-removed|-required)$", rule)
    breaks = rule.startswith("request-") and narrower and not rule.endswith("-became-optional")
    assert level_of(rule) == ("breaking" if breaks else "info")


def test_an_exception_says_something_that_the_law_does_not() -> None:
    for rule, (level, reason) in EXCEPTIONS.items():
        assert level in LEVELS
        assert reason.endswith("."), rule
        assert reason[0].isupper(), rule


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("request-value-remove", "request-value-removed"),
        ("operation-remvoed", "operation-removed"),
        ("request_value_removed", "request-value-removed"),
    ],
)
def test_an_unknown_rule_names_the_nearest(typed: str, meant: str) -> None:
    with pytest.raises(ContractError, match=f"did you mean {meant}\\?"):
        explained_or_near(typed)


def test_a_rule_like_no_other_is_refused_without_a_guess() -> None:
    with pytest.raises(
        ContractError, match=r"there is no rule 'xyzzy'; `pyvenice contract rules` lists all$"
    ):
        explained_or_near("xyzzy")


def test_explaining_does_not_depend_on_being_known() -> None:
    assert explained("request-anything-narrowed").startswith("request-anything-narrowed (breaking)")
