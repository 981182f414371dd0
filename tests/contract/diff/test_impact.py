"""A finding names the method, the argument, the class, and what to do."""

from __future__ import annotations

import importlib
from pathlib import Path
from typing import Any

import pytest

from pyvenice.contract.diff.check import check
from pyvenice.contract.diff.findings import Finding, Impact
from pyvenice.contract.diff.impact import steps_with_impact, with_impact
from pyvenice.contract.pin import pin
from pyvenice.contract.reports.history import HistoryStep
from tests.contract import copies

VENICE = "EditImageRequest"
OPENAI = "CreateImageEditRequest"


def found(tmp_path: Path, provider: str, change: copies.Change) -> tuple[Finding, ...]:
    return check(provider, live=str(copies.live(tmp_path, provider, change))).findings


def schema(name: str, property_: str, **keywords: Any) -> copies.Change:
    def change(tree: dict[str, Any]) -> None:
        properties = tree["components"]["schemas"][name]["properties"]
        properties.setdefault(property_, {"type": "string"}).update(keywords)

    return change


def test_an_argument_is_named_as_python_calls_it(tmp_path: Path) -> None:
    def change(tree: dict[str, Any]) -> None:
        for media in tree["paths"]["/image/edit"]["post"]["requestBody"]["content"].values():
            media["schema"]["allOf"][1]["properties"]["modelId"]["enum"].pop()

    (finding, *_) = found(tmp_path, "venice", change)
    (impact,) = finding.impact
    assert finding.category == "catalogue"
    assert impact.call == "VeniceClient.image.edit(model=…)"
    assert impact.symbol is not None
    assert impact.symbol.endswith(".modelId")


def test_a_moved_list_of_models_names_the_row_of_the_catalogue(tmp_path: Path) -> None:
    def change(tree: dict[str, Any]) -> None:
        for media in tree["paths"]["/image/edit"]["post"]["requestBody"]["content"].values():
            models = media["schema"]["allOf"][1]["properties"]["modelId"]["enum"]
            models.remove("qwen-image-3-edit")
            models.append("qwen-image-9-edit")

    advice = {
        place.advice for finding in found(tmp_path, "venice", change) for place in finding.impact
    }
    file, accept = "specs/catalogue/venice.yaml", "regenerate: pyvenice contract accept venice"
    stale = f"the row venice/qwen-image-3-edit of {file} is stale"
    missing = f"{file} has no row for qwen-image-9-edit"
    assert advice == {
        f"do not pass model='qwen-image-3-edit'; {stale}; {accept}",
        f"nothing breaks; to use it, {missing}; {accept}",
    }


def test_the_findings_of_a_history_name_the_argument() -> None:
    changed = Finding(
        "request-value-removed",
        "breaking",
        "request",
        "POST /image/edit",
        "request",
        "/requestBody/content/application~1json/schema/properties/aspect_ratio/enum",
        "4:5",
        None,
        "",
    )
    quiet = HistoryStep("1", "file", None, None, ())
    steps = [quiet, quiet._replace(findings=(changed,))]
    told = steps_with_impact(steps, pin.source("venice"))
    assert told[0] == quiet
    assert told[1].findings[0].impact[0].call == "VeniceClient.image.edit(aspect_ratio=…)"


def test_a_default_that_changed_says_to_pass_the_argument(tmp_path: Path) -> None:
    findings = found(tmp_path, "venice", schema(VENICE, "safe_mode", default=False))
    advice = {place.advice for finding in findings for place in finding.impact}
    assert advice == {"pass safe_mode=… explicitly to keep what you had"}


def test_a_value_that_is_gone_says_not_to_pass_it(tmp_path: Path) -> None:
    (finding,) = found(tmp_path, "venice", copies.ratio_removed)
    assert finding.impact == (
        Impact(
            "VeniceClient.image.edit(aspect_ratio=…)",
            "generated/venice/requests.py:EditImageRequest.aspect_ratio",
            "do not pass aspect_ratio='4:5'; regenerate: pyvenice contract accept venice",
        ),
    )


def test_news_breaks_nothing(tmp_path: Path) -> None:
    (finding,) = found(tmp_path, "venice", copies.ratio_added)
    assert finding.impact[0].advice.startswith("nothing breaks; ")


def test_a_property_that_became_required_says_to_pass_it(tmp_path: Path) -> None:
    def change(tree: dict[str, Any]) -> None:
        tree["components"]["schemas"][VENICE].setdefault("required", []).append("model")

    advice = {one.advice for f in found(tmp_path, "venice", change) for one in f.impact}
    assert any(one.startswith("pass model=…; ") for one in advice)


