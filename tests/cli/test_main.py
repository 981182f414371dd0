"""The command `pyvenice`."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

import pyvenice
from pyvenice.cli import main
from pyvenice.errors import install_command


def test_the_version_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stop:
        main(["--version"])
    assert stop.value.code == 0
    assert capsys.readouterr().out == f"pyvenice {pyvenice.__version__}\n"


def test_without_a_subcommand_the_usage_is_shown(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stop:
        main([])
    assert stop.value.code == 2
    assert "sandbox" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "meant"),
    [(["contrakt"], "contract"), (["contract", "chek"], "check"), (["conformance", "runn"], "run")],
)
def test_a_mistyped_command_is_told_the_nearest_and_all(
    arguments: list[str], meant: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as stop:
        main(arguments)
    assert stop.value.code == 2
    assert f"(did you mean {meant}? choose from " in capsys.readouterr().err


@pytest.mark.parametrize(
    "arguments",
    [["edit", "--model"], ["contract", "check", "--live"], ["models", "list", "--size"]],
)
def test_an_option_without_its_value_names_the_command(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as stop:
        main(arguments)
    *words, option = arguments
    error = f"pyvenice {' '.join(words)}: error: Option '{option}' requires an argument."
    assert stop.value.code == 2
    assert capsys.readouterr().err.splitlines()[1] == error


def test_options_are_not_abbreviated(capsys: pytest.CaptureFixture[str]) -> None:
    for arguments in (["--vers"], ["sandbox", "--por", "0"], ["contract", "check", "--form", "x"]):
        with pytest.raises(SystemExit) as stop:
            main(arguments)
        assert stop.value.code == 2
        assert "No such option" in capsys.readouterr().err


def test_help_loads_no_command() -> None:
    program = (
        "import sys\nfrom pyvenice.cli import main\ntry:\n    main(['--help'])\n"
        "except SystemExit:\n    pass\n"
        "heavy = {'httpx', 'pydantic', 'yaml', 'PIL', 'asyncio', 'uvicorn'}\n"
        "print(sorted(heavy & set(sys.modules)), file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=False, timeout=60
    )
    assert "contract" in done.stdout
    assert done.stderr == "[]\n"


def test_a_taken_port_is_one_sentence_and_status_2() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        done = subprocess.run(
            [sys.executable, "-m", "pyvenice", "sandbox", "--port", port],
            capture_output=True,
            text=True,
            check=False,
        )
    assert done.returncode == 2
    assert port in done.stderr
    assert done.stderr.count("\n") == 1


@pytest.mark.parametrize(
    ("arguments", "missing", "extra"),
    [
        (["--help"], "click", "cli"),
        (["sandbox", "--port", "0"], "PIL", "sandbox"),
        (
            ["contract", "diff", "{specs}/contract.yaml", "{specs}/contract.yaml"],
            "yaml",
            "contract",
        ),
    ],
)
def test_a_missing_extra_is_one_sentence_and_status_2(
    arguments: list[str], missing: str, extra: str
) -> None:
    """`sys.modules[name] = None` makes an import fail as if the package were not installed."""
    specs = Path(__file__).parents[2] / "specs" / "venice"
    given = [argument.format(specs=specs) for argument in arguments]
    program = (
        f"import sys; sys.modules[{missing!r}] = None; from pyvenice.cli import main; "
        f"sys.exit(main({given!r}))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=False, timeout=60
    )
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
    assert install_command(extra) in done.stderr


@pytest.mark.parametrize(
    "words", [("models", "list", "--json"), ("contract", "check", "venice", "--live", "{pin}")]
)
def test_a_reader_that_ends_first_is_status_141_and_no_traceback(words: tuple[str, ...]) -> None:
    pinned = Path(__file__).parents[2] / "specs" / "venice" / "contract.yaml"
    given = [word.format(pin=pinned) for word in words]
    reading, writing = os.pipe()
    os.close(reading)
    done = subprocess.run(
        [sys.executable, "-m", "pyvenice", *given],
        stdout=writing,
        stderr=subprocess.PIPE,
        text=True,
        check=False,
        timeout=60,
    )
    os.close(writing)
    assert (done.returncode, done.stderr) == (141, "")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
@pytest.mark.parametrize(
    ("words", "status"),
    [(("models", "list"), 1), (("contract", "explain", "request-enum-narrowed"), 2)],
)
def test_a_full_disk_is_one_sentence(words: tuple[str, ...], status: int) -> None:
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "pyvenice", *words],
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
            timeout=60,
        )
    assert done.returncode == status
    assert "No space left on device" in done.stderr
    assert "Traceback" not in done.stderr


def test_ctrl_c_is_status_130(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("pyvenice.cli.usage.Ledger", interrupted)
    assert main(["usage"]) == 130
    assert capsys.readouterr().err == "interrupted\n"
