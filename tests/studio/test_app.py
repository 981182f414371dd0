"""The studio over HTTP: from a picture to a kept result, and what survives its end."""

from __future__ import annotations

import asyncio
import json
import shlex
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from starlette.testclient import TestClient

import pyvenice
from pyvenice.catalogue.estimation import dollars
from pyvenice.cli import main
from pyvenice.studio import pictures
from pyvenice.studio.app import Studio
from pyvenice.studio.store import Edit, Presence
from tests.pictures import picture
from tests.studio.conftest import ORIGIN

VENICE, OPENAI = "venice/qwen-image-3-edit", "openai/gpt-image-2"


def upload(client: TestClient, data: bytes | None = None, **query: str) -> dict[str, Any]:
    response = client.post("/api/pictures", params=query, content=data or picture())
    assert response.status_code == 200, response.text
    facts: dict[str, Any] = response.json()
    return facts


def order(client: TestClient, *models: str, **more: Any) -> list[dict[str, Any]]:
    form = {"images": [upload(client, name="a.png")["id"]], "prompt": "make it sepia"}
    response = client.post("/api/edits", json={**form, "models": list(models), **more})
    assert response.status_code == 202, response.text
    cards: list[dict[str, Any]] = response.json()["edits"]
    return cards


def ended(client: TestClient, card: dict[str, Any]) -> dict[str, Any]:
    """The card when its edit has ended."""
    while (known := client.get(f"/api/edits/{card['id']}").json())["state"] in {
        "queued",
        "running",
    }:
        pass
    found: dict[str, Any] = known
    return found


def test_several_models_edit_a_picture_and_a_result_is_kept_with_its_provenance(
    client: TestClient, studio: Studio
) -> None:
    cards = [ended(client, card) for card in order(client, VENICE, OPENAI, params={"seed": "7"})]
    assert [card["state"] for card in cards] == ["done", "done"]
    assert "nothing (sandbox" in cards[0]["billed"]
    assert any("seed is left out" in text for text in cards[1]["warnings"])
    shown = client.get(f"/pictures/{cards[0]['results'][0]}")
    assert shown.headers["content-type"].startswith("image/")

    (file,) = client.post(f"/api/edits/{cards[0]['id']}/keep").json()["files"]
    facts = json.loads(Path(f"{file}.json").read_text("utf-8"))
    assert Path(file).read_bytes() == shown.content
    assert facts["model"] == VENICE
    assert facts["billed_usd"] is None
    assert studio.settings.folder in Path(file).parents


def test_a_result_is_edited_again_and_its_chain_is_known(client: TestClient) -> None:
    (first,) = order(client, VENICE)
    first = ended(client, first)
    (second,) = order(client, VENICE, images=first["results"], parent=first["id"])
    chain = ended(client, second)["chain"]
    assert [step["id"] for step in chain] == [first["id"], second["id"]]
    (other,) = order(client, VENICE, parent=first["id"])
    assert other["parent"] is None, "its input is not a result of that edit"


def test_the_button_says_what_the_chosen_models_cost_and_reasons_stand_against_the_others(
    client: TestClient,
) -> None:
    form = {"images": [upload(client)["id"]], "models": [VENICE, OPENAI]}
    found = client.post("/api/choices", json=form).json()
    prices = {model["id"]: model["micro"] for model in found["models"]}
    total = pyvenice.estimate(VENICE, {}).likely
    assert prices[VENICE] == total
    assert found["button"].startswith("Edit with 2 — est. $")
    assert len({pick["id"] for pick in found["picks"]}) == 3
    assert all(pick["reason"] for pick in found["picks"])
    retired = next(entry for entry in found["disqualified"] if entry["id"] == "openai/gpt-image-1")
    assert any("retired" in reason for reason in retired["reasons"])


def test_a_mask_leaves_only_models_that_take_one(client: TestClient) -> None:
    mask = upload(client, picture(64, 48), mask="1")
    form = {"images": [upload(client)["id"]], "mask": mask["id"]}
    found = client.post("/api/choices", json=form).json()
    assert found["models"]
    assert all(model["mask"] for model in found["models"])
    prices = {model["id"]: model["micro"] for model in found["models"]}
    labels = {pick["label"]: prices[pick["id"]] for pick in found["picks"]}
    assert labels.get("Cheapest that fits", 1) is not None, "nothing unknown is called cheap"


