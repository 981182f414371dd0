"""LiteLLM's image edit, unchanged, against our sandbox: a client that we did not write."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from pyvenice.core.response.parsing import image_from_b64
from pyvenice.sandbox import Addresses, background
from tests_real.pictures import left_half, photo, png
from tests_real.servers import environment

ROOT = Path(__file__).resolve().parent.parent
PROGRAM = ROOT / "tests_real" / "oracles" / "litellm_edit.py"
XINFERENCE = "pyvenice/xinference/stabilityai/stable-diffusion-3.5-large"


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Addresses]:
    with background() as addresses:
        yield addresses


@pytest.fixture
def files(tmp_path: Path) -> dict[str, str]:
    pictures = {"photo": photo(), "mask": left_half("transparent")}
    for name, picture in pictures.items():
        (tmp_path / f"{name}.png").write_bytes(png(picture))
    return {name: str(tmp_path / f"{name}.png") for name in pictures}


def edit(**arguments: Any) -> dict[str, Any]:
    """What LiteLLM returns, or its error, as a dict."""
    done = subprocess.run(
        [environment("litellm") / "bin" / "python", PROGRAM],
        input=json.dumps(arguments),
        env={"LITELLM_LOCAL_MODEL_COST_MAP": "True", "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    answer: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return answer


def sizes(answer: dict[str, Any]) -> list[tuple[int | None, int | None]]:
    images = [image_from_b64(item["b64_json"], where="data") for item in answer["data"]]
    return [(image.width, image.height) for image in images]


def openai(sandbox: Addresses, **arguments: Any) -> dict[str, Any]:
    given = {"model": "openai/gpt-image-1.5", "prompt": "sepia", "asynchronous": False}
    return edit(api_base=sandbox.openai, api_key=sandbox.api_key, **given | arguments)


@pytest.mark.parametrize("asynchronous", [False, True])
def test_it_edits_in_the_dialect_of_openai(
    sandbox: Addresses, files: dict[str, str], asynchronous: bool
) -> None:
    answer = openai(sandbox, image=[files["photo"]], asynchronous=asynchronous)
    assert sizes(answer) == [(96, 64)]
    assert answer["usage"]["total_tokens"] > 0


def test_it_edits_several_images_with_a_mask(sandbox: Addresses, files: dict[str, str]) -> None:
    answer = openai(sandbox, image=[files["photo"]] * 2, mask=files["mask"], n=2, size="1024x1024")
    assert sizes(answer) == [(1024, 1024)] * 2


def test_it_reports_what_the_sandbox_refuses(sandbox: Addresses, files: dict[str, str]) -> None:
    answer = openai(sandbox, image=[files["photo"]], quality="ultra")
    assert answer["status"] == 400
    assert "ultra" in answer["message"]


def test_it_edits_in_the_dialect_of_xinference(sandbox: Addresses, files: dict[str, str]) -> None:
    answer = edit(
        model="openai/sandbox-image",
        api_base=sandbox.xinference,
        api_key="none",
        image=[files["photo"]],
        prompt="sepia",
        response_format="b64_json",
        asynchronous=False,
    )
    assert sizes(answer) == [(96, 64)]


@pytest.mark.parametrize("asynchronous", [False, True])
def test_it_reaches_xinference_through_the_registered_provider(
    sandbox: Addresses, files: dict[str, str], asynchronous: bool
) -> None:
    answer = edit(
        registered=True,
        model=XINFERENCE,
        image=[files["photo"]],
        mask=files["mask"],
        prompt="sepia",
        n=2,
        size="192x128",
        api_base=sandbox.xinference,
        asynchronous=asynchronous,
    )
    assert sizes(answer) == [(192, 128)] * 2
    assert answer["cost"] == 0


def test_it_reaches_venice_with_a_key_and_several_requests(
    sandbox: Addresses, tmp_path: Path
) -> None:
    large = tmp_path / "large.png"
    large.write_bytes(png(photo().resize((384, 256))))
    answer = edit(
        registered=True,
        model="pyvenice/venice/qwen-image-3-edit",
        image=[str(large)],
        prompt="sepia",
        n=2,
        response_format="url",
        api_base=sandbox.venice,
        api_key=sandbox.api_key,
        asynchronous=False,
    )
    assert [item["url"][:22] for item in answer["data"]] == ["data:image/png;base64,"] * 2
    assert answer["cost"] == pytest.approx(0.0869)


def test_what_the_registered_provider_refuses_is_a_bad_request(
    sandbox: Addresses, files: dict[str, str]
) -> None:
    given = {"image": [files["photo"]], "prompt": "sepia", "asynchronous": False, "seed": 7}
    model = "pyvenice/venice/qwen-image-3-edit"
    answer = edit(
        registered=True, model=model, api_base=sandbox.venice, api_key=sandbox.api_key, **given
    )
    assert answer["status"] == 400
    assert "takes no seed" in answer["message"]
