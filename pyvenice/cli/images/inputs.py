"""Images and prompts on the command line: files, addresses, and `-` for stdin."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from pyvenice.errors import ArgumentError

STDIN = "-"


def split_prompt(words: Sequence[str], prompt: str | None) -> tuple[list[str], str]:
    """The images and the prompt of `IMAGE… PROMPT`, or of `IMAGE… -p PROMPT`."""
    if prompt is not None:
        images = list(words)
    else:
        *images, prompt = words
        if images and Path(prompt).is_file():
            raise click.UsageError(
                f"the last word is the prompt, and {prompt!r} is a file: say what to change"
            )
    if not images:
        raise click.UsageError(
            'an image and a prompt are required, such as: photo.jpg "make it sepia"'
        )
    return images, check_prompt(prompt)


def check_prompt(prompt: str) -> str:
    """The prompt itself. Raises `UsageError` for an empty one."""
    if not prompt.strip():
        raise click.UsageError("the prompt is empty: say what to change")
    return prompt


def read_inputs(names: Sequence[str]) -> list[Any]:
    """What the client takes for each name; `-`, which may stand once, is read from stdin.

    Raises `ArgumentError` when there is nothing on stdin, and for what is no image: before the
    first model is asked, and not once for each.
    """
    from pyvenice.core.images.inputs import resolve
    from pyvenice.core.request.operation_table import ImageRule

    if sum(name == STDIN for name in names) > 1:
        raise click.UsageError("- stands for stdin, which can be read once only")
    inputs = [_read_stdin() if name == STDIN else name for name in names]
    any_image = ImageRule(json=("url", "file-id"))
    for content, name in zip(inputs, names, strict=True):
        resolve(content, argument=f"image {name}" if name == STDIN else "image", rule=any_image)
    return inputs


def _read_stdin() -> bytes:
    stream = getattr(sys.stdin, "buffer", None)
    if sys.stdin.isatty() or stream is None:
        raise click.UsageError("- reads an image from stdin, and stdin is a terminal")
    content: bytes = stream.read()
    if not content:
        raise ArgumentError(
            "-: there was nothing on stdin: did the program before it fail?", argument="image"
        )
    return content
