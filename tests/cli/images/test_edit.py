"""`pyvenice edit` and its siblings: where images come from and go to, and what is said about them."""

from __future__ import annotations

import base64
import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image

from pyvenice import models
from pyvenice.ledger.ledger import Ledger
from tests.cli.images.conftest import OPENAI, OWN, VENICE, Run
from tests.loopback import Loopback, says
from tests.pictures import picture

SANDBOX = "--sandbox"


def opened(path: Path) -> Image.Image:
    return Image.open(io.BytesIO(path.read_bytes())).convert("RGB")


def test_one_edit_prints_the_new_file_and_its_facts(run: Run, folder: Path) -> None:
    done = run("edit", "photo.png", "make it sepia", "-m", VENICE, SANDBOX)
    assert (done.status, done.text) == (0, "photo-edit.png\n")
    assert opened(folder / "photo-edit.png").size == (400, 300)
    assert "400x300 png" in done.err
    assert "$0.05" in done.err
    assert "nothing was billed" in done.err


def test_a_result_of_before_is_never_overwritten(run: Run, folder: Path) -> None:
    names = [run("edit", "photo.png", "sepia", "-m", VENICE, SANDBOX).text for _ in range(3)]
    assert names == ["photo-edit.png\n", "photo-edit-2.png\n", "photo-edit-3.png\n"]
    assert len(list(folder.glob("photo-edit*"))) == 3


def test_bytes_go_through_a_pipe(run: Run, stdin: Callable[[bytes], None], folder: Path) -> None:
    stdin(picture(440, 330))
    done = run("edit", "-", "sepia", "-m", VENICE, SANDBOX, "-o", "-")
    assert done.status == 0
    assert Image.open(io.BytesIO(done.out)).size == (440, 330)
    assert [path.name for path in folder.iterdir()] == ["photo.png"]


def test_a_prompt_may_be_an_option(run: Run) -> None:
    done = run("edit", "photo.png", "-p", "photo.png", "-m", VENICE, SANDBOX, "-o", "x")
    assert (done.status, done.text) == (0, "x.png\n")


@pytest.mark.parametrize(
    ("output", "names"),
    [
        ("out.png", ["out-openai-gpt-image-2.png", "out-venice-qwen-image-2-edit.png"]),
        (
            "results/",
            [
                "results/photo-edit-openai-gpt-image-2.png",
                "results/photo-edit-venice-qwen-image-2-edit.png",
            ],
        ),
    ],
)
def test_several_models_give_a_table_and_files_named_by_model(
    run: Run, folder: Path, output: str, names: list[str]
) -> None:
    (folder / "results").mkdir()
    done = run("edit", "photo.png", "sepia", "-m", VENICE, "-m", OPENAI, SANDBOX, "-o", output)
    assert done.status == 0
    header, *rows = done.text.splitlines()
    assert header.split() == ["MODEL", "COST", "TIME", "IMAGE", "FILE"]
    assert [row.split()[0] for row in rows] == [VENICE, OPENAI]
    assert sorted(row.split()[-1] for row in rows) == names
    assert all((folder / name).is_file() for name in names)
    assert done.err.count(": done after") == 2


def test_a_model_that_is_named_twice_is_asked_once(run: Run) -> None:
    done = run("edit", "photo.png", "sepia", "-m", VENICE, "-m", "qwen-image-2-edit", SANDBOX)
    assert (done.status, done.text) == (0, "photo-edit.png\n")


def test_json_is_one_document_on_stdout(run: Run) -> None:
    done = run(
        "edit", "photo.png", "sepia", "-m", VENICE, "-m", OWN, SANDBOX, "--json", "-o", "a.webp"
    )
    document = json.loads(done.out)
    first, second = document["results"]
    assert (document["version"], first["model"], second["model"]) == (1, VENICE, OWN)
    assert first["images"][0]["media_type"] == "image/webp", "the suffix asks for the type"
    assert first["cost_usd"] == 0.05
    assert first["estimate"]["likely_usd"] == 0.05
    assert first["error"] is None
    assert second["estimate"]["likely_usd"] is None
    assert Path(first["images"][0]["file"]).is_file()


def test_a_file_of_another_type_than_its_name_says_is_one_warning(run: Run) -> None:
    done = run("edit", "photo.png", "sepia", "-m", OWN, SANDBOX, "-o", "x.png")
    assert done.status == 0
    assert "warning: 'x.png' holds image/jpeg, as it came" in done.err
    assert "with --format" in done.err
    assert done.err.count("warning:") == 1


def test_options_reach_the_model(run: Run) -> None:
    words = ("edit", "photo.png", "sepia", "-m", VENICE, SANDBOX, "-o", "x", "--json")
    image = json.loads(run(*words, "--ratio", "1:1", "--format", "jpeg").out)["results"][0]
    (facts,) = image["images"]
    assert (facts["width"], facts["height"]) == (300, 300)
    assert facts["media_type"] == "image/jpeg"


