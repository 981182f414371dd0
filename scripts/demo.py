"""Edit the example photos with several providers, sync and async, and show all results in one picture.

Nothing is sent anywhere: the sandbox answers in this process.
"""

from __future__ import annotations

import argparse
import asyncio
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PIL import Image

import pyvenice
from contact_sheet import Row, Tile, contact_sheet

ROOT = Path(__file__).resolve().parent.parent
PHOTOS = ROOT / "examples" / "photos"
LAKE = PHOTOS / "lake.jpg"
FRUIT = PHOTOS / "still-life.jpg"
BOAT = pyvenice.Mask(PHOTOS / "lake-mask.png", edit="white")
APPLE = pyvenice.Mask(PHOTOS / "still-life-mask.png", edit="white")
NOT_IN_CAPTION = {"image", "images", "model", "partial_images", "prompt"}


@dataclass(frozen=True)
class Edit:
    """A call: `client.image.<method>(**arguments)`."""

    method: str
    arguments: Mapping[str, Any]

    @property
    def text(self) -> str:
        """The caption of the result: prompt and arguments."""
        prompt = self.arguments.get("prompt")
        words = [f"“{prompt}”" if prompt else self.arguments["image"].name]
        for name, value in self.arguments.items():
            if name not in NOT_IN_CAPTION:
                words.append(f"{name}={value.image.name if name == 'mask' else value}")
        return ", ".join(words)


@dataclass(frozen=True)
class Show:
    """The edits of one provider: some one by one, the others at once."""

    provider: str
    note: str
    accent: str
    photo: Path
    one_by_one: Sequence[Edit]
    at_once: Sequence[Edit]


SHOWS = [
    Show(
        "Venice",
        "JSON or multipart in, the image itself out",
        "#b4532a",
        LAKE,
        [
            Edit("edit", {"image": LAKE, "prompt": "sepia, like an old postcard"}),
            Edit("edit", {"image": LAKE, "prompt": "a teal evening", "aspect_ratio": "1:1"}),
        ],
        [
            Edit("multi_edit", {"images": [LAKE, FRUIT], "prompt": "a polaroid of lake and fruit"}),
            Edit("remove_background", {"image": FRUIT}),
        ],
    ),
    Show(
        "OpenAI",
        "multipart in, base64 or a stream of partial images out",
        "#0f7a62",
        FRUIT,
        [
            Edit("edit", {"image": FRUIT, "mask": APPLE, "prompt": "make it lime green"}),
            Edit("edit", {"image": FRUIT, "prompt": "a pencil sketch", "stream": True}
                 | {"partial_images": 2}),
        ],
        [
            Edit("edit", {"image": FRUIT, "prompt": "greyscale", "size": "1024x1024"}),
            Edit("generate", {"prompt": "a lighthouse at dawn", "model": "gpt-image-1.5"}),
        ],
    ),
    Show(
        "Xinference",
        "multipart in, base64 out, on a server of your own",
        "#5446a8",
        LAKE,
        [
            Edit("edit", {"image": LAKE, "prompt": "mirror it and make it brighter"}),
            Edit("inpaint", {"image": LAKE, "mask": BOAT, "prompt": "make it crimson"}
                 | {"model": "sandbox-image"}),
        ],
        [
            Edit("edit", {"image": LAKE, "prompt": "pop art"}),
            Edit("edit", {"image": LAKE, "prompt": "a moonlit night that says 'sleep well'"}),
        ],
    ),
]  # fmt: skip


def main() -> None:
    """Run all edits and print the path of the picture."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--output", type=Path, default=ROOT / "demo-output", metavar="FOLDER")
    output: Path = parser.parse_args().output
    output.mkdir(parents=True, exist_ok=True)
    started = time.perf_counter()
    rows = [_row(show) for show in SHOWS]
    sheet = contact_sheet(
        "pyvenice: one client, three dialects",
        "client.image.edit(image=…, prompt=…), answered by the sandbox in this process:"
        " no key, no account, no network",
        rows,
    )
    path = output / "contact-sheet.png"
    sheet.save(path, optimize=True)
    count, seconds = sum(len(row.tiles) - 1 for row in rows), time.perf_counter() - started
    print(f"\n{count} edits in {seconds:.1f} s.")
    print(f"Before and after, in one picture: {path}")


def _row(show: Show) -> Row:
    before = Tile(Image.open(show.photo), "before", show.photo.name)
    tiles = [before, *_one_by_one(show), *asyncio.run(_at_once(show))]
    return Row(show.provider, show.note, show.accent, tiles)


def _one_by_one(show: Show) -> list[Tile]:
    with getattr(pyvenice, f"{show.provider}Client")(sandbox=True) as client:
        return [_tile(show, edit, _call(client, edit), "sync") for edit in show.one_by_one]


def _call(client: Any, edit: Edit) -> pyvenice.EditResult:
    response: pyvenice.EditResult | pyvenice.ImageStream
    response = getattr(client.image, edit.method)(**edit.arguments)
    if isinstance(response, pyvenice.EditResult):
        return response
    with response as events:
        for event in events:
            if isinstance(event, pyvenice.PartialImage):
                print(f"{'':<19}partial image {event.index}: {event.image!r}", flush=True)
        return events.result()


async def _at_once(show: Show) -> list[Tile]:
    async with getattr(pyvenice, f"Async{show.provider}Client")(sandbox=True) as client:

        async def call(edit: Edit) -> Tile:
            result = await getattr(client.image, edit.method)(**edit.arguments)
            return _tile(show, edit, result, "async")

        return await asyncio.gather(*map(call, show.at_once))


def _tile(show: Show, edit: Edit, result: pyvenice.EditResult, mode: str) -> Tile:
    size = f"{result.image.width}x{result.image.height}"
    print(f"{show.provider:<11} {mode:<6} {edit.method:<18} {size:<10} {edit.text}", flush=True)
    prefix = "await " if mode == "async" else ""
    return Tile(result.image.open(), f"{prefix}image.{edit.method}", edit.text)


if __name__ == "__main__":
    main()
