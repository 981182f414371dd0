"""Shell completion: what bash, zsh and fish are told, by the protocol that they use."""

from __future__ import annotations

import os
import select
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from pyvenice.catalogue import lookup
from pyvenice.cli import main
from pyvenice.generated import PROVIDERS


def completions(line: str, capsys: pytest.CaptureFixture[str], shell: str = "bash") -> list[str]:
    """What a shell gets for a line with the cursor at its end."""
    words = line.split(" ")
    variables = {
        "_PYVENICE_COMPLETE": f"{shell}_complete",
        "COMP_WORDS": line,
        "COMP_CWORD": words[-1] if shell == "fish" else str(len(words) - 1),
    }
    with pytest.MonkeyPatch.context() as patch:
        for name, value in variables.items():
            patch.setenv(name, value)
        with pytest.raises(SystemExit) as stop:
            main([])
    assert stop.value.code == 0
    lines = capsys.readouterr().out.splitlines()
    if shell == "zsh":
        return lines[1::3]
    return [line.partition(",")[2].partition("\t")[0] for line in lines if line]


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("pyvenice mod", ["models"]),
        ("pyvenice remove-b", ["remove-background"]),
        ("pyvenice contract che", ["check"]),
        ("pyvenice contract check xin", ["xinference"]),
        ("pyvenice contract explain request-enum-n", ["request-enum-narrowed"]),
        ("pyvenice edit a.png -m venice/qwen-image-3-e", ["venice/qwen-image-3-edit"]),
        ("pyvenice edit --on-u", ["--on-unsupported"]),
        ("pyvenice edit --on-unsupported w", ["warn"]),
        ("pyvenice upscale a.png -m venice/", ["venice/upscaler"]),
        ("pyvenice models show venice/ups", ["venice/upscaler"]),
        ("pyvenice config set max_cost_", ["max_cost_per_day"]),
        ("pyvenice usage --by d", ["day"]),
    ],
)
def test_what_was_begun_is_completed(
    capsys: pytest.CaptureFixture[str], shell: str, line: str, expected: list[str]
) -> None:
    assert completions(line, capsys, shell) == expected


def test_models_and_providers_are_all_offered(capsys: pytest.CaptureFixture[str]) -> None:
    known = {model.id for model in lookup.models() if model.lifecycle.status != "retired"}
    assert set(completions("pyvenice models show ", capsys)) == known
    assert set(completions("pyvenice contract check ", capsys)) == set(PROVIDERS)


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_the_lines_for_a_shell_are_printed(shell: str, capsys: pytest.CaptureFixture[str]) -> None:
    if shell == "bash" and not shutil.which("bash"):
        pytest.skip("click asks bash for its version")
    assert main(["completion", shell]) == 0
    script = capsys.readouterr().out
    assert f"_PYVENICE_COMPLETE={shell}_complete" in script


@pytest.mark.skipif(not shutil.which("bash"), reason="needs bash")
def test_bash_completes_a_model_at_a_prompt(tmp_path: Path) -> None:
    program = tmp_path / "pyvenice"
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m pyvenice "$@"\n')
    program.chmod(0o755)
    script = tmp_path / "completion"
    script.write_bytes(
        subprocess.run([str(program), "completion", "bash"], capture_output=True, check=True).stdout
    )
    pty = pytest.importorskip("pty", reason="needs a POSIX terminal")
    leader, follower = pty.openpty()
    environment = {**os.environ, "PATH": f"{tmp_path}:{os.environ['PATH']}", "TERM": "dumb"}
    with subprocess.Popen(
        [str(shutil.which("bash")), "--norc", "-i"],
        stdin=follower,
        stdout=follower,
        stderr=follower,
        env=environment,
        start_new_session=True,
    ) as shell:
        os.close(follower)
        os.write(leader, f"source {script}\npyvenice edit x -m venice/qwen-image-3-e\t".encode())
        screen = _read_until(leader, b"venice/qwen-image-3-edit ")
        shell.kill()
    os.close(leader)
    assert b"venice/qwen-image-3-edit " in screen


def _read_until(terminal: int, text: bytes) -> bytes:
    os.set_blocking(terminal, False)
    screen, end = b"", time.monotonic() + 30
    while text not in screen and time.monotonic() < end:
        if select.select([terminal], [], [], 1)[0]:
            screen += os.read(terminal, 65536)
    return screen