def test_several_images_of_one_call_are_numbered(run: Run) -> None:
    done = run("edit", "photo.png", "sepia", "-m", VENICE, SANDBOX, "-n", "2", "-o", "x.png")
    assert done.text == "x-1.png\nx-2.png\n"
    assert "2 images" in done.err
    assert "$0.10" in done.err


def test_a_mask_says_what_it_marks(run: Run, folder: Path) -> None:
    left_is_white = Image.new("L", (400, 300), 0)
    left_is_white.paste(255, (0, 0, 200, 300))
    left_is_white.save(folder / "mask.png")
    words = ("edit", "photo.png", "make it red", "-m", OPENAI, SANDBOX, "--mask", "mask.png")
    assert run(*words, "-o", "left.png").status == 0
    assert run(*words, "-o", "right.png", "--mask-marks", "black").status == 0
    before = opened(folder / "photo.png")
    for name, changed, same in (("left.png", 10, 390), ("right.png", 390, 10)):
        after = opened(folder / name)
        assert after.getpixel((changed, 10)) != before.getpixel((changed, 10))
        assert after.getpixel((same, 10)) == before.getpixel((same, 10))


@pytest.mark.parametrize(
    ("words", "name"),
    [
        (("generate", "a red circle", "-m", OPENAI), "generate.png"),
        (
            ("upscale", "photo.png", "-m", "venice/upscaler", "--extra", "scale=2"),
            "photo-upscale.png",
        ),
        (
            ("remove-background", "photo.png", "-m", "venice/bria-bg-remover"),
            "photo-remove-background.png",
        ),
    ],
)
def test_the_other_verbs_make_images_too(run: Run, words: tuple[str, ...], name: str) -> None:
    done = run(*words, SANDBOX)
    assert (done.status, done.text) == (0, f"{name}\n")
    assert opened(Path(name)).size[0] >= 400


def test_an_estimate_sends_nothing_and_needs_no_key(run: Run, folder: Path) -> None:
    done = run("edit", "photo.png", "sepia", "-m", VENICE, "-m", OPENAI, "--estimate", "-n", "2")
    assert done.status == 0
    assert "$0.10" in done.text
    assert "unknown" in done.text
    document = json.loads(run("edit", "photo.png", "x", "-m", VENICE, "--estimate", "--json").out)
    assert document["estimates"][0]["max_usd"] == 0.05
    assert [path.name for path in folder.iterdir()] == ["photo.png"]
    assert Ledger().entries() == []


@pytest.mark.parametrize(
    ("words", "status", "message"),
    [
        (("photo.png",), 2, "an image and a prompt are required"),
        (("photo.png", "photo.png"), 2, "the last word is the prompt, and 'photo.png' is a file"),
        (("photo.png", "  "), 2, "the prompt is empty"),
        (("photo.png", "sepia"), 2, "no model: name one with -m"),
        (("photo.pgn", "sepia", "-m", VENICE), 2, "there is no file 'photo.pgn'"),
        (("photo.png", "sepia", "-m", "venice/qwen-image-2-edti"), 2, "did you mean venice/qwen"),
        (("photo.png", "sepia", "-m", VENICE), 3, "VENICE_API_KEY; --sandbox needs none"),
        (("photo.png", "sepia", "-m", OWN, "-m", OPENAI), 3, "OPENAI_API_KEY"),
        (("photo.png", "sepia", "-m", VENICE, "--mask", "photo.png"), 2, "takes no mask"),
        (("photo.png", "sepia", "-m", VENICE, "--seed", "3"), 2, "--on-unsupported warn"),
        (("photo.png", "sepia", "-m", "openai/gpt-image-1"), 2, "is retired"),
        (("photo.png", "x", "-m", VENICE, "-m", "openai/dall-e-2"), 2, "dall-e-2"),
        (("photo.png", "sepia", "-m", VENICE, "--max-cost", "0.049"), 5, "may cost $0.05, more"),
        (
            ("photo.png", "sepia", "-m", VENICE, "--max-cost", "-1"),
            2,
            "is not an amount of US dollars",
        ),
        (("photo.png", "sepia", "-m", OPENAI, "--max-cost", "1"), 5, "--allow-unknown-price"),
        (
            (
                "photo.png",
                "x",
                "-m",
                VENICE,
                "-m",
                "venice/qwen-image-2-pro-edit",
                "--max-cost",
                "0.12",
            ),
            5,
            "the 2 models together may cost $0.15",
        ),
        (("photo.png", "sepia", "-m", VENICE, SANDBOX, "--base-url", "http://a"), 2, "give one"),
        (
            ("photo.png", "x", "-m", VENICE, "-m", OPENAI, "--base-url", "http://a"),
            2,
            "one provider",
        ),
        (("photo.png", "sepia", "-m", VENICE, "-o", "/no/such/folder/x.png"), 2, "does not exist"),
        (
            ("photo.png", "sepia", "-m", VENICE, "-m", OPENAI, "-o", "-"),
            2,
            "stdout takes one image",
        ),
        (
            ("photo.png", "sepia", "-m", VENICE, "-o", "-", "--json"),
            2,
            "both would write to stdout",
        ),
        (("-", "-", "-p", "sepia", "-m", VENICE), 2, "which can be read once only"),
        (("photo.png", "sepia", "-m", VENICE, "--extra", "x"), 2, "'x' is not like name=value"),
        (("photo.png", "sepia", "-m", VENICE, "-n", "0"), 2, "is not a number above 0"),
    ],
)
def test_what_cannot_be_done_is_a_sentence_and_nothing_is_sent(
    run: Run, folder: Path, words: tuple[str, ...], status: int, message: str
) -> None:
    done = run("edit", *words)
    assert done.status == status, done.err
    assert done.out == b""
    assert message in " ".join(done.err.split())
    assert "Traceback" not in done.err
    assert not any(word in done.err for word in ("=True", "='", "api_key", "max_cost="))
    assert [path.name for path in folder.iterdir()] == ["photo.png"]
    assert Ledger().entries() == []


