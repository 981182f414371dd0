"""Choices: for what is to be edited, the models that fit, what each costs, and why others do not."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple

from pyvenice.catalogue import lookup
from pyvenice.catalogue.choice.needs import Needs, takes
from pyvenice.catalogue.choice.recommendation import recommend_among
from pyvenice.catalogue.estimation import Estimate, dollars, expected_cost
from pyvenice.catalogue.model import Model, Parameter
from pyvenice.core.images.inputs import Mask
from pyvenice.editing.options import EditOptions
from pyvenice.editing.request import edit_request
from pyvenice.editing.translation import translate
from pyvenice.errors import ArgumentError, PyveniceError
from pyvenice.studio.pictures import Pictures
from pyvenice.studio.settings import PARTIAL_IMAGES
from pyvenice.studio.store import Picture

MOST_MODELS = 8
MOST_IMAGES = 16
MOST_PROMPT = 32_000
_WEIGHTS: Mapping[str, Mapping[str, float]] = {
    "Cheapest that fits": {"price": 1},
    "Balanced": {"price": 1, "tier": 1, "resolution": 1},
    "Highest tier": {"tier": 3, "resolution": 1},
}
"""Each recommendation and what it weighs. A tier is what the provider asks, not how good a model is."""
_PREFERRED = "Preferred by you"


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What the form asks for, the same of every model."""

    images: tuple[Picture, ...] = ()
    mask: Picture | None = None
    prompt: str = ""
    params: Mapping[str, Any] = field(default_factory=dict)
    full_size: bool = False
    """The result must not be smaller than the first image."""


class Plan(NamedTuple):
    """What one model will be asked, and what that costs."""

    model: Model
    options: Mapping[str, Any]
    """Options of an editor's `edit`."""
    estimate: Estimate
    warnings: tuple[str, ...]


def read_order(form: Mapping[str, Any], pictures: Pictures) -> Order:
    """The order that a form makes. Raises `ArgumentError` for values that are none."""
    images, mask, prompt = form.get("images", []), form.get("mask"), form.get("prompt", "")
    params = form.get("params", {})
    if not isinstance(images, list) or len(images) > MOST_IMAGES:
        raise ArgumentError(f"images: at most {MOST_IMAGES} are taken", argument="images")
    if not isinstance(prompt, str) or len(prompt) > MOST_PROMPT:
        raise ArgumentError(f"prompt: at most {MOST_PROMPT:,} characters", argument="prompt")
    if not isinstance(params, dict) or len(params) > 40:
        raise ArgumentError("params must be an object of parameters", argument="params")
    return Order(
        images=tuple(pictures.picture(image) for image in images),
        mask=pictures.picture(mask) if mask else None,
        prompt=prompt.strip(),
        params={name: value for name, value in params.items() if value not in ("", None)},
        full_size=bool(form.get("full_size")),
    )


def plan(name: str, order: Order, pictures: Pictures) -> Plan:
    """What a model will be asked. Raises what the call would raise before it is sent."""
    model = lookup.get(name)
    options, warnings = _options(model, order, pictures)
    images = [pictures.path(image.id) for image in order.images]
    request = edit_request("edit", images or None, order.prompt or None, options)
    translation = translate(model, request)
    partials = PARTIAL_IMAGES if translation.params.get("n", 1) == 1 else 0
    params = {**translation.params, "partial_images": partials}
    cost = expected_cost(translation.model, params, translation.operation)
    notes = [warning.message for warning in translation.warnings]
    return Plan(model, options, cost, (*warnings, *notes))


def _options(
    model: Model, order: Order, pictures: Pictures
) -> tuple[dict[str, Any], tuple[str, ...]]:
    """The options that the model takes, and a sentence for each parameter that it does not."""
    options: dict[str, Any] = {"on_unsupported": "warn"}
    extra: dict[str, Any] = {}
    warnings = []
    for name, value in order.params.items():
        rule = _rules(model).get(name)
        if rule is None:
            warnings.append(f"{name} is left out: {model.id} does not take it")
        elif name in EditOptions.__annotations__:
            options[name] = _value(name, value, rule)
        else:
            extra[name] = _value(name, value, rule)
    if extra:
        options["extra"] = extra
    if order.mask:
        options["mask"] = Mask(pictures.path(order.mask.id), edit="white")
    return options, tuple(warnings)


def supported_parameters(model: str, params: Mapping[str, Any]) -> dict[str, Any]:
    """The parameters that the model takes, in their types."""
    rules = _rules(lookup.get(model))
    return {
        name: _value(name, value, rules[name]) for name, value in params.items() if name in rules
    }


def _rules(model: Model) -> dict[str, Parameter]:
    """All parameters of a model as fields of a form: also the shape and the number of results."""
    size = model.size
    shapes = {
        "size": (*(("auto",) if size.auto else ()), *size.sizes),
        "aspect_ratio": (*(("auto",) if size.auto else ()), *size.ratios),
        "resolution": size.resolutions,
    }
    rules = {
        name: Parameter(enum=() if name == "size" and size.free else listed)
        for name, listed in shapes.items()
        if takes(model, name)
    }
    others = {name: rule for name, rule in model.parameters.items() if name != "prompt"}
    count = Parameter(type="integer", min=1, max=min(model.n_max or 4, 4), default=1)
    return {"n": count, **rules, **others}


def _value(name: str, value: Any, rule: Parameter) -> Any:
    """The value of a form's field, in the type of the parameter."""
    try:
        if rule.type == "integer" or name == "n":
            return int(value)
        if rule.type == "number":
            return float(value)
    except (TypeError, ValueError):
        raise ArgumentError(f"{name}={value!r} is no number", argument=name, value=value) from None
    if rule.type == "boolean":
        return value in (True, "true", "on", "1")
    if not isinstance(value, str | int | float):
        raise ArgumentError(f"{name} must be text", argument=name)
    return str(value)


