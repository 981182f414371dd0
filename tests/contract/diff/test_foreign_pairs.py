"""Documents of providers that nobody built the validator with are read, and their changes judged."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from pyvenice.contract.diff.check import diff
from pyvenice.contract.diff.findings import ProviderReport
from pyvenice.contract.fetching.fetch import fetch
from tests.contract.published import FETCHED, FOREIGN, MISSING

Judgement = set[tuple[str, str]]
"""Rules, each with a part of the sentence or the operation of one of its findings."""

PAIRS: dict[str, Judgement] = {
    "recraft/prompt-required-back": {("request-property-became-required", "prompt must be there")},
    "recraft/json-bodies": {
        ("request-media-type-added", "application/json is taken as well"),
        ("request-property-became-optional", "image may be missing"),
        ("request-model-added", "newly lists"),
        ("response-model-added", "newly lists"),
    },
    "recraft/style-match": {
        ("request-property-added", "style_match is new"),
        ("request-property-removed", "style_id no longer exists"),
        ("request-property-became-optional", "style may be missing"),
    },
    "bfl/webp-added": {("request-value-added", 'output_format newly lists "webp"')},
    "bfl/prose-legacy": {("prose-lifecycle-announced", "nothing → legacy")},
    "bfl/outpainting-added": {("operation-added", "flux-2-flex-outpainting is new")},
    "ideogram/inpaint-added": {("operation-added", "/v1/ideogram-v3/inpaint is new")},
    "ideogram/prose-only": set(),
    "together/reference-images": {("request-property-added", "reference_images is new")},
    "replicate/output-untyped": {("response-type-widened", "output takes more values")},
    "gemini/finish-reason-added": {("response-value-added", 'newly lists "ESCALATION"')},
    "gemini/response-format-added": {
        ("request-property-added", "generationConfig.responseFormat is new"),
        ("response-property-added", "generationConfig.responseFormat is new"),
    },
    "gemini/schema-renamed": {
        ("request-property-deprecated", "generationConfig.responseSchema is deprecated"),
        ("response-property-deprecated", "generationConfig.responseSchema is deprecated"),
        ("request-property-added", "customVocabulary is new"),
        ("response-property-added", "customVocabulary is new"),
    },
    "fal/billing-cost": {
        ("request-parameter-added", "api_key_id is new"),
        ("request-parameter-added", "login_username is new"),
        ("response-property-added", "auth_method_structured is new"),
    },
    "huggingface/binary-type": {("request-type-changed", "negative_prompt: type array")},
    "huggingface/prompt-added": {("request-property-added", "parameters.prompt is new")},
    "huggingface/prose-only": set(),
    "bedrock/request-metadata": {
        ("request-parameter-added", "X-Amzn-Bedrock-Request-Metadata is new")
    },
    "fal/usage-404-removed": {("response-status-removed", "status 404")},
}
IN_PART: dict[str, Judgement] = {
    "together/image-url-added": {
        ("request-property-added", "image_url is new"),
        ("response-property-added", "data.*.url is new"),
    },
    "bedrock/body-optional": {("request-body-became-optional", "the body may be left out")},
    "together/const-for-enum": {("response-enum-narrowed", "object: enum none → list")},
}
"""Pairs whose documents differ in more than what they were collected for."""


def sides(pair: str) -> tuple[Path, Path]:
    provider, name = pair.split("/")
    found = sorted((FOREIGN / provider / "pairs").glob(f"{name}.*.[jy]*"))
    if not found:
        pytest.skip(f"{FOREIGN}/{pair} is not there")
    after, before = found
    return before, after


def report_of(before: Path, after: Path) -> ProviderReport:
    return diff(fetch(str(before)), fetch(str(after)))


def is_about(finding: Any, judgement: tuple[str, str]) -> bool:
    rule, words = judgement
    return finding.rule == rule and words in finding.message


@pytest.mark.parametrize("pair", PAIRS)
def test_every_finding_of_a_pair_is_one_that_a_careful_reader_has(pair: str) -> None:
    found = report_of(*sides(pair)).findings
    assert {finding.rule for finding in found} == {rule for rule, _ in PAIRS[pair]}
    assert not any(finding.unproved for finding in found)
    for judgement in PAIRS[pair]:
        assert any(is_about(finding, judgement) for finding in found), judgement


@pytest.mark.parametrize("pair", IN_PART)
def test_what_a_careful_reader_has_is_among_the_findings_of_a_pair(pair: str) -> None:
    found = report_of(*sides(pair)).findings
    for judgement in IN_PART[pair]:
        assert any(is_about(finding, judgement) for finding in found), judgement


def test_a_reference_that_leads_nowhere_is_the_only_thing_that_is_not_compared() -> None:
    report = report_of(*sides("gemini/schema-renamed"))
    assert {place.reason for place in report.unchecked} == {
        "the reference #/components/schemas/MediaResolution leads nowhere"
    }
    assert not any("mediaResolution" in finding.pointer for finding in report.findings)


def documents(*patterns: str) -> list[Any]:
    """A test parameter for each document, or one that is skipped with the reason."""
    folders = (FOREIGN, FETCHED / "foreign")
    found = sorted(path for at in folders for pattern in patterns for path in at.glob(pattern))
    if not found:
        return [pytest.param(FOREIGN, marks=pytest.mark.skip(reason=MISSING))]
    return [pytest.param(path, id="/".join(path.parts[-2:])) for path in found]


DOCUMENTS = documents(
    *("*/openapi*.yaml", "*/openapi*.json", "*/edit-slice*.json"),
    *("bedrock/*.json", "huggingface/*.json"),
)


@pytest.mark.parametrize("path", DOCUMENTS)
def test_a_foreign_document_is_read_and_equals_itself(path: Path, tmp_path: Path) -> None:
    copy = tmp_path / path.name
    copy.write_bytes(path.read_bytes() + b"\n")
    report = report_of(path, copy)
    assert report.status == "ok", report.reason
    assert report.findings == ()