def test_a_new_property_that_is_required_goes_through_extra_body(tmp_path: Path) -> None:
    def change(tree: dict[str, Any]) -> None:
        edit = tree["components"]["schemas"][VENICE]
        edit["properties"]["consent"] = {"type": "boolean"}
        edit.setdefault("required", []).append("consent")

    impacts = [one for f in found(tmp_path, "venice", change) for one in f.impact]
    assert {one.call for one in impacts} == {"VeniceClient.image.edit(consent=…)"}
    assert any(one.advice.startswith("pass extra_body={'consent': …}; ") for one in impacts)
    assert {one.symbol for one in impacts} == {"generated/venice/requests.py:EditImageRequest"}


def test_what_is_deeper_in_an_argument_is_about_that_argument(tmp_path: Path) -> None:
    def change(tree: dict[str, Any]) -> None:
        schemas = tree["components"]["schemas"]
        schemas["MultiEditImageRequest"]["properties"]["images"]["maxItems"] = 2

    (finding,) = found(tmp_path, "venice", change)
    assert finding.impact[0].call == "VeniceClient.image.multi_edit(images=…)"


def test_a_query_parameter_is_an_argument_too(tmp_path: Path) -> None:
    def change(tree: dict[str, Any]) -> None:
        (parameter,) = (
            one for one in tree["paths"]["/models"]["get"]["parameters"] if one["name"] == "type"
        )
        parameter["required"] = True

    (finding,) = found(tmp_path, "venice", change)
    assert finding.impact[0].call == "VeniceClient.models.list(type=…)"
    assert finding.impact[0].advice.startswith("pass type=…; ")


def test_an_answer_names_the_class_that_reads_it(tmp_path: Path) -> None:
    def change(tree: dict[str, Any]) -> None:
        content = tree["paths"]["/image/styles"]["get"]["responses"]["200"]["content"]
        content["application/json"]["schema"]["properties"].pop("data")

    findings = found(tmp_path, "venice", change)
    symbols = {one.symbol for finding in findings for one in finding.impact}
    calls = {one.call for finding in findings for one in finding.impact}
    assert calls == {"VeniceClient.image.styles(…)"}
    assert symbols == {"generated/venice/responses.py:ListStylesResponse"}


@pytest.mark.parametrize("provider", pin.providers())
def test_every_operation_in_use_has_a_method(provider: str) -> None:
    source = pin.source(provider)
    findings = [
        Finding(
            "operation-removed",
            "breaking",
            "endpoint",
            f"{one.method.upper()} {one.path}",
            "none",
            "",
            None,
            None,
            "gone",
        )
        for one in source.operations
    ]
    calls = [impact.call for one in with_impact(findings, source) for impact in one.impact]
    models = [f"model={used.model!r}, " if used.model else "" for used in source.operations]
    assert calls == [
        f"{source.title}Client.{one.name}({model}…)"
        for one, model in zip(source.operations, models, strict=True)
    ]


def test_an_operation_that_no_client_calls_has_no_impact() -> None:
    finding = Finding(
        "operation-added", "info", "endpoint", "GET /chat", "none", "", None, None, "new"
    )
    assert with_impact([finding], pin.source("venice")) == [finding]


def test_every_symbol_that_is_named_exists(tmp_path: Path) -> None:
    def change(tree: dict[str, Any]) -> None:
        for one in tree["components"]["schemas"].values():
            for name in one.get("properties", {}):
                one["properties"][name] = {"type": "integer", "maximum": -7}

    symbols = {
        one.symbol
        for provider in ("venice", "openai")
        for finding in found(tmp_path, provider, change)
        for one in finding.impact
        if one.symbol
    }
    assert len(symbols) > 10
    for symbol in symbols:
        path, _, name = symbol.partition(":")
        module = importlib.import_module(f"pyvenice.{path.removesuffix('.py').replace('/', '.')}")
        cls, _, field = name.partition(".")
        model = getattr(module, cls)
        fields = {one.alias or key for key, one in model.model_fields.items()}
        assert not field or field in fields | set(model.model_fields), symbol


def test_a_pin_without_generated_code_is_checked_without_impact(tmp_path: Path) -> None:
    folder = copies.specs_in(tmp_path)
    (folder / "venice").rename(folder / "acme")
    lock = folder / "specs.lock"
    lock.write_text(lock.read_text(encoding="utf-8").replace('"venice"', '"acme"'), "utf-8")
    live = copies.live(tmp_path, "venice", copies.ratio_removed)
    report = check("acme", live=str(live), folder=folder)
    assert report.status == "drift"
    assert [finding.impact for finding in report.findings] == [()] * len(report.findings)
    assert "aspect_ratio" in report.findings[0].message
