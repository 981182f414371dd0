"""Generate `pyvenice/generated/` from contracts and overlays, or check that it is up to date."""

from __future__ import annotations

import difflib
import json
import subprocess
import sys
from pathlib import Path

from pyvenice.codegen.canonical import Canonical, canonical
from pyvenice.codegen.models import model_module
from pyvenice.codegen.operations import operations_module
from pyvenice.codegen.parameters import parameters_module
from pyvenice.contract.errors import ContractError
from pyvenice.contract.pin import pin
from pyvenice.core.atomic_write import write_file

ROOT = Path(__file__).resolve().parents[2]
GENERATED = ROOT / "pyvenice" / "generated"
_LINE_LENGTH = 120


def build(specs: Path) -> dict[str, str]:
    """Every generated file, by its path below `pyvenice/generated/`."""
    names = pin.providers(specs)
    package = (
        f'"""What codegen wrote from specs/. Never edited by hand."""\n\nPROVIDERS = {names!r}\n'
    )
    files = {"__init__.py": _marked(_formatted(package), "specs/")}
    for provider in names:
        files |= _provider_files(provider, specs)
    return dict(sorted(files.items()))


def _provider_files(provider: str, specs: Path) -> dict[str, str]:
    source = pin.source(provider, specs)
    shapes = canonical(pin.effective(provider, specs), source)
    modules = {
        "__init__": f'"""What {source.title}\'s contract says, as Python."""\n',
        "operations": f'"""The operations of {source.title} that this package calls."""\n'
        + operations_module(shapes, source),
        "parameters": f'"""The arguments of the methods that call {source.title}."""\n'
        + parameters_module(shapes),
        "requests": f'"""Request bodies of {source.title}, one class a media type."""\n'
        + model_module(shapes.requests, "pyvenice.core.request.models.RequestModel", sends=True),
        "responses": f'"""What {source.title} answers."""\n'
        + model_module(shapes.responses, "pyvenice.core.request.models.ResponseModel", sends=False),
    }
    files = {
        f"{provider}/{name}.py": _marked(_formatted(text), f"specs/{provider}/")
        for name, text in modules.items()
    }
    return files | {f"{provider}/symbols.json": _symbols(shapes)}


def _symbols(shapes: Canonical) -> str:
    """Contract pointer → the classes made from what stands there; properties follow by their wire name."""
    entries = ",\n".join(
        f"  {json.dumps(pointer)}: {json.dumps(symbols)}"
        for pointer, symbols in sorted(shapes.origins.items())
    )
    return f"{{\n{entries}\n}}\n"


def _marked(text: str, origin: str) -> str:
    return f"# Generated from {origin} by 'python -m codegen'. Do not edit.\n{text}"


def _formatted(text: str) -> str:
    for arguments in (
        ["check", "--select", "F401,I,UP,PYI", "--fix-only", "--quiet", "--unsafe-fixes"],
        ["format", "--quiet"],
    ):
        text = _ruff(arguments, text)
    return text


def _ruff(arguments: list[str], text: str) -> str:
    command, *options = arguments
    isolated = ["--isolated", "--target-version", "py311", "--line-length", str(_LINE_LENGTH)]
    if command == "check":
        isolated += ["--config", 'lint.isort.known-first-party = ["pyvenice"]']
    done = subprocess.run(  # noqa: S603 - our own arguments
        [sys.executable, "-m", "ruff", command, *isolated, *options, "-"],
        input=text,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        raise ContractError(f"ruff {command} failed on generated code: {done.stderr.strip()}")
    return done.stdout


def write(files: dict[str, str], folder: Path = GENERATED) -> list[str]:
    """Write what differs, each file whole; remove what is no longer generated. Returns the changed paths."""
    changed = differences(files, folder)
    for name in changed:
        path = folder / name
        if name not in files:
            path.unlink()
            continue
        path.parent.mkdir(parents=True, exist_ok=True)
        write_file(path, files[name])
    return changed


def differences(files: dict[str, str], folder: Path = GENERATED) -> list[str]:
    """The paths below `folder` that are not what would be generated."""
    on_disk = {
        path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8")
        for path in folder.rglob("*")
        if path.suffix in {".py", ".json"}
    }
    return [name for name in sorted(files.keys() | on_disk) if files.get(name) != on_disk.get(name)]


def explain(name: str, files: dict[str, str], folder: Path = GENERATED) -> str:
    """A unified diff from the file on disk to the one that would be generated."""
    path = folder / name
    old = path.read_text(encoding="utf-8") if path.is_file() else ""
    new = files.get(name, "")
    lines = difflib.unified_diff(
        old.splitlines(keepends=True),
        new.splitlines(keepends=True),
        f"{name} (on disk)",
        f"{name} (generated)",
    )
    return "".join(lines)
