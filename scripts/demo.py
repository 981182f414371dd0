"""Edit the example photos with each provider, sync and async, and show all results in one picture.

Nothing is sent anywhere: the sandbox answers in this process.
"""

from __future__ import annotations

import argparse
import asyncio
import importlib
import inspect
import itertools
import re
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PIL import Image

import pyvenice
from contact_sheet import Row, Tile, contact_sheet
from pyvenice.sandbox.dialects.discovery import dialect_classes

ROOT = Path(__file__).resolve().parent.parent
PHOTOS = ROOT / "examples" / "photos"
LAKE = PHOTOS / "lake.jpg"
FRUIT = PHOTOS / "still-life.jpg"
BOAT = pyvenice.Mask(PHOTOS / "lake-mask.png", edit="white")
APPLE = pyvenice.Mask(PHOTOS / "still-life-mask.png", edit="white")
ACCENTS = ("#0f7a62", "#b4532a", "#5446a8", "#8a6d1d", "#24689c")
SHOWN = 4
NOT_IN_CAPTION = {"image", "images", "model", "partial_images", "prompt"}


@dataclass(frozen=True)
class Edit:
    """A call: `client.image.<method>(**arguments)`."""

    method: str
    arguments: Mapping[str, Any]

    @property
    def photo(self) -> Path:
        """The photo that is edited."""
        photo: Path = self.arguments.get("image") or self.arguments["images"][0]
        return photo

    @property
    def text(self) -> str:
        """The caption of the result: prompt and arguments."""
        prompt = self.arguments.get("prompt")
        words = [f"“{prompt}”" if prompt else self.arguments["image"].name]
        for name, value in self.arguments.items():
            if name not in NOT_IN_CAPTION:
                words.append(f"{name}={value.image.name if name == 'mask' else value}")
        return ", ".join(words)


EDITS = (
    Edit("edit", {"image": FRUIT, "mask": APPLE, "prompt": "make it lime green"}),
    Edit(
        "edit",
        {"image": FRUIT, "prompt": "a pencil sketch", "stream": True, "partial_images": 2},
    ),
    Edit("multi_edit", {"images": [LAKE, FRUIT], "prompt": "a polaroid of lake and fruit"}),
    Edit("remove_background", {"image": FRUIT}),
    Edit("edit", {"image": LAKE, "prompt": "a teal evening", "aspect_ratio": "1:1"}),
    Edit("edit", {"image": LAKE, "prompt": "sepia, like an old postcard"}),
    Edit("generate", {"prompt": "a lighthouse at dawn"}),
    Edit("inpaint", {"image": LAKE, "mask": BOAT, "prompt": "make it crimson"}),
    Edit("edit", {"image": LAKE, "prompt": "a moonlit night that says 'sleep well'"}),
    Edit("edit", {"image": FRUIT, "prompt": "pop art"}),
    Edit("edit", {"image": FRUIT, "prompt": "greyscale"}),
    Edit("erase", {"image": FRUIT, "mask": APPLE}),
    Edit("upscale", {"image": FRUIT}),
)
"""From the most special to those of every provider, which gets the first four that it can do."""


@dataclass(frozen=True)
class Show:
    """The edits of one provider: half of them one by one, the others at once."""

    provider: str
    note: str
    accent: str
    edits: Sequence[Edit]


def _shows() -> Iterator[Show]:
    """A row for each provider that the sandbox speaks for."""
    accents = itertools.cycle(ACCENTS)
    for name in pyvenice.__all__:
        if re.fullmatch(r"(?!Async)\w+Client", name):
            client = getattr(pyvenice, name)
            dialect = dialect_classes().get(client.provider.name)
            if dialect is not None:
                edits = list(itertools.islice(_possible(client, dialect.default_model), SHOWN))
                yield Show(client.provider.title, dialect.summary, next(accents), edits)


def _possible(client: Any, model: str) -> Iterator[Edit]:
    """The edits whose arguments a client takes, with a model where it asks for one."""
    with client(sandbox=True) as instance:
        for edit in EDITS:
            method = getattr(instance.image, edit.method, None)
            parameters = inspect.signature(method).parameters if method else {}
            needs_model = (
                "model" in parameters and parameters["model"].default is inspect.Parameter.empty
            )
            arguments = {**edit.arguments, **({"model": model} if needs_model else {})}
            taken = _taken_by_model(client.provider.name, edit.method, model)
            if method and (taken or parameters).keys() & parameters.keys() >= arguments.keys():
                yield Edit(edit.method, arguments)


def _taken_by_model(provider: str, method: str, model: str) -> Mapping[str, Any] | None:
    """The arguments that a model takes, where the method has an operation for each model."""
    table = importlib.import_module(f"pyvenice.generated.{provider}.operations")
    for operation in table.OPERATIONS:
        if (operation.name, operation.for_model) == (f"image.{method}", model):
            taken: Mapping[str, Any] = operation.by_name
            return taken
    return None


SHOWS = list(_shows())


def main() -> None:
    """Run all edits and print the path of the picture."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--output", type=Path, default=ROOT / "demo-output", metavar="FOLDER")
    output: Path = parser.parse_args().output
    output.mkdir(parents=True, exist_ok=True)
    started = time.perf_counter()
    rows = [_row(show) for show in SHOWS]
    sheet = contact_sheet(
        f"pyvenice: typed clients for {len(SHOWS)} providers",
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
    photo = show.edits[0].photo
    before = Tile(Image.open(photo), "before", photo.name)
    tiles = [before, *_one_by_one(show), *asyncio.run(_at_once(show))]
    return Row(show.provider, show.note, show.accent, tiles)


def _one_by_one(show: Show) -> list[Tile]:
    with getattr(pyvenice, f"{show.provider}Client")(sandbox=True) as client:
        return [_tile(show, edit, _call(client, edit), "sync") for edit in show.edits[: SHOWN // 2]]


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

        return await asyncio.gather(*map(call, show.edits[SHOWN // 2 :]))


def _tile(show: Show, edit: Edit, result: pyvenice.EditResult, mode: str) -> Tile:
    size = f"{result.image.width}x{result.image.height}"
    print(f"{show.provider:<11} {mode:<6} {edit.method:<18} {size:<10} {edit.text}", flush=True)
    prefix = "await " if mode == "async" else ""
    return Tile(result.image.open(), f"{prefix}image.{edit.method}", edit.text)


if __name__ == "__main__":
    main()
