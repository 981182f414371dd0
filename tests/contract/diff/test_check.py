"""A check tells drift, no drift and "could not check" apart, and never takes one for another."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from pyvenice.contract.diff import check as checking
from pyvenice.contract.diff.check import check, diff
from pyvenice.contract.document import yaml12
from pyvenice.contract.errors import DocumentError
from pyvenice.contract.fetching.cache import Cache
from pyvenice.contract.fetching.fetch import Fetched
from pyvenice.contract.pin import pin
from pyvenice.contract.slicing.slice import slice_document
from tests.contract import copies
from tests.contract.published import minimal, minimal_text, real

PATHS = ("/image/edit", "/image/multi-edit", "/image/upscale", "/image/generate", "/image/styles")
EDIT = [("post", "/edit")]


def checked(tmp_path: Path, *changes: copies.Change, **options: Any) -> Any:
    return check("venice", live=str(copies.live(tmp_path, "venice", *changes)), **options)


@pytest.mark.parametrize("provider", pin.providers())
def test_the_pin_itself_is_no_drift(provider: str, tmp_path: Path) -> None:
    report = check(provider, live=str(copies.live(tmp_path, provider)))
    assert (report.status, report.findings) == ("ok", ())
    assert report.pinned["version"] == report.live["version"]


@pytest.mark.parametrize(
    ("provider", "name"),
    [
        ("venice", "venice/swagger.yaml"),
        ("openai", "openai/openapi.yaml"),
        ("xinference", "xinference/openapi-4.1.0.json"),
    ],
)
def test_the_document_that_was_pinned_is_known_by_its_hash_alone(
    provider: str, name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    live = tmp_path / "live"
    live.write_bytes(real(name))
    monkeypatch.setattr(checking, "_compare", lambda *_, **__: pytest.fail("it was parsed"))
    assert check(provider, live=str(live)).status == "ok"


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("venice/swagger.yaml", "\n  title: Venice.ai API"),
        ("openai/openapi.yaml", "\n  title: OpenAI API"),
        ("xinference/openapi-4.1.0.json", '"title": "FastAPI"'),
    ],
)
def test_what_is_word_for_word_as_it_was_pinned_is_not_compared(
    name: str, title: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = real(name).decode()
    assert title in text
    live = tmp_path / "live"
    live.write_text(text.replace(title, title.replace("A", "@")))
    monkeypatch.setattr(
        "pyvenice.contract.slicing.selection.select_operations", lambda *_: pytest.fail("parsed")
    )
    report = check(name.partition("/")[0], live=str(live))
    assert (report.status, report.changed_elsewhere) == ("ok", 0)


def test_an_unchanged_document_costs_no_parser(tmp_path: Path) -> None:
    import subprocess
    import sys

    specs = copies.specs_in(tmp_path)
    live = copies.live(tmp_path, "venice")
    record = pin.read_lock(specs)["venice"] | {"upstream_sha256": pin.sha256(live.read_bytes())}
    text = (specs / "venice" / "contract.yaml").read_text()
    (specs / "specs.lock").write_text(pin.lock_text("venice", text, record, specs))
    program = (
        "import sys; from pathlib import Path; from pyvenice.contract.pin import pin\n"
        f"pin.specs_folder = lambda: Path({str(specs)!r})\n"
        "from pyvenice.cli.contract import main\n"
        f"status = main(['check', 'venice', '--live', {str(live)!r}])\n"
        "heavy = {'yaml', 'pydantic', 'jsonpath', 'jsonschema_rs', 'httpx', 'ssl', 'difflib'}\n"
        "heavy |= {'dataclasses', 'shutil'}\n"
        "reports = {'html', 'sarif', 'junit', 'github', 'markdown', 'as_json'}\n"
        "heavy |= {f'pyvenice.contract.reports.{name}' for name in reports}\n"
        "print(sorted(heavy & set(sys.modules)), file=sys.stderr); sys.exit(status)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, check=False)
    assert (done.returncode, done.stderr.decode().strip()) == (0, "[]")


@pytest.mark.parametrize("path", PATHS)
def test_one_operation_that_vanished_is_a_finding(path: str, tmp_path: Path) -> None:
    report = checked(tmp_path, copies.operation_removed(path))
    assert report.status == "drift"
    (finding,) = (one for one in report.findings if one.rule == "operation-removed")
    assert (finding.level, finding.operation.endswith(path)) == ("breaking", True)
    assert finding.impact[0].call.startswith("VeniceClient.image.")


def first_removed(count: int) -> copies.Change:
    def change(tree: dict[str, Any]) -> None:
        for used in pin.source("venice").published[:count]:
            tree["paths"][used.path].pop(used.method)
        tree["paths"] = {path: item for path, item in tree["paths"].items() if item}

    return change


@pytest.mark.parametrize("more", [1, 2])
def test_operations_that_vanished_wholesale_are_not_believed(more: int, tmp_path: Path) -> None:
    total = len(pin.source("venice").published)
    report = checked(tmp_path, first_removed(total // 2 + more))
    assert (report.status, report.findings) == ("unchecked", ())
    assert f"{total // 2 + more} of the {total} operations in use" in report.reason


def test_half_of_the_operations_may_vanish(tmp_path: Path) -> None:
    half = len(pin.source("venice").published) // 2
    report = checked(tmp_path, first_removed(half))
    assert [finding.rule for finding in report.findings].count("operation-removed") == half


def test_the_only_operation_in_view_may_vanish_when_others_are_there(tmp_path: Path) -> None:
    gone = copies.operation_removed("/image/styles")
    report = checked(tmp_path, gone, operations=[("get", "/image/styles")])
    assert [one.rule for one in report.findings] == ["operation-removed"]


def test_what_is_not_in_view_is_no_finding(tmp_path: Path) -> None:
    styles = [("get", "/image/styles")]
    assert checked(tmp_path, copies.ratio_removed, operations=styles).status == "ok"


@pytest.mark.parametrize(
    ("pointer", "value"),
    [
        (("paths", "/image/edit", "post", "responses", "200", "content"), []),
        (("paths", "/image/edit", "post", "requestBody", "content"), "none"),
        (("paths", "/image/edit", "post", "parameters"), 3),
        (("components", "schemas", "EditImageRequest", "properties"), ["image"]),
        (("components", "schemas", "EditImageRequest", "properties", "prompt"), None),
        (("components", "schemas", "EditImageRequest", "properties", "prompt", "type"), [None]),
        (("components", "schemas", "EditImageRequest", "required"), {"a": 1}),
        (("components", "securitySchemes"), []),
        (("paths", "/image/edit"), None),
        (("servers",), {"url": 1}),
        (("info",), "Venice"),
    ],
)
def test_a_document_that_is_misshapen_never_crashes_the_check(
    pointer: tuple[str, ...], value: object, tmp_path: Path
) -> None:
    def broken(tree: dict[str, Any]) -> None:
        *above, last = pointer
        node = tree
        for key in above:
            node = node[key]
        node[last] = value

    report = checked(tmp_path, broken)
    if report.status == "unchecked":
        assert "venice.0.live.yaml" in report.reason or report.unchecked


def test_an_unknown_provider_is_unchecked_and_the_nearest_is_named() -> None:
    report = check("openia", live="-")
    assert report.status == "unchecked"
    assert "did you mean openai?" in report.reason


def test_mirrors_are_asked_in_order(tmp_path: Path) -> None:
    specs = copies.specs_in(tmp_path)
    live = copies.live(tmp_path, "venice", copies.ratio_removed)
    source = specs / "venice" / "source.toml"
    head, _, rest = source.read_text().partition("live = [")
    mirrors = f'live = ["http://127.0.0.1:9/gone", "{live}"]'
    source.write_text(f"{head}{mirrors}{rest.partition(']')[2]}")
    report = check("venice", folder=specs, cache=Cache(tmp_path / "cache"))
    assert (report.status, report.live["url"]) == ("drift", str(live))


def fetched(raw: bytes, name: str = "document.yaml") -> Fetched:
    return Fetched(raw, name)


def test_a_diff_without_a_provider_is_about_every_operation() -> None:
    old = minimal_text()
    new = minimal_text(paths={"/edit": minimal()["paths"]["/edit"]})
    report = diff(fetched(old), fetched(new))
    assert [(one.rule, one.operation) for one in report.findings] == [
        ("operation-removed", "GET /other")
    ]
    assert (report.provider, report.changed_elsewhere) == ("document", 0)


def test_a_diff_of_slices_counts_what_changed_elsewhere() -> None:
    other: dict[str, Any] = {"get": {"responses": {"204": {}}}}
    new = minimal_text(paths=minimal()["paths"] | {"/other": other})
    report = diff(fetched(minimal_text()), fetched(new), operations=EDIT)
    assert (report.status, report.changed_elsewhere) == ("ok", 1)


def test_a_slice_and_the_whole_document_are_the_same_to_a_diff() -> None:
    whole = minimal()
    slice_ = yaml12.dumps(slice_document(whole, EDIT)).encode()
    assert diff(fetched(minimal_text()), fetched(slice_), operations=EDIT).findings == ()


@pytest.mark.parametrize("as_json", [False, True])
def test_what_an_operation_quotes_from_another_is_compared_too(as_json: bool) -> None:
    def document(longest: int) -> bytes:
        tree = minimal()
        text = {"type": "string", "maxLength": longest}
        body = {"content": {"application/json": {"schema": text}}}
        tree["paths"]["/other"]["get"]["requestBody"] = body
        place = "#/paths/~1other/get/requestBody/content/application~1json/schema"
        tree["components"]["schemas"]["Edit"]["properties"]["tree"] = {"$ref": place}
        return (json.dumps(tree) if as_json else yaml12.dumps(tree)).encode()

    report = diff(fetched(document(9)), fetched(document(8)), operations=EDIT)
    assert [one.rule for one in report.findings] == ["request-max-length-narrowed"]


@pytest.mark.parametrize("operation", [("post", "/edits"), ("get", "/edit")])
def test_a_diff_of_an_operation_that_neither_has_is_not_checked(operation: tuple[str, str]) -> None:
    document = fetched(minimal_text())
    report = diff(document, document, operations=[operation])
    assert report.status == "unchecked"
    assert "neither document has this operation; did you mean POST /edit?" in report.reason


def test_an_operation_that_neither_has_leaves_the_others_to_be_compared() -> None:
    edited = fetched(minimal_text().replace(b"post:", b"put:"))
    operations = [("post", "/edits"), ("post", "/edit")]
    report = diff(fetched(minimal_text()), edited, operations=operations)
    assert [finding.rule for finding in report.findings] == ["operation-removed"]
    assert [place.operation for place in report.unchecked] == ["POST /edits"]


def test_a_diff_with_what_cannot_be_read_names_it() -> None:
    with pytest.raises(DocumentError, match=r"^broken\.yaml: "):
        diff(fetched(minimal_text()), fetched(b"openapi: 3.0.0\npaths: [", "broken.yaml"))


def test_a_comparison_ends_at_its_deadline_and_says_what_it_left_out() -> None:
    old, new = (
        Fetched(yaml12.dumps(_with_operations(300, kind)).encode(), kind)
        for kind in ("string", "integer")
    )
    report = diff(old, new, timeout=1e-9)
    assert report.findings == ()
    assert [place.operation for place in report.unchecked] == [
        "POST /0 and 199 others",
        "POST /279 and 99 others",
    ]
    assert all("allow more with --timeout" in place.reason for place in report.unchecked)
    whole = diff(old, new)
    assert (len(whole.findings), whole.unchecked) == (300, ())


def _with_operations(count: int, kind: str) -> dict[str, Any]:
    content = {"application/json": {"schema": {"type": kind}}}
    post = {"requestBody": {"content": content}, "responses": {"200": {"description": ""}}}
    paths = {f"/{number}": {"post": post} for number in range(count)}
    return {"openapi": "3.1.0", "info": {"title": "", "version": ""}, "paths": paths}
