"""The live listing of a provider's models, read as rows of the catalogue.

Where each fact stands is said by the section `listing` of the provider's file, so no code knows a
provider:

    listing:
      url: https://api.venice.ai/api/v1/models?type=inpaint
      models: data               # the list, unless the document is one
      name: id
      where: {type: inpaint}     # which entries are meant
      family: three              # of a row for a new model
      facts: {display_name: model_spec.name, price.amount: model_spec.pricing.inpaint.usd}
      variants:                  # tables of prices, the first that is there
      - {at: model_spec.pricing.resolutions, by: [resolution], amount: usd}
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from pydantic import BaseModel, ConfigDict, ValidationError

from pyvenice.codegen.catalogue.rows import CatalogueError

_DECIMALS = 6
"""Of prices: 0.009200000000000002, as binary fractions are printed, is 0.0092."""


class Table(BaseModel):
    """Prices by the values of parameters: nested objects, one level for each parameter."""

    model_config = ConfigDict(extra="forbid")

    at: str
    by: list[str]
    amount: str


class Listing(BaseModel):
    """The section `listing` of a file of the catalogue."""

    model_config = ConfigDict(extra="forbid")

    url: str
    name: str
    models: str = ""
    where: dict[str, str] = {}
    family: str
    facts: dict[str, str] = {}
    variants: list[Table] = []


class Listed(NamedTuple):
    """A model of the listing: its name, and its facts by their place in a row, such as `price.amount`."""

    name: str
    facts: dict[str, Any]


def read_section(document: Mapping[str, Any], path: object) -> Listing:
    """The section `listing`. Raises `CatalogueError` where there is none, or it is broken."""
    if "listing" not in document:
        raise CatalogueError(f"{path} has no section 'listing': its rows are written by hand")
    try:
        return Listing.model_validate(document["listing"])
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(map(str, first["loc"]))
        raise CatalogueError(f"{path}: listing.{where}: {first['msg']}") from error


def models_in(tree: Any, section: Listing, origin: str) -> list[Listed]:
    """The models that a listing names, with the facts that it has.

    Raises `CatalogueError` for a document that is no such listing, or an empty one: a provider without
    models is a broken answer.
    """
    entries = tree if isinstance(tree, list) else _at(tree, section.models)
    if not isinstance(entries, list):
        raise CatalogueError(
            f"{origin}: there is no list of models at {section.models or 'its top'!r}"
        )
    found = [
        Listed(str(name), dict(_facts(entry, section)))
        for entry in entries
        if all(_at(entry, place) == value for place, value in section.where.items())
        and (name := _at(entry, section.name)) is not None
    ]
    if not found:
        raise CatalogueError(
            f"{origin}: it lists no model with {section.where}: nothing is changed"
        )
    return found


def _facts(entry: Any, section: Listing) -> Iterator[tuple[str, Any]]:
    variants = next(filter(None, (_variants(entry, table) for table in section.variants)), None)
    for place, source in section.facts.items():
        value = _at(entry, source)
        if value is None or (place == "price.amount" and variants):
            continue
        if place == "size.ratios":
            yield "size.auto", True if "auto" in value else None
            value = [ratio for ratio in value if ratio != "auto"]
        yield place, _round_price(value)
    if variants:
        yield "price.variants", variants


def _variants(entry: Any, table: Table) -> list[dict[str, Any]]:
    nodes: list[tuple[dict[str, str], Any]] = [({}, _at(entry, table.at))]
    for name in table.by:
        nodes = [
            ({**when, name: key}, value)
            for when, node in nodes
            if isinstance(node, dict)
            for key, value in node.items()
        ]
    return [
        {"amount": _round_price(amount), "when": when}
        for when, node in nodes
        if when and (amount := _at(node, table.amount)) is not None
    ]


def _round_price(value: Any) -> Any:
    return round(value, _DECIMALS) if isinstance(value, float) else value


def _at(tree: Any, place: str) -> Any:
    """The value at `a.b.c`; `None` where it is not there."""
    for key in place.split(".") if place else ():
        tree = tree.get(key) if isinstance(tree, dict) else None
    return tree