def test_a_vote_counts_as_evidence_of_this_person(client: TestClient) -> None:
    winner, loser = (ended(client, card) for card in order(client, VENICE, OPENAI))
    client.post("/api/votes", json={"winner": winner["id"], "losers": [loser["id"]]})
    found = client.post("/api/choices", json={"images": winner["images"]}).json()
    quality = {model["id"]: model["quality"] for model in found["models"]}
    assert quality[VENICE] == "you preferred it in 1 of 1 comparisons"
    assert quality[OPENAI] == "you preferred it in 0 of 1 comparisons"
    assert "evidence of yours" in found["picks"][-1]["why"]


@pytest.mark.parametrize("polarity", ["white", "black", "transparent"])
def test_a_mask_is_the_same_pixel_by_pixel_in_each_polarity(
    client: TestClient, tmp_path: Path, polarity: str
) -> None:
    amounts = Image.linear_gradient("L").resize((64, 48))
    drawn = amounts.convert("RGB")
    drawn.putalpha(255)
    drawn.save(tmp_path / "drawn.png")
    mask = upload(client, (tmp_path / "drawn.png").read_bytes(), mask="1")
    (tmp_path / "sent.png").write_bytes(
        client.get(f"/pictures/{mask['id']}/mask/{polarity}").content
    )
    sent = Image.open(tmp_path / "sent.png")
    read = {
        "white": lambda: sent.convert("L"),
        "black": lambda: sent.convert("L").point(lambda value: 255 - value),
        "transparent": lambda: sent.getchannel("A").point(lambda value: 255 - value),
    }[polarity]()
    assert read.tobytes() == amounts.tobytes()


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "image/svg+xml"),
        (b"plain text", "no image"),
        (picture()[:60], "damaged"),
        (picture() + bytes(4096), "more than"),
    ],
)
def test_what_is_no_picture_to_show_is_refused_and_leaves_no_file(
    client: TestClient, studio: Studio, monkeypatch: pytest.MonkeyPatch, data: bytes, reason: str
) -> None:
    monkeypatch.setattr(pictures, "MOST_BYTES", len(picture()) + 1024)
    response = client.post("/api/pictures", content=data)
    assert response.status_code == 400
    assert reason in response.json()["error"]
    assert list((studio.settings.folder / "pictures").iterdir()) == []


@pytest.mark.parametrize(
    "path",
    [
        "/pictures/..%2fstudio.sqlite3",
        "/pictures/../studio.sqlite3",
        "/static/..%2f..%2fapp.py",
        "/static/%2e%2e/app.py",
        "/pictures/%2fetc%2fpasswd",
        f"/pictures/{'0' * 64}",
        *(f"/pictures/..%2fstudio.sqlite3/{more}" for more in ("thumbnail", "mask/white")),
        "/api/pictures/..%2fstudio.sqlite3",
        "/api/edits/..%2fstudio.sqlite3",
        "/api/edits/..%2f..%2fstudio/snippets",
        "/api/batches/..%2f..%2fpictures",
        "/batch/..%2f..%2fpictures/contact-sheet",
        "/batch/0123456789abcdef/contact-sheet",
    ],
)
def test_nothing_outside_the_folders_is_readable(client: TestClient, path: str) -> None:
    assert client.get(path).status_code == 404


def test_no_example_lies_outside_its_folder(client: TestClient) -> None:
    for name in ("..%2f..%2fREADME", "%2fetc%2fpasswd", "nothing"):
        assert client.post(f"/api/examples/{name}").status_code == 404
    assert client.post("/api/examples/lake").status_code == 200


