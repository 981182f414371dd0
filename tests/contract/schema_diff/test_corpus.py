"""The product agrees with an independent validator about every pair of the corpus."""

from __future__ import annotations

import sys

import pytest

from tests.contract.schema_diff.corpus import totals

# Other tests reach the same lines, and coverage triples the time of thousands of values.
pytestmark = pytest.mark.no_cover


def test_every_pair_is_judged_as_an_independent_validator_judges_it(
    capsys: pytest.CaptureFixture[str],
) -> None:
    number, wrong = totals()
    silent = [line for line in wrong if line.endswith("silent")]
    with capsys.disabled():
        totals_line = f"{number} pairs, {len(wrong)} disagreements, {len(silent)} of them silent"
        sys.stdout.write(f"\n{totals_line}\n")
    assert number >= 600
    assert wrong == []
