"""google-genai and huggingface_hub, unchanged, against our sandbox: clients that we did not write.

What they cannot do: google-genai says of a blocked prompt nothing but a response without parts, and
huggingface_hub raises where a model is being loaded instead of waiting. Stability has no client on the package index.
"""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from pyvenice.core.response.parsing import image_from_b64
from pyvenice.sandbox import Addresses, background
from tests_real.pictures import photo, png
from tests_real.servers import environment

ORACLES = Path(__file__).resolve().parent / "oracles"
GEMINI = "gemini-3.1-flash-image"


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Addresses]:
    with background() as addresses:
        yield addresses


@pytest.fixture
def image(tmp_path: Path) -> str:
    path = tmp_path / "photo.png"
    path.write_bytes(png(photo()))
    return str(path)


def run(program: str, **given: Any) -> Any:
    """What the program prints for these arguments."""
    done = subprocess.run(
        [environment("model-clients") / "bin" / "python", ORACLES / program],
        input=json.dumps(given),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    return json.loads(done.stdout)


def google(sandbox: Addresses, image: str, *prompts: str, **given: Any) -> Any:
    root = sandbox["gemini"].removesuffix("/v1beta")
    given = {"api_key": sandbox.api_key, "model": GEMINI, **given}
    return run("google_genai_edit.py", root=root, image=image, prompts=prompts, **given)


def hub(sandbox: Addresses, image: str, model: str = "Qwen/Qwen-Image-Edit", **given: Any) -> Any:
    address = {"base_url": sandbox["huggingface"], "api_key": sandbox.api_key}
    return run("huggingface_hub_edit.py", image=image, model=model, arguments=given, **address)


def test_a_chat_of_google_genai_goes_on_from_its_results(sandbox: Addresses, image: str) -> None:
    answers = google(sandbox, image, "sepia", "mirror", "blur", aspect_ratio="16:9")
    assert [len(answer["images"]) for answer in answers] == [1, 1, 1]
    edited = image_from_b64(answers[2]["images"][0], where="the answer")
    assert edited.width is not None
    assert edited.height is not None
    assert abs(edited.width / edited.height - 16 / 9) < 0.02
    assert answers[0]["text"].startswith("Here is the image")


def test_google_genai_reads_our_errors(sandbox: Addresses, image: str) -> None:
    (answer,) = google(sandbox, image, "sepia", api_key="wrong")
    assert (answer["error"], answer["status"]) == (401, "UNAUTHENTICATED")
    (answer,) = google(sandbox, image, "sepia", model="gemini-unknown")
    assert (answer["error"], answer["status"]) == (404, "NOT_FOUND")


def test_google_genai_gets_no_image_for_a_blocked_prompt(sandbox: Addresses, image: str) -> None:
    (answer,) = google(sandbox, image, "something forbidden")
    assert answer["images"] == []
    assert answer["blocked"].endswith("PROHIBITED_CONTENT")


def test_huggingface_hub_sends_both_bodies(sandbox: Addresses, image: str) -> None:
    assert hub(sandbox, image) == {"size": list(photo().size)}
    size = {"width": 64, "height": 32}
    assert hub(sandbox, image, prompt="sepia", target_size=size) == {"size": [64, 32]}


def test_huggingface_hub_does_not_wait_for_a_model(sandbox: Addresses, image: str) -> None:
    answer = hub(sandbox, image, model="me/cold-model", prompt="x")
    assert answer["error"] == 503
    assert "currently loading" in answer["message"]
