"""The two kinds of generated models: requests are closed and strict, responses are open."""

from __future__ import annotations

from typing import Annotated, Any, Self

from pydantic import MISSING, BaseModel, BeforeValidator, ConfigDict, model_validator
from pydantic_core import PydanticCustomError


def whole_number(value: Any) -> Any:
    """A float without a fraction as the integer that it is; anything else as it came."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


WholeNumber = Annotated[int, BeforeValidator(whole_number)]
"""An integer as JSON Schema means it: `2.0` is one and is sent as `2`; `True` and `"2"` are none."""


class RequestModel(BaseModel):
    """A request body. An unknown field is an error, and nothing is converted: `"2"` is not a number."""

    model_config = ConfigDict(
        extra="forbid", strict=True, defer_build=True, protected_namespaces=()
    )

    def body(self) -> dict[str, Any]:
        """What was set, by wire name; images stay as they are, because they are sent in pieces."""
        type(
            self
        ).model_rebuild()  # a class that refers to a later one does not know its fields yet
        fields = type(self).model_fields
        wires = {name: field.alias for name, field in fields.items() if field.alias is not None}
        return {
            wires.get(name, name): _plain(value) for name, value in self if value is not MISSING
        }


class ChoiceModel(RequestModel):
    """A body, or a part of one, that takes exactly one of its fields."""

    @model_validator(mode="after")
    def _is_chosen(self) -> Self:
        if len(self.body()) != 1:
            names = " and ".join(type(self).model_fields)
            raise PydanticCustomError(
                "choice", "exactly one of {names} must be given", {"names": names}
            )
        return self


def _plain(value: Any) -> Any:
    if isinstance(value, RequestModel):
        return value.body()
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    return [_plain(item) for item in value] if isinstance(value, list) else value


class ResponseModel(BaseModel):
    """An answer. What the server adds stays readable as an attribute, unknown values included."""

    model_config = ConfigDict(extra="allow", defer_build=True, protected_namespaces=())

    def __getitem__(self, name: str) -> Any:
        """A member by its name, as in the JSON that came. Raises `KeyError`."""
        try:
            return getattr(self, name)
        except AttributeError:
            raise KeyError(name) from None
