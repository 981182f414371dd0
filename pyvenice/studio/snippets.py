"""Snippets: the same edit as a Python program, a command line and a request of curl."""

from __future__ import annotations

import json
import shlex
from collections.abc import Iterator, Mapping
from pathlib import PurePath
from typing import Any

from pyvenice.editing.options import EditOptions
from pyvenice.studio.pictures import Pictures
from pyvenice.studio.store import Edit

_OPTIONS = {"n": "-n", "aspect_ratio": "--ratio", "output_format": "--format"}
"""Options of the command line that are not called as the parameter is."""
_GATEWAY = "http://127.0.0.1:8790/v1"


def snippets(edit: Edit, pictures: Pictures) -> dict[str, str]:
    """The edit by name of the language. Files have the names that they were uploaded under."""
    images = [_name(pictures, image, number) for number, image in enumerate(edit.images, start=1)]
    params = {name: value for name, value in edit.params.items() if (name, value) != ("n", 1)}
    return {
        "Python": _python(edit, images, params),
        "CLI": _cli(edit, images, params),
        "curl": _curl(edit, images, params),
    }


def _name(pictures: Pictures, image: str, number: int) -> str:
    picture = pictures.picture(image)
    name = PurePath(picture.name).name
    return name if name and name != "result" else f"image-{number}{_suffix(picture.media_type)}"


def _suffix(media_type: str) -> str:
    return "." + media_type.partition("/")[2].replace("jpeg", "jpg")


def _split(params: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """The options that every model has, and those of the provider's own method."""
    own = {name: value for name, value in params.items() if name in EditOptions.__annotations__}
    return own, {name: value for name, value in params.items() if name not in own}


def _python(edit: Edit, images: list[str], params: Mapping[str, Any]) -> str:
    own, extra = _split(params)
    image = repr(images[0] if len(images) == 1 else images)
    lines = [f"    {image},", f"    {edit.prompt!r},", f"    model={edit.model!r},"]
    if edit.mask:
        lines.append('    mask=pyvenice.Mask("mask.png", edit="white"),')
    lines += [f"    {name}={value!r}," for name, value in own.items()]
    lines += [f"    extra={extra!r},"] if extra else []
    lines += ["    sandbox=True,"] if edit.sandbox else []
    call = "\n".join(lines)
    return f'import pyvenice\n\nresult = pyvenice.edit(\n{call}\n)\nresult.save("result")\n'


def _cli(edit: Edit, images: list[str], params: Mapping[str, Any]) -> str:
    own, extra = _split(params)
    words = ["pyvenice", "edit", *images, "--prompt", edit.prompt, "--model", edit.model]
    words += ["--mask", "mask.png", "--mask-marks", "white"] if edit.mask else []
    for name, value in own.items():
        words += [_OPTIONS.get(name, f"--{name.replace('_', '-')}"), str(value)]
    for name, value in extra.items():
        words += ["--extra", f"{name}={json.dumps(value)}"]
    words += ["--sandbox"] if edit.sandbox else []
    return shlex.join(words)


def _curl(edit: Edit, images: list[str], params: Mapping[str, Any]) -> str:
    def parts() -> Iterator[str]:
        texts = {"model": edit.model, "prompt": edit.prompt, **params}
        # `-F` would read a file for a text that begins with @ or <.
        yield from (f"--form-string {shlex.quote(f'{k}={v}')}" for k, v in texts.items())
        yield from (f"-F {shlex.quote(f'image[]=@{image}')}" for image in images)
        if edit.mask:
            yield "-F mask=@mask.png"

    form = " \\\n  ".join(parts())
    start = f"pyvenice serve{' --sandbox' if edit.sandbox else ''}"
    return f"# with `{start}` running\ncurl {_GATEWAY}/images/edits \\\n  {form}\n"
