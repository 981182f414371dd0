"""Which operations a prompt stands for."""

from __future__ import annotations

import pytest

from pyvenice.sandbox.painting.prompt_parser import MOST_OPERATIONS, read_prompt


def names(prompt: str) -> list[str]:
    return [operation.name for operation in read_prompt(prompt)]


@pytest.mark.parametrize(
    ("prompt", "expected"),
    [
        ("Make it sepia", ["sepia"]),
        ("BLACK AND WHITE, please", ["greyscale"]),
        ("grayscale with a vignette", ["greyscale", "vignette"]),
        ("blur it, then make it teal", ["blur", "tint teal"]),
        ("make it teal, then blur it", ["tint teal", "blur"]),
        ("dark blue sky", ["tint darkblue"]),
        ("darker", ["darker"]),
        ("a warm sunset", ["warmer", "sunset"]),
        ("rotate by 45 degrees", ["rotate 45"]),
        ("rotate 90° counter-clockwise", ["rotate 270"]),
        ("turn it to the left", ["rotate 270"]),
        ("rotated", ["rotate 90"]),
        ("mirror it horizontally", ["mirror"]),
        ("flip it vertically", ["flip"]),
        ("add a red border", ["frame red"]),
        ("framed", ["frame white"]),
        ("remove the background", ["background removed"]),
        ("no background", ["background removed"]),
        ("less contrast", ["less contrast"]),
        ("blurry, with a soft blur", ["blur"]),
        ("a hedgehog on a bicycle", []),
        ("", []),
        ("threading the needle", []),
    ],
)
def test_known_words_become_operations_in_their_order(prompt: str, expected: list[str]) -> None:
    assert names(prompt) == expected


@pytest.mark.parametrize(
    "prompt", ["don't blur it", "do not make it blurry", "never blur", "without a vignette"]
)
def test_what_is_negated_is_left_out(prompt: str) -> None:
    assert names(prompt) == []


def test_a_negation_ends_with_its_word() -> None:
    assert names("don't blur it, make it sepia") == ["sepia"]


@pytest.mark.parametrize("quoted", ['"blue"', "“blue”", "«blue»", "'blue'"])
def test_what_is_quoted_is_text_and_nothing_else(quoted: str) -> None:
    assert names(f"write {quoted} on it") == ["text"]


def test_a_colour_after_the_quotes_is_that_of_the_text() -> None:
    assert names('the words "Sale" in red') == ["text"]


def test_apostrophes_are_no_quotes() -> None:
    assert names("the dog's and the cat's blurry bowls") == ["blur"]


def test_a_prompt_of_many_words_is_followed_for_some() -> None:
    assert len(names("blur, sepia, " * 2000)) == MOST_OPERATIONS
