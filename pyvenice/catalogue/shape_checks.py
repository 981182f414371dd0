"""Shape checks: `size`, `aspect_ratio` and `resolution`, corrected to what a model takes."""

from __future__ import annotations

from collections.abc import Iterator

from pyvenice.catalogue.adjustment import Adjustment, Params, Severity, change, drop
from pyvenice.catalogue.model import Model, SizeControl
from pyvenice.catalogue.parameter_names import SHAPE
from pyvenice.catalogue.sizes import (
    Size,
    fit_size,
    nearest_ratio,
    nearest_resolution,
    nearest_size,
    parse_ratio,
    parse_resolution,
    parse_size,
    size_for,
)

_IN_PIXELS = ("size", "width_height")


def check_shape(model: Model, params: Params) -> Iterator[Adjustment]:
    """Correct the shape parameters in `params`; yields what was changed."""
    control = model.size
    if control.kind == "none":
        for name in SHAPE:
            if name in params:
                yield drop(
                    params, name, f"{model.id} takes no {name}: its results have the input's size"
                )
        return
    yield from _conflicts(model, params)
    if control.kind not in _IN_PIXELS and "size" in params:
        yield _size_as_ratio(model, params)
    for name, check in (("size", _size), ("aspect_ratio", _ratio), ("resolution", _resolution)):
        if name in params:
            yield from check(model, params)


def _conflicts(model: Model, params: Params) -> Iterator[Adjustment]:
    """A size says everything; where the model takes ratios, a ratio says more than a size."""
    if "size" not in params:
        return
    if model.size.kind in _IN_PIXELS:
        for name in ("aspect_ratio", "resolution"):
            if name in params:
                yield drop(params, name, f"size={params['size']!r} already decides the shape")
    elif "aspect_ratio" in params:
        reason = f"{model.id} takes no size: aspect_ratio={params['aspect_ratio']!r} decides"
        yield drop(params, "size", reason)


def _size_as_ratio(model: Model, params: Params) -> Adjustment:
    """A size for a model that takes an aspect ratio, a resolution, or both instead."""
    given = params.pop("size")
    size = parse_size(given)
    if size is None:
        return Adjustment(
            "size", given, None, "dropped", f"size={given!r} is no size such as 1024x1024"
        )
    control = model.size
    used: dict[str, str] = {}
    if "aspect_ratio" in control.kind:
        used["aspect_ratio"] = nearest_ratio(size.ratio, control.ratios)
    if "resolution" in control.kind and "resolution" not in params:
        side = size.pixels**0.5
        used["resolution"] = nearest_resolution(side, control.resolutions)
    params.update(used)
    text = ", ".join(f"{name}={value}" for name, value in used.items())
    return Adjustment(
        "size",
        given,
        text or None,
        "changed" if used else "dropped",
        f"{model.id} takes {control.kind.replace('+', ' and ')} instead of a size: {given} → {text}",
        "info",
    )


def _size(model: Model, params: Params) -> Iterator[Adjustment]:
    control, given = model.size, params["size"]
    if (given == "auto" and control.auto) or (given == "original" and control.original):
        return
    size = parse_size(given)
    if size is None:
        yield drop(params, "size", f"size={given!r} is no size such as 1024x1024")
        return
    used = _nearest(size, control)
    if used == size:
        if given != str(used):
            params["size"] = str(used)
            if not isinstance(given, tuple | list):
                yield change(params, "size", given, str(used), "written as WIDTHxHEIGHT", "info")
        return
    reason = f"{model.id} has no size {size}; the nearest is {used} ({used.ratio_text})"
    yield change(params, "size", given, str(used), reason)


def _nearest(size: Size, control: SizeControl) -> Size:
    if str(size) in control.sizes:
        return size
    return fit_size(size, control) if control.free else nearest_size(size, control.sizes)


def _ratio(model: Model, params: Params) -> Iterator[Adjustment]:
    control, given = model.size, params["aspect_ratio"]
    if given == "auto" and control.auto:
        return
    wanted = parse_ratio(given)
    if "aspect_ratio" not in control.kind and control.kind not in _IN_PIXELS:
        yield drop(params, "aspect_ratio", f"{model.id} takes no aspect ratio")
    elif wanted is None:
        yield drop(params, "aspect_ratio", f"aspect_ratio={given!r} is no ratio such as 16:9")
    else:
        used = _nearest_ratio(wanted, str(given), control)
        if used != given:
            same = parse_ratio(used) == wanted
            reason = (
                f"{model.id} has no aspect ratio {given}; the nearest is {used}"
                if not same
                else f"{model.id} writes the aspect ratio {given} as {used}"
            )
            severity: Severity = "info" if same else "warning"
            yield change(params, "aspect_ratio", given, used, reason, severity)


def _nearest_ratio(wanted: float, given: str, control: SizeControl) -> str:
    if control.ratios:
        return nearest_ratio(wanted, control.ratios)
    if control.free:
        limit = control.max_ratio
        if limit is None or 1 / limit <= wanted <= limit:
            return given.strip().replace("/", ":").replace("x", ":").replace("X", ":")
        long = f"{limit:g}"
        return f"{long}:1" if wanted > 1 else f"1:{long}"
    return size_for(control, wanted).ratio_text


def _resolution(model: Model, params: Params) -> Iterator[Adjustment]:
    control, given = model.size, params["resolution"]
    side = parse_resolution(given)
    takes = "resolution" in control.kind
    if not takes and not (control.kind in _IN_PIXELS and control.free):
        yield drop(params, "resolution", f"{model.id} takes no resolution")
    elif side is None:
        yield drop(params, "resolution", f"resolution={given!r} is none such as 2K")
    elif takes:
        used = nearest_resolution(side, control.resolutions)
        if used != given:
            same = parse_resolution(used) == side
            reason = (
                f"{model.id} writes the resolution {given} as {used}"
                if same
                else f"{model.id} has no resolution {given}; the nearest is {used}"
            )
            severity: Severity = "info" if same else "warning"
            yield change(params, "resolution", given, used, reason, severity)
