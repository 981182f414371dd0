"""Hosts: servers that speak a provider's API at an address of their own, each with its quirks."""

from __future__ import annotations

import difflib
import importlib
import re
from collections.abc import Mapping
from dataclasses import KW_ONLY, dataclass, field, fields
from pathlib import Path
from typing import Any, Literal, Self, TypeVar, get_args

from pyvenice.core.client.base import AsyncClient, SyncClient
from pyvenice.core.http.headers import checked_headers
from pyvenice.core.public import publish
from pyvenice.core.request.operation_table import Polarity
from pyvenice.errors import ArgumentError

__all__ = ["Host"]

ClientT = TypeVar("ClientT", SyncClient, AsyncClient)
_NAME = re.compile(r"[a-z0-9][a-z0-9._-]*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Host:
    """A server that is compatible with OpenAI's image API, or with another provider's.

    Its models are called `name/model`. Raises `ArgumentError` for a value that cannot be used.
    """

    name: str
    base_url: str
    """The address below which the paths stand: `https://host/openai/v1`."""
    _: KW_ONLY
    api_key: str | None = field(default=None, repr=False)
    key_env: str | None = None
    """The environment variable that has the key; without it and `api_key`, none is sent."""
    key_header: str = "authorization"
    """The header that carries the key, such as `api-key`; `authorization` carries it as a bearer."""
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    query: Mapping[str, str] = field(default_factory=dict)
    """Sent with every request, such as `api-version`."""
    edit_path: str = "/images/edits"
    generate_path: str = "/images/generations"
    body: Literal["multipart", "json", "both"] = "multipart"
    """What an edit may be sent as; JSON is needed for images that are given as a URL."""
    max_images: int | None = 16
    several_as: str = "image[]"
    """The form field of each image where there are several."""
    mask: Polarity | None = "transparent"
    """What marks the part to edit in a mask; `None`: masks are not taken."""
    n_max: int | None = 10
    """Images that one request may give; with 1, `n` is not sent, and several requests are."""
    parameters: tuple[str, ...] = ("size", "quality", "background", "output_format")
    """Parameters that are taken: canonical names, which are sent under the same names."""
    response_format: Literal["b64_json", "url"] | None = None
    """Sent with each request, where the host asks for it."""
    price: float | None = None
    """US dollars for an image."""
    own_server: bool = False
    """It bills nothing for a call."""
    speaks: str = "openai"
    """The provider whose API it is compatible with."""

    def __post_init__(self) -> None:
        self._check_kinds()
        if not _NAME.fullmatch(self.name):
            raise _refusal("name", self.name, "letters, digits, '.', '_' and '-'")
        if self.speaks not in _dialects():
            raise _refusal("speaks", self.speaks, " or ".join(_dialects()))
        for name in ("edit_path", "generate_path"):
            if not getattr(self, name).startswith("/"):
                raise _refusal(name, getattr(self, name), "a path such as /images/edits")
        checked_headers(self.headers, "headers")

    @classmethod
    def from_table(cls, name: str, table: Mapping[str, Any]) -> Self:
        """The host that a table of a configuration file describes.

        Raises `ArgumentError` for a key that a host does not have, naming the nearest.
        """
        known = [entry.name for entry in fields(cls) if entry.name not in ("name", "api_key")]
        for key in table:
            if key not in known:
                near = difflib.get_close_matches(key, known, n=1)
                meant = f"; did you mean {near[0]!r}?" if near else f": it has {', '.join(known)}"
                if key == "api_key":
                    meant = ": a key does not belong in a file: name its variable with key_env"
                raise ArgumentError(
                    f"host {name!r} has no setting {key!r}{meant}",
                    argument=key,
                    value=table[key] if key != "api_key" else None,
                    allowed=tuple(known),
                )
        if "base_url" not in table:
            raise ArgumentError(f"host {name!r} needs a base_url", argument="base_url")
        values: dict[str, Any] = dict(table)
        if isinstance(values.get("parameters"), list):
            values["parameters"] = tuple(values["parameters"])
        if values.get("mask") == "none":  # TOML has no null
            values["mask"] = None
        return cls(name, **values)

    def _check_kinds(self) -> None:
        """Raise `ArgumentError` for the first value of a wrong kind: a file may hold anything."""
        for name, (kind, words) in _KINDS.items():
            value = getattr(self, name)
            if not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool):
                raise _refusal(name, value if name != "api_key" else "…", words)
        for name in ("max_images", "n_max"):
            value = getattr(self, name)
            if value is not None and value < 1:
                raise _refusal(name, value, "at least 1")
        for name, values in _CHOICES.items():
            if getattr(self, name) not in values:
                raise _refusal(name, getattr(self, name), ", ".join(map(repr, values)))


_TEXT = (str, "text")
_OPTIONAL_TEXT = (str | None, "text")
_COUNT = (int | None, "a whole number of at least 1")
_TEXTS = (Mapping, "a table of texts")
_KINDS: Mapping[str, tuple[Any, str]] = {
    "name": _TEXT,
    "base_url": _TEXT,
    "api_key": _OPTIONAL_TEXT,
    "key_env": _OPTIONAL_TEXT,
    "key_header": _TEXT,
    "headers": _TEXTS,
    "query": _TEXTS,
    "edit_path": _TEXT,
    "generate_path": _TEXT,
    "max_images": _COUNT,
    "several_as": _TEXT,
    "n_max": _COUNT,
    "parameters": (tuple, "a list of names"),
    "price": (int | float | None, "US dollars for an image"),
    "own_server": (bool, "true or false"),
    "speaks": _TEXT,
}
_CHOICES: Mapping[str, tuple[object, ...]] = {
    "body": ("multipart", "json", "both"),
    "mask": (*get_args(Polarity), None),
    "response_format": ("b64_json", "url", None),
}


def host_client(host: Host, base: type[ClientT]) -> type[ClientT]:
    """The client class of a host, sync or async as `base` is."""
    module: Any = importlib.import_module(f"pyvenice.providers.{host.speaks}.hosts")
    made: type[ClientT] = module.host_client(host, base)
    return made


def _dialects() -> tuple[str, ...]:
    """The providers whose API a host may speak."""
    folder = Path(__file__).parent
    return tuple(sorted(path.parent.name for path in folder.glob("*/hosts.py")))


def _refusal(name: str, value: object, allowed: str) -> ArgumentError:
    return ArgumentError(
        f"a host cannot have {name}={value!r}: it must be {allowed}",
        argument=name,
        value=value,
        allowed=allowed,
    )


publish(__name__)
