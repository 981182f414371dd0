"""The generated files: what they hold, what of them is stale, how they are written."""

from __future__ import annotations

import difflib
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from pyvenice.codegen.shapes.operations import provider_shapes
from pyvenice.codegen.writers.methods import methods_module
from pyvenice.codegen.writers.models import model_module
from pyvenice.codegen.writers.operations import operations_module
from pyvenice.codegen.writers.parameters import parameters_module
from pyvenice.codegen.writers.public_names import public_module
from pyvenice.contract.errors import ContractError
from pyvenice.contract.pin import pin
from pyvenice.core.atomic_write import write_file

ROOT = Path(__file__).resolve().parents[2]
_GENERATED = "pyvenice/generated"
_WIDTH = 120


def build(root: Path = ROOT) -> dict[str, str]:
    """Every generated file of the checkout at `root`, by its path below it.

    Raises `ContractError` that names the file and the place when something cannot be generated.
    """
    specs = root / "specs"
    names = pin.providers(specs)
    package = (
        f'"""What codegen wrote from specs/. Never edited by hand."""\n\nPROVIDERS = {names!r}\n'
    )
    files = {
        "pyvenice/__init__.py": _module(public_module(root), "the modules' __all__", width=100),
        f"{_GENERATED}/__init__.py": _module(package, "specs/"),
    }
    for provider in names:
        for name, text in _provider_modules(provider, specs):
            files[f"{_GENERATED}/{provider}/{name}.py"] = _module(text, f"specs/{provider}/")
    return dict(sorted(files.items()))


def _provider_modules(provider: str, specs: Path) -> Iterator[tuple[str, str]]:
    source = pin.source(provider, specs)
    shapes = provider_shapes(pin.effective(provider, specs), source)
    yield "__init__", f'"""What {source.title}\'s contract says, as Python."""\n'
    yield "operations", operations_module(shapes, source)
    yield "parameters", parameters_module(shapes, source)
    yield "methods", methods_module(shapes, source)
    text = f"Request bodies of {source.title}, one class a media type."
    yield "requests", model_module(shapes.requests, text, sends=True)
    text = f"Responses of {source.title}."
    yield "responses", model_module(shapes.responses, text, sends=False)


def _module(text: str, origin: str, *, width: int = _WIDTH) -> str:
    text = _ruff(
        ["check", "--select", "F401,I,UP,PYI", "--fix-only", "--unsafe-fixes"], text, width
    )
    text = _ruff(["format"], text, width)
    return f"# Generated from {origin} by 'python -m codegen'. Do not edit.\n{text}"


def _ruff(arguments: list[str], text: str, width: int) -> str:
    command, *options = arguments
    options += ["--quiet", "--isolated", "--target-version", "py311", "--line-length", str(width)]
    if command == "check":
        options += ["--config", 'lint.isort.known-first-party = ["pyvenice"]']
    done = subprocess.run(  # noqa: S603  (our own arguments)
        [sys.executable, "-m", "ruff", command, *options, "-"],
        input=text,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    if done.returncode != 0:
        raise ContractError(f"ruff {command} failed on generated code: {done.stderr.strip()}")
    return done.stdout


def write(files: dict[str, str], root: Path = ROOT) -> list[str]:
    """Write what differs, each file whole; remove what is no longer generated. Returns the paths."""
    changed = differences(files, root)
    for name in changed:
        path = root / name
        if name not in files:
            path.unlink()
            continue
        path.parent.mkdir(parents=True, exist_ok=True)
        write_file(path, files[name])
    return changed


def differences(files: dict[str, str], root: Path = ROOT) -> list[str]:
    """The paths below `root` of files that are not what would be generated."""
    present = {path.relative_to(root).as_posix() for path in generated_paths(root)} | files.keys()
    return [name for name in sorted(present) if files.get(name) != _text(root / name)]


def generated_paths(root: Path) -> Iterator[Path]:
    """The files in folders that hold nothing but generated files."""
    for path in (root / _GENERATED).rglob("*"):
        if path.is_file() and path.suffix != ".pyc":
            yield path


def copy_inputs(root: Path, copy: Path) -> None:
    """Copy what codegen reads: the specs, and the modules whose `__all__` is public."""
    for folder in ("specs", "pyvenice"):
        shutil.copytree(
            root / folder, copy / folder, ignore=shutil.ignore_patterns("__pycache__", "generated")
        )


def explain(name: str, files: dict[str, str], root: Path = ROOT) -> str:
    """A unified diff from the file on disk to the one that would be generated."""
    lines = difflib.unified_diff(
        (_text(root / name) or "").splitlines(keepends=True),
        files.get(name, "").splitlines(keepends=True),
        f"{name} (on disk)",
        f"{name} (generated)",
    )
    return "".join(lines)


def _text(path: Path) -> str | None:
    return path.read_text(encoding="utf-8") if path.is_file() else None
