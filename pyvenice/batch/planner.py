"""The planner: rows of a manifest become checked, priced items in a journal. Nothing is sent."""

from __future__ import annotations

import json
import os
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from pyvenice.batch.inputs import Fingerprint, Inputs, absolute
from pyvenice.batch.manifest import PARAMETERS, Row, check_output, fill
from pyvenice.batch.pace import Limits
from pyvenice.batch.state.items import Item, item_key
from pyvenice.batch.state.journal import Journal
from pyvenice.catalogue.estimation import Estimate, estimate
from pyvenice.catalogue.lookup import get
from pyvenice.catalogue.model import Model
from pyvenice.catalogue.parameter_names import NUMBERS
from pyvenice.core.request.operation_table import ImageRule, Operation, all_operations
from pyvenice.editing.request import edit_request
from pyvenice.editing.translation import Translation, translate
from pyvenice.errors import (
    ArgumentError,
    ManifestError,
    MissingExtraError,
    PyveniceError,
    UnsupportedParameterError,
)

_MOST_PROBLEMS = 20
_MOST_ALIKE = 3
"""Rows that are listed with the same problem, so that there is room for others."""
_MOST_OF_A_STEM = 150
"""Characters of the name of an input that stay in that of its result."""
_USUAL_SECONDS = 15.0
"""Of an edit at a hosted provider: 12 to 45 s were observed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Defaults:
    """What rows that do not say it themselves get."""

    model: str | None = None
    prompt: str | None = None
    """A template: `{column}` stands for the row's value."""
    mask: str | None = None
    output: str | None = None
    """A template for the names of results; without it, those of the images."""
    params: Mapping[str, Any] = field(default_factory=dict)


