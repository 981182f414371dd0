"""What the operation tables vouch for is what the request models say."""

from __future__ import annotations

import importlib
import math
import subprocess
import sys
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from pyvenice.core.images.part import BytesSource, ImagePart
from pyvenice.core.request import validation
from pyvenice.core.request.operation_table import Operation, Parameter, Scalar
from pyvenice.errors import ArgumentError
from pyvenice.generated import PROVIDERS

CHAT = "pyvenice.generated.venice.families.chat.operations"
PART = ImagePart(argument="image", kind="bytes", source=BytesSource(b"x"))
TABLES = [importlib.import_module(f"pyvenice.generated.{one}.operations") for one in PROVIDERS]
BODIES = [
    pytest.param(operation, media_type, id=f"{operation.title} {media_type}")
    for table in TABLES
    for operation in table.OPERATIONS
    for media_type in ("json", "multipart")
    if (operation.json_model if media_type == "json" else operation.form_model)
]
anything = (
    st.sampled_from(
        ["", "auto", "png", "b64_json", "1024x1024", "x" * 40_000, 1, 0, -1, 11, 1.0, 0.5]
    )
    | st.sampled_from([True, False, None, PART, [PART], [PART] * 20, math.nan, math.inf, {}, []])
    | st.integers()
    | st.floats()
    | st.text(max_size=12)
)


def values_of(parameter: Parameter) -> st.SearchStrategy[Any]:
    """What the parameter takes, what it nearly takes, and anything."""
    scalar = parameter.scalar
    if scalar is None:
        return anything
    limits = [limit for limit in (scalar.least, scalar.most) if limit is not None]
    near = [limit + step for limit in limits for step in (-1, 0, 1)]
    if scalar.kind == "text":
        known = [*scalar.values, *("x" * int(size) for size in near if size >= 0)]
        return st.sampled_from([*known, "y"]) | anything
    return st.sampled_from([*near, True]) | anything


def wire_of(operation: Operation, media_type: str) -> st.SearchStrategy[dict[str, Any]]:
    required: dict[str, Any] = {}
    optional: dict[str, Any] = {}
    for one in operation.parameters:
        if name := one.json if media_type == "json" else one.form:
            (required if one.required else optional)[name] = values_of(one)
    return st.fixed_dictionaries(required, optional=optional)


@pytest.mark.parametrize(("operation", "media_type"), BODIES)
@settings(deadline=None, max_examples=60)
@given(data=st.data())
def test_a_table_vouches_for_nothing_that_its_model_refuses(
    operation: Operation, media_type: Any, data: st.DataObject
) -> None:
    wire = data.draw(wire_of(operation, media_type))
    if not validation._is_valid(operation, media_type, wire):
        return
    models = importlib.import_module(f"pyvenice.generated.{operation.provider}.requests")
    name = operation.json_model if media_type == "json" else operation.form_model
    assert getattr(models, str(name)).model_validate(wire).body() == wire


@pytest.mark.parametrize(("operation", "media_type"), BODIES)
def test_what_a_table_cannot_say_is_told_by_the_model(
    operation: Operation, media_type: Any
) -> None:
    wire = {
        name: "" if one.scalar is None else PART
        for one in operation.parameters
        if (name := one.json if media_type == "json" else one.form)
    }
    with pytest.raises(ArgumentError, match="is not allowed"):
        validation.validate_body(operation, media_type, wire)


@example(value="é" * 3)
@given(value=anything)
def test_a_scalar_rule_is_strict(value: Any) -> None:
    assert Scalar("text", least=1, most=3).takes(value) == (
        isinstance(value, str) and 1 <= len(value) <= 3
    )
    assert Scalar("flag").takes(value) == isinstance(value, bool)
    number = isinstance(value, int | float) and not isinstance(value, bool)
    assert Scalar("number", least=0, most=1).takes(value) == (number and 0 <= value <= 1)
    assert Scalar("whole").takes(value) == (number and isinstance(value, int))


def test_an_ordinary_edit_loads_no_pydantic() -> None:
    code = """if True:
        import sys
        from pyvenice.core.request.builder import prepare
        from pyvenice.generated.openai.operations import IMAGE_EDIT
        from tests.pictures import picture
        prepare(IMAGE_EDIT, {"image": picture(), "prompt": "sepia", "n": 2, "model": "m"})
        sys.exit("pydantic" in sys.modules)
    """
    subprocess.run([sys.executable, "-c", code], check=True)


@pytest.mark.parametrize(
    ("message", "told"),
    [
        ({"role": "usr", "content": "x"}, r"\['role'\]='usr' .* 'user', 'assistant', 'tool'.* or "),
        ({"role": "tool", "content": "x"}, r"\['tool_call_id'\] is missing, in \{'role': 'tool'"),
        (
            {"role": "assistant", "content": 3},
            r"\['content'\]=3 .*: it must be a string or a list, ",
        ),
        ({"role": "user", "content": [{"type": "image_url"}]}, r"\[0\]\['image_url'\] is missing"),
        ({"role": "user", "content": [{"type": "img"}]}, r"\[0\]\['type'\]='img' .*'image_url'"),
        ("x", r"messages\[0\]='x' is not allowed: it must be a mapping, not str"),
    ],
)
def test_an_error_in_a_union_is_that_of_the_branch_that_was_meant(message: Any, told: str) -> None:
    create = importlib.import_module(CHAT).CHAT_COMPLETIONS_CREATE
    body = {"model": "default", "messages": [message]}
    with pytest.raises(ArgumentError, match=told) as error:
        validation.validate_body(create, "json", body)
    assert "Message" not in str(error.value)
