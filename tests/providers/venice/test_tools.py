"""Tools and parsed answers: Python functions that a model calls, and types that it fills."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import Any

import pytest
from pydantic import BaseModel, Field

from pyvenice import AnswerError, ArgumentError
from pyvenice.generated.venice.families.chat import responses
from pyvenice.providers.venice.text import tools
from tests.providers.venice.conftest import Caller

ASKED = [{"role": "user", "content": "use weather, please"}]


class Person(BaseModel):
    name: str = Field(max_length=3)
    age: int


class Family(BaseModel):
    people: list[Person]


@dataclass
class Pair:
    left: int
    right: str


def answer_of(text: str, reason: str = "stop") -> responses.ChatCompletionResponse:
    message = {"role": "assistant", "content": text}
    choice = {"index": 0, "finish_reason": reason, "logprobs": None, "message": message}
    usage = {"prompt_tokens": 1, "completion_tokens": 1, "total_tokens": 2}
    facts = {"id": "1", "object": "chat.completion", "created": 1, "model": "m", "usage": usage}
    return responses.ChatCompletionResponse.model_validate({**facts, "choices": [choice]})


def test_functions_are_called_until_the_model_answers(call: Caller) -> None:
    seen: list[tuple[str, int]] = []

    def weather(city: str, days: int = 3) -> dict[str, int]:
        """The weather of a city."""
        seen.append((city, days))
        return {"degrees": 21}

    run = call("chat.completions.run_tools", model="default", messages=ASKED, tools=[weather])
    assert seen == [("sandbox", 1)]
    assert '{"degrees": 21}' in run.text
    assert [message["role"] for message in run.messages] == [
        "user",
        "assistant",
        "tool",
        "assistant",
    ]
    assert run.rounds == 2
    assert ASKED == [{"role": "user", "content": "use weather, please"}]


def test_a_model_that_never_stops_is_stopped(call: Caller) -> None:
    def weather() -> str:
        return "rain"

    with pytest.raises(AnswerError, match="after 1 answers") as stopped:
        call(
            "chat.completions.run_tools",
            model="default",
            messages=ASKED,
            tools=[weather],
            max_rounds=1,
        )
    assert len(stopped.value.details) == 3  # type: ignore[arg-type]  # the messages
    with pytest.raises(ArgumentError, match="max_rounds"):
        call(
            "chat.completions.run_tools",
            model="default",
            messages=ASKED,
            tools=[weather],
            max_rounds=0,
        )


@pytest.mark.parametrize(
    ("name", "arguments", "told"),
    [("nobody", "{}", "no tool 'nobody'"), ("add", '{"a": "x"}', "arguments are wrong")],
)
def test_a_wrong_call_is_told_to_the_model(name: str, arguments: str, told: str) -> None:
    def add(a: int, b: int = 1) -> int:
        return a + b

    function = responses.FunctionCall(name=name, arguments=arguments)
    call = responses.ToolCall(id="1", type="function", function=function)
    bound = tools.Toolbox([add]).bind(call)
    assert isinstance(bound, str)
    assert told in bound
    (described,) = tools.Toolbox([add]).descriptions()
    assert described["function"]["parameters"]["required"] == ["a"]


def test_what_a_function_raises_is_raised(call: Caller) -> None:
    def weather() -> str:
        raise LookupError("no weather today")

    with pytest.raises(LookupError, match="no weather today"):
        call("chat.completions.run_tools", model="default", messages=ASKED, tools=[weather])


@pytest.mark.parametrize("kind", [Pair, dict[str, int]])
def test_an_answer_is_read_as_a_type(call: Caller, kind: Any) -> None:
    found = call(
        "chat.completions.parse", model="default", messages=ASKED, response_format=kind
    ).parsed
    assert found == (Pair(1, "sandbox") if kind is Pair else {})


def test_schemas_with_definitions_and_bounds_are_filled(call: Caller) -> None:
    asked = {"model": "default", "messages": ASKED}
    found = call("chat.completions.parse", **asked, response_format=Family)
    assert found.parsed == Family(people=[Person(name="san", age=1)])
    assert found.answer.choices[0].finish_reason == "stop"


def test_an_answer_that_is_no_such_value_keeps_its_text() -> None:
    with pytest.raises(AnswerError, match=r"no Family: people: Field required") as wrong:
        tools.parse_answer(Family, answer_of("{}"))
    assert wrong.value.details == "{}"
    with pytest.raises(AnswerError, match="cut off"):
        tools.parse_answer(Family, answer_of('{"people": [', "length"))
    with pytest.raises(ArgumentError, match="no type that has a JSON schema"):
        tools.response_format(io.BytesIO)


def same(city: str) -> str:
    return city


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ({"messages": "use weather"}, "messages must be a list of mappings"),
        ({"messages": ASKED[0]}, "messages must be a list of mappings"),
        ({"tools": [len]}, "len takes obj by position only"),
        ({"tools": [same, same]}, "the same name"),
        ({"tools": [lambda city: city]}, "<lambda> has no name"),
        ({"stream": True}, "run_tools needs whole answers"),
    ],
)
def test_wrong_tools_are_refused_before_anything_is_sent(
    call: Caller, arguments: dict[str, Any], told: str
) -> None:
    given = {"model": "default", "messages": ASKED, "tools": [same], **arguments}
    with pytest.raises(ArgumentError, match=told):
        call("chat.completions.run_tools", **given)


def test_a_type_is_for_parse_and_a_stream_is_not(call: Caller) -> None:
    given = {"model": "default", "messages": ASKED, "response_format": Person}
    with pytest.raises(ArgumentError, match=r"chat\.completions\.parse\(\) reads"):
        call("chat.completions.create", **given)
    with pytest.raises(ArgumentError, match="leave out stream"):
        call("chat.completions.parse", **given, stream=True)


def test_a_result_without_json_is_given_as_its_text() -> None:
    class Call:
        id = "1"

    assert "object at" in tools.tool_message(Call, object())["content"]
