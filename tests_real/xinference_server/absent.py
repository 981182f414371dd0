"""Empty stand-ins for the machine-learning packages, so that a server imports without them."""

from __future__ import annotations

import sys
from collections.abc import MutableSequence
from importlib.machinery import ModuleSpec
from types import ModuleType
from typing import Any

PACKAGES = frozenset(
    [
        "accelerate",
        "diffusers",
        "gradio",
        "modelscope",
        "peft",
        "timm",
        "torch",
        "torchvision",
        "transformers",
    ]
)


class _Nothing(type):
    """A class that has every attribute, answers every call with itself, and is false."""

    def __getattr__(cls, name: str) -> _Nothing:
        if name.startswith("__"):
            raise AttributeError(name)
        return _Nothing(name, (), {})

    def __call__(cls, *_: Any, **__: Any) -> _Nothing:
        return cls

    def __bool__(cls) -> bool:
        return False


class _Absent(ModuleType):
    __path__: MutableSequence[str] = []  # noqa: RUF012  (a package has one, and it is empty)
    __version__ = "0"

    def __getattr__(self, name: str) -> _Nothing:
        if name.startswith("__"):
            raise AttributeError(name)
        return _Nothing(name, (), {})


class _Finder:
    @staticmethod
    def find_spec(name: str, *_: Any) -> ModuleSpec | None:
        absent = name.partition(".")[0] in PACKAGES
        return ModuleSpec(name, _Finder, is_package=True) if absent else None  # type: ignore[arg-type]

    @staticmethod
    def create_module(spec: ModuleSpec) -> ModuleType:
        return _Absent(spec.name)

    @staticmethod
    def exec_module(_: ModuleType) -> None:
        """There is nothing in it."""


def install() -> None:
    """Let every import of one of `PACKAGES` find an empty module."""
    sys.meta_path.insert(0, _Finder)