@dataclass(slots=True)
class Cost:
    """The sum of estimates, in millionths of a US dollar."""

    min: int = 0
    likely: int = 0
    max: int = 0
    unknown: int = 0
    """Items whose price nobody knows; the sums leave them out."""
    own_server: int = 0
    stale: int = 0

    def add(self, expected: Estimate) -> None:
        """Add the estimate of an item."""
        self.stale += expected.stale
        if expected.is_own_server:
            self.own_server += 1
        elif expected.min is None or expected.likely is None or expected.max is None:
            self.unknown += 1
        else:
            self.min += expected.min
            self.likely += expected.likely
            self.max += expected.max


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What a journal holds after planning, and what running it will take."""

    rows: int
    items: int
    """Purchases that this planning added: fewer than rows where rows are the same, or known."""
    known: int
    """Rows whose purchase was in the journal already."""
    cost: Cost
    """Of the purchases that were added."""
    providers: Mapping[str, int]
    """How many of them each provider gets."""
    problems: tuple[str, ...] = ()
    """Rows that were left out, and why."""

    def seconds(self, limits: Mapping[str, Limits], *, concurrency: int) -> tuple[float, str]:
        """How long the run takes at least, and what binds it, as a sentence."""
        longest, binding = 0.0, "nothing is left to do"
        for provider, count in self.providers.items():
            seconds, why = _time(provider, count, limits.get(provider, Limits()), concurrency)
            if seconds >= longest:
                longest, binding = seconds, why
        return longest, binding


def plan(
    rows: Iterable[Row],
    journal: Journal,
    defaults: Defaults,
    *,
    skip_bad: bool = False,
) -> Plan:
    """Check every row, add the purchases to the journal, and say what they will cost.

    Raises `ManifestError`, which lists what is wrong and where, unless `skip_bad`: then only rows
    without a problem are planned. In either case nothing is sent, and a plan that raises adds
    nothing.
    """
    inputs = Inputs()
    planner = _Planner(defaults, inputs)
    items: dict[str, Item] = {}
    estimates: dict[str, Estimate] = {}
    problems: list[str] = []
    count = 0
    for row in inputs.ahead(rows):
        count += 1
        try:
            item, expected = planner.item(row)
        except MissingExtraError:
            raise
        except PyveniceError as error:
            problems.append(_problem(row.place, error))
            continue
        if item.key in items:
            item = replace(item, outputs=(*items[item.key].outputs, *item.outputs))
        items[item.key] = item
        estimates[item.key] = expected
    if problems and not skip_bad:
        raise ManifestError(_summary(problems, count))
    if not items:
        raise ManifestError("there is nothing to plan: " + (problems[0] if problems else "no rows"))
    added = journal.add(items.values())
    cost = Cost()
    providers: dict[str, int] = {}
    for key in added:
        cost.add(estimates[key])
        provider = items[key].provider
        providers[provider] = providers.get(provider, 0) + 1
    return Plan(
        rows=count,
        items=len(added),
        known=len(items) - len(added),
        cost=cost,
        providers=providers,
        problems=tuple(problems),
    )


@dataclass(frozen=True, slots=True)
class _Kind:
    """A model with its parameters: the price, and what it takes as image and mask."""

    price: Estimate
    image: ImageRule
    mask: ImageRule


class _Planner:
    """Checks rows. What many rows have in common, a model with its parameters, is checked once."""

    def __init__(self, defaults: Defaults, inputs: Inputs) -> None:
        self._defaults = defaults
        self._inputs = inputs
        self._models: dict[str, Model] = {}
        self._names: dict[str, str] = {}
        self._masks: dict[str, Fingerprint] = {}
        self._kinds: dict[str, _Kind] = {}

    def item(self, row: Row) -> tuple[Item, Estimate]:
        """The purchase of a row, and its price. Raises `PyveniceError` for what cannot be sent."""
        name = row.model or self._defaults.model
        if not name:
            raise ManifestError("no model: give one for all with --model, or a column 'model'")
        if name not in self._models:
            self._models[name] = get(name)
        model = self._models[name]
        template = row.prompt or self._defaults.prompt or None
        prompt = None if template is None else fill(template, row)
        if prompt is not None and prompt != _encodable(prompt):
            raise ManifestError(f"the prompt {prompt!r} has a part that is no text")
        params = _numbers({**self._defaults.params, **_parameters(row)})
        mask = row.mask or self._defaults.mask
        image = absolute(row.image, "image")
        mask = None if mask is None else absolute(mask, "mask")
        kind = self._kind(model, image, prompt, mask, params)
        frozen = {"image": self._inputs.fingerprint(image, "image", kind.image)}
        if mask is not None:
            frozen["mask"] = self._mask(mask, kind.mask)
        hashes = {argument: found.sha256 for argument, found in frozen.items()}
        key = item_key(
            image=hashes["image"],
            mask=hashes.get("mask"),
            prompt=prompt,
            model=model.id,
            params=params,
            contract=model.checked_on,
        )
        item = Item(
            key=key,
            model=model.id,
            prompt=prompt,
            image=image,
            mask=mask,
            inputs={name: found.file for name, found in frozen.items() if found.file},
            params=params,
            outputs=(self._output(row, key),),
            estimate=_reserved(kind.price),
        )
        return item, kind.price

    def _kind(
        self,
        model: Model,
        image: str,
        prompt: str | None,
        mask: str | None,
        params: Mapping[str, Any],
    ) -> _Kind:
        """What purchases with the same parameters have in common, if everything can be sent."""
        length = len((prompt or "").encode("utf-8", "replace"))
        facts = [model.id, params, mask is None, prompt is None, length]
        name = json.dumps(facts, sort_keys=True)
        if name not in self._kinds:
            given = self._inputs.image_to_send(image, "image")
            given_mask = None if mask is None else self._inputs.image_to_send(mask, "mask")
            masked = {} if mask is None else {"mask": given_mask}
            request = edit_request("edit", given, prompt, {**params, **masked})
            translation = translate(model, request)
            operation = _operation(translation)
            _refuse_missing(operation, translation)
            self._kinds[name] = _Kind(
                estimate(model, translation.params, operation=translation.operation),
                image=_image_rule(operation, translation, given, "image"),
                mask=_image_rule(operation, translation, given_mask, "mask"),
            )
        return self._kinds[name]

    def _mask(self, mask: str, rule: ImageRule) -> Fingerprint:
        if mask not in self._masks:
            self._masks[mask] = self._inputs.fingerprint(mask, "mask", rule)
        return self._masks[mask]

    def _output(self, row: Row, key: str) -> str:
        """A name of its own for each row; one that is taken gets a number."""
        template = self._defaults.output
        own = row.output or _encodable(
            fill(template, row, "name") if template else row.relative or ""
        )
        own = own or _encodable(fill("{stem}", row))[:_MOST_OF_A_STEM]
        name = check_output(own, row.place)
        owner = f"{key} {row.place}"
        wanted, number = name, 2
        while self._names.setdefault(os.path.normcase(name), owner) != owner:
            name, number = f"{wanted}-{number}", number + 1
        return name


def _parameters(row: Row) -> dict[str, Any]:
    return {name: value for name, value in row.columns.items() if name in PARAMETERS}


def _numbers(params: Mapping[str, Any]) -> dict[str, Any]:
    """The parameters; numbers that come as text, from a table or the command line, as numbers."""
    return {
        name: _number(name, value) if name in NUMBERS and isinstance(value, str) else value
        for name, value in params.items()
    }


def _number(name: str, value: str) -> float:
    try:
        return NUMBERS[name](value)
    except ValueError:
        raise ArgumentError(
            f"{name}={value!r} is not a number", argument=name, value=value
        ) from None


def _encodable(name: str) -> str:
    """The name, with `_` for what is no text: bytes of a file name that are not UTF-8."""
    return re.sub("[\ud800-\udfff]", "_", name)


def _reserved(expected: Estimate) -> int | None:
    return 0 if expected.is_own_server else expected.max


def _operation(translation: Translation) -> Operation:
    model = translation.model
    return next(
        operation
        for operation in all_operations(model.provider)
        if operation.name == translation.method and operation.for_model in {None, model.name}
    )


def _refuse_missing(operation: Operation, translation: Translation) -> None:
    """Raises `ArgumentError` where the call needs an argument that is not given, such as a prompt."""
    for parameter in operation.parameters:
        if parameter.required and translation.arguments[0].get(parameter.name) is None:
            raise ArgumentError(
                f"{translation.model.id} needs {parameter.name}: give one for all, or a column"
                f" {parameter.name!r}",
                argument=parameter.name,
            )


def _image_rule(
    operation: Operation, translation: Translation, given: object, name: str
) -> ImageRule:
    """What the provider's own argument takes that stands for this one."""
    arguments = translation.arguments[0]
    own = next((own for own, value in arguments.items() if value in (given, [given])), name)
    return operation.image_rule(own)


