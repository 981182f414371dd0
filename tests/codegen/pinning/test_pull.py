"""A pull turns a whole published document into the pinned facts, or leaves the pin alone."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from pyvenice.codegen import __main__ as command
from pyvenice.codegen.pinning.new_pin import contract_text
from pyvenice.codegen.pinning.pull import pull
from pyvenice.contract.document import yaml12
from pyvenice.contract.document.load import read_document
from pyvenice.contract.errors import ContractError
from pyvenice.contract.pin import pin
from tests.loopback import Loopback, says

ROOT = Path(__file__).parents[3]
UPSTREAM = ROOT.parent / "shared" / "upstream"
DOCUMENTS = {
    "venice": UPSTREAM / "venice" / "swagger.yaml",
    "openai": UPSTREAM / "openai" / "openapi.yaml",
    "xinference": UPSTREAM / "xinference" / "openapi-4.1.0.json",
}

MINIMAL: dict[str, Any] = {
    "openapi": "3.0.0",
    "info": {"title": "Published", "version": "7"},
    "paths": {
        "/edit": {
            "post": {
                "description": "A sentence of theirs, up to 25MB.",
                "responses": {"200": {"description": "A picture", "content": {}}},
            }
        }
    },
}
SOURCE = """
title = "Mini"
live = ["http://127.0.0.1:1/none.yaml"]
base_url = "https://mini.example/v1"
[auth]
api_key_env = "MINI_API_KEY"
required = true
[operations]
"image.edit" = { endpoint = "POST /edit", stem = "EditImage" }
"""


@pytest.fixture
def specs(tmp_path: Path) -> Path:
    folder = tmp_path / "specs"
    (folder / "mini").mkdir(parents=True)
    (folder / "mini" / "source.toml").write_text(SOURCE)
    return folder


@pytest.fixture
def document(tmp_path: Path) -> Path:
    path = tmp_path / "published.yaml"
    path.write_text(yaml12.dumps(MINIMAL))
    return path


@pytest.mark.parametrize("provider", DOCUMENTS)
def test_the_real_document_gives_the_committed_contract(provider: str) -> None:
    path = DOCUMENTS[provider]
    if not path.is_file():
        pytest.skip(f"{path} is not there")
    raw = path.read_bytes()
    text = contract_text(read_document(raw, name=str(path)), pin.source(provider))
    folder = ROOT / "specs"
    assert text == (folder / provider / "contract.yaml").read_text()
    assert pin.read_lock(folder)[provider]["upstream_sha256"] == pin.sha256(raw)


def test_aspect_ratios_of_the_real_venice_document_are_strings() -> None:
    path = DOCUMENTS["venice"]
    if not path.is_file():
        pytest.skip(f"{path} is not there")
    schemas = yaml12.loads(path.read_bytes())["components"]["schemas"]
    ratios = schemas["EditImageRequest"]["properties"]["aspect_ratio"]["enum"]
    assert {"1:1", "16:9"} <= set(ratios)
    assert all(isinstance(ratio, str) for ratio in ratios)


def test_a_pull_pins_facts_and_records_where_they_came_from(specs: Path, document: Path) -> None:
    assert "pinned 7" in pull("mini", specs, str(document))
    contract = pin.contract("mini", specs)
    assert contract["info"] == {"title": "mini", "version": "7"}
    operation = contract["paths"]["/edit"]["post"]
    assert operation["x-prose-limits"] == ["25MB"]
    assert "sentence" not in (specs / "mini" / "contract.yaml").read_text()
    record = pin.read_lock(specs)["mini"]
    assert record["upstream_sha256"] == pin.sha256(document.read_bytes())
    assert record["version"] == "7"


def test_pulling_the_same_document_again_changes_nothing(specs: Path, document: Path) -> None:
    pull("mini", specs, str(document))
    before = {path: path.stat().st_mtime_ns for path in specs.rglob("*")}
    assert "already is this document" in pull("mini", specs, str(document))
    assert {path: path.stat().st_mtime_ns for path in specs.rglob("*")} == before


@pytest.fixture
def served(tmp_path: Path) -> Iterator[str]:
    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, *_: Any) -> None: ...

    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(tmp_path)))
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def test_the_first_live_address_that_answers_is_taken(
    specs: Path, document: Path, served: str
) -> None:
    source = specs / "mini" / "source.toml"
    live = (
        f'live = ["http://127.0.0.1:1/none.yaml", "{served}/gone.yaml", "{served}/{document.name}"]'
    )
    source.write_text(SOURCE.replace('live = ["http://127.0.0.1:1/none.yaml"]', live))
    assert pull("mini", specs).endswith(f"from {served}/{document.name}")


LISTING = {"data": [{"id": "acme/zoom", "input_schema": {"properties": {"image": {}}}}]}


def test_a_document_of_another_format_is_pinned_as_openapi(specs: Path, tmp_path: Path) -> None:
    path = tmp_path / "models.json"
    path.write_text(json.dumps(LISTING))
    source = specs / "mini" / "source.toml"
    source.write_text(SOURCE.replace("POST /edit", "POST /acme/zoom"))
    pull("mini", specs, str(path))
    assert list(pin.contract("mini", specs)["paths"]) == ["/acme/zoom"]
    assert pin.read_lock(specs)["mini"]["upstream_sha256"] == pin.sha256(path.read_bytes())


def test_a_live_address_that_wants_the_key_gets_it_and_where_it_redirects_does_not(
    specs: Path, loopback: Loopback, other_host: Loopback, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = specs / "mini" / "source.toml"
    live = SOURCE.replace("http://127.0.0.1:1/none.yaml", f"{loopback.url}/models")
    source.write_text(live.replace("required = true", "required = true\nlive = true"))
    with pytest.raises(ContractError, match=r"key in MINI_API_KEY, which is not set"):
        pull("mini", specs)
    monkeypatch.setenv("MINI_API_KEY", "sk-mini")
    loopback.answers(says(302, b"", location=f"{other_host.url}/models"))
    other_host.answers(says(200, yaml12.dumps(MINIMAL).encode()))
    pull("mini", specs)
    assert loopback.seen[0].headers["authorization"] == "Bearer sk-mini"
    assert "authorization" not in other_host.seen[0].headers


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("", "the document is empty"),
        ("<!doctype html><html></html>", "this is HTML"),
        ("swagger: '2.0'", "it is cut off; it ends in swagger"),
        ("swagger: '2.0'\npaths: {}\n", "no operation POST /edit"),
        ("- a\n- b", "not an OpenAPI 2 or 3 document"),
        ("a: [", "line 2"),
        (yaml12.dumps(MINIMAL | {"paths": {}}), "no operation POST /edit"),
        (yaml12.dumps(MINIMAL)[:120], "it is cut off; it ends in paths / /edit"),
    ],
)
def test_a_document_that_cannot_be_used_leaves_the_pin_alone(
    specs: Path, document: Path, content: str, message: str
) -> None:
    pull("mini", specs, str(document))
    before = {path: path.read_bytes() for path in specs.rglob("*.*") if path.is_file()}
    document.write_text(content)
    with pytest.raises(ContractError, match=message):
        pull("mini", specs, str(document))
    assert {path: path.read_bytes() for path in specs.rglob("*.*") if path.is_file()} == before


def test_no_answer_from_any_address_names_them_all(specs: Path) -> None:
    with pytest.raises(
        ContractError, match=r"no live document could be read: http://127\.0\.0\.1:1/none"
    ):
        pull("mini", specs)


def test_a_contract_edited_by_hand_is_not_used(specs: Path, document: Path) -> None:
    pull("mini", specs, str(document))
    path = specs / "mini" / "contract.yaml"
    path.write_text(path.read_text().replace("25MB", "30MB"))
    with pytest.raises(ContractError, match=r"contract\.yaml is not what specs\.lock records"):
        pin.contract("mini", specs)


def test_an_unknown_provider_is_answered_with_the_known_ones(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert command.main(["pull", "midjourney"]) == 2
    assert (
        f"no provider 'midjourney'; there are {', '.join(pin.providers())}"
        in capsys.readouterr().err
    )


@pytest.mark.parametrize(
    ("broken", "message"),
    [
        ("title = ", "source.toml"),
        (SOURCE.replace("POST /edit", "EDIT"), "operations.image.edit.endpoint is 'EDIT'"),
        (SOURCE.replace('title = "Mini"', ""), "the key 'title' is missing"),
        (SOURCE.replace("image.edit", "edit"), "its name must be like 'image.edit'"),
        (SOURCE.replace("image.edit", "image.import"), "its name must be like 'image.edit'"),
        (SOURCE.replace("EditImage", "edit-image"), "stem is 'edit-image', not like 'EditImage'"),
        (
            f'{SOURCE}"image.draw" = {{ endpoint = "POST /draw", stem = "EditImage" }}',
            "the stem EditImage names two operations",
        ),
    ],
)
def test_a_broken_source_file_is_named_with_the_place(
    specs: Path, broken: str, message: str
) -> None:
    (specs / "mini" / "source.toml").write_text(broken)
    with pytest.raises(ContractError, match=message):
        pin.source("mini", specs)


def test_a_broken_lock_is_named(specs: Path) -> None:
    (specs / "specs.lock").write_text("{")
    with pytest.raises(ContractError, match=r"specs\.lock"):
        pin.read_lock(specs)


def test_the_committed_lock_is_complete() -> None:
    lock = json.loads((ROOT / "specs" / "specs.lock").read_text())
    assert set(lock) == set(pin.providers())
    keys = {"contract_sha256", "in_use", "operations", "pulled", "upstream_sha256", "version"}
    assert all(set(record) == keys for record in lock.values())
