"""`source.toml`: where the live document of an API is and which of its operations are used.

`operations` is a list of endpoints, or, where code is generated, a table with a name in Python for each.
"""

from __future__ import annotations

import keyword
import re
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from pyvenice.contract.document.operation_key import METHODS
from pyvenice.contract.errors import ContractError, shape_problem

_NO_LEVELS: Mapping[str, str] = {}
_PROJECT_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")


class MethodOfModels(NamedTuple):
    """A call that is one operation for each model: the argument `model` chooses."""

    stem: str
    text: str
    """What it does, in one sentence."""


class UsedOperation(NamedTuple):
    """An operation of the live document and the names that it has in Python."""

    name: str
    """The call below the client: `image.edit`."""
    method: str
    path: str
    stem: str
    """What its classes are called: `EditImage` gives `EditImageRequest`."""
    model: str | None = None
    """The model that it is for, where the call has an operation for each model."""
    call: MethodOfModels | None = None
    """That call."""
    published: bool = True
    """Whether the live document has it; what no document has stands in the overlay."""
    at: str = ""
    """The path at which it is called, where the overlay has moved it there: a document may know no paths."""
    family: str = ""
    """The generated sub-package that it stands in, which is loaded when it is used; empty: with the client."""

    @property
    def called_path(self) -> str:
        """The path that it has in the effective document."""
        return self.at or self.path


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
    live_key: bool = False
    """Whether the live addresses want the key, as a bearer token."""
    code: tuple[str, ...] = ()
    """Folders with the code that calls the API, seen from `folder`."""
    levels: Mapping[str, str] = _NO_LEVELS
    """What rules are worth here, by rule: `breaking`, `warning` or `info`."""
    folder: Path = Path()
    """The folder of the file: files that `live` names are looked for from there."""

    @property
    def generates_code(self) -> bool:
        """Whether Python is generated from its contract: its operations have names there."""
        return all(operation.stem for operation in self.operations)

    @property
    def file(self) -> str:
        """The path of the file, as messages name it."""
        return short_path(self.folder / "source.toml")

    @property
    def families(self) -> tuple[str, ...]:
        """The generated sub-packages, in order."""
        return tuple(sorted({operation.family for operation in self.operations} - {""}))

    def of_family(self, family: str) -> Source:
        """The same provider with the operations of one family."""
        chosen = (operation for operation in self.operations if operation.family == family)
        return self._replace(operations=tuple(chosen))

    @property
    def published(self) -> tuple[UsedOperation, ...]:
        """The operations that the live document has."""
        return tuple(operation for operation in self.operations if operation.published)


