"""Validation: canonical parameters checked against a model, corrected, with a note of each change."""

from __future__ import annotations

import difflib
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pyvenice.catalogue.adjustment import Adjustment, Params, change, drop
from pyvenice.catalogue.lookup import get
from pyvenice.catalogue.model import Call, Model, Parameter, image_count_text
from pyvenice.catalogue.parameter_names import OPTIONS, SHAPE
from pyvenice.catalogue.shape_checks import check_shape
from pyvenice.core.public import publish
from pyvenice.errors import ArgumentError, UnsupportedParameterError

__all__ = ["Validation", "validate"]

CONTENT = ("image", "mask", "prompt")
"""What a check never changes: it is the caller's work."""
CANONICAL = (*CONTENT, *OPTIONS)
_SYNONYMS = {"jpg": "jpeg"}
_MOST_IMAGES = 100_000
"""More in one call is a slip of the keyboard and not an order."""

_TRUTH = {"true": True, "false": False}


@dataclass(frozen=True, slots=True)
class Validation:
    """The parameters that the model takes, and what had to be done for it."""

    model: Model
    params: Mapping[str, Any]
    """The corrected parameters: checking them again changes nothing."""
    adjustments: tuple[Adjustment, ...]
    """What was changed or dropped, in the order of the checks."""
    notices: tuple[Adjustment, ...]
    """What was kept but should be known: a retired model, a mask for a model without masks, …"""

    @property
    def ok(self) -> bool:
        """Whether the call can give what was asked: nothing was adjusted and nothing is wrong."""
        return not self.adjustments and not self.errors

    @property
    def errors(self) -> tuple[Adjustment, ...]:
        """The notices that make the call useless, such as a retired model."""
        return tuple(notice for notice in self.notices if notice.severity == "error")

    def __iter__(self) -> Iterator[Any]:
        """`params, adjustments = validate(…)`."""
        return iter((self.params, self.adjustments))


def validate(
    model: Model | str,
    params: Mapping[str, Any],
    *,
    operation: str | None = None,
    strict: bool = False,
) -> Validation:
    """Check canonical parameters against a model, and correct those that it does not take.

    A ratio, size or resolution becomes the nearest that the model has; a number is moved into its
    bounds; an unknown value becomes the default; a parameter that the model lacks is dropped. `image`,
    `mask` and `prompt` are never changed, and parameters that are `None` count as not given.
    `operation` is the first one of the model if left out, `edit` where it has that.

    With `strict`, anything to correct raises `UnsupportedParameterError` with all adjustments. Raises
    `UnknownModelError` for a model that is not in the catalogue.
    """
    known = get(model)
    if not isinstance(params, Mapping):
        raise ArgumentError(
            f"params={params!r} is not allowed: it must be a mapping of parameters to values",
            argument="params",
            value=params,
        )
    given: Params = {name: value for name, value in params.items() if value is not None}
    chosen = _operation(known, given, operation)
    call = _call(known, given, chosen)
    adjustments = tuple(_adjust(known, call, given))
    result = Validation(known, given, adjustments, tuple(_notices(known, given, chosen)))
    if strict and not result.ok:
        raise _refusal(known, result)
    return result


def image_count(params: Mapping[str, Any]) -> int:
    """How many images the parameters hold."""
    image = params.get("image")
    if isinstance(image, list | tuple):
        return len(image)
    return 0 if image is None else 1


def _operation(model: Model, params: Params, operation: str | None) -> str:
    if operation is not None:
        return operation
    if "mask" in params and "edit" not in model.operations and "inpaint" in model.operations:
        return "inpaint"
    if "edit" in model.operations or not model.operations:
        return "edit"
    return model.operations[0]


def _call(model: Model, params: Params, operation: str) -> Call | None:
    """The call that would be made; the nearest one where none fits exactly."""
    images, mask = image_count(params), "mask" in params
    names = params.keys()
    for count, masked in ((images or 1, mask), (images, mask), (1, False), (1, True)):
        if call := model.call_for(operation, images=count, mask=masked, parameters=names):
            return call
    return model.calls[0] if model.calls else None