def test_a_picture_of_too_many_pixels_and_a_request_of_too_many_bytes_are_refused(
    client: TestClient, studio: Studio, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer = client.post("/api/edits", content=b'{"prompt": "' + b"x" * 300_000 + b'"}')
    assert (answer.status_code, "too large" in answer.json()["error"]) == (400, True)
    monkeypatch.setattr(pictures, "MOST_PIXELS", 64 * 48 - 1)
    answer = client.post("/api/pictures", content=picture(64, 48))
    assert (answer.status_code, "megapixels" in answer.json()["error"]) == (400, True)
    assert list((studio.settings.folder / "pictures").iterdir()) == []


def test_bad_orders_name_the_argument_and_send_nothing(client: TestClient, studio: Studio) -> None:
    image = upload(client)["id"]
    for form, argument in [
        ({"images": [image], "models": []}, "models"),
        ({"images": [], "models": [VENICE]}, "images"),
        ({"images": [image], "models": [VENICE], "params": {"n": "two"}}, "n"),
        ({"images": ["../../etc/passwd"], "models": [VENICE]}, "image"),
    ]:
        response = client.post("/api/edits", json=form)
        assert response.status_code in {400, 404}
        assert response.json()["argument"] == argument
    assert studio.store.search() == []


def test_the_snippets_run_and_do_the_same(
    client: TestClient, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    params = {"output_format": "png", "aspect_ratio": "1:1", "n": "2", "safe_mode": "false"}
    (card,) = order(client, VENICE, params=params)
    texts = run_snippets(client, card, tmp_path, monkeypatch)
    assert "--form-string 'prompt=make it sepia'" in texts["curl"]
    assert "--form-string safe_mode=false" in texts["curl"]


def test_the_snippets_of_masks_odd_names_and_odd_prompts_run(
    client: TestClient, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = ('-a;"b",@c.png', "mask.png", "photo.png", "photo.png", "../../x y.png")
    images = [
        upload(client, picture(seed=seed), name=name)["id"] for seed, name in enumerate(names)
    ]
    mask = upload(client, picture(), mask="1")["id"]
    order_of = {"images": images, "mask": mask, "prompt": "--help 'me' \"now\"\n$HOME; @file"}
    params = {"quality": "low", "size": "1024x1024", "input_fidelity": "high", "seed": "1"}
    (card,) = order(client, OPENAI, params=params, **order_of)
    texts = run_snippets(client, card, tmp_path, monkeypatch)
    assert 'on_unsupported="warn"' in texts["Python"], "seed was left out"
    assert "--form-string mask_polarity=white" in texts["curl"]


def test_an_order_is_copied_before_it_is_sent(client: TestClient, studio: Studio) -> None:
    image = upload(client)["id"]
    form = {"images": [image], "prompt": "make it sepia", "params": {"output_format": "png"}}
    copied = client.post("/api/snippets", json={**form, "models": [VENICE]}).json()
    several = client.post("/api/snippets", json={**form, "models": [VENICE, OPENAI]}).json()
    assert {f"Python, {VENICE}", f"curl, {OPENAI}"} <= several["texts"].keys()
    assert client.post("/api/snippets", json={**form, "models": []}).status_code == 400
    assert studio.store.search() == [], "nothing was sent"
    (card,) = client.post("/api/edits", json={**form, "models": [VENICE]}).json()["edits"]
    assert client.get(f"/api/edits/{card['id']}/snippets").json() == copied


def run_snippets(
    client: TestClient, card: dict[str, Any], folder: Path, monkeypatch: pytest.MonkeyPatch
) -> dict[str, str]:
    """Run the snippets of an edit in a folder that has the files that they name."""
    done = ended(client, card)
    assert done["state"] == "done", done["error"]
    found = client.get(f"/api/edits/{done['id']}/snippets").json()
    monkeypatch.chdir(folder)
    for name, image in found["files"].items():
        assert Path(name).name == name
        Path(name).write_bytes(client.get(f"/pictures/{image}").content)
    exec(compile(found["texts"]["Python"], "snippet", "exec"), {})
    assert list(folder.glob("result*"))
    assert main(shlex.split(found["texts"]["CLI"])[1:]) == 0
    texts: dict[str, str] = found["texts"]
    return texts


def interrupted(owner: str) -> list[Edit]:
    facts: dict[str, Any] = {"batch": "b", "model": VENICE, "prompt": "x", "owner": owner}
    return [
        Edit(id="sent", state="running", created=2.0, **facts),
        Edit(id="waiting", state="queued", created=1.0, **facts),
    ]


def test_what_ran_when_a_studio_died_is_unknown_and_never_sent_again(
    new_studio: Callable[[], Studio],
) -> None:
    studio = new_studio()
    studio.store.add_edits(interrupted("0123456789abcdef"))
    with TestClient(studio.app, base_url=ORIGIN) as client:
        client.headers["authorization"] = f"Bearer {studio.token}"
        sent, waiting = (ended(client, {"id": name}) for name in ("sent", "waiting"))
    assert sent["state"] == "unknown"
    assert "may have" in sent["error"]
    assert waiting["state"] == "cancelled"


def test_an_edit_that_waits_is_cancelled_without_being_sent(
    client: TestClient, studio: Studio
) -> None:
    studio.jobs._slots = asyncio.Semaphore(0)
    (card,) = order(client, VENICE)
    client.post(f"/api/edits/{card['id']}/cancel")
    known = client.get(f"/api/edits/{card['id']}").json()
    assert (known["state"], known["error"]) == ("cancelled", "it was not sent")
    assert studio.settings.ledger.usage("model") == []


def test_another_studio_cancels_an_edit_that_runs(
    client: TestClient,
    studio: Studio,
    monkeypatch: pytest.MonkeyPatch,
    new_studio: Callable[[], Studio],
) -> None:
    async def work_for_ever(*_: object, **__: object) -> None:
        await asyncio.Event().wait()

    monkeypatch.setattr(studio.settings.editor(sandbox=True), "watch", work_for_ever)
    (card,) = order(client, VENICE)
    while studio.store.edits([card["id"]])[0].state != "running":
        pass
    with TestClient(new_studio().app, base_url=ORIGIN) as other:
        other.headers["authorization"] = f"Bearer {studio.token}"
        other.post(f"/api/edits/{card['id']}/cancel")
        known = ended(other, card)
    assert known["state"] == "cancelled"
    assert "may have carried it out" in known["error"]


def test_edits_of_a_studio_that_is_alive_are_left_alone(
    new_studio: Callable[[], Studio], tmp_path: Path
) -> None:
    studio, other = new_studio(), Presence(tmp_path / "studio" / "running")
    assert Presence(tmp_path / "studio" / "running").is_alive(other.name)
    studio.store.add_edits(interrupted(other.name))
    with TestClient(studio.app, base_url=ORIGIN):
        pass
    assert [edit.state for edit in new_studio().store.open_edits()] == ["running", "queued"]
    other.close()


def test_a_restart_keeps_edits_pictures_and_the_token(
    new_studio: Callable[[], Studio], client: TestClient, studio: Studio
) -> None:
    card = ended(client, order(client, VENICE)[0])
    again = new_studio()
    assert again.token == studio.token
    with TestClient(again.app, base_url=ORIGIN) as later:
        later.headers["authorization"] = f"Bearer {studio.token}"
        assert later.get(f"/api/edits/{card['id']}").json()["state"] == "done"
        assert later.get(f"/pictures/{card['results'][0]}/thumbnail").status_code == 200


def test_a_batch_is_planned_confirmed_run_and_shown_as_a_contact_sheet(
    client: TestClient,
) -> None:
    images = [upload(client, picture(seed=seed), name=f"{seed}.png")["id"] for seed in (1, 2)]
    form = {"images": images, "model": VENICE, "prompt": "make it {sepia}"}
    planned = client.post("/api/batches", json=form).json()
    assert planned["counts"] == {"planned": 2}
    single = pyvenice.estimate(VENICE).likely
    assert single is not None
    assert planned["cost"] == dollars(2 * single)
    path = f"/api/batches/{planned['id']}"
    state = client.post(f"{path}/run").json()
    while state["is_running"]:
        state = client.get(path).json()
    assert state["counts"] == {"done": 2}, state
    sheet = client.get(f"/batch/{planned['id']}/contact-sheet")
    assert sheet.text.count("<article") == 2
    again = client.post("/api/batches", json={**form, "images": images[:1]}).json()
    assert main(shlex.split(again["command"])[1:]) == 0
    assert client.get(f"/api/batches/{again['id']}").json()["counts"] == {"done": 1}
    assert "script" not in sheet.headers["content-security-policy"]


@pytest.mark.parametrize(
    "path",
    [
        *("/", "/compare", "/batch", "/usage", "/contracts", "/settings", "/models"),
        "/history?text=<script>&before=1",
        f"/models/compare?model={OPENAI}",
        f"/models/compare?model={OPENAI}&model={VENICE}",
    ],
)
def test_each_page_is_whole_and_names_every_other_one(client: TestClient, path: str) -> None:
    text = client.get(path).text
    assert "<h1>" in text
    assert text.rstrip().endswith("</html>")
    assert "<script>" not in text
    for name in ("History", "Models", "Batch", "Usage", "Contracts", "Settings"):
        assert f">{name}</a>" in text


def test_history_finds_by_prompt_and_favourite(client: TestClient) -> None:
    (card,) = order(client, VENICE, prompt="make it 100% green")
    ended(client, card)
    assert card["id"] in client.get("/history", params={"text": "100%"}).text
    assert card["id"] not in client.get("/history", params={"text": "100_"}).text
    assert card["id"] not in client.get("/history", params={"favourites": "1"}).text
    client.post(f"/api/edits/{card['id']}/favourite")
    assert card["id"] in client.get("/history", params={"favourites": "1"}).text


def test_usage_shows_what_the_sandbox_would_have_cost_and_nothing_spent(
    client: TestClient,
) -> None:
    ended(client, order(client, VENICE)[0])
    text = client.get("/usage").text
    assert "<strong>$0.00</strong> spent" in text
    assert "<svg" in text
    assert "sandbox, not billed" in text
