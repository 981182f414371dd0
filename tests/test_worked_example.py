"""The provider of CONTRIBUTING.md: its files, taken from the page, work in a copy of the checkout."""

from __future__ import annotations

import io
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from pyvenice.core.recording.multipart_parser import parse_form
from tests.loopback import Loopback, says
from tests.pictures import picture

ROOT = Path(__file__).resolve().parent.parent
PAGE = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
FILES = dict(re.findall(r"^```\w+ (\S+/acme/\S+)\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL))
ROWS = dict(
    re.findall(r"^```yaml (specs/catalogue/\S+)\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
)
COPIED = ("pyvenice", "specs", "codegen", "scripts", "docs", "tests", "examples")
FILE = {"type": "string", "format": "binary"}
FORM = {
    "type": "object",
    "required": ["image"],
    "properties": {
        "image": FILE,
        "mask": FILE,
        "grow_mask": {"type": "integer", "minimum": 0, "maximum": 20, "default": 5},
        "seed": {"type": "integer", "minimum": 0, "maximum": 4294967294, "default": 0},
        "output_format": {"type": "string", "enum": ["png", "jpeg", "webp"], "default": "png"},
    },
}
PROBLEM = {
    "type": "object",
    "required": ["id", "name", "errors"],
    "properties": {
        "id": {"type": "string"},
        "name": {"type": "string"},
        "errors": {"type": "array", "items": {"type": "string"}},
    },
}
PROBLEMS = {
    status: {
        "description": "No.",
        "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Problem"}}},
    }
    for status in ("400", "402", "403", "422", "429")
}
DOCUMENT: dict[str, Any] = {
    "openapi": "3.0.3",
    "info": {"title": "Acme", "version": "1", "description": "Erases things."},
    "paths": {
        "/v1/erase": {
            "post": {
                "operationId": "erase",
                "summary": "Erase a thing.",
                "security": [{"key": []}],
                "requestBody": {
                    "required": True,
                    "content": {"multipart/form-data": {"schema": FORM}},
                },
                "responses": {
                    "200": {
                        "description": "The image.",
                        "headers": {"finish-reason": {"schema": {"type": "string"}}},
                        "content": {f"image/{kind}": {"schema": FILE} for kind in ("png", "jpeg")},
                    },
                    **PROBLEMS,
                },
            }
        }
    },
    "components": {
        "securitySchemes": {"key": {"type": "http", "scheme": "bearer"}},
        "schemas": {"Problem": PROBLEM},
    },
}
PROGRAM = """
import asyncio, inspect, io, json, sys
import pyvenice
from PIL import Image

mode, url, given = sys.argv[1], sys.argv[2], json.loads(sys.argv[3])
name = "AcmeClient" if mode == "sync" else "AsyncAcmeClient"
if "mask" in given:
    given["mask"] = pyvenice.Mask(given["mask"], edit="transparent")

async def main():
    client = getattr(pyvenice, name)("key-of-acme", base_url=url, max_retries=0)
    try:
        result = client.image.erase(**given)
        result = await result if inspect.isawaitable(result) else result
        print(json.dumps({
            "type": result.image.media_type,
            "metadata": dict(result.metadata),
            "warnings": [warning.code for warning in result.warnings],
        }))
    except pyvenice.PyveniceError as error:
        print(json.dumps({
            "error": type(error).__name__,
            "text": str(error),
            "code": getattr(error, "code", None),
        }))
    finally:
        closing = client.close() if mode == "sync" else client.aclose()
        if closing is not None:
            await closing

asyncio.run(main())
"""

ONE_CALL = """
import json, sys
import pyvenice

url, image, mask = sys.argv[1:4]
result = pyvenice.edit(
    image, model="acme/eraser", mask=mask, seed=7, output_format="PNG", extra={"grow_mask": 9},
    api_key="key-of-acme", base_url=url, max_cost=0.05,
)
print(json.dumps({"cost": result.cost, "provider": result.provider, "said": result.cost_source}))
"""


def run(checkout: Path, *arguments: object) -> subprocess.CompletedProcess[str]:
    """Run this Python in the copy of the checkout, with the copy's own packages."""
    folders = os.pathsep.join([str(checkout), str(checkout / "scripts")])
    return subprocess.run(
        [sys.executable, *map(str, arguments)],
        cwd=checkout,
        env={**os.environ, "PYTHONPATH": folders, "NO_COLOR": "1"},
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )


