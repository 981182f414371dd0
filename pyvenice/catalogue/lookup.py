"""Lookup: the models of the catalogue by provider, by id or alias, and by what they can do."""

from __future__ import annotations

import dataclasses
import difflib
import importlib
from collections.abc import Iterator
from functools import cache
from typing import Any

from pyvenice.catalogue.model import Model
from pyvenice.catalogue.rows import models_from
from pyvenice.core.recording.short_repr import short_repr
from pyvenice.errors import ArgumentError, UnknownModelError

MANY = 12
"""An error names at most so many ids."""


def models(provider: str | None = None) -> tuple[Model, ...]:
    """All models of a provider, or of all providers, retired ones too, in the order of the catalogue.

    Raises `ArgumentError` for a provider that there is not.
    """
    if provider is not None:
        return _rows_of(_known_provider(provider))
    return tuple(model for name in providers() for model in _rows_of(name))


def providers() -> tuple[str, ...]:
    """The names of the providers that have a catalogue."""
    from pyvenice.generated import PROVIDERS

    return PROVIDERS


def get(name: Model | str) -> Model:
    """The model with this id, `provider/name`, or one of its aliases.

    The provider may be left out where only one has the name, or only one edits by it. A provider that runs any model, such as
    an own server, gives one for every name: with the limits of the row where the name is known.
    Raises `UnknownModelError` with the nearest ids.
    """
    if isinstance(name, Model):
        return name
    if not isinstance(name, str) or not name.strip():
        raise ArgumentError(
            f"model={short_repr(name)} is not allowed: it must be an id such as 'provider/model'",
            argument="model",
            value=name,
        )
    provider, _, rest = name.partition("/")
    if rest and provider.lower() in providers():
        return _of_provider(provider.lower(), rest)
    found = [model for known in providers() if (model := _by_name(known).get(name.lower()))]
    # A model that only draws does not stand in the way of one that edits.
    editing = [model for model in found if model.operations != ("generate",)]
    for candidates in (found, editing):
        if len(candidates) == 1:
            return candidates[0]
    raise _ambiguous_error(name, found) if found else _unknown_error(name)


def open_model(provider: str, name: str, *, host: str | None = None) -> Model:
    """A model without a row: it has the limits that the catalogue gives for any model of a provider.

    `host` names the server instead of the provider, for one that speaks the provider's API.
    Raises `ArgumentError` where the catalogue says nothing of models without a row.
    """
    template = _template(_known_provider(provider))
    if template is None:
        raise ArgumentError(
            f"the catalogue has no limits for an unknown model of {provider}",
            argument="model",
            value=f"{provider}/{name}",
        )
    return dataclasses.replace(template, id=f"{host or provider}/{name}", name=name)


def _of_provider(provider: str, name: str) -> Model:
    known = _by_name(provider).get(name.lower())
    if _template(provider) is None:
        if known is None:
            raise _unknown_error(f"{provider}/{name}")
        return known
    if known is None:
        return open_model(provider, name)
    return dataclasses.replace(known, id=f"{provider}/{name}", name=name)  # the server's own name


@cache
def _rows_of(provider: str) -> tuple[Model, ...]:
    return tuple(models_from(_module(provider).ROWS, provider))


@cache
def _template(provider: str) -> Model | None:
    row = _module(provider).OPEN
    return None if row is None else next(models_from([row], provider))


@cache
def _by_name(provider: str) -> dict[str, Model]:
    names: dict[str, Model] = {}
    for model in _rows_of(provider):
        for alias in (model.name, *model.aliases):
            names[alias.lower()] = model
        for name in model.wire_names:
            names[name.lower()] = dataclasses.replace(model, id=f"{provider}/{name}", name=name)
    return names


def _module(provider: str) -> Any:
    return importlib.import_module(f"pyvenice.generated.{provider}.catalogue")


def _known_provider(name: str) -> str:
    if name not in providers():
        near = difflib.get_close_matches(name.lower(), providers(), n=1)
        meant = f"did you mean {near[0]!r}? " if near else ""
        raise ArgumentError(
            f"there is no provider {name!r}: {meant}there are {', '.join(providers())}",
            argument="provider",
            value=name,
            allowed=providers(),
        )
    return name


def _ambiguous_error(name: str, found: list[Model]) -> UnknownModelError:
    ids = tuple(model.id for model in found)
    return UnknownModelError(f"model={name!r} may be {' or '.join(ids)}: say which", name, ids)


def _unknown_error(name: str) -> UnknownModelError:
    near = tuple(_nearest(name))
    if near:
        return UnknownModelError(
            f"there is no model {name!r}: did you mean {' or '.join(near)}?", name, near
        )
    provider = name.partition("/")[0]
    if provider in providers():
        known = [model.id for model in _rows_of(provider)][:MANY]
        return UnknownModelError(
            f"there is no model {name!r}; {provider} has {', '.join(known)}", name, tuple(known)
        )
    return UnknownModelError(
        f"there is no model {name!r}: an id is 'provider/model', with a provider of"
        f" {', '.join(providers())}",
        name,
        (),
    )


def _nearest(name: str) -> Iterator[str]:
    """Ids that are written nearly like the name, with or without the provider."""
    ids: dict[str, str] = {}
    for model in models():
        for known in (model.name, *model.aliases, *model.wire_names):
            ids.setdefault(known.lower(), model.id)
            ids.setdefault(f"{model.provider}/{known}".lower(), model.id)
    near = difflib.get_close_matches(name.lower(), ids, n=6, cutoff=0.7)
    return iter(list(dict.fromkeys(ids[key] for key in near))[:3])
