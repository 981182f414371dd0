"""Translation: canonical parameters to the arguments of the provider's own method.

It knows no provider: the catalogue says which method reaches a model, and what goes where.
"""

from __future__ import annotations

import difflib
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from pyvenice.catalogue.adjustment import Adjustment
from pyvenice.catalogue.lookup import models
from pyvenice.catalogue.model import Call, Model
from pyvenice.catalogue.parameter_names import SHAPE
from pyvenice.catalogue.sizes import wire_size
from pyvenice.catalogue.validation import Validation, validate
from pyvenice.core.provider_rules import ResultWarning
from pyvenice.editing.request import EditRequest, repeatable
from pyvenice.errors import ArgumentError, UnsupportedParameterError

_VERBS_OF_THEIR_OWN = ("generate", "upscale", "remove_background", "vary")


@dataclass(frozen=True, slots=True)
class Translation:
    """How a model is called for a request."""

    model: Model
    operation: str
    method: str
    """The method below the client: `image.edit`."""
    arguments: tuple[Mapping[str, Any], ...]
    """Those of each request: several where a model gives fewer images at once than were asked for."""
    params: Mapping[str, Any]
    """The canonical parameters that the model takes: what its price depends on."""
    warnings: tuple[ResultWarning, ...] = ()


def translate(model: Model, request: EditRequest) -> Translation:
    """The calls that carry out a request. Pure: nothing is read, and nothing is sent.

    Raises `UnsupportedParameterError` for what the model cannot do, unless the request says
    `on_unsupported="warn"`: then its warnings say what was changed or left out. Sizes and ratios
    become the nearest that the model takes in both cases.
    """
    operation = _operation(model, request)
    request = _with_known_extra(model, request)
    checked = validate(model, request.canonical(), operation=operation)
    call = _call(model, request, operation, checked)
    adjustments = tuple(_relevant(request, checked, call))
    if request.on_unsupported == "error":
        _refuse(model, adjustments)
    params = dict(checked.params)
    if request.mask is not None and call.mask is None:
        del params["mask"]
    arguments, notes = _requests(model, call, request, params)
    return Translation(
        model,
        operation,
        call.method,
        arguments,
        params,
        tuple(_warning(adjustment) for adjustment in (*adjustments, *notes)),
    )


def _operation(model: Model, request: EditRequest) -> str:
    """The verb itself where the model has it; of an edit also what is an edit by another name."""
    if request.operation in model.operations:
        return request.operation
    edits = [name for name in model.operations if name not in _VERBS_OF_THEIR_OWN]
    if request.operation == "edit" and edits:
        is_masked = request.mask is not None and "inpaint" in edits
        return "inpaint" if is_masked else edits[0]
    able = [other.id for other in models(model.provider) if request.operation in other.operations]
    near = difflib.get_close_matches(model.id, able, n=1)
    raise ArgumentError(
        f"{model.id} cannot {request.operation.replace('_', ' ')}: it has"
        f" {', '.join(model.operations) or 'no operation'}; choose"
        f" {near[0] if near else 'another model'}",
        argument="model",
        value=model.id,
        allowed=model.operations,
    )


def _with_known_extra(model: Model, request: EditRequest) -> EditRequest:
    """The request, with what the catalogue knows of `extra` among the parameters that are checked."""
    known = {name: value for name, value in request.extra.items() if name in model.parameters}
    if not known:
        return request
    for name in known:
        _check_new(name, request.canonical())
    rest = {name: value for name, value in request.extra.items() if name not in known}
    return replace(request, params={**request.params, **known}, extra=rest)


def _call(model: Model, request: EditRequest, operation: str, checked: Validation) -> Call:
    count, names = len(request.images), checked.params.keys()
    has_mask = request.mask is not None
    for masked in (True, False) if has_mask else (False,):
        if call := model.call_for(operation, images=count, mask=masked, parameters=names):
            if has_mask and not masked and request.on_unsupported == "error":
                break
            return call
    raise UnsupportedParameterError(
        _why_no_call(model, request, checked),
        argument="mask" if has_mask and count in model.images else "image",
        adjustments=checked.errors,
    )


def _why_no_call(model: Model, request: EditRequest, checked: Validation) -> str:
    if checked.errors:
        return "; ".join(notice.message for notice in checked.errors)
    mask = "a mask" if request.mask is not None else "no mask"
    return f"{model.id} has no call that takes {len(request.images)} images and {mask}"


def _relevant(request: EditRequest, checked: Validation, call: Call) -> Iterator[Adjustment]:
    """What was adjusted, and what is to be known; a mask that is left out among it."""
    for notice in checked.notices:
        if notice.parameter == "mask" and request.mask is not None and call.mask is None:
            yield replace(notice, used=None, action="dropped")
        elif notice.parameter != "n":
            yield notice
    yield from checked.adjustments


