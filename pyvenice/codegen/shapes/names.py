"""Python names for what a document calls whatever it likes."""

from __future__ import annotations

import keyword
import re
import unicodedata
from collections.abc import Container


def class_name(name: str) -> str:
    """`style_reference` → `StyleReference`; a name that is a class name already stays."""
    words = re.split(r"[\W_]+", unicodedata.normalize("NFKC", name))
    joined = "".join(word[:1].upper() + word[1:] for word in words)
    if joined.isidentifier() and not keyword.iskeyword(joined):
        return joined
    return f"Schema{joined}" if f"Schema{joined}".isidentifier() else "Schema"


def snake_case(name: str) -> str:
    """`modelId` → `model_id`."""
    return re.sub(r"(?<=[a-z0-9])([A-Z])", r"_\1", name).lower()


def identifier(name: str) -> str:
    """`@type` → `type`, `n-iter` → `n_iter`, `class` → `class_`, `` → `field`: always a valid name."""
    joined = re.sub(r"\W+", "_", unicodedata.normalize("NFKC", name)).strip("_")
    if not joined.isidentifier():
        joined = f"field_{joined}".rstrip("_")
    return f"{joined}_" if keyword.iskeyword(joined) else joined


def attribute_name(wire: str, taken: Container[str]) -> str:
    """The attribute of a model that stands for `wire`: the name itself wherever it can be one."""
    name = identifier(wire)
    while name in taken:
        name += "_"
    return name


def singular(name: str) -> str:
    """`images` → `image`: what one item of a list is called."""
    return name[:-1] if name.endswith("s") and not name.endswith("ss") else name
