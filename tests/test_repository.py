"""Files for contributors: templates, hooks and workflows can be read, and name what exists."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from pyvenice.contract.document import yaml12

ROOT = Path(__file__).resolve().parent.parent
TEMPLATES = [
    path
    for path in sorted((ROOT / ".github" / "ISSUE_TEMPLATE").glob("*.yml"))
    if path.name != "config.yml"
]
MAKEFILE = (ROOT / "Makefile").read_text("utf-8")
TARGETS = set(re.findall(r"^([a-z-]+):", MAKEFILE, re.MULTILINE))


def read(path: Path) -> Any:
    return yaml12.loads(path.read_bytes(), name=path.name)


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.stem)
def test_an_issue_template_has_a_name_labels_and_fields(template: Path) -> None:
    form = read(template)
    assert form["name"]
    assert form["description"]
    assert form["labels"]
    ids = [field["id"] for field in form["body"]]
    assert len(ids) == len(set(ids))
    assert any(field.get("validations", {}).get("required") for field in form["body"])


def test_the_hooks_run_what_exists() -> None:
    (repository,) = read(ROOT / ".pre-commit-config.yaml")["repos"]
    for hook in repository["hooks"]:
        words = hook["entry"].split()
        if words[0] == "make":
            assert words[1] in TARGETS
        paths = [word for word in words if word.startswith("tests/")]
        assert all((ROOT / path).exists() for path in paths)


def test_ci_runs_the_commands_of_the_makefile() -> None:
    script = (ROOT / ".ci" / "run").read_text("utf-8")
    commands = re.findall(r"make ([a-z-]+)$", script, re.MULTILINE)
    assert commands[:2] == ["lint", "coverage"]
    assert set(commands) <= TARGETS
    steps = read(ROOT / ".github" / "workflows" / "ci.yml")["jobs"]["test"]["steps"]
    assert ".ci/run" in [step.get("run") for step in steps]


def test_dependabot_watches_actions_and_packages() -> None:
    updates = read(ROOT / ".github" / "dependabot.yml")["updates"]
    assert {update["package-ecosystem"] for update in updates} == {"github-actions", "pip"}


@pytest.mark.parametrize(
    "name", ["README.md", "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md", "LICENSE"]
)
def test_each_page_that_a_newcomer_looks_for_is_there(name: str) -> None:
    assert (ROOT / name).stat().st_size > 500
