"""Snippets: the same edit as a Python program, a command line and a request of curl."""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

from pyvenice.editing.options import EditOptions
from pyvenice.studio.pictures import Pictures
from pyvenice.studio.store import Edit

_OPTIONS = {"n": "-n", "aspect_ratio": "--ratio", "output_format": "--format"}
"""Options of the command line that are not called as the parameter is."""
_MASK = "mask.png"
_OWN_NAMES = ("", "result", "unfinished")
_READ_BY_OTHERS = re.compile(r"""[;,"'\\@<\s]+""")
_GATEWAY = "http://127.0.0.1:8790/v1"


@dataclass(frozen=True, slots=True)
class Snippets:
    """The edit by name of the language, and the files that it names."""

    texts: Mapping[str, str]
    files: Mapping[str, str]
    """Name of a file → the picture that it is."""


def snippets(edit: Edit, pictures: Pictures) -> Snippets:
    """Files have the names that they were uploaded under, without what a shell or curl reads."""
    named = [_name(pictures, image, number) for number, image in enumerate(edit.images, start=1)]
    images = [
        name if named.count(name) == 1 else f"{number}-{name}"
        for number, name in enumerate(named, start=1)
    ]
    params = {name: value for name, value in edit.params.items() if (name, value) != ("n", 1)}
    texts = {
        "Python": _python(edit, images, params),
        "CLI": _cli(edit, images, params),
        "curl": _curl(edit, images, params),
    }
    mask = {_MASK: edit.mask} if edit.mask else {}
    return Snippets(texts, dict(zip(images, edit.images, strict=True)) | mask)


def _name(pictures: Pictures, image: str, number: int) -> str:
    picture = pictures.picture(image)
    name = _READ_BY_OTHERS.sub("-", PurePath(picture.name).name).lstrip("-")
    is_own = picture.name in _OWN_NAMES or not PurePath(name).suffix or name == _MASK
    return f"image-{number}{_suffix(picture.media_type)}" if is_own else name


def _suffix(media_type: str) -> str:
    return "." + media_type.partition("/")[2].replace("jpeg", "jpg")


def _split(params: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """The options that every model has, and those of the provider's own method."""
    own = {name: value for name, value in params.items() if name in EditOptions.__annotations__}
    return own, {name: value for name, value in params.items() if name not in own}


def _python(edit: Edit, images: list[str], params: Mapping[str, Any]) -> str:
    own, extra = _split(params)
    image = repr(images[0] if len(images) == 1 else images)
    lines = [f"    {image},", f"    {edit.prompt or None!r},", f"    model={edit.model!r},"]
    if edit.mask:
        lines.append(f'    mask=pyvenice.Mask("{_MASK}", edit="white"),')
    lines += [f"    {name}={value!r}," for name, value in own.items()]
    lines += [f"    extra={extra!r},"] if extra else []
    lines += ['    on_unsupported="warn",'] if edit.warnings else []
    lines += ["    sandbox=True,"] if edit.sandbox else []
    call = "\n".join(lines)
    return f'import pyvenice\n\nresult = pyvenice.edit(\n{call}\n)\nresult.save("result")\n'


def _cli(edit: Edit, images: list[str], params: Mapping[str, Any]) -> str:
    own, extra = _split(params)
    words = ["pyvenice", "edit", *images, f"--prompt={edit.prompt}", "--model", edit.model]
    words += ["--mask", _MASK, "--mask-marks", "white"] if edit.mask else []
    for name, value in own.items():
        option = _OPTIONS.get(name, f"--{name.replace('_', '-')}")
        words += [f"{option}={value}"] if option.startswith("--") else [option, str(value)]
    for name, value in extra.items():
        words += ["--extra", f"{name}={json.dumps(value)}"]
    words += ["--on-unsupported=warn"] if edit.warnings else []
    words += ["--sandbox"] if edit.sandbox else []
    return shlex.join(words)


def _curl(edit: Edit, images: list[str], params: Mapping[str, Any]) -> str:
    def parts() -> Iterator[str]:
        texts = {"model": edit.model, "prompt": edit.prompt, **params}
        texts |= {k: json.dumps(v) for k, v in texts.items() if not isinstance(v, str)}
        texts |= {"mask_polarity": "white"} if edit.mask else {}
        # `-F` would read a file for a text that begins with @ or <.
        yield from (f"--form-string {shlex.quote(f'{k}={v}')}" for k, v in texts.items())
        yield from (f"-F {shlex.quote(f'image[]=@{image}')}" for image in images)
        if edit.mask:
            yield f"-F mask=@{_MASK}"

    form = " \\\n  ".join(parts())
    start = f"pyvenice serve{' --sandbox' if edit.sandbox else ''}"
    return f"# with `{start}` running\ncurl {_GATEWAY}/images/edits \\\n  {form}\n"
