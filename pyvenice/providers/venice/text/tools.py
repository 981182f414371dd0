"""Tools: Python functions that a model may call, and answers that are read as pydantic models."""

from __future__ import annotations

import inspect
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError, create_model

from pyvenice.errors import AnswerError, ArgumentError

if TYPE_CHECKING:
    from pyvenice.generated.venice.families.chat import responses

T = TypeVar("T")
Tool = Callable[..., Any]

_LONGEST = 500


@dataclass(frozen=True, slots=True)
class ToolRun:
    """How a conversation with tools ended: the last answer, and all messages up to it."""

    answer: responses.ChatCompletionResponse
    messages: tuple[Mapping[str, Any], ...] = field(repr=False)
    """What to go on from: the messages that were given, calls of tools, their results, the answer."""
    rounds: int
    """How many answers there were."""

    @property
    def text(self) -> str:
        """The text of the last answer."""
        return text_of(self.answer)


@dataclass(frozen=True, slots=True)
class Parsed(Generic[T]):
    """An answer that was read as a type: `parsed`, and the answer as it came."""

    parsed: T
    answer: responses.ChatCompletionResponse = field(repr=False)


class Toolbox:
    """Functions by their names, with the schemas of their arguments."""

    def __init__(self, functions: Sequence[Tool]) -> None:
        if not functions or not all(callable(function) for function in functions):
            raise ArgumentError("tools must be a list of functions", argument="tools")
        self._functions = {_name(function): function for function in functions}
        if len(self._functions) < len(functions):
            raise ArgumentError("tools: two functions have the same name", argument="tools")
        self._models = {name: _arguments(name, tool) for name, tool in self._functions.items()}

    def descriptions(self) -> list[dict[str, Any]]:
        """The tools as a request has them."""
        return [
            {
                "type": "function",
                "function": {
                    "name": name,
                    "description": inspect.getdoc(function) or name,
                    "parameters": self._models[name].model_json_schema(),
                },
            }
            for name, function in self._functions.items()
        ]

    def bind(self, call: Any) -> Callable[[], Any] | str:
        """The call of a function that a model asks for, or what to tell the model instead."""
        name = call.function.name
        if name not in self._functions:
            return f"there is no tool {name!r}; there are {', '.join(self._functions)}"
        try:
            given = self._models[name].model_validate_json(call.function.arguments or "{}")
        except ValidationError as error:
            return f"the arguments are wrong: {error.errors(include_url=False)}"[:_LONGEST]
        values = {name: getattr(given, name) for name in type(given).model_fields}
        function = self._functions[name]
        return lambda: function(**values)


def calls_of(answer: responses.ChatCompletionResponse) -> list[Any]:
    """The calls of tools in the first choice of an answer."""
    message = _message(answer)
    return [*(getattr(message, "tool_calls", None) or ())]


def text_of(answer: responses.ChatCompletionResponse) -> str:
    """The text of the first choice of an answer."""
    content = _message(answer).content
    if isinstance(content, list):
        return "".join(part.text for part in content)
    return content or ""


def repeated_message(answer: responses.ChatCompletionResponse) -> dict[str, Any]:
    """The message of an answer, as the next request has to repeat it: with its signatures of thoughts."""
    message: dict[str, Any] = _message(answer).model_dump(exclude_none=True)
    return message


def tool_message(call: Any, result: object) -> dict[str, Any]:
    """The message that gives a model the result of a tool."""
    text = result if isinstance(result, str) else json.dumps(_plain(result), ensure_ascii=False)
    return {"role": "tool", "tool_call_id": call.id, "content": text}


def response_format(kind: Any) -> dict[str, Any]:
    """The argument that asks for answers of a type: a pydantic model, a dataclass or a TypedDict."""
    try:
        schema = TypeAdapter(kind).json_schema()
    except Exception as error:  # pydantic raises errors of several kinds
        reason = str(error).partition("\n")[0]
        raise ArgumentError(
            f"response_format: {kind!r} is no type that has a JSON schema: {reason}",
            argument="response_format",
            value=kind,
            allowed="a pydantic model, a dataclass or a TypedDict",
        ) from error
    name = getattr(kind, "__name__", "answer")
    wrapped = {"name": name, "strict": True, "schema": _close_schema(schema)}
    return {"type": "json_schema", "json_schema": wrapped}