def form_fields(model: Model) -> list[dict[str, Any]]:
    """The parameters of a model, as the fields of a form."""
    return [
        {
            "name": name,
            "label": name.replace("_", " "),
            "type": rule.type,
            "values": list(rule.enum),
            "min": rule.min,
            "max": rule.max,
            "default": rule.default,
            "note": rule.note,
        }
        for name, rule in _rules(model).items()
    ]


def choices(
    order: Order,
    pictures: Pictures,
    *,
    ready: frozenset[str],
    preferences: Mapping[str, tuple[int, int]],
    durations: Mapping[str, str],
) -> dict[str, Any]:
    """The models for an order: recommended ones, all that fit, and those that do not with reasons."""
    fitting: dict[str, Plan] = {}
    out: list[dict[str, Any]] = []
    needs = _needs(order)
    for model in lookup.models():
        reasons = [*needs.unmet(model), *_without_key(model, ready)]
        if not reasons:
            try:
                fitting[model.id] = plan(model.id, order, pictures)
            except PyveniceError as error:
                reasons = [str(error)]
        if reasons:
            out.append({"id": model.id, "title": model.title, "reasons": reasons})
    entries = [
        _entry(found, preferences) | {"time": durations.get(found.model.id, "unknown")}
        for found in fitting.values()
    ]
    entries.sort(key=lambda entry: (entry["micro"] is None, entry["micro"] or 0, entry["id"]))
    return {
        "picks": list(_picks(fitting, needs, preferences)),
        "models": entries,
        "disqualified": out,
    }


def _needs(order: Order) -> Needs:
    first = order.images[0] if order.images else None
    size = (first.width, first.height) if first and order.full_size else None
    return Needs(mask=bool(order.mask), images=max(len(order.images), 1), size=size)


def _without_key(model: Model, ready: frozenset[str]) -> Iterator[str]:
    if model.provider not in ready:
        yield f"there is no key for {model.provider}"


def _picks(
    fitting: Mapping[str, Plan], needs: Needs, preferences: Mapping[str, tuple[int, int]]
) -> Iterator[dict[str, str]]:
    """Up to three different models, each with what it is recommended for and why."""
    models = [found.model for found in fitting.values() if "edit" in found.model.operations]
    models = [model for model in models if model.price.unit != "own_server"] or models
    models = models or [found.model for found in fitting.values()]
    picked: set[str] = set()
    for label, weights in _WEIGHTS.items():
        ranking = recommend_among(models, replace(needs, operation=None), weights, limit=9)
        best = next((pick for pick in ranking if pick.model.id not in picked), None)
        reason = best.reason if best else ""
        name = best.model.id if best else ""
        if label == "Highest tier" and (own := _preferred(fitting, preferences, picked)):
            label, name = _PREFERRED, own  # noqa: PLW2901  (evidence counts before a tier)
            reason = f"{_preference(preferences[own])}; this is evidence of yours, no measurement"
        if name and label.startswith("Cheapest") and fitting[name].estimate.likely is None:
            label = "Fits; its price is not known"  # noqa: PLW2901  (nothing says that it is cheap)
        if name:
            picked.add(name)
            short = reason if len(weights) == 1 else reason.partition(": ")[0]
            yield {"id": name, "label": label, "reason": short, "why": reason}


def _preferred(
    fitting: Mapping[str, Plan], preferences: Mapping[str, tuple[int, int]], picked: set[str]
) -> str | None:
    """The model whose results were preferred most often, among those that fit."""
    known = {
        name: won / total
        for name, (won, total) in preferences.items()
        if name in fitting and name not in picked and won
    }
    return max(known, key=lambda name: (known[name], preferences[name][1], name), default=None)


def _preference(counts: tuple[int, int]) -> str:
    won, total = counts
    return f"you preferred it in {won} of {total} comparisons"


def _entry(found: Plan, preferences: Mapping[str, tuple[int, int]]) -> dict[str, Any]:
    model, cost = found.model, found.estimate
    known = preferences.get(model.id)
    return {
        "id": model.id,
        "title": model.title,
        "provider": model.provider,
        "tier": model.tier or "unknown",
        "price": price_text(cost),
        "micro": cost.likely,
        "source": str(cost),
        "status": model.lifecycle.status,
        "mask": model.mask.polarity if model.mask else None,
        "quality": _preference(known) if known else "no vote of yours yet",
        "warnings": list(found.warnings),
        "fields": form_fields(model),
    }


def price_text(cost: Estimate) -> str:
    """`$0.04`, `at least $0.01`, `own server` or `price unknown`."""
    if cost.is_own_server:
        return "own server"
    if cost.likely is not None:
        return dollars(cost.likely)
    return "price unknown" if not cost.min else f"at least {dollars(cost.min)}"


def button_text(costs: Sequence[int | None], *, sandbox: bool) -> str:
    """What the button says that sends the edits: how many models, and what they cost."""
    if not costs:
        return "Choose a model"
    known = [cost for cost in costs if cost is not None]
    verb = "Edit" if len(costs) == 1 else f"Edit with {len(costs)}"
    unknown = len(costs) - len(known)
    text = f"est. {dollars(sum(known))}" if known else "price unknown"
    text += f" + {unknown} unknown" if known and unknown else ""
    return f"{verb} — {text}" + (" (sandbox: not billed)" if sandbox else "")
