"""Run a journal on Ray: `python buyer.py JOURNAL OUT PORT ADDRESS PIDS`.

Each worker writes its process and its node to a file in the folder PIDS.
"""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path

import ray

import pyvenice
from pyvenice.batch.engines.ray import run_on_ray
from pyvenice.batch.engines.runner import RunOptions
from pyvenice.batch.engines.worker import Perform
from pyvenice.batch.remote_outputs import output_place
from pyvenice.batch.state.items import Item
from pyvenice.core.response.result import EditResult


@asynccontextmanager
async def buying(port: str, pids: Path) -> AsyncIterator[Perform]:
    node = ray.get_runtime_context().get_node_id()
    (pids / str(os.getpid())).write_text(node)
    address = f"http://127.0.0.1:{port}/api/v1"
    async with pyvenice.AsyncVeniceClient("key", base_url=address, max_retries=0) as client:

        async def buy(item: Item, _: Path) -> EditResult:
            return await client.image.edit(
                image=item.image, prompt=item.prompt or "", model="firered-image-edit"
            )

        yield buy


async def main(journal: str, out: str, port: str, address: str, pids: str) -> None:
    summary = await run_on_ray(
        Path(journal),
        partial(buying, port, Path(pids)),
        RunOptions(out=output_place(out, Path(journal)), concurrency=8),
        processes=2,
        address=address,
    )
    assert summary.is_complete, summary


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
