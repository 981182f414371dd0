"""Bills of providers: which of them have one, and its lines."""

from __future__ import annotations

import datetime as dt
from typing import Any

from pyvenice.cli.setup.servers import configured_client
from pyvenice.config import read_config
from pyvenice.core.client.base import SyncClient
from pyvenice.errors import ConfigError, MissingKeyError
from pyvenice.ledger.reconciliation import BilledEvent
from pyvenice.providers.optional import optional_module, providers_with


def billing_providers() -> list[str]:
    """The providers whose clients can list what was billed."""
    return providers_with("billing")


def client_of(provider: str) -> SyncClient:
    """A client of the provider, with the key and the address of the configuration or the environment.

    Raises `ConfigError` without a key.
    """
    try:
        return configured_client(provider, read_config())
    except MissingKeyError as error:
        raise ConfigError(
            f"no API key for {error.provider}: set the environment variable {error.variable}; a bill"
            " needs an admin key"
        ) from error


def billed_events(
    provider: str, client: Any, since: dt.datetime, until: dt.datetime
) -> list[BilledEvent]:
    """What was billed in US dollars from `since` until before `until`."""
    billing: Any = optional_module(provider, "billing")
    found = client.billing.usage(
        currency="USD", start_timestamp=_text(since), end_timestamp=_text(until)
    )
    return [
        BilledEvent(usage.time, usage.micro_dollars, usage.request_id, usage.sku)
        for usage in map(billing.billed_usage, found)
    ]


def _text(moment: dt.datetime) -> str:
    return moment.astimezone(dt.UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
