"""`pyvenice generate`, `pyvenice upscale`, `pyvenice remove-background`."""

from __future__ import annotations

from typing import Any

import click

from pyvenice.cli.images import parameters
from pyvenice.cli.images.edit import make_images
from pyvenice.cli.images.inputs import check_prompt

_OF_ONE_IMAGE = (parameters.WHICH, parameters.WHERE, parameters.FORMAT, parameters.COMMON)


@click.command("generate", epilog="Costs money unless --sandbox or a server of your own answers.")
@click.argument("prompt")
@parameters.options_of(
    parameters.WHICH,
    parameters.WHERE,
    parameters.COUNT,
    parameters.SHAPE,
    parameters.MODEL_PARAMETERS,
    parameters.FORMAT,
    parameters.COMMON,
)
def generate(prompt: str, **given: Any) -> int:
    """Make an image from a prompt."""
    return make_images("generate", (), check_prompt(prompt), given)


@click.command("upscale", epilog="Costs money unless --sandbox or a server of your own answers.")
@click.argument("image", type=click.Path())
@parameters.options_of(*_OF_ONE_IMAGE)
def upscale(image: str, **given: Any) -> int:
    """Enlarge an image: a file, a URL, or - for stdin.

    The factor is an argument of the provider's own method: --extra scale=4.
    """
    return make_images("upscale", (image,), None, given)


@click.command(
    "remove-background", epilog="Costs money unless --sandbox or a server of your own answers."
)
@click.argument("image", type=click.Path())
@parameters.options_of(*_OF_ONE_IMAGE)
def remove_background(image: str, **given: Any) -> int:
    """Remove the background of an image: a file, a URL, or - for stdin."""
    return make_images("remove_background", (image,), None, given)
