"""The generated package is what the specs say: reproducible, checked, small enough to review."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from openapi_spec_validator import validate

from pyvenice.codegen import __main__ as command
from pyvenice.codegen.build import build, copy_inputs, differences, write
from pyvenice.contract.pin import pin

ROOT = Path(__file__).parents[2]
SPECS = ROOT / "specs"
GENERATED = "pyvenice/generated"


@pytest.fixture(scope="session")
def files() -> dict[str, str]:
    return build()


def test_what_is_committed_is_what_would_be_generated(files: dict[str, str]) -> None:
    assert differences(files) == []


@pytest.mark.parametrize("seed", ["1", "2"])
def test_the_output_does_not_depend_on_hash_seed_or_folder(seed: str, tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "codegen", "--check"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize(
    ("name", "change"),
    [
        (f"{GENERATED}/venice/requests.py", lambda text: text.replace("=32768", "=1500")),
        (f"{GENERATED}/venice/operations.py", lambda _: None),
        (f"{GENERATED}/venice/extra.py", lambda _: "x = 1\n"),
        (f"{GENERATED}/venice/symbols.json", lambda _: "{}\n"),
        ("pyvenice/__init__.py", lambda text: text.replace('"VeniceClient",', "", 1)),
    ],
)
def test_a_hand_edit_is_found_and_undone(
    files: dict[str, str], tmp_path: Path, name: str, change: Any
) -> None:
    write(files, tmp_path)
    path = tmp_path / name
    changed = change(path.read_text() if path.exists() else "")
    path.unlink(missing_ok=True) if changed is None else path.write_text(changed)
    assert differences(files, tmp_path) == [name]
    assert write(files, tmp_path) == [name]
    assert differences(files, tmp_path) == []


def test_check_shows_the_difference_and_fails(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], files: dict[str, str]
) -> None:
    stale = files | {f"{GENERATED}/venice/__init__.py": "# older\n"}
    monkeypatch.setattr(command, "build", lambda _: stale)
    assert command.main(["--check"]) == 1
    shown = capsys.readouterr()
    assert "+# older" in shown.out
    assert f"by hand: {GENERATED}/venice/__init__.py. Run 'python -m codegen'" in shown.err


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of what codegen reads, which the command works on."""
    copy_inputs(ROOT, tmp_path)
    monkeypatch.setattr(command, "ROOT", tmp_path)
    return tmp_path


