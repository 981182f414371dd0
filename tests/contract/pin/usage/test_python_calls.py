"""Requests in Python code: paths and arguments are found without running it."""

from __future__ import annotations

from pathlib import Path

import pytest

from pyvenice.contract.errors import ContractError
from pyvenice.contract.pin.usage.operation_match import Operations
from pyvenice.contract.pin.usage.python_calls import PythonCall, read_calls

OPERATIONS = Operations(
    ["POST /v1/orders", "GET /v1/orders/{id}", "PUT /v1/orders/{id}/file", "GET /v1/orders/last"],
    ["https://api.shop.example"],
)


def calls(tmp_path: Path, text: str) -> list[PythonCall]:
    (tmp_path / "shop.py").write_text(text)
    return read_calls(tmp_path)


@pytest.mark.parametrize(
    ("code", "operation"),
    [
        ('httpx.post("https://api.shop.example/v1/orders")', "POST /v1/orders"),
        (
            'BASE = "https://api.shop.example/v1"\nc.get(f"{BASE}/orders/{n}")',
            "GET /v1/orders/{id}",
        ),
        ('class C:\n  def f(self): return self._put("/v1/orders/%s/file" % 7)', None),
        ('def f(c, n): c.put("/v1/orders/{}/file".format(n))', "PUT /v1/orders/{id}/file"),
        ('c.request("POST", url=BASE + "/v1/orders")', "POST /v1/orders"),
        ('async def f(c): await c.get("orders/last")', "GET /v1/orders/last"),
        ('c.stream("GET", urljoin(BASE, "/v1/orders/7"))', "GET /v1/orders/{id}"),
    ],
)
def test_a_path_is_followed_through_what_it_is_made_of(
    tmp_path: Path, code: str, operation: str | None
) -> None:
    (call,) = calls(tmp_path, code)
    assert OPERATIONS.find(call.request) == (operation or "PUT /v1/orders/{id}/file")


@pytest.mark.parametrize(
    "code", ['d.get("a b/c")', 'd.get("key")', "d.get(key)", "get()", "def broken(:", 'x = "/v1"']
)
def test_what_is_no_request_is_none(tmp_path: Path, code: str) -> None:
    assert calls(tmp_path, code) == []


def test_the_arguments_of_a_call_have_the_lines_where_they_stand(tmp_path: Path) -> None:
    (call,) = calls(
        tmp_path,
        "def order(c):\n"
        '    body = {"amount": 1, "customer": {"name": "x"}, "lines": [{"sku": "a"}]}\n'
        '    return c.post("/v1/orders", json=body, params={\n        "dry": True})\n',
    )
    assert [(argument.place, argument.name, argument.line) for argument in call.arguments] == [
        ("body", "amount", 2),
        ("body", "customer", 2),
        ("body", "customer.name", 2),
        ("body", "lines", 2),
        ("body", "lines.sku", 2),
        ("query", "dry", 4),
    ]


def test_names_that_stand_for_each_other_end(tmp_path: Path) -> None:
    assert calls(tmp_path, "a = b + b\nb = a + a\nc.post(a + '/v1/orders', json=a)")


def test_a_folder_without_python_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(ContractError, match="no Python file"):
        read_calls(tmp_path)
