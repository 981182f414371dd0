"""Plans: what will be asked of each model and what it may cost, before anything is sent."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import click

from pyvenice.catalogue import lookup
from pyvenice.catalogue.choice.needs import Needs
from pyvenice.catalogue.choice.recommendation import recommend_among
from pyvenice.catalogue.estimation import Estimate, estimate
from pyvenice.catalogue.model import Model
from pyvenice.catalogue.parameter_names import OPTIONS
from pyvenice.cli.images.inputs import read_inputs
from pyvenice.cli.images.targets import Targets
from pyvenice.cli.setup.servers import has_key, providers
from pyvenice.cli.terminal.progress import print_note
from pyvenice.config import Config, Value
from pyvenice.core.images.inputs import Mask
from pyvenice.editing.cost import reserved_amount
from pyvenice.editing.hosts import find_model
from pyvenice.editing.request import EditRequest, edit_request
from pyvenice.editing.translation import Translation, translate
from pyvenice.errors import ArgumentError, BudgetExceededError, ConfigError
from pyvenice.ledger.money import dollar_text, dollars, micro_dollars
from pyvenice.providers.hosts import Host


@dataclass(frozen=True)
class Order:
    """What the command line asks for, the same of every model."""

    verb: str
    """The method of an editor: `edit`, `remove_background`."""
    images: tuple[Any, ...]
    prompt: str | None
    options: Mapping[str, Any]
    """Options of that method."""


@dataclass(frozen=True)
class Plan:
    """What one model will be asked."""

    model: Model
    order: Order
    translation: Translation
    estimate: Estimate


def order_of(
    verb: str, images: Sequence[str], prompt: str | None, given: Mapping[str, Any], config: Config
) -> Order:
    """The order that a command line gives; reads stdin where an image is `-`."""
    mask = given.get("mask")
    names = [*images, *([mask] if mask else [])]
    inputs = read_inputs(names)
    options = {name: given[name] for name in OPTIONS if given.get(name) is not None}
    if given["extra"]:
        options["extra"] = dict(given["extra"])
    options["on_unsupported"] = given["on_unsupported"] or config.get("on_unsupported")
    if mask:
        content, marks = inputs[-1], given.get("mask_marks")
        options["mask"] = Mask(content, edit=marks) if marks else content
    return Order(verb, tuple(inputs[: len(images)]), prompt, options)


def hosts_of(config: Config) -> dict[str, Host]:
    """The hosts of the configuration file. Raises `ConfigError` for what a host cannot have."""
    try:
        return {name: Host.from_table(name, table) for name, table in config.hosts.items()}
    except ArgumentError as error:
        raise ConfigError(f"{config.path}: {error}") from error


def models_of(
    given: Mapping[str, Any], order: Order, config: Config, hosts: Mapping[str, Host]
) -> list[str]:
    """The ids of the models that were named, each once; the configured one where none was.

    Without one, the cheapest that can do it, of the providers whose keys are there.
    """
    named = list(given["models"]) or [name for name in [config.get("model")] if name]
    if not named:
        named = [_cheapest(given, order, config)]
    return list(dict.fromkeys(find_model(name, hosts).id for name in named))


def _cheapest(given: Mapping[str, Any], order: Order, config: Config) -> str:
    in_sandbox = is_sandbox(given, config)
    served = _sandbox_providers() if in_sandbox else ()
    ready = [
        model
        for provider in providers()
        if (provider.name in served if in_sandbox else has_key(provider, config))
        for model in lookup.models(provider.name)
        if in_sandbox or estimate(model).is_known
    ]
    parameters = [name for name in order.options if name in OPTIONS and name not in ("n", "size")]
    needs = Needs(
        operation=order.verb,
        mask="mask" in order.options,
        images=len(order.images) or None,
        size=order.options.get("size"),
        parameters=tuple(parameters),
        own_server=False,
    )
    advice = recommend_among(ready, needs, limit=1)
    if advice.best is None:
        raise click.UsageError(
            "no model: name one with -m PROVIDER/MODEL, or set one with `pyvenice config set"
            " model …`; `pyvenice models list` shows them. Without a name, the cheapest is taken"
            " that can do it and has a known price, of providers whose key is set"
        )
    print_note(f"model: {advice.picks[0]}; -m names another")
    return advice.best.id


def _sandbox_providers() -> Collection[str]:
    from pyvenice.sandbox.dialects.discovery import dialect_classes

    return dialect_classes().keys()


def is_sandbox(given: Mapping[str, Any], config: Config) -> bool:
    """Whether the sandbox is to answer: by the option, else by the configuration."""
    return bool(config.get("sandbox") if given["sandbox"] is None else given["sandbox"])


def plan(model: str, order: Order, targets: Targets, hosts: Mapping[str, Host]) -> Plan:
    """What a model will be asked. Raises what the call would raise before it is sent."""
    known = find_model(model, hosts)
    fitted = _with_wanted_type(known, order, targets.wanted_type)
    translation = translate(known, _request(fitted))
    return Plan(
        known,
        fitted,
        translation,
        estimate(translation.model, translation.params, operation=translation.operation),
    )


def _with_wanted_type(model: Model, order: Order, wanted: str | None) -> Order:
    """The order with the format that the suffix of the file asks for, if the model can choose it."""
    formats = model.parameters["output_format"].enum if "output_format" in model.parameters else ()
    chosen = next((name for name in formats if {"jpg": "jpeg"}.get(name, name) == wanted), None)
    if chosen is None or "output_format" in order.options:
        return order
    return replace(order, options={**order.options, "output_format": chosen})


def _request(order: Order) -> EditRequest:
    return edit_request(order.verb, list(order.images) or None, order.prompt, order.options)


def limit_of(given: Mapping[str, Any], config: Config) -> Value:
    """What all of it may cost in US dollars, and who says so; the value is `None` without a limit."""
    if given["max_cost"] is not None:
        return Value("max_cost", given["max_cost"], "--max-cost")
    return config.value("max_cost")


def check_budget(plans: Sequence[Plan], limit: Value, *, allow_unknown: bool) -> None:
    """Raise `BudgetExceededError` if all plans together may cost more than the limit."""
    if limit.value is None:
        return
    most = micro_dollars(limit.value, argument="max_cost")
    amounts = {
        item.model.id: reserved_amount(item.estimate, allow_unknown=allow_unknown) for item in plans
    }
    if unknown := [name for name, amount in amounts.items() if amount is None]:
        raise BudgetExceededError(
            f"nothing was sent: how much {' and '.join(unknown)} may cost is not known, so nothing can"
            f" say that it stays within {dollar_text(most)} ({limit.origin});"
            " --allow-unknown-price sends it all the same",
            budget="max_cost",
            limit=dollars(most),
            estimate=None,
        )
    total = sum(amount or 0 for amount in amounts.values())
    if total > most:
        what = "it" if len(plans) == 1 else f"the {len(plans)} models together"
        raise BudgetExceededError(
            f"nothing was sent: {what} may cost {dollar_text(total)}, more than"
            f" {dollar_text(most)} ({limit.origin})",
            budget="max_cost",
            limit=dollars(most),
            estimate=dollars(total),
        )
