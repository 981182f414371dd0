"""Run a journal against a sandbox in another process: `python job_buyer.py JOURNAL OUT ADDRESS`."""

from __future__ import annotations

import asyncio
import sys

from pyvenice import AsyncEditor
from pyvenice.batch import run_async
from pyvenice.batch.pace import Limits


async def main(journal: str, out: str, address: str) -> None:
    async with AsyncEditor(
        api_keys={"wavespeed": "sandbox"},
        base_urls={"wavespeed": address},
        max_retries=0,
        ledger=False,
    ) as editor:
        await run_async(journal, out, editor=editor, limits=lambda _: Limits())


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