def test_a_broken_overlay_is_named_with_its_place(
    checkout: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    overlay = checkout / "specs" / "venice" / "overlay.yaml"
    overlay.write_text(overlay.read_text().replace("properties.scale\n", "properties.scal\n"))
    assert command.main([]) == 2
    error = capsys.readouterr().err
    assert re.search(
        r"overlay\.yaml: action \d+ \(.*properties\.scal\): the target matches nothing", error
    )


def test_the_generated_package_can_be_reviewed(files: dict[str, str]) -> None:
    images = {name: text for name, text in files.items() if "/families/" not in name}
    methods = [text for name, text in images.items() if name.endswith("/methods.py")]
    rows_and_pages = ("/methods.py", "/catalogue.py", ".md")
    others = [text for name, text in images.items() if not name.endswith(rows_and_pages)]
    whole = [
        text
        for name, text in files.items()
        if name.startswith(f"{GENERATED}/venice/") and not name.endswith("/catalogue.py")
    ]
    providers = len(pin.providers())
    models = [
        operation
        for name in pin.providers()
        for operation in pin.source(name).operations
        if operation.model
    ]
    # A method with models has a table entry and a request class for each.
    assert sum(text.count("\n") for text in others) < 700 * providers + 45 * len(models)
    assert sum(text.count("\n") for text in methods) < 970 * providers
    # Venice has the families of its whole document.
    assert sum(text.count("\n") for text in whole) < 8000


def test_each_generated_file_says_what_it_is(files: dict[str, str]) -> None:
    modules = {name: text for name, text in files.items() if name.endswith(".py")}
    assert all(text.startswith("# Generated from ") for text in modules.values())
    pages = {name: text for name, text in files.items() if name.endswith(".md")}
    assert pages
    assert all(text.startswith("<!-- Generated from ") for text in pages.values())


def test_no_class_has_a_number_for_a_name(files: dict[str, str]) -> None:
    names = [
        name for text in files.values() for name in re.findall(r"^class (\w+)", text, re.MULTILINE)
    ]
    assert names
    assert [name for name in names if name[-1].isdigit()] == []


@pytest.mark.parametrize("provider", pin.providers())
def test_contract_and_effective_document_are_valid_openapi(provider: str) -> None:
    validate(pin.contract(provider))
    validate(pin.effective(provider))


@pytest.mark.parametrize("provider", pin.providers())
def test_a_contract_holds_no_sentence(provider: str) -> None:
    values = ("enum", "default", "pattern")  # facts, whatever they are spelled with

    def texts(node: Any) -> list[str]:
        if isinstance(node, dict):
            return [
                text for key, value in node.items() if key not in values for text in texts(value)
            ]
        if isinstance(node, list):
            return [text for item in node for text in texts(item)]
        return [node] if isinstance(node, str) else []

    assert [text for text in texts(pin.contract(provider)) if " " in text.strip()] == []


def added(
    checkout: Path, capsys: pytest.CaptureFixture[str], response: str, body: str = ""
) -> None:
    """A made-up provider with one operation in the copy of the checkout, pinned from a document."""
    document = checkout / "acme.yaml"
    document.write_text(
        "openapi: 3.1.0\ninfo: {title: Acme, version: '1'}\npaths:\n  /erase:\n    post:\n"
        f"      {body}\n      responses: {{'200': {{description: '', content: {{{response}: {{}}}}}}}}\n"
    )
    folder = checkout / "specs" / "acme"
    folder.mkdir()
    (folder / "source.toml").write_text(
        'title = "Acme"\nlive = ["https://acme.example/"]\nbase_url = "https://acme.example"\n'
        '[auth]\napi_key_env = "ACME_API_KEY"\nrequired = true\n'
        '[operations]\n"image.erase" = { endpoint = "POST /erase", stem = "Erase" }\n'
    )
    assert command.main(["pull", "acme", "--from", str(document)]) == 0
    capsys.readouterr()


def test_a_provider_without_overlay_whose_responses_are_all_binary_is_generated(
    checkout: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    added(checkout, capsys, "image/png")
    assert command.main([]) == 0
    folder = checkout / GENERATED / "acme"
    assert "class ImageMethods" in (folder / "methods.py").read_text()
    assert "class " not in (folder / "responses.py").read_text()
    assert "acme" in (checkout / GENERATED / "__init__.py").read_text()
    assert (checkout / "docs" / "reference" / "acme.md").is_file()
    assert command.main(["--check"]) == 0


def test_a_document_that_cannot_be_generated_is_one_sentence_and_exit_status_2(
    checkout: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    added(checkout, capsys, "image/png", "requestBody: {content: {text/plain: {}}}")
    assert command.main([]) == 2
    error = capsys.readouterr().err
    assert error.startswith("codegen: acme: POST /erase: its request body is text/plain")
    assert error.count("\n") == 1
    assert not (checkout / GENERATED / "acme").exists()


def test_a_new_error_is_one_edit(checkout: Path) -> None:
    errors = checkout / "pyvenice" / "errors.py"
    text = errors.read_text().replace(
        '    "AnswerError",\n', '    "AnswerError",\n    "TeapotError",\n'
    )
    errors.write_text(f'{text}\n\nclass TeapotError(PyveniceError):\n    """418."""\n')
    assert command.main([]) == 0
    names = (checkout / "pyvenice" / "__init__.py").read_text()
    assert names.count("TeapotError") == 3


def test_codegen_needs_no_module_that_only_some_systems_have() -> None:
    script = (
        "import sys\n"
        "sys.modules.update(dict.fromkeys(['fcntl', 'msvcrt', 'termios', 'resource']))\n"
        "import pyvenice.codegen.__main__, pyvenice.codegen.pinning.accept\n"
        "from pathlib import Path\nfrom pyvenice.codegen.pinning.lock import pin_lock\n"
        f"with pin_lock(Path({str(SPECS)!r})): print('locked')"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert done.stdout == "locked\n"