def read_source(path: Path) -> Source:
    """Read a `source.toml`. Raises `ContractError` naming file and key."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise ContractError(f"{path}: {error.strerror or error}") from error
    except ValueError as error:
        raise ContractError(f"{path}: {shape_problem(error)}") from error
    return read_source_text(text, path)


def read_source_text(text: str, path: Path) -> Source:
    """The same for a text that stands, or will stand, at `path`."""
    try:
        table = tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        raise ContractError(f"{path}: {shape_problem(error)}") from error
    try:
        return _source(path.parent.name, table)._replace(folder=path.parent)
    except KeyError as error:
        raise ContractError(f"{path}: the key {error} is missing") from error
    except (AttributeError, TypeError, ValueError) as error:
        raise ContractError(f"{path}: {shape_problem(error)}") from error


def short_path(path: Path) -> str:
    """A path below a folder of contracts, for messages: from the working folder where it is in it."""
    absolute, here = path.absolute(), Path.cwd()
    inside = absolute.is_relative_to(here)
    parts = absolute.relative_to(here).parts if inside else absolute.parts[-3:]
    return "/".join(parts)


def is_project_name(name: str) -> bool:
    """Whether a folder of this name may hold a contract project."""
    return _PROJECT_NAME.fullmatch(name) is not None


def _source(provider: str, table: dict[str, Any]) -> Source:
    if isinstance(table["operations"], list):
        return _project_source(provider, table)
    if not _is_name(provider):
        raise ValueError(
            f"the folder {provider!r} becomes a package, and no package can be called so"
        )
    operations = [
        operation
        for name, entry in table["operations"].items()
        for operation in _operations(name, entry)
    ]
    eager = table.get("eager", [operation.name.partition(".")[0] for operation in operations])
    operations = [
        operation if resource in eager else operation._replace(family=resource)
        for operation in operations
        for resource in (operation.name.partition(".")[0],)
    ]
    stems = [operation.stem for operation in operations]
    stems += {operation.call.stem for operation in operations if operation.call}
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
        other_api_key_envs=tuple(table["auth"].get("other_api_key_envs", ())),
        other_base_url_envs=tuple(table["auth"].get("other_base_url_envs", ())),
        operations=tuple(operations),
        sdk=_sdk(table["sdk"], table["operations"]) if "sdk" in table else None,
        live_key=bool(table["auth"].get("live")),
        levels=dict(table.get("levels", {})),
    )


def _project_source(provider: str, table: dict[str, Any]) -> Source:
    """The source of an API for which no code is generated: only the operations are required."""
    if not is_project_name(provider):
        raise ValueError(f"the folder {provider!r} is no name of letters, digits, '.', '_' and '-'")
    if not table["operations"]:
        raise ValueError("operations is empty: name those in use, such as 'POST /path'")
    auth = table.get("auth", {})
    return Source(
        provider=provider,
        title=table.get("title", provider),
        live=tuple(table.get("live", ())),
        base_url=table.get("base_url", ""),
        api_key_env=auth.get("api_key_env", ""),
        base_url_env=auth.get("base_url_env"),
        key_required=auth.get("required", False),
        operations=tuple(map(_endpoint, dict.fromkeys(table["operations"]))),
        live_key=bool(auth.get("live")),
        code=tuple(table.get("code", ())),
        levels=dict(table.get("levels", {})),
    )


def _endpoint(endpoint: str) -> UsedOperation:
    method, _, path = endpoint.strip().partition(" ")
    path = path.strip()
    if not method.isalpha() or not path.startswith("/"):
        raise ValueError(f"operations has {endpoint!r}, which is not like 'POST /path'")
    return UsedOperation(f"{method.upper()} {path}", method.lower(), path, "")


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


def _operations(name: str, entry: dict[str, Any]) -> Iterator[UsedOperation]:
    """The operation of an entry, or one for each of its models."""
    if "." not in name or not all(map(_is_name, name.split("."))):
        raise ValueError(f"operations.{name} becomes a method: its name must be like 'image.edit'")
    if "models" not in entry:
        published = entry.get("published", True)
        used = _operation(name, entry["endpoint"], entry["stem"], published=published)
        yield used._replace(at=entry.get("at", ""))
        return
    if "{model}" not in entry["endpoint"]:
        raise ValueError(f"operations.{name}.endpoint has no '{{model}}', which models fill in")
    call = MethodOfModels(_stem(name, entry["stem"]), entry["text"])
    for model, stem in entry["models"].items():
        endpoint = entry["endpoint"].replace("{model}", model)
        yield _operation(name, endpoint, stem)._replace(model=model, call=call)


def _operation(name: str, endpoint: str, stem: str, *, published: bool = True) -> UsedOperation:
    method, _, path = endpoint.partition(" ")
    if method.lower() not in METHODS or not path.startswith("/"):
        raise ValueError(f"operations.{name}.endpoint is {endpoint!r}, not like 'POST /path'")
    return UsedOperation(name, method.lower(), path, _stem(name, stem), published=published)


def _stem(name: str, stem: str) -> str:
    if not _is_name(stem):
        raise ValueError(f"operations.{name}.stem is {stem!r}, not like 'EditImage'")
    return stem


def _is_name(text: str) -> bool:
    return text.isidentifier() and not keyword.iskeyword(text)
