"""Write `pyvenice/__init__.py`: the public names, from the `__all__` of the modules that have them."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from pyvenice.contract.errors import ContractError

_PUBLIC = (
    "errors.py",
    "core/**/*.py",
    "catalogue/**/*.py",
    "ledger/*.py",
    "editing/*.py",
    "providers/*/client.py",
    "providers/hosts.py",
)
"""Modules whose `__all__` is public; elsewhere it only orders a module."""

_OLD_NAMES = {
    "APIKeys": "VeniceClient().api_keys",
    "Audio": "VeniceClient().audio",
    "Billing": "VeniceClient().billing",
    "Characters": "VeniceClient().characters",
    "ChatCompletion": "VeniceClient().chat.completions",
    "Embeddings": "VeniceClient().embeddings",
    "ImageGeneration": "VeniceClient().image",
    "Models": "VeniceClient().models",
}
"""Classes of versions before 1.0: the error of an import says where their methods are."""

_SUBMODULES = ("models",)
"""Public modules: `pyvenice.models` is there without an import of its own."""

_HEAD = '''\
"""Edit images with clients generated from the providers' own specs."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
'''

_TAIL = '''
_HOMES = {name: module for module, names in _MODULES.items() for name in names}


def __getattr__(name: str) -> Any:
    """Load a public name when it is first asked for, so that the import itself costs nothing."""
    if name in _SUBMODULES:
        return importlib.import_module(f"pyvenice.{name}")
    if name in _OLD_NAMES:
        raise ImportError(f"pyvenice has no {name} any more: it is {_OLD_NAMES[name]}, docs/migrate-venice.md")
    if name not in _HOMES:
        raise AttributeError(f"module 'pyvenice' has no attribute {name!r}")
    value = getattr(importlib.import_module(f"pyvenice.{_HOMES[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return __all__
'''


def public_module(root: Path) -> str:
    """The source of `pyvenice/__init__.py` of the checkout at `root`.

    Raises `ContractError` when two modules publish the same name, or the version is not there.
    """
    homes = public_homes(root / "pyvenice")
    imports = [
        f"    from pyvenice.{module} import {', '.join(names)}" for module, names in homes.items()
    ]
    imports += [f"    from pyvenice import {name} as {name}" for name in _SUBMODULES]
    names = sorted([*(name for names in homes.values() for name in names), *_SUBMODULES])
    return "".join(
        [
            _HEAD + "\n".join(imports),
            f"\n\n__version__ = {_version(root)!r}\n",
            f"\n__all__ = {names!r}\n",
            f"\n_OLD_NAMES = {_OLD_NAMES!r}",
            f"\n_SUBMODULES = {_SUBMODULES!r}",
            f"\n_MODULES = {homes!r}",
            _TAIL,
        ]
    )


def _version(root: Path) -> str:
    """The one thing in the file that people change: it is kept as it is."""
    text = (root / "pyvenice" / "__init__.py").read_text("utf-8")
    found = re.search(r"^__version__ = ['\"](.+)['\"]$", text, re.MULTILINE)
    if found is None:
        raise ContractError(f"{root / 'pyvenice' / '__init__.py'} has no line __version__ = …")
    return found[1]


def public_homes(package: Path) -> dict[str, tuple[str, ...]]:
    """Module below `pyvenice` → the public names that it defines, both sorted."""
    homes: dict[str, tuple[str, ...]] = {}
    owners: dict[str, str] = {}
    for path in sorted(path for pattern in _PUBLIC for path in package.glob(pattern)):
        module = ".".join(path.relative_to(package).with_suffix("").parts)
        for name in (names := tuple(sorted(_exported(path)))):
            if owners.setdefault(name, module) != module:
                raise ContractError(
                    f"{path}: __all__ publishes {name}, and so does pyvenice.{owners[name]}"
                )
        if names:
            homes[module] = names
    return homes


def _exported(path: Path) -> Iterator[str]:
    for statement in ast.parse(path.read_text("utf-8")).body:
        if isinstance(statement, ast.Assign) and ast.unparse(statement.targets[0]) == "__all__":
            yield from ast.literal_eval(statement.value)