def _adjust(model: Model, call: Call | None, params: Params) -> Iterator[Adjustment]:
    for name in list(params):
        if name not in (*CONTENT, *SHAPE, "n") and not _takes(model, call, name):
            yield drop(params, name, _lacks(model, call, name))
    if "n" in params:
        yield from _check_n(params)
    yield from check_shape(model, params)
    for name in list(params):
        if name not in (*CONTENT, *SHAPE, "n"):
            yield from _check_value(model, name, model.parameters[name], params)


def _takes(model: Model, call: Call | None, name: str) -> bool:
    return name in model.parameters and (call is None or name in call.arguments)


def _lacks(model: Model, call: Call | None, name: str) -> str:
    if name in model.parameters and call is not None:
        return f"{call.method}, which this request needs, takes no {name}"
    known = sorted({*CANONICAL, *model.parameters})
    near = difflib.get_close_matches(str(name), known, n=1)
    meant = f"; did you mean {near[0]}?" if near and name not in known else ""
    return f"{model.id} takes no {name}{meant}"


def _check_n(params: Params) -> Iterator[Adjustment]:
    given = params["n"]
    number = _number(given, whole=True)
    if number is None:
        yield drop(params, "n", f"n={given!r} is no whole number: one image is made")
    elif number < 1:
        yield change(params, "n", given, 1, f"n={given} is below 1")
    elif number > _MOST_IMAGES:
        yield change(params, "n", given, _MOST_IMAGES, f"n={given} is above {_MOST_IMAGES}")
    elif type(given) is not int:
        yield change(params, "n", given, int(number), "written as a number", "info")


def _check_value(model: Model, name: str, rule: Parameter, params: Params) -> Iterator[Adjustment]:
    given = params[name]
    if rule.type in ("integer", "number"):
        yield from _check_number(model, name, rule, params)
    elif rule.type == "boolean":
        if not isinstance(given, bool):
            value = _TRUTH.get(str(given).lower())
            if value is None:
                yield drop(params, name, f"{name}={given!r} is neither true nor false")
            else:
                yield change(params, name, given, value, "written as true or false", "info")
    elif not isinstance(given, str):
        yield drop(params, name, f"{name}={given!r} is no text")
    elif rule.enum and given not in rule.enum:
        yield _check_enum(model, name, rule, params)


def _check_number(model: Model, name: str, rule: Parameter, params: Params) -> Iterator[Adjustment]:
    given, whole = params[name], rule.type == "integer"
    number = _number(given, whole=whole)
    if number is None:
        kind = "whole number" if whole else "number"
        yield drop(params, name, f"{name}={given!r} is no {kind}")
        return
    low, high = rule.min, rule.max
    used = number
    if low is not None and number < low:
        used = _plain(low, whole=whole)
    if high is not None and number > high:
        used = _plain(high, whole=whole)
    if used != number:
        yield change(params, name, given, used, f"{model.id} takes {_bounds(rule)}, not {given}")
    elif isinstance(given, str) or type(used) is not type(given):
        yield change(params, name, given, used, "written as a number", "info")


def _number(value: object, *, whole: bool) -> int | float | None:
    """The value as a number: of a text too, but no bool, no infinity, no part for a whole one."""
    if isinstance(value, str):
        try:
            value = float(value)
        except ValueError:
            return None
    if type(value) is int:
        return value
    if not isinstance(value, float) or not math.isfinite(value):
        return None
    return round(value) if whole or value == int(value) else value


def _plain(bound: float, *, whole: bool) -> int | float:
    return int(bound) if whole or bound == int(bound) else bound


def _bounds(rule: Parameter) -> str:
    low, high = rule.min, rule.max
    if high is None:
        return f"at least {low:g}"
    return f"{low:g} to {high:g}" if low is not None else f"at most {high:g}"


