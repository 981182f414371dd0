"""Findings of a contract project name the calls in the user's own code: file, line and argument."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from pyvenice.contract.diff.findings import Finding
from pyvenice.contract.errors import ContractError
from pyvenice.contract.pin.pin import sha256
from pyvenice.contract.pin.source import Source, read_source
from pyvenice.contract.pin.usage.code_impact import with_calls

BODY = "/requestBody/content/application~1json/schema"
CODE = """\
BASE = "https://shop.example/api"

def order(client):
    client.post(f"{BASE}/orders", json={
        "item": {"sku": "a"},
    }, params={"dry": True})
    client.post(f"{BASE}/orders", headers={"If-Match": "7"})
    client.post("https://elsewhere.example/orders", json={"item": {"sku": "a"}})
"""


@pytest.fixture
def source(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Source:
    monkeypatch.chdir(tmp_path)
    project = tmp_path / "contracts" / "shop"
    project.mkdir(parents=True)
    (tmp_path / "src").mkdir()
    (tmp_path / "src" / "shop.py").write_text(CODE)
    (project / "source.toml").write_text('code = ["../../src"]\noperations = ["POST /orders"]\n')
    contract = {"openapi": "3.0.0", "servers": [{"url": "https://shop.example/api"}], "paths": {}}
    (project / "contract.yaml").write_text(json.dumps(contract))
    lock = {"shop": {"contract_sha256": sha256(json.dumps(contract).encode())}}
    (project.parent / "specs.lock").write_text(json.dumps(lock))
    return read_source(project / "source.toml")


def finding(rule: str, pointer: str, operation: str = "POST /orders") -> Finding:
    return Finding(
        rule, "breaking", "request", operation, "request", pointer, None, None, "it changed"
    )


@pytest.mark.parametrize(
    ("rule", "pointer", "places"),
    [
        (
            "request-value-removed",
            f"{BODY}/properties/item/properties/sku/enum",
            [("client.post(json={'item': {'sku': …}})", "src/shop.py:5")],
        ),
        (
            "request-parameter-removed",
            "/parameters/query/dry",
            [("client.post(params={'dry': …})", "src/shop.py:6")],
        ),
        (
            "request-parameter-removed",
            "/parameters/header/If-Match",
            [("client.post(headers={'If-Match': …})", "src/shop.py:7")],
        ),
        (
            "request-property-required",
            f"{BODY}/properties/item",
            [("client.post(…)", "src/shop.py:4"), ("client.post(…)", "src/shop.py:7")],
        ),
    ],
)
def test_a_finding_names_the_calls_that_send_its_argument(
    source: Source, rule: str, pointer: str, places: list[tuple[str, str]]
) -> None:
    (found,) = with_calls([finding(rule, pointer)], source)
    assert [(impact.call, impact.symbol) for impact in found.impact] == places
    assert all("pyvenice contract accept shop" in impact.advice for impact in found.impact)


def test_a_finding_of_another_operation_names_no_call(source: Source) -> None:
    (found,) = with_calls([finding("operation-removed", "", "GET /orders")], source)
    assert found.impact == ()


def test_a_folder_of_code_that_is_gone_is_an_error_that_names_the_key(
    source: Source, tmp_path: Path
) -> None:
    (tmp_path / "src" / "shop.py").unlink()
    with pytest.raises(ContractError, match=r"contracts/shop/source\.toml: code: .*no Python file"):
        with_calls([finding("operation-removed", "")], source)
