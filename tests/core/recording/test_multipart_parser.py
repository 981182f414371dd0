"""Objects in a form: their members are parts of their own."""

from __future__ import annotations

import pytest

from pyvenice.core.recording.multipart_parser import Part, split_objects


def parts(*names: str) -> list[Part]:
    return [Part(name, None, None, name.encode()) for name in names]


def test_members_of_an_object_are_put_together() -> None:
    given = parts("prompt", "svg[model]", "svg[reasoning][effort]", "image[]")
    plain, objects = split_objects(given, lambda name: name == "svg")
    assert [part.name for part in plain] == ["prompt", "image[]"]
    assert objects == {
        "svg": {"model": "svg[model]", "reasoning": {"effort": "svg[reasoning][effort]"}}
    }


@pytest.mark.parametrize(
    "name", ["a[b", "a]b[c]", "[a]", "a[]", "a[b][]", "other[b]", "a" + "[b]" * 10]
)
def test_another_name_stands_for_itself(name: str) -> None:
    plain, objects = split_objects(parts(name), lambda name: name == "a")
    assert ([part.name for part in plain], objects) == ([name], {})


def test_a_member_of_a_text_stands_for_itself() -> None:
    plain, objects = split_objects(parts("a[b]", "a[b][c]"), lambda _: True)
    assert [part.name for part in plain] == ["a[b][c]"]
    assert objects == {"a": {"b": "a[b]"}}
