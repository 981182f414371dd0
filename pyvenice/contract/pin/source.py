"""`source.toml`: where a provider's live document is and which operations are used."""

from __future__ import annotations

import keyword
import tomllib
from pathlib import Path
from typing import Any, NamedTuple

from pyvenice.contract.document.operation_key import METHODS
from pyvenice.contract.errors import ContractError


class UsedOperation(NamedTuple):
    """An operation of the live document and the names that it has in Python."""

    name: str
    """The call below the client: `image.edit`."""
    method: str
    path: str
    stem: str
    """What its classes are called: `EditImage` gives `EditImageRequest`."""


class SdkTypes(NamedTuple):
    """Where an SDK defines the types of one operation, as `package/module.py:Class`."""

    request: str | None
    """Its arguments; without one they stay as they are pinned."""
    response: str | None
    items: str | None = None
    """What the one list in its response holds, where the SDK types no response but pages of it."""


class Sdk(NamedTuple):
    """The provider's own Python package, whose type definitions are a contract too."""

    package: str
    operations: dict[str, SdkTypes]
    """By the name of the operation: `image.edit`."""


class Source(NamedTuple):
    """What `source.toml` says about one provider."""

    provider: str
    title: str
    live: tuple[str, ...]
    base_url: str
    api_key_env: str
    base_url_env: str | None
    key_required: bool
    operations: tuple[UsedOperation, ...]
    sdk: Sdk | None = None
    other_api_key_envs: tuple[str, ...] = ()
    """Further names of the variable for the key, which older or other clients use."""
    other_base_url_envs: tuple[str, ...] = ()


def read_source(path: Path) -> Source:
    """Read `specs/<provider>/source.toml`. Raises `ContractError` naming file and key."""
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise ContractError(f"{path}: {error}") from error
    try:
        return _source(path.parent.name, table)
    except KeyError as error:
        raise ContractError(f"{path}: the key {error} is missing") from error
    except ValueError as error:
        raise ContractError(f"{path}: {error}") from error


def _source(provider: str, table: dict[str, Any]) -> Source:
    if not _is_name(provider):
        raise ValueError(
            f"the folder {provider!r} becomes a package, and no package can be called so"
        )
    stems = [entry["stem"] for entry in table["operations"].values()]
    if twice := sorted({stem for stem in stems if stems.count(stem) > 1}):
        raise ValueError(
            f"the stem {twice[0]} names two operations, and their classes would be one"
        )
    return Source(
        provider=provider,
        title=table["title"],
        live=tuple(table["live"]),
        base_url=table["base_url"],
        api_key_env=table["auth"]["api_key_env"],
        base_url_env=table["auth"].get("base_url_env"),
        key_required=table["auth"]["required"],
        operations=tuple(_operation(name, entry) for name, entry in table["operations"].items()),
        other_api_key_envs=tuple(table["auth"].get("other_api_key_envs", ())),
        other_base_url_envs=tuple(table["auth"].get("other_base_url_envs", ())),
        sdk=_sdk(table["sdk"], table["operations"]) if "sdk" in table else None,
    )


def _sdk(table: dict[str, Any], operations: dict[str, Any]) -> Sdk:
    types: dict[str, SdkTypes] = {}
    for name, entry in table["operations"].items():
        if name not in operations:
            raise ValueError(f"sdk.operations.{name} is no operation of this file")
        unknown = ", ".join(sorted(entry.keys() - set(SdkTypes._fields)))
        if unknown or not entry:
            raise ValueError(
                f"sdk.operations.{name} has {unknown or 'nothing'}, "
                f"where {', '.join(SdkTypes._fields)} are known"
            )
        types[name] = SdkTypes(entry.get("request"), entry.get("response"), entry.get("items"))
        for key, address in entry.items():
            module, colon, class_name = str(address).partition(":")
            if not (colon and module.endswith(".py") and class_name.isidentifier()):
                raise ValueError(
                    f"sdk.operations.{name}.{key} is {address!r}, not like 'package/module.py:Class'"
                )
    return Sdk(table["package"], types)


def _operation(name: str, entry: dict[str, str]) -> UsedOperation:
    method, _, path = entry["endpoint"].partition(" ")
    if method.lower() not in METHODS or not path.startswith("/"):
        raise ValueError(
            f"operations.{name}.endpoint is {entry['endpoint']!r}, not like 'POST /path'"
        )
    if "." not in name or not all(map(_is_name, name.split("."))):
        raise ValueError(f"operations.{name} becomes a method: its name must be like 'image.edit'")
    if not _is_name(entry["stem"]):
        raise ValueError(f"operations.{name}.stem is {entry['stem']!r}, not like 'EditImage'")
    return UsedOperation(name=name, method=method.lower(), path=path, stem=entry["stem"])


def _is_name(text: str) -> bool:
    return text.isidentifier() and not keyword.iskeyword(text)
