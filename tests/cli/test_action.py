"""The action and the page about the validator say what the command does."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click
import pytest

from pyvenice.cli.contract import command, main
from pyvenice.contract.diff.findings import CATEGORIES
from pyvenice.contract.document import yaml12
from pyvenice.contract.pin.suppressions import read_ignores
from pyvenice.contract.reports import FORMATS
from tests.cli.action import ActionRun, run_action
from tests.contract import copies
from tests.loopback import Loopback, says

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "contract-validator.md").read_text("utf-8")

Action = Callable[..., ActionRun]

OF_OTHER_COMMANDS = {"--git", "--no-deps", "--url", "--contract", "--base-url", "--accept-known"}
"""Options of `history`, pip, `site` and `conformance run`."""
PROJECTS = (ROOT / "docs" / "contract-projects.md").read_text("utf-8")


def read(name: str) -> Any:
    return yaml12.loads((ROOT / name).read_bytes(), name=name)


@pytest.fixture
def action(tmp_path: Path) -> Callable[..., ActionRun]:
    """Runs action.yml in `tmp_path`, with inputs by their names."""

    def run(**inputs: str) -> ActionRun:
        named = {name.replace("_", "-"): value for name, value in inputs.items()}
        environment = {**os.environ, "GITHUB_REPOSITORY": "a/b"}
        return run_action(tmp_path, tmp_path / "runner", named, environment)

    return run


def test_the_action_hands_every_input_to_the_script() -> None:
    described = read("action.yml")
    script = (ROOT / "scripts" / "contract-action").read_text()
    step = described["runs"]["steps"][-1]
    used = " ".join(str(value) for value in step["env"].values())
    for name in set(described["inputs"]) - {"python-version"}:
        assert f"inputs.{name} }}" in used, name
    for name in step["env"].keys() - {"GITHUB_TOKEN"}:
        assert f"${{{name}:-" in script or f"${name}" in script or f" {name}" in script, name


@pytest.mark.parametrize("workflow", [".github/workflows/contract.yml", "page"])
def test_workflows_give_only_inputs_that_exist(workflow: str) -> None:
    inputs = set(read("action.yml")["inputs"])
    if workflow == "page":
        texts = re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL)
        given = [yaml12.loads(text.encode()) for text in texts]
        steps = [*given[0]["jobs"]["contract"]["steps"], *given[1]]
    else:
        steps = read(workflow)["jobs"]["check"]["steps"]
    ours = [step["with"] for step in steps if step.get("uses") in ("./", "pyvenice/pyvenice@v1")]
    assert ours
    assert all(set(given) <= inputs for given in ours)


def test_the_workflow_checks_every_provider_with_a_public_document() -> None:
    steps = read(".github/workflows/contract.yml")["jobs"]["check"]["steps"]
    (pinned,) = (step for step in steps if step.get("id") == "pinned")
    assert "scripts/providers.py public" in pinned["run"]
    (check,) = (step for step in steps if step.get("uses") == "./")
    assert check["with"]["providers"] == "${{ steps.pinned.outputs.providers }}"


def test_the_workflow_runs_daily_and_on_demand_and_may_write_issues() -> None:
    workflow = read(".github/workflows/contract.yml")
    assert set(workflow["on"]) == {"schedule", "workflow_dispatch"}
    assert workflow["permissions"] == {"contents": "read", "issues": "write"}


def test_the_action_compares_two_documents_of_a_foreign_project(
    action: Action, tmp_path: Path
) -> None:
    sides = {
        "old": str(copies.live(tmp_path, "venice")),
        "new": str(copies.live(tmp_path, "venice", copies.ratio_removed)),
    }
    done = action(**sides, operations="POST /image/edit\n\nGET /models\n", report="report.html")
    assert (done.status, done.outputs["status"]) == (1, "1")
    assert done.out.startswith("::error ")
    assert "4:5" in done.summary
    assert (tmp_path / "report.html").read_text().endswith("</html>\n")
    assert action(**sides, operations="GET /models").status == 0
    assert action(**sides, fail_on="never").status == 0
    assert action(**sides, only="prose docs").status == 0
    assert action(old=sides["old"], new="missing.yaml").status == 2


def test_the_action_checks_pinned_providers(action: Action, loopback: Loopback) -> None:
    loopback.answers(says(503))
    done = action(providers="xinference", slack_webhook=loopback.url)
    assert (done.status, done.outputs["status"], done.outputs["findings"]) == (2, "2", "0")
    assert "could not check" in done.out


def test_the_action_checks_the_projects_of_the_repository_and_fetches_once(
    action: Action, tmp_path: Path, loopback: Loopback
) -> None:
    drifted = copies.document("venice", copies.ratio_removed).encode()
    loopback.answers(says(200, copies.document("venice").encode()), says(200, drifted))
    command = [sys.executable, "-m", "pyvenice", "contract", "init", "my-venice", "--from"]
    made = [*command, f"{loopback.url}/openapi.yaml", "--operations", "POST /image/edit"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    subprocess.run(made, cwd=tmp_path, env=environment, check=True, capture_output=True)
    (tmp_path / "ignore.toml").write_text(
        '[[ignore]]\nrule = "request-value-removed"\nreason = "we never send it"\n'
    )
    done = action(report="report.html", levels="request-value-removed=warning")
    assert done.status == 0
    assert "::warning file=contracts/my-venice/contract.yaml,line=" in done.out
    assert done.outputs == {
        "status": "0",
        "findings": "1",
        "json": f"{tmp_path}/runner/pyvenice-contract.json",
        "report": "report.html",
    }
    assert len(loopback.seen) == 2
    acknowledged = action(ignore="ignore.toml")
    assert (acknowledged.status, acknowledged.outputs["findings"]) == (0, "0")


@pytest.mark.parametrize(
    ("inputs", "sentence"),
    [
        ({"old": "a.yaml"}, "give both"),
        ({"old": "a.yaml", "new": "b.yaml", "providers": "venice"}, "goes without old and new"),
        ({"old": "a.yaml", "new": "b.yaml", "issues": "true"}, "pyvenice contract init"),
        ({"old": "a.yaml", "new": "b.yaml", "webhook": "https://x"}, "pyvenice contract init"),
        ({"providers": "venice", "issues": "yes"}, 'neither "true" nor "false"'),
    ],
)
def test_an_input_that_cannot_be_honoured_is_refused(
    action: Action, inputs: dict[str, str], sentence: str
) -> None:
    done = action(**inputs)
    assert (done.status, done.outputs) == (2, {"status": "2"})
    assert sentence in done.out


@pytest.mark.parametrize(
    "name",
    ["providers", "old", "new", "operations", "levels", "only", "ignore", "fail_on", "issues"],
)
def test_no_input_is_run_as_a_command(action: Action, tmp_path: Path, name: str) -> None:
    inputs = (
        {"old": "a.yaml", "new": "b.yaml"} if name in {"old", "new"} else {"providers": "venice"}
    )
    inputs[name] = "$(touch hacked) `touch hacked`; touch hacked & --output=hacked *"
    assert action(**inputs).status == 2
    assert not (tmp_path / "hacked").exists()


def test_the_ignore_file_on_the_page_is_one(tmp_path: Path) -> None:
    blocks = re.findall(r"```toml\n(.*?)```", PAGE, re.DOTALL)
    (text,) = [block for block in blocks if "ignore" in tomllib.loads(block)]
    path = tmp_path / "ignore.toml"
    path.write_text(text)
    assert len(read_ignores(path)) == 2


def test_the_page_tells_every_format_category_and_option(
    capsys: pytest.CaptureFixture[str],
) -> None:
    for name in ("init", "check", "diff"):
        with pytest.raises(SystemExit):
            main([name, "--help"])
    options = set(re.findall(r"--[a-z-]+", capsys.readouterr().out)) - {"--help", "--output"}
    told = set(re.findall(r"--[a-z][a-z-]+", PAGE + PROJECTS))
    assert options <= told
    assert told <= options | OF_OTHER_COMMANDS
    for name in (*FORMATS, *CATEGORIES):
        assert f"`{name}`" in PAGE


def test_the_commands_on_the_page_are_taken(capsys: pytest.CaptureFixture[str]) -> None:
    shell = "\n".join(re.findall(r"```sh\n(.*?)```", PAGE, re.DOTALL)).replace("\\\n", "")
    import shlex

    lines = [shlex.split(line, comments=True) for line in shell.splitlines()]
    ours = [words[2:] for words in lines if words[:2] == ["pyvenice", "contract"]]
    for name, *arguments in ours:
        subcommand = command.get_command(click.Context(command), name)
        assert subcommand
        subcommand.make_context(name, arguments)
    assert [words[0] for words in ours] == ["check", "check", "check", "diff"]
    assert capsys.readouterr().err == ""
