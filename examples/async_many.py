"""Edit one photo in many ways at once, with never more than three requests under way."""

from __future__ import annotations

import asyncio
from pathlib import Path

from pyvenice import AsyncVeniceClient, PyveniceError

PHOTO = Path(__file__).parent / "photos" / "lake.jpg"
OUTPUT = Path("demo-output")
PROMPTS = ["sepia", "greyscale", "tint it gold", "blur it", "a pencil sketch", "mirror it"]


async def edit(client: AsyncVeniceClient, turns: asyncio.Semaphore, prompt: str) -> str:
    """Edit the photo once and say what became of it."""
    async with turns:
        try:
            result = await client.image.edit(image=PHOTO, prompt=prompt)
        except PyveniceError as error:
            return f"{prompt}: {error}"
    return str(result.image.save(OUTPUT / f"lake-{prompt.replace(' ', '-')}"))


async def main() -> None:
    """Edit with all prompts and print each line as soon as it is known."""
    turns = asyncio.Semaphore(3)
    async with AsyncVeniceClient(sandbox=True) as client:
        for line in asyncio.as_completed([edit(client, turns, prompt) for prompt in PROMPTS]):
            print(await line)


OUTPUT.mkdir(exist_ok=True)
asyncio.run(main())
