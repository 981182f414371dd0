"""What Venice has billed, by its usage history. Needs an admin key."""

from __future__ import annotations

from datetime import UTC, datetime

from pyvenice.providers.venice.billing import billed_usage
from pyvenice.providers.venice.client import AsyncVeniceClient


async def purchases(
    client: AsyncVeniceClient, since: float, until: float
) -> list[tuple[float, str | None, int]]:
    """The purchases between two Unix times: when, the id of the request, micro-dollars."""
    events = client.billing.usage(
        start_timestamp=_text(since), end_timestamp=_text(until), page_size=1000
    )
    billed = [billed_usage(event) async for event in events]
    return [(usage.time, usage.request_id, round(abs(usage.micro_dollars))) for usage in billed]


def _text(moment: float) -> str:
    return datetime.fromtimestamp(moment, UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