def _check_enum(model: Model, name: str, rule: Parameter, params: Params) -> Adjustment:
    given = params[name]
    allowed = ", ".join(rule.enum)
    plain = str(given).strip().lower()
    same = {value.lower(): value for value in rule.enum}
    if value := same.get(_SYNONYMS.get(plain, plain)):
        return change(params, name, given, value, f"{model.id} writes it as {value}", "info")
    near = difflib.get_close_matches(plain, same, n=1, cutoff=0.75)
    used = same[near[0]] if near else rule.default
    reason = f"{model.id} has no {name} {given!r}: it takes {allowed}"
    if used is None:
        return drop(params, name, reason)
    return change(params, name, given, used, reason)


def _notices(model: Model, params: Params, operation: str) -> Iterator[Adjustment]:
    yield from lifecycle_notices(model)
    if operation not in model.operations:
        known = ", ".join(model.operations)
        yield _keep(
            "operation", operation, f"{model.id} cannot {operation}: it has {known}", "error"
        )
    yield from _image_notices(model, params)
    yield from _prompt_notices(model, params)
    n, most = params.get("n", 1), model.n_max
    if most is not None and n > most:
        calls = math.ceil(n / most)
        yield _keep("n", n, f"{model.id} makes {most} at a time: {calls} requests", "info")
    for name in params:
        rule = model.parameters.get(name)
        if rule is not None and rule.unverified:
            yield _keep(name, params[name], f"whether {model.id} takes {name} is not verified")


def lifecycle_notices(model: Model) -> Iterator[Adjustment]:
    """A notice for a model that is retired, will be, or is a preview; with its replacement."""
    lifecycle = model.lifecycle
    status = lifecycle.status
    if status == "current":
        return
    instead = f": use {lifecycle.replaced_by}" if lifecycle.replaced_by else ""
    if status == "retired":
        when = f" since {lifecycle.retired_on}" if lifecycle.retired_on else ""
        yield _keep("model", model.id, f"{model.id} is retired{when}{instead}", "error")
    elif status == "deprecated":
        when = f"; it ends on {lifecycle.retired_on}" if lifecycle.retired_on else ""
        yield _keep("model", model.id, f"{model.id} is deprecated{when}{instead}")
    else:
        yield _keep("model", model.id, f"{model.id} is a preview: it may change or end", "info")


def _image_notices(model: Model, params: Params) -> Iterator[Adjustment]:
    if "mask" in params and model.mask is None:
        message = f"{model.id} takes no mask: choose one that does, with recommend(mask=True)"
        yield _keep("mask", params["mask"], message, "error")
    count = image_count(params)
    if count and count not in model.images:
        message = f"{model.id} takes {image_count_text(model.images)}, not {count}"
        yield _keep("image", params["image"], message, "error")
    if model.mask is not None and model.mask.required and count and "mask" not in params:
        yield _keep("mask", None, f"{model.id} needs a mask", "error")


def _prompt_notices(model: Model, params: Params) -> Iterator[Adjustment]:
    rule = model.parameters.get("prompt")
    prompt = params.get("prompt")
    if prompt and rule is None:
        yield _keep("prompt", prompt, f"{model.id} takes no prompt: it is not sent")
    if isinstance(prompt, str) and rule and rule.max_length and len(prompt) > rule.max_length:
        message = f"{model.id} takes {rule.max_length} characters of prompt, not {len(prompt)}"
        yield _keep("prompt", prompt, message, "error")


def _keep(name: str, value: object, message: str, severity: Any = "warning") -> Adjustment:
    return Adjustment(name, value, value, "kept", message, severity)


def _refusal(model: Model, result: Validation) -> UnsupportedParameterError:
    found: Sequence[Adjustment] = (*result.errors, *result.adjustments)
    text = "; ".join(adjustment.message for adjustment in found)
    return UnsupportedParameterError(
        f"{model.id} cannot do what was asked: {text}",
        argument=found[0].parameter,
        adjustments=found,
    )


publish(__name__)
