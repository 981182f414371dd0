"""WaveSpeed's dialect: jobs that are polled, a listing that gives the pin again, uploads by ticket."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from pyvenice.codegen.pinning.pull import pull
from pyvenice.contract.diff.check import check, diff
from pyvenice.contract.fetching.fetch import Fetched
from pyvenice.contract.pin import pin
from pyvenice.core.recording.recorded_exchange import WireRequest
from pyvenice.sandbox import Sandbox
from pyvenice.sandbox.dialects.wavespeed.jobs import MOST_JOBS, JobStore, SandboxJob
from pyvenice.sandbox.server.errors import APIError
from tests.pictures import picture

ROOT = "http://sandbox.test/wavespeed/api/v3"
QWEN = "/wavespeed-ai/qwen-image/edit"
DATA = "data:image/png;base64,"


@pytest.fixture
def sandbox() -> Sandbox:
    return Sandbox()


def ask(
    sandbox: Sandbox, method: str, path: str, body: Any = None, key: str = "sandbox"
) -> tuple[int, Any]:
    headers = {"authorization": f"Bearer {key}", "content-type": "application/json"}
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    url = path if path.startswith("http") else ROOT + path
    response = sandbox.handle(WireRequest(method, url, headers, content))
    data = b"".join(response.body)
    return response.status, json.loads(data) if data.startswith(b"{") else data


def edit(**values: Any) -> dict[str, Any]:
    import base64

    image = DATA + base64.b64encode(picture()).decode()
    return {"image": image, "prompt": "sepia", **values}


def test_a_job_is_created_then_completed_and_its_image_is_at_its_address(sandbox: Sandbox) -> None:
    status, taken = ask(sandbox, "POST", QWEN, edit())
    assert (status, taken["data"]["status"], taken["data"]["outputs"]) == (200, "created", [])
    _, polled = ask(sandbox, "GET", taken["data"]["urls"]["get"])
    assert (polled["data"]["id"], polled["data"]["status"]) == (taken["data"]["id"], "completed")
    (url,) = polled["data"]["outputs"]
    assert urlsplit(url).netloc == "sandbox.test"
    status, image = ask(sandbox, "GET", url)
    assert (status, image[:2]) == (200, b"\xff\xd8")


def test_the_first_response_has_the_result_where_that_is_asked_for(sandbox: Sandbox) -> None:
    given = edit(enable_sync_mode=True, enable_base64_output=True, output_format="webp")
    _, taken = ask(sandbox, "POST", QWEN, given)
    assert taken["data"]["status"] == "completed"
    assert taken["data"]["outputs"][0].startswith("data:image/webp;base64,")


def test_a_rejected_prompt_fails_the_job_and_not_the_request(sandbox: Sandbox) -> None:
    status, taken = ask(sandbox, "POST", QWEN, edit(prompt="forbidden", enable_sync_mode=True))
    assert (status, taken["data"]["status"]) == (200, "failed")
    assert taken["data"]["error"]


def test_unknown_keys_are_dropped_without_a_word(sandbox: Sandbox) -> None:
    status, _ = ask(sandbox, "POST", QWEN, edit(sed=7))
    assert status == 200


@pytest.mark.parametrize(
    ("method", "path", "body", "status", "words"),
    [
        ("POST", QWEN, edit(size="9*9"), 400, "size: pattern"),
        ("POST", QWEN, {"prompt": "x"}, 400, "image: required"),
        ("POST", "/wavespeed-ai/nothing", edit(), 404, "model not found"),
        ("GET", "/predictions/none/result", None, 404, "prediction not found: none"),
        ("POST", "/model/price", {"model_id": "x", "inputs": {}}, 404, "model not found: x"),
        ("POST", "/media/uploads", {"size": 0}, 400, "size: must be 1 to"),
    ],
)
def test_errors_are_a_code_and_a_message(  # noqa: PLR0913, PLR0917  (each is a fact of a case)
    sandbox: Sandbox, method: str, path: str, body: Any, status: int, words: str
) -> None:
    found, answer = ask(sandbox, method, path, body)
    assert (found, answer["code"], answer["data"]) == (status, status, None)
    assert words in answer["message"]


def test_the_size_of_wan_is_a_budget_of_pixels(sandbox: Sandbox) -> None:
    path = "/alibaba/wan-2.5/image-edit"
    images = [edit()["image"]]
    for size, wanted in (("1280*1280", 200), ("1281*1280", 400), ("400*400", 400), ("x", 400)):
        given = {"prompt": "x", "images": images, "size": size}
        assert ask(sandbox, "POST", path, given)[0] == wanted


def test_jobs_are_listed_filtered_and_deleted(sandbox: Sandbox) -> None:
    ids = [ask(sandbox, "POST", QWEN, edit())[1]["data"]["id"] for _ in range(3)]
    ask(sandbox, "GET", f"/predictions/{ids[0]}/result")
    page = {"page": 1, "page_size": 2}
    listed = ask(sandbox, "POST", "/predictions", page)[1]["data"]["items"]
    assert [job["id"] for job in listed] == [ids[2], ids[1]]
    done = ask(sandbox, "POST", "/predictions", page | {"status": "completed"})[1]["data"]["items"]
    assert [job["id"] for job in done] == [ids[0]]
    ask(sandbox, "POST", "/predictions/delete", {"ids": ids[:1]})
    assert ask(sandbox, "GET", f"/predictions/{ids[0]}/result")[0] == 404


def test_the_oldest_jobs_are_forgotten() -> None:
    store = JobStore()
    jobs = [store.add(SandboxJob("m", lambda: ([], ()))) for _ in range(MOST_JOBS + 1)]
    assert store.find(jobs[-1].id) is jobs[-1]
    with pytest.raises(APIError, match="prediction not found"):
        store.find(jobs[0].id)


def test_a_file_is_uploaded_by_ticket(sandbox: Sandbox) -> None:
    _, ticket = ask(sandbox, "POST", "/media/uploads", {"filename": "a.png", "size": 9})
    upload = ticket["data"]["upload"]
    assert ask(sandbox, upload["method"], upload["url"], picture())[0] == 200
    assert ask(sandbox, "GET", ticket["data"]["download_url"]) == (200, picture())
    assert ask(sandbox, "PUT", f"{ROOT}/media/uploads/other", picture())[0] == 404


def test_the_listing_is_the_pinned_contract(sandbox: Sandbox, tmp_path: Path) -> None:
    status, listing = ask(sandbox, "GET", "/models")
    assert status == 200
    live = tmp_path / "models.json"
    live.write_text(json.dumps(listing))
    report = check("wavespeed", live=str(live))
    assert (report.status, report.findings) == ("ok", ())
    specs = tmp_path / "specs"
    (specs / "wavespeed").mkdir(parents=True)
    source = pin.specs_folder() / "wavespeed" / "source.toml"
    (specs / "wavespeed" / "source.toml").write_bytes(source.read_bytes())
    pull("wavespeed", specs, str(live))
    assert pin.contract("wavespeed", specs) == pin.contract("wavespeed")


def test_a_model_that_changed_is_drift_of_that_model_alone(sandbox: Sandbox) -> None:
    before = ask(sandbox, "GET", "/models")[1]
    after = json.loads(json.dumps(before))
    row = next(row for row in after["data"] if row["model_id"] == "alibaba/wan-2.5/image-edit")
    del row["api_schema"]["api_schemas"][0]["request_schema"]["properties"]["size"]
    sides = (Fetched(json.dumps(tree).encode(), "models") for tree in (before, after))
    (finding,) = diff(*sides, provider="wavespeed").findings
    assert (finding.rule, finding.level) == ("request-property-removed", "breaking")
    call = "WaveSpeedClient.image.edit(model='alibaba/wan-2.5/image-edit', size=…)"
    assert [impact.call for impact in finding.impact] == [call]
