"""What is released: one version, a changelog of it, and every import declared as a dependency."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path
from typing import Any

import pytest

import pyvenice
from pyvenice.contract.document import yaml12

ROOT = Path(__file__).resolve().parent.parent
PROJECT: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
RELEASE = ROOT / ".github" / "workflows" / "release.yml"
CHANGELOG = (ROOT / "CHANGELOG.md").read_text("utf-8")
EXTRAS = {
    "errors": "",
    "config": "",
    "core": "fast httpx2 images strict",
    "generated": "",
    "providers": "",
    "catalogue": "",
    "models": "",
    "contract": "contract",
    "ledger": "postgres",
    "editing": "",
    "integrations": "litellm",
    "batch": "fsspec images parquet ray",
    "gateway": "gateway",
    "mcp": "mcp",
    "studio": "studio",
    "sandbox": "sandbox",
    "conformance": "conformance",
    "codegen": "codegen",
    "cli": "cli",
}
"""The extras that a room of `pyvenice` may import from; optional ones where it asks first."""

OF_PYDANTIC = {"pydantic_core", "typing_extensions"}
"""Dependencies that pydantic always brings and shows in its own API."""


def third_party_imports(room: str) -> set[str]:
    """The packages that a room imports anywhere, without this one and the standard library."""
    files = [*ROOT.glob(f"pyvenice/{room}/**/*.py"), *ROOT.glob(f"pyvenice/{room}.py")]
    nodes = [node for file in files for node in ast.walk(ast.parse(file.read_text("utf-8")))]
    modules = [alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names]
    modules += [node.module or "" for node in nodes if isinstance(node, ast.ImportFrom)]
    tops = {module.partition(".")[0] for module in modules}
    return tops - sys.stdlib_module_names - {"pyvenice"} - OF_PYDANTIC


def declared_distributions(extra: str) -> Iterator[str]:
    """The distributions of an extra, and of the extras of ours that it names; '' is the base."""
    project = PROJECT["project"]
    lines = project["optional-dependencies"][extra] if extra else project["dependencies"]
    for line in lines:
        if ours := re.fullmatch(r"pyvenice\[(.+)\]", line):
            for name in ours[1].split(","):
                yield from declared_distributions(name)
        else:
            yield normal_name(re.split(r"[\[<>=!~ ]", line)[0])


def normal_name(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def test_the_version_stands_in_one_place() -> None:
    assert "version" in PROJECT["project"]["dynamic"]
    assert PROJECT["tool"]["hatch"]["version"]["path"] == "pyvenice/__init__.py"
    source = (ROOT / "pyvenice" / "__init__.py").read_text("utf-8")
    assert f'\n__version__ = "{pyvenice.__version__}"\n' in source


def test_the_changelog_describes_the_version_first_after_what_is_unreleased() -> None:
    titles = re.findall(r"^## \[(.+?)\](?: - \d{4}-\d\d-\d\d)?$", CHANGELOG, re.MULTILINE)
    assert titles[:2] == ["Unreleased", pyvenice.__version__]
    assert len(titles) == len(re.findall(r"^## ", CHANGELOG, re.MULTILINE))


def test_the_notes_of_a_release_are_its_section_of_the_changelog() -> None:
    script = str(ROOT / "scripts" / "release_notes")
    done = subprocess.run(
        [script, pyvenice.__version__], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip()
    assert f"## [{pyvenice.__version__}] - " in CHANGELOG
    assert done.stdout.strip() in CHANGELOG
    assert not re.search(r"^## ", done.stdout, re.MULTILINE)
    missing = subprocess.run([script, "0.0.0"], capture_output=True, text=True, check=False)
    assert (missing.returncode, missing.stdout) == (1, "")
    assert "no section about 0.0.0" in missing.stderr


def test_a_release_is_published_without_a_stored_token_and_attested() -> None:
    jobs = yaml12.loads(RELEASE.read_bytes(), name=RELEASE.name)["jobs"]
    assert jobs["publish"]["permissions"] == {"id-token": "write"}
    (publish,) = [step for step in jobs["publish"]["steps"] if "pypi-publish" in step["uses"]]
    assert publish["with"] == {"attestations": True}
    assert "secrets." not in RELEASE.read_text("utf-8")
    uses = {step.get("uses", "").partition("@")[0] for step in jobs["build"]["steps"]}
    assert {"actions/attest-build-provenance", "actions/attest-sbom"} <= uses


def test_a_release_moves_the_tag_of_its_major_version_which_the_pages_name() -> None:
    workflow = yaml12.loads(RELEASE.read_bytes(), name=RELEASE.name)
    assert workflow["on"]["push"]["tags"] == ["v*.*.*"]
    assert 'tags/${TAG%%.*}"' in workflow["jobs"]["announce"]["steps"][-1]["run"]
    pages = "".join(page.read_text("utf-8") for page in ROOT.glob("docs/*.md"))
    major = pyvenice.__version__.partition(".")[0]
    assert set(re.findall(r"pyvenice/pyvenice@(\S+)", pages)) == {f"v{major}"}


def test_the_page_about_installing_has_every_extra_in_one_table() -> None:
    page = (ROOT / "docs" / "install.md").read_text("utf-8")
    rows = re.findall(r"^\| `([\w-]+)` \|", page, re.MULTILINE)
    assert rows == sorted(rows)
    assert PROJECT["project"]["optional-dependencies"].keys() <= set(rows)


@pytest.mark.parametrize("room", EXTRAS)
def test_what_a_room_imports_is_declared(room: str) -> None:
    known = {
        name for extra in ("", *EXTRAS[room].split()) for name in declared_distributions(extra)
    }
    distributions = metadata.packages_distributions()
    homes = {
        top: {normal_name(name) for name in distributions.get(top, [top])}
        for top in third_party_imports(room)
    }
    assert {top: names for top, names in homes.items() if not names & known} == {}


def test_each_room_has_its_extras() -> None:
    rooms = {path.parent.name for path in ROOT.glob("pyvenice/*/__init__.py")}
    assert rooms <= EXTRAS.keys()


def test_what_tests_and_tools_import_is_declared_for_development() -> None:
    known = {*declared_distributions(""), *declared_distributions("dev")}
    folders = ("tests", "scripts", "benchmarks", "examples")
    files = [path for folder in folders for path in ROOT.glob(f"{folder}/**/*.py")]
    own = {path.stem for path in files} | {path.parent.name for path in files}
    distributions = metadata.packages_distributions()
    used = {
        top
        for file in files
        for node in ast.walk(ast.parse(file.read_text("utf-8")))
        if isinstance(node, ast.ImportFrom)
        for top in [(node.module or "").partition(".")[0]]
        if top not in sys.stdlib_module_names | OF_PYDANTIC | own | {"pyvenice"}
    }
    homes = {top: {normal_name(name) for name in distributions.get(top, [top])} for top in used}
    assert {top: names for top, names in homes.items() if not names & known} == {}