def output_of(done: subprocess.CompletedProcess[str]) -> str:
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the checkout with the provider: pinned from the document, generated, in the tables."""
    root = tmp_path_factory.mktemp("checkout")
    for folder in COPIED:
        ignored = shutil.ignore_patterns("__pycache__", "*.pyc")
        shutil.copytree(ROOT / folder, root / folder, ignore=ignored)
    for page in (*ROOT.glob("*.md"), ROOT / "mkdocs.yml", ROOT / "pyproject.toml"):
        shutil.copy(page, root)
    for name, text in (FILES | ROWS).items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, "utf-8")
    (root / "acme.json").write_text(json.dumps(DOCUMENT), "utf-8")
    output_of(run(root, "-m", "codegen", "pull", "acme", "--from", "acme.json"))
    check = ("-m", "pyvenice", "contract", "check", "acme", "--live", "acme.json")
    assert "no drift" in output_of(run(root, *check)), "needs no code"
    output_of(run(root, "-m", "codegen"))
    output_of(run(root, "scripts/providers.py", "tables"))
    output_of(run(root, "scripts/reference.py"))
    return root


class Erase:
    """`client.image.erase(…)` of the copy against a loopback server, in a process of its own."""

    def __init__(self, checkout: Path, mode: str, loopback: Loopback, image: Path) -> None:
        self._checkout = checkout
        self._command = ("-c", PROGRAM, mode, loopback.url)
        self.loopback = loopback
        self.image = image

    def __call__(self, **arguments: object) -> dict[str, Any]:
        given = {"image": str(self.image)} | arguments
        result: dict[str, Any] = json.loads(
            output_of(run(self._checkout, *self._command, json.dumps(given)))
        )
        return result


@pytest.fixture(params=["sync", "async"])
def erase(
    request: pytest.FixtureRequest, checkout: Path, loopback: Loopback, tmp_path: Path
) -> Erase:
    image = tmp_path / "photo.png"
    image.write_bytes(picture(128, 96))
    return Erase(checkout, request.param, loopback, image)


def test_two_folders_and_120_lines_are_enough() -> None:
    assert {Path(name).parent.as_posix() for name in FILES} == {
        "specs/acme",
        "pyvenice/providers/acme",
    }
    assert sum(len(text.splitlines()) for text in FILES.values()) <= 120
    total = re.search(r"These are all (\d+) lines", PAGE)
    assert total is not None
    assert int(total[1]) == sum(len(text.splitlines()) for text in FILES.values())


def test_the_request_is_a_form_with_a_white_mask(erase: Erase, tmp_path: Path) -> None:
    mask = Image.new("RGBA", (128, 96), (0, 0, 0, 255))
    mask.paste((0, 0, 0, 0), (0, 0, 64, 96))
    mask.save(tmp_path / "mask.png")
    headers = {"content_type": "image/png", "finish_reason": "SUCCESS", "seed": "7"}
    erase.loopback.answers(says(200, picture(128, 96), **headers))
    answer = erase(mask=str(tmp_path / "mask.png"), grow_mask=9, seed=7)
    assert answer["type"] == "image/png"
    assert answer["metadata"] == {"finish-reason": "SUCCESS", "seed": "7"}
    assert answer["warnings"] == []
    (request,) = erase.loopback.seen
    assert (request.method, request.path) == ("POST", "/v1/erase")
    assert request.headers["authorization"] == "Bearer key-of-acme"
    assert request.headers["accept"] == "image/*"
    form = parse_form(request.body, request.headers["content-type"])
    parts = {part.name: part.data for part in form}
    assert (parts["grow_mask"], parts["seed"]) == (b"9", b"7")
    assert parts["image"] == erase.image.read_bytes()
    with Image.open(io.BytesIO(parts["mask"])) as sent:
        grey = sent.convert("L")
    assert (grey.getpixel((10, 10)), grey.getpixel((100, 10))) == (255, 0)


def test_a_row_in_the_catalogue_is_all_that_the_one_call_needs(
    checkout: Path, loopback: Loopback, tmp_path: Path
) -> None:
    (tmp_path / "photo.png").write_bytes(picture(128, 96))
    mask = Image.new("RGBA", (128, 96), (0, 0, 0, 255))
    mask.paste((0, 0, 0, 0), (0, 0, 64, 96))
    mask.save(tmp_path / "mask.png")
    loopback.answers(says(200, picture(128, 96), content_type="image/png"))
    files = (tmp_path / "photo.png", tmp_path / "mask.png")
    answer = json.loads(output_of(run(checkout, "-c", ONE_CALL, loopback.url, *files)))
    assert (answer["cost"], answer["provider"]) == (0.05, "acme")
    assert answer["said"] == "price for each image; Acme's price list, checked 2026-11-30"
    (request,) = loopback.seen
    form = parse_form(request.body, request.headers["content-type"])
    parts = {part.name: part.data for part in form}
    assert parts.keys() == {"image", "mask", "seed", "output_format", "grow_mask"}
    assert (parts["seed"], parts["output_format"], parts["grow_mask"]) == (b"7", b"png", b"9")
    with Image.open(io.BytesIO(parts["mask"])) as sent:
        grey = sent.convert("L")
    assert (grey.getpixel((10, 10)), grey.getpixel((100, 10))) == (255, 0)


def test_a_header_becomes_a_warning(erase: Erase) -> None:
    headers = {"content_type": "image/png", "finish_reason": "CONTENT_FILTERED"}
    erase.loopback.answers(says(200, picture(64, 64), **headers))
    assert erase()["warnings"] == ["blurred"]


@pytest.mark.parametrize(
    ("status", "code", "error"),
    [
        (400, "bad_request", "BadRequestError"),
        (402, "payment_required", "PaymentRequiredError"),
        (403, "content_moderation", "ContentPolicyError"),
        (403, "forbidden", "PermissionDeniedError"),
        (422, "invalid_language", "UnprocessableError"),
        (429, "rate_limit_exceeded", "RateLimitError"),
    ],
)
def test_its_errors_keep_their_words(erase: Erase, status: int, code: str, error: str) -> None:
    body = json.dumps({"id": "7f3a", "name": code, "errors": ["first reason", "second reason"]})
    erase.loopback.answers(says(status, body.encode(), content_type="application/json"))
    answer = erase()
    assert (answer["error"], answer["code"]) == (error, code)
    assert "first reason; second reason" in answer["text"]


@pytest.mark.parametrize(
    ("arguments", "error", "words"),
    [
        ({"grow_mask": 21}, "ArgumentError", ["grow_mask", "21", "20"]),
        ({"output_format": "gif"}, "ArgumentError", ["output_format", "png", "webp"]),
        ({"image": "nowhere.png"}, "ImageNotFoundError", ["nowhere.png"]),
        ({"grow": 1}, "UnknownArgumentError", ["grow_mask"]),
        ({"prompt": "x"}, "UnknownArgumentError", ["venice", "openai"]),
    ],
)
def test_a_wrong_argument_is_an_error_before_any_request(
    erase: Erase, arguments: dict[str, object], error: str, words: list[str]
) -> None:
    answer = erase(**arguments)
    assert answer["error"] == error
    assert [word for word in words if word.lower() not in answer["text"].lower()] == []
    assert erase.loopback.seen == []


def test_help_shows_the_arguments(checkout: Path) -> None:
    program = "import pyvenice; help(pyvenice.AcmeClient('k', base_url='http://a').image.erase)"
    text = output_of(run(checkout, "-c", program))
    for words in ("grow_mask", "0 to 20", "Default: 5", "under 10 MB", "png", "EditResult"):
        assert words in text


def test_drift_is_found_and_names_the_argument(checkout: Path, tmp_path: Path) -> None:
    def live(maximum: int) -> Path:
        text = json.dumps(DOCUMENT).replace('"maximum": 20', f'"maximum": {maximum}')
        path = tmp_path / f"{maximum}.json"
        path.write_text(text, "utf-8")
        return path

    command = ("-m", "pyvenice", "contract", "check", "acme", "--live")
    assert "no drift" in output_of(run(checkout, *command, live(20)))
    drifted = run(checkout, *command, live(10))
    assert drifted.returncode == 1
    assert "AcmeClient.image.erase(grow_mask=…)" in drifted.stdout
    assert '"grow_mask": 20' in drifted.stdout


def test_every_list_of_providers_has_it(checkout: Path) -> None:
    names = output_of(run(checkout, "-c", "import pyvenice; print(*pyvenice.__all__)")).split()
    assert {"AcmeClient", "AsyncAcmeClient"} <= set(names)
    assert "acme" in run(checkout, "-m", "pyvenice", "contract", "check", "nobody").stderr
    for words in (("contract", "check"), ("contract", "accept"), ("conformance", "run")):
        assert "one of acme" in output_of(run(checkout, "-m", "pyvenice", *words, "--help"))
    assert "acme" in output_of(run(checkout, "scripts/providers.py", "public")).split()
    assert "| Acme | `AcmeClient` | `ACME_API_KEY` |" in (checkout / "README.md").read_text("utf-8")
    assert "| Acme |" in (checkout / "docs" / "inputs-and-masks.md").read_text("utf-8")
    output_of(run(checkout, "-m", "codegen", "--check"))
    output_of(run(checkout, "scripts/providers.py", "tables", "--check"))


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (
            ("-c", "import pyvenice; pyvenice.AcmeClient('k', sandbox=True)"),
            "the sandbox has no dialect of Acme",
        ),
        (
            ("-m", "pyvenice", "conformance", "run", "acme", "--no-cost"),
            "the sandbox has no dialect of Acme",
        ),
    ],
)
def test_what_is_not_there_yet_is_said_in_one_sentence(
    checkout: Path, arguments: tuple[str, ...], words: str
) -> None:
    done = run(checkout, *arguments)
    assert done.returncode != 0
    assert words in done.stderr.splitlines()[-1]


def test_the_tests_that_concern_every_provider_pass(checkout: Path) -> None:
    done = run(
        checkout,
        *("-m", "pytest", "-v", "--no-header", "-n", "0", "--no-cov", "-p", "no:cacheprovider"),
        *("tests/test_layers.py", "tests/test_public_api.py", "tests/scripts"),
        "tests/core/client/test_signatures.py",
    )
    assert done.returncode == 0, done.stdout[-3000:]
    assert "[acme.image.erase]" in done.stdout
