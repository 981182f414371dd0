"""Run a journal against a purchase server: `python buyer.py JOURNAL OUT PORT [CONCURRENCY]`."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

import pyvenice
from pyvenice.batch.engines import writer
from pyvenice.batch.engines.runner import RunOptions, run
from pyvenice.batch.state.items import Item
from pyvenice.batch.state.journal import Journal
from pyvenice.core.response.result import EditResult

# As if each run was a long one, which has a process that writes.
writer.LONG_RUN = 1


async def main(journal_path: str, out: str, port: str, concurrency: str = "16") -> None:
    address = f"http://127.0.0.1:{port}/api/v1"
    async with pyvenice.AsyncVeniceClient("key", base_url=address, max_retries=0) as client:

        async def buy(item: Item, part: Path) -> EditResult:
            return await client.image.edit(
                image=item.image,
                prompt=item.prompt or "",
                model="firered-image-edit",
                save_to=part,
            )

        with Journal(Path(journal_path)) as journal:
            await run(journal, buy, RunOptions(out=Path(out), concurrency=int(concurrency)))


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