def parse_answer(kind: type[T], answer: responses.ChatCompletionResponse) -> Parsed[T]:
    """The answer as a value of a type. Raises `AnswerError`, which has the text, where it is none."""
    text = text_of(answer)
    if answer.choices and answer.choices[0].finish_reason == "length":
        raise AnswerError("the answer was cut off: raise max_completion_tokens", details=text)
    try:
        value: T = TypeAdapter(kind).validate_json(text)
    except ValidationError as error:
        name = getattr(kind, "__name__", kind)
        first = error.errors(include_url=False)[0]
        place = ".".join(map(str, first["loc"])) or "the whole"
        raise AnswerError(
            f"the answer is no {name}: {place}: {first['msg']}", details=text
        ) from error
    return Parsed(value, answer)


def conversation(messages: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """A list of messages, to go on with. Raises `ArgumentError`."""
    said: list[Any] = [] if isinstance(messages, str | Mapping) else list(messages)
    if not said or not all(isinstance(message, Mapping) for message in said):
        raise ArgumentError("messages must be a list of mappings", argument="messages")
    return [dict(message) for message in said]


def refuse_stream(arguments: Mapping[str, Any], method: str) -> None:
    """Raise `ArgumentError` where `stream` is given to a method that needs whole answers."""
    if arguments.get("stream"):
        raise ArgumentError(
            f"{method} needs whole answers: leave out stream", argument="stream", value=True
        )


def check_rounds(rounds: object) -> int:
    """The most answers of a conversation with tools. Raises `ArgumentError`."""
    if isinstance(rounds, int) and not isinstance(rounds, bool) and rounds > 0:
        return rounds
    raise ArgumentError(
        f"max_rounds is {rounds!r}, and must be a whole number of at least 1", argument="max_rounds"
    )


def too_many_rounds(rounds: int, messages: Sequence[Mapping[str, Any]]) -> AnswerError:
    """The error of a model that goes on calling tools; not raised here."""
    return AnswerError(
        f"the model still calls tools after {rounds} answers: raise max_rounds; the error's details are"
        " the messages so far",
        details=tuple(messages),
    )


def _message(answer: responses.ChatCompletionResponse) -> Any:
    if not answer.choices:
        raise AnswerError("the answer has no choice", details=answer.model_dump())
    return answer.choices[0].message


def _name(function: Tool) -> str:
    name = str(getattr(function, "__name__", type(function).__name__))
    if not name.isidentifier():
        raise ArgumentError(f"tools: {name} has no name: define it with def", argument="tools")
    return name


def _arguments(name: str, function: Tool) -> type[BaseModel]:
    """A model of the arguments of a function, by its signature."""
    fields: dict[str, Any] = {}
    try:
        signature = inspect.signature(function, eval_str=True)
    except Exception as error:  # hints may be any expression
        raise ArgumentError(
            f"tools: the arguments of {name} cannot be read: {error}", argument="tools"
        ) from error
    for parameter in signature.parameters.values():
        if parameter.kind in {parameter.VAR_POSITIONAL, parameter.VAR_KEYWORD}:
            continue
        if parameter.kind is parameter.POSITIONAL_ONLY:
            raise ArgumentError(
                f"tools: {name} takes {parameter.name} by position only, and a model gives names:"
                " wrap it in a function",
                argument="tools",
            )
        annotation = Any if parameter.annotation is parameter.empty else parameter.annotation
        default = ... if parameter.default is parameter.empty else parameter.default
        fields[parameter.name] = (annotation, default)
    return create_model(name, __config__=ConfigDict(extra="forbid"), **fields)


def _close_schema(schema: Any) -> Any:
    """The schema as strict answers need it: all members are there, and no others."""
    if isinstance(schema, list):
        return [_close_schema(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    made = {name: _close_schema(value) for name, value in schema.items()}
    if isinstance(made.get("properties"), dict):
        made |= {"additionalProperties": False, "required": list(made["properties"])}
    return made


def _plain(value: object) -> Any:
    """The value as JSON; what has no JSON as its text, because the call of the tool is done by now."""
    return TypeAdapter(type(value)).dump_python(value, mode="json", fallback=str)
