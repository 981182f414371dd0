"""Settings: which keys there are, whether the sandbox answers, and the editors that follow from it.

A key itself is read by the clients and never leaves this process.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

from pyvenice.batch.engines.performer import report_job
from pyvenice.config import Config
from pyvenice.core.request.operation_table import Provider
from pyvenice.editing.clients import OnPartial, WatchedClient
from pyvenice.editing.editor import AsyncEditor
from pyvenice.editing.result import PricedResult
from pyvenice.editing.steps import run_async
from pyvenice.errors import ConfigError
from pyvenice.generated import PROVIDERS
from pyvenice.ledger.ledger import Ledger

PARTIAL_IMAGES = 1
"""Of a stream. Providers bill each of them, and the estimate has it."""


@dataclass(frozen=True, slots=True)
class Access:
    """Whether a provider can be asked, and where its key would be."""

    provider: str
    title: str
    is_ready: bool
    where: str
    """The environment variable or the command of the key."""


def providers() -> list[Provider]:
    """The facts about every provider."""
    return [import_module(f"pyvenice.generated.{name}.operations").PROVIDER for name in PROVIDERS]


def access(config: Config) -> list[Access]:
    """For each provider, whether its key is there; an own server needs its address instead."""
    return [_access(provider, config) for provider in providers()]


def _access(provider: Provider, config: Config) -> Access:
    environ = config.environ
    connection = config.connection(provider.name)
    names = (connection.key_env,) if connection.key_env else provider.api_key_envs
    if not provider.key_required:
        address = connection.base_url or _first(provider.base_url_envs, environ)
        names = provider.base_url_envs or names
        return Access(provider.name, provider.title, bool(address), " or ".join(names))
    if connection.key_command and not connection.key_env:
        return Access(provider.name, provider.title, is_ready=True, where="key_command")
    has_key = _first(names, environ) is not None
    return Access(provider.name, provider.title, has_key, " or ".join(names))


def _first(names: tuple[str, ...], environ: Mapping[str, str]) -> str | None:
    return next((text for name in names if (text := environ.get(name, "").strip())), None)


class StudioEditor(AsyncEditor):
    """An editor whose edits show a partial image, where the model's provider streams them."""

    async def watch(
        self,
        images: Sequence[Path],
        prompt: str | None,
        *,
        model: str,
        on_partial: OnPartial,
        **options: Any,
    ) -> PricedResult:
        """Carry an edit out. Raises what `edit` raises."""
        client, steps = self._start("edit", model, images, prompt, options)
        watched = WatchedClient(client, PARTIAL_IMAGES, on_partial)
        return await run_async(steps, watched, self._concurrency)


class Settings:
    """The settings of one studio: its data folder, its configuration, sandbox or not."""

    def __init__(self, folder: Path, config: Config, *, sandbox: bool = False) -> None:
        self.folder = folder
        self.config = config
        self.ledger = Ledger()
        self._editors: dict[bool, StudioEditor] = {}
        self.has_keys = any(entry.is_ready for entry in access(config))
        self.sandbox = sandbox or bool(config.get("sandbox")) or not self.has_keys

    @property
    def ready_providers(self) -> frozenset[str]:
        """The providers that can be asked: all of them in the sandbox."""
        if self.sandbox:
            return frozenset(PROVIDERS)
        return frozenset(entry.provider for entry in access(self.config) if entry.is_ready)

    def use_sandbox(self, wanted: bool) -> None:
        """Switch the sandbox on or off. Raises `ConfigError` where there is no key to go without."""
        if not wanted and not self.has_keys:
            raise ConfigError(
                "there is no key of any provider: set one, and start the studio again"
            )
        self.sandbox = wanted

    def editor(self, *, sandbox: bool) -> StudioEditor:
        """The editor of calls in the sandbox, or of real ones."""
        if sandbox not in self._editors:
            self._editors[sandbox] = self.new_editor(sandbox=sandbox)
            self._editors[sandbox].listen(report_job)
        return self._editors[sandbox]

    def new_editor(self, *, sandbox: bool, **options: Any) -> StudioEditor:
        """Another editor, for an event loop of its own."""
        return StudioEditor(**self._options(sandbox=sandbox), **options)

    def _options(self, *, sandbox: bool) -> dict[str, Any]:
        options: dict[str, Any] = {
            "sandbox": sandbox,
            "ledger": self.ledger,
            "timeout": self.config.get("timeout"),
            "max_cost_per_day": self.config.get("max_cost_per_day"),
            "tag": self.config.get("tag") or "studio",
        }
        if sandbox:
            return options
        connections = {name: self.config.connection(name) for name in self.ready_providers}
        keys = {name: connection.api_key() for name, connection in connections.items()}
        urls = {name: connection.base_url for name, connection in connections.items()}
        return {
            **options,
            "api_keys": {name: key for name, key in keys.items() if key},
            "base_urls": {name: url for name, url in urls.items() if url},
        }

    async def close(self) -> None:
        """Close the connections of the editors, and the ledger."""
        for editor in self._editors.values():
            await editor.aclose()
        self.ledger.close()


def photos_folder() -> Path:
    """The example photos: package data of an installed wheel, or those of a checkout."""
    package = Path(__file__).resolve().parent
    inside = package / "photos"
    return inside if inside.is_dir() else package.parents[1] / "examples" / "photos"


def example_photos() -> dict[str, Path]:
    """The example photos by name."""
    return {path.stem: path for path in sorted(photos_folder().glob("*.jpg"))}


def data_folder(ledger: Path) -> Path:
    """Where the studio keeps its state: next to the ledger, in the user's folder for state."""
    return Path(os.fspath(ledger)).parent / "studio"