def _refuse(model: Model, adjustments: tuple[Adjustment, ...]) -> None:
    refused = [adjustment for adjustment in adjustments if _is_refused(adjustment)]
    if refused:
        reasons = "; ".join(adjustment.message for adjustment in refused)
        raise UnsupportedParameterError(
            f"{reasons}; nothing was sent to {model.id}"
            " (on_unsupported='warn' sends what the model does take, and says what it changed)",
            argument=refused[0].parameter,
            adjustments=refused,
        )


def _is_refused(adjustment: Adjustment) -> bool:
    """A nearest size is what was asked for; any other change would be another request."""
    if adjustment.severity == "error" or adjustment.action == "dropped":
        return True
    is_shape = adjustment.parameter in SHAPE
    return adjustment.action == "changed" and adjustment.severity == "warning" and not is_shape


def _requests(
    model: Model, call: Call, request: EditRequest, params: Mapping[str, Any]
) -> tuple[tuple[dict[str, Any], ...], list[Adjustment]]:
    """The arguments of each request, and what repeating it changes."""
    whole = _arguments(model, call, request, params)
    counts = _counts(model, call, request.n)
    if len(counts) == 1:
        return (_with_n(whole, call, counts[0]),), []
    repeated = {name: _repeatable(value) for name, value in whole.items()}
    requests = [_with_n(repeated, call, count) for count in counts]
    seed = params.get("seed")
    if not isinstance(seed, int) or "seed" not in call.arguments:
        return tuple(requests), []
    seeds = [seed + number for number in range(len(requests))]
    for arguments, value in zip(requests, seeds, strict=True):
        _put(arguments, call.arguments["seed"], value)
    message = f"{model.id} makes one image with a seed: the requests have the seeds {seeds[0]} to {seeds[-1]}"
    return tuple(requests), [Adjustment("seed", seed, tuple(seeds), "changed", message, "info")]


def _counts(model: Model, call: Call, n: int) -> list[int]:
    """How many images each request asks for."""
    most = (model.n_max or n) if "n" in call.arguments else 1
    requests = math.ceil(n / most)
    return [most] * (requests - 1) + [n - most * (requests - 1)]


def _with_n(arguments: Mapping[str, Any], call: Call, count: int) -> dict[str, Any]:
    copy = {
        name: dict(value) if isinstance(value, dict) else value for name, value in arguments.items()
    }
    if count != 1:
        _put(copy, call.arguments["n"], count)
    return copy


def _arguments(
    model: Model, call: Call, request: EditRequest, params: Mapping[str, Any]
) -> dict[str, Any]:
    arguments: dict[str, Any] = dict(call.fixed)
    if call.model is not None:
        arguments[call.model] = model.name
    arguments |= _image_arguments(call, request.images)
    if call.mask is not None and request.mask is not None:
        arguments[call.mask] = request.mask
    if request.prompt is not None and call.prompt is not None and "prompt" in model.parameters:
        arguments[call.prompt] = request.prompt
    for name, value in _wire_values(model, params).items():
        _put(arguments, call.arguments[name], value)
    for name, value in request.extra.items():
        _check_new(name, arguments)
        arguments[name] = value
    return arguments


def _image_arguments(call: Call, images: tuple[object, ...]) -> dict[str, Any]:
    if not images:
        return {}
    if len(call.image) == 1:
        (name,) = call.image
        is_list = call.images.max is None or call.images.max > 1
        return {name: list(images) if is_list else images[0]}
    return dict(zip(call.image, images, strict=False))


def _wire_values(model: Model, params: Mapping[str, Any]) -> dict[str, Any]:
    """The parameters that go into arguments of their own, sizes written as the model takes them."""
    values = {
        name: value
        for name, value in params.items()
        if name not in ("image", "mask", "prompt", "n", *SHAPE)
    }
    shape = {name: params[name] for name in SHAPE if params.get(name) is not None}
    return values | wire_size(model.size, **shape)


def _put(arguments: dict[str, Any], place: str, value: object) -> None:
    """Set an argument, or with `kwargs.seed` a key of one."""
    name, _, key = place.partition(".")
    if key:
        arguments.setdefault(name, {})[key] = value
    else:
        arguments[name] = value


def _check_new(name: str, arguments: Mapping[str, object]) -> None:
    if name in arguments:
        raise ArgumentError(
            f"extra[{name!r}] stands for an argument that the call has already: give it once",
            argument="extra",
            value=name,
        )


def _repeatable(value: Any) -> Any:
    return [repeatable(item) for item in value] if isinstance(value, list) else repeatable(value)


def _warning(adjustment: Adjustment) -> ResultWarning:
    used = adjustment.used if adjustment.action == "changed" else None
    return ResultWarning(
        f"{adjustment.parameter}-{adjustment.action}",
        str(adjustment.message),
        argument=adjustment.parameter,
        replacement=None if used is None else str(used),
    )