def _time(provider: str, count: int, limits: Limits, concurrency: int) -> tuple[float, str]:
    in_flight = min(concurrency, limits.in_flight or concurrency)
    by_concurrency = count * _USUAL_SECONDS / in_flight
    by_rate = 0.0 if limits.per_minute is None else count / limits.per_minute * 60
    if by_rate >= by_concurrency:
        return by_rate, (
            f"{provider} allows {limits.per_minute:g} requests a minute for one key:"
            " more machines will not help, another key or provider will"
        )
    return by_concurrency, (
        f"{in_flight} requests in flight at {provider}, of about {_USUAL_SECONDS:g} s each"
        + ("" if limits.in_flight is None else ", which is all that one key may have")
    )


def _problem(place: str, error: PyveniceError) -> str:
    """What is wrong with a row, in one line; a batch has no option for what models do not take."""
    message = str(error).removeprefix(f"{place}: ").removeprefix(place)
    if isinstance(error, UnsupportedParameterError):
        message = message.partition("; nothing was sent to ")[0]
    return f"{place}: {message.strip()}".replace("\n", " ")


def _summary(problems: list[str], rows: int) -> str:
    """All rows, but those whose problem several others have as well, and those after twenty."""
    messages: Counter[str] = Counter()
    shown: list[str] = []
    for problem in problems:
        message = problem.partition(": ")[2]
        messages[message] += 1
        if messages[message] <= _MOST_ALIKE and len(shown) < _MOST_PROBLEMS:
            shown.append(problem)
    lines = [f"{len(problems)} of {rows} rows cannot be sent; nothing was planned:"]
    lines += [f"  {problem}" for problem in shown]
    if left := len(problems) - len(shown):
        lines.append(f"  … and {left:,} more")
    return "\n".join(lines)