@pytest.mark.parametrize(
    ("content", "message"), [(b"", "nothing on stdin"), (b"<html>", "is not an image")]
)
def test_what_is_no_image_on_stdin_is_said(
    run: Run, stdin: Callable[[bytes], None], content: bytes, message: str
) -> None:
    stdin(content)
    done = run("edit", "-", "sepia", "-m", VENICE, SANDBOX)
    assert done.status == 2
    assert message in done.err


class Terminal(io.TextIOWrapper):
    """A stream of a person."""

    def isatty(self) -> bool:
        return True


def test_an_image_is_never_written_to_nor_read_from_a_terminal(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr("sys.stdout", Terminal(io.BytesIO()))
        done = run("edit", "photo.png", "sepia", "-m", VENICE, SANDBOX, "-o", "-")
    assert done.status == 2
    assert "stdout is a terminal" in done.err
    monkeypatch.setattr("sys.stdin", Terminal(io.BytesIO()))
    done = run("edit", "-", "sepia", "-m", VENICE, SANDBOX)
    assert done.status == 2
    assert "stdin is a terminal" in done.err


def test_one_model_that_fails_does_not_take_the_other_with_it(
    run: Run, loopback: Loopback, monkeypatch: pytest.MonkeyPatch, folder: Path
) -> None:
    loopback.answers(says(200, picture(30, 20), content_type="image/png"))
    monkeypatch.setenv("VENICE_BASE_URL", loopback.url)
    monkeypatch.setenv("VENICE_API_KEY", "k3y-of-venice-0123")
    monkeypatch.setenv("XINFERENCE_ENDPOINT", "http://127.0.0.1:9")
    words = ("edit", "photo.png", "sepia", "-m", VENICE, "-m", OWN, "--no-sandbox")
    done = run(*words, "-o", "x.png", "--json")
    results = json.loads(done.out)["results"]
    assert done.status == 1
    assert [result["status"] for result in results] == ["done", "failed"]
    assert results[1]["error"]["exit_status"] == 4
    assert f"{OWN}: cannot connect" in done.err
    assert (folder / "x-venice-qwen-image-2-edit.png").is_file()
    assert "k3y-of-venice" not in done.err + done.text


@pytest.mark.parametrize(
    ("answer", "status"),
    [
        (says(401, b'{"error": "no"}', content_type="application/json"), 3),
        (says(402, b'{"error": "no"}', content_type="application/json"), 5),
        (says(400, b'{"error": "no"}', content_type="application/json"), 4),
        (says(200, b"<html>", content_type="text/html"), 4),
    ],
)
def test_the_exit_status_says_whose_turn_it_is(
    run: Run, loopback: Loopback, monkeypatch: pytest.MonkeyPatch, answer: object, status: int
) -> None:
    loopback.answers(answer)  # type: ignore[arg-type]  # as `says` gives it
    monkeypatch.setenv("VENICE_BASE_URL", loopback.url)
    monkeypatch.setenv("VENICE_API_KEY", "k3y-of-venice-0123")
    done = run("edit", "photo.png", "sepia", "-m", VENICE)
    assert (done.status, done.out) == (status, b"")
    assert done.err.startswith(f"{VENICE}: ")


def test_a_profile_gives_model_key_address_limit_and_tag(
    run: Run, loopback: Loopback, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    loopback.answers(says(200, picture(30, 20), content_type="image/png"))
    config = tmp_path / "config.toml"
    config.write_text(
        f'[profiles.work]\nmodel = "{VENICE}"\nmax_cost = 0.05\ntag = "w"\n'
        f'[profiles.work.providers.venice]\nkey_env = "MINE"\nbase_url = "{loopback.url}"\n'
    )
    monkeypatch.setenv("PYVENICE_CONFIG", str(config))
    monkeypatch.setenv("MINE", "k3y-of-mine-0123")
    assert run("edit", "photo.png", "sepia", "--profile", "work").status == 0
    assert loopback.seen[0].headers["authorization"] == "Bearer k3y-of-mine-0123"
    assert [entry.tag for entry in Ledger().entries()] == ["w"]
    done = run("edit", "photo.png", "sepia", "--profile", "work", "-n", "2")
    assert done.status == 5
    assert "[profiles.work] in " in done.err
    assert run("edit", "photo.png", "sepia", "--profile", "wrok").status == 3


def test_a_host_of_the_configuration_is_asked(
    run: Run, loopback: Loopback, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    body = json.dumps({"data": [{"b64_json": base64.b64encode(picture(30, 20)).decode()}]})
    loopback.answers(says(200, body.encode(), content_type="application/json"))
    config = tmp_path / "config.toml"
    config.write_text(
        f'[hosts.gateway]\nbase_url = "{loopback.url}/v1"\nkey_env = "GATE"\nprice = 0.02\n'
    )
    monkeypatch.setenv("PYVENICE_CONFIG", str(config))
    monkeypatch.setenv("GATE", "k3y-of-gateway-0123")
    done = run("edit", "photo.png", "sepia", "-m", "gateway/any-model", "--max-cost", "0.02")
    assert (done.status, done.text) == (0, "photo-edit.png\n"), done.err
    assert loopback.seen[0].path == "/v1/images/edits"
    assert loopback.seen[0].headers["authorization"] == "Bearer k3y-of-gateway-0123"
    done = run("edit", "photo.png", "sepia", "-m", "gateway/any-model", "--base-url", "http://a")
    assert done.status == 2
    config.write_text('[hosts.gateway]\nbase_url = "http://a"\nqurey = 1\n')
    done = run("edit", "photo.png", "sepia", "-m", "gateway/any-model")
    assert done.status == 3
    assert "did you mean 'query'?" in done.err


def test_without_a_model_the_cheapest_is_taken_and_named(run: Run) -> None:
    done = run("edit", "photo.png", "sepia", SANDBOX, "--json")
    (result,) = json.loads(done.out)["results"]
    cheapest = models.recommend(limit=1).best
    assert cheapest is not None
    assert result["model"] == cheapest.id
    assert f"model: {cheapest.id}: " in done.err
    assert "cheapest" in done.err
    assert "-m names another" in done.err


def test_without_a_model_only_providers_with_a_key_and_a_price_are_taken(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "k3y")
    done = run("edit", "photo.png", "sepia", "--mask", "photo.png", "--estimate")
    assert done.status == 2, "OpenAI's price of an edit is not known before it"
    monkeypatch.setenv("VENICE_API_KEY", "k3y")
    done = run("edit", "photo.png", "sepia", "--estimate")
    assert "venice/" in done.text
    assert done.status == 0


def test_usage_tells_what_it_came_to(run: Run) -> None:
    run("edit", "photo.png", "sepia", "-m", VENICE, SANDBOX, "--tag", "a", "-n", "2")
    run("edit", "photo.png", "sepia", "-m", OPENAI, SANDBOX)
    table = run("usage").text
    assert VENICE in table
    assert "sandbox" in table
    rows = json.loads(run("usage", "--by", "tag", "--json").out)["rows"]
    assert {row["tag"]: row["images"] for row in rows} == {"a": 2, "": 1}
    assert all(row["billed_usd"] == 0 for row in rows), "nothing is billed in the sandbox"
    (openai,) = [line for line in table.splitlines() if line.startswith(OPENAI)]
    assert "unknown" in openai, "the cost of an edit at OpenAI cannot be estimated"
    assert "$0.00" not in openai
    header, *lines = run("usage", "--csv", "--since", "1d").text.splitlines()
    assert header.startswith("model,sandbox,calls")
    assert len(lines) == 2
    assert run("usage", "--until", "2020-01-01").out == b""
    assert run("usage", "--since", "soon").status == 2


@pytest.mark.parametrize("suffix", ["", ".png"])
def test_a_name_that_is_too_long_is_refused_before_anything_is_sent(
    run: Run, folder: Path, suffix: str
) -> None:
    before = sorted(folder.iterdir())
    done = run("edit", "photo.png", "sepia", "-m", VENICE, SANDBOX, "-o", 300 * "n" + suffix)
    assert done.status == 2
    assert "cannot save to" in done.err
    assert sorted(folder.iterdir()) == before
