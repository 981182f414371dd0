"""The generated files: what they hold, what of them is stale, how they are written."""

from __future__ import annotations

import difflib
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from pyvenice.codegen.catalogue.rows import Rows, read_rows, refuse_unknown_files
from pyvenice.codegen.shapes.operations import provider_shapes
from pyvenice.codegen.shapes.shape import Shapes
from pyvenice.codegen.writers.catalogue import catalogue_module, stated_lifecycles
from pyvenice.codegen.writers.methods import methods_module
from pyvenice.codegen.writers.models import model_module
from pyvenice.codegen.writers.operations import operations_module
from pyvenice.codegen.writers.parameters import parameters_module
from pyvenice.codegen.writers.public_names import public_homes, public_module
from pyvenice.codegen.writers.public_reference import public_page
from pyvenice.codegen.writers.reference import provider_page
from pyvenice.contract.errors import ContractError
from pyvenice.contract.pin import pin
from pyvenice.contract.pin.source import Source
from pyvenice.core.atomic_write import write_file

ROOT = Path(__file__).resolve().parents[2]
_GENERATED = "pyvenice/generated"
_PAGES = "docs/reference"
_FIRST = ("--config", 'lint.isort.known-first-party = ["pyvenice"]')


def build(root: Path = ROOT) -> dict[str, str]:
    """Every generated file of the checkout at `root`, by its path below it.

    Raises `ContractError` that names the file and the place when something cannot be generated.
    """
    specs = root / "specs"
    names = pin.providers(specs)
    package = (
        f'"""What codegen wrote from specs/. Never edited by hand."""\n\nPROVIDERS = {names!r}\n'
    )
    modules = {"pyvenice/__init__.py": public_module(root), f"{_GENERATED}/__init__.py": package}
    homes = public_homes(root / "pyvenice")
    pages = {f"{_PAGES}/pyvenice.md": public_page(root / "pyvenice", homes)}
    refuse_unknown_files(specs, names)
    for provider in names:
        source = pin.source(provider, specs)
        document = pin.effective(provider, specs)
        shapes = provider_shapes(document, source.of_family(""))
        pulled = str(pin.read_lock(specs).get(provider, {}).get("pulled", ""))
        rows = read_rows(provider, specs, stated_lifecycles(shapes))
        for name, text in _provider_modules(shapes, source, pulled, rows):
            modules[f"{_GENERATED}/{provider}/{name}.py"] = text
        described = [*shapes.operations]
        if source.families:
            text = f'"""Families of {source.title}\'s operations, each loaded when it is used."""\n'
            modules[f"{_GENERATED}/{provider}/families/__init__.py"] = text
        for family in source.families:
            members = provider_shapes(document, source.of_family(family))
            described += members.operations if _is_reached(provider, family, root) else ()
            for name, text in _family_modules(members, source, family, pulled):
                modules[f"{_GENERATED}/{provider}/families/{family}/{name}.py"] = text
        modules[f"{_GENERATED}/{provider}/catalogue.py"] = catalogue_module(shapes, source, rows)
        client = root / "pyvenice" / "providers" / provider / "client.py"
        pages[f"{_PAGES}/{provider}.md"] = provider_page(
            replace(shapes, operations=tuple(described)), source, client
        )
    marked = {path: f"# {_mark(path)}\n{text}" for path, text in _formatted(modules).items()}
    marked |= {path: f"<!-- {_mark(path)} -->\n\n{text}" for path, text in pages.items()}
    return dict(sorted(marked.items()))


def _mark(path: str) -> str:
    """The first line of a generated file: from what it is made, and how."""
    parts = Path(path)
    below = path.removeprefix(f"{_GENERATED}/").split("/")
    name = (
        parts.stem if path.startswith(_PAGES) else below[0] if len(below) > 1 else parts.parent.name
    )
    origin = "the modules' __all__" if name == "pyvenice" else f"specs/{name}/"
    origin = "specs/" if name == "generated" else origin
    return f"Generated from {origin} by 'python -m codegen'. Do not edit."


def _provider_modules(
    shapes: Shapes, source: Source, pinned: str, rows: Rows
) -> Iterator[tuple[str, str]]:
    yield "__init__", f'"""What {source.title}\'s contract says, as Python."""\n'
    yield "operations", operations_module(shapes, source, pinned, rows)
    yield "parameters", parameters_module(shapes, source)
    yield "methods", methods_module(shapes, source)
    text = f"Request bodies of {source.title}, one class a media type."
    yield "requests", model_module(shapes.requests, text, sends=True)
    text = f"Responses of {source.title}."
    yield "responses", model_module(shapes.responses, text, sends=False)


def _is_reached(provider: str, family: str, root: Path) -> bool:
    """Whether a client has the family: what none has yet is no part of the reference."""
    module = root / "pyvenice" / "providers" / provider / "families.py"
    return module.is_file() and f"def {family}(" in module.read_text("utf-8")


def _family_modules(
    shapes: Shapes, source: Source, family: str, pinned: str
) -> Iterator[tuple[str, str]]:
    """The modules of a family: those of a provider, without a `TypedDict` for hooks that nobody writes."""
    yield "__init__", f'"""What {source.title}\'s contract says of `{family}`, as Python."""\n'
    yield "operations", operations_module(shapes, source, pinned)
    yield "methods", methods_module(shapes, source, family)
    text = f"Request bodies of `{family}` of {source.title}."
    yield "requests", model_module(shapes.requests, text, sends=True)
    text = f"Responses of `{family}` of {source.title}."
    yield "responses", model_module(shapes.responses, text, sends=False)


def _formatted(files: dict[str, str]) -> dict[str, str]:
    """The modules without unused imports, formatted: all in one run, because starting ruff costs most."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for path, text in files.items():
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_text(text, encoding="utf-8")
        _ruff(folder, "check", "--select", "F401,I,UP,PYI", "--fix-only", "--unsafe-fixes", *_FIRST)
        _ruff(folder, "format")
        return {path: (folder / path).read_text(encoding="utf-8") for path in files}


def _ruff(folder: Path, command: str, *options: str) -> None:
    own = [
        "--quiet",
        "--isolated",
        "--no-cache",
        "--target-version",
        "py311",
        "--line-length",
        "100",
    ]
    done = subprocess.run(  # noqa: S603  (our own arguments)
        [sys.executable, "-m", "ruff", command, *own, *options, str(folder)],
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    if done.returncode != 0:
        problem = (done.stderr or done.stdout).replace(f"{folder}/", "").strip()
        raise ContractError(f"ruff {command} failed on generated code: {problem}")


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
    """The files of the generated package, and the reference pages that say that codegen wrote them."""
    for path in (root / _GENERATED).rglob("*"):
        if path.is_file() and path.suffix != ".pyc":
            yield path
    for page in (root / _PAGES).glob("*.md"):
        if "'python -m codegen'" in page.read_text("utf-8").partition("\n")[0]:
            yield page


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
