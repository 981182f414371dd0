"""Every version of a provider's document can be pinned and generated: contract, models, tables.

HISTORY=FOLDER names a folder with the versions of Venice's document; else, where published documents
are at hand, the oldest and the newest of them are taken.
"""

from __future__ import annotations

import ast
import os
import re
import shutil
from pathlib import Path
from typing import Any

import pytest

from pyvenice.codegen.build import ROOT, build, copy_inputs
from pyvenice.codegen.pinning.pull import pull
from pyvenice.contract.document.load import read_document
from tests.contract.published import UPSTREAM

PROVIDER = "venice"
_ENDPOINT = re.compile(r'endpoint = "(\w+) ([^"]+)"')


def versions() -> list[Any]:
    """The documents to try, or a parameter that is skipped with the reason."""
    if folder := os.environ.get("HISTORY"):
        return sorted(path for path in Path(folder).iterdir() if path.suffix in {".yaml", ".json"})
    known = sorted((UPSTREAM / PROVIDER / "pairs").glob("*.yaml"), key=_version)
    if not known:
        reason = f"no versions of {PROVIDER}'s document: HISTORY=FOLDER names some"
        return [pytest.param(UPSTREAM, marks=pytest.mark.skip(reason=reason))]
    return [known[0], known[-1]]


def _version(path: Path) -> str:
    found = re.search(r"^\s+version: (\S+)", path.read_text("utf-8"), re.MULTILINE)
    return found[1] if found else ""


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """What codegen reads, with one provider and without its overlay, which corrects one version alone."""
    copy_inputs(ROOT, tmp_path)
    specs = tmp_path / "specs"
    (specs / PROVIDER / "overlay.yaml").unlink()
    (specs / "specs.lock").unlink()
    for path in [*specs.iterdir(), *(specs / "catalogue").iterdir()]:
        if path.is_dir() and path.name not in {PROVIDER, "catalogue"}:
            shutil.rmtree(path)
        elif path.is_file() and path.stem != PROVIDER:
            path.unlink()
    return tmp_path


def drop_operations_not_in(document: Path, source: Path) -> None:
    """Take out of `source.toml` what this version of the document does not have."""
    paths = read_document(document.read_bytes(), name=document.name)["paths"]
    lines = []
    for line in source.read_text("utf-8").splitlines():
        endpoint = _ENDPOINT.search(line)
        if endpoint is None or endpoint[1].lower() in paths.get(endpoint[2], {}):
            lines.append(line)
    source.write_text("\n".join(lines), "utf-8")


@pytest.mark.parametrize("document", versions(), ids=lambda path: path.stem)
def test_a_version_is_pinned_and_generated(document: Path, checkout: Path) -> None:
    drop_operations_not_in(document, checkout / f"specs/{PROVIDER}/source.toml")
    assert "pinned" in pull(PROVIDER, checkout / "specs", str(document))
    files = build(checkout)
    trees = {name: ast.parse(text) for name, text in files.items() if name.endswith(".py")}
    folder = f"pyvenice/generated/{PROVIDER}"
    assert {f"{folder}/operations.py", f"{folder}/requests.py", f"{folder}/catalogue.py"} <= {
        *trees
    }
    assert any(isinstance(node, ast.ClassDef) for node in trees[f"{folder}/requests.py"].body)
