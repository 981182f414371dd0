"""Messages about broken files name the file and the problem, and no word of Python."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from pyvenice.contract.diff.check import diff
from pyvenice.contract.errors import ContractError
from pyvenice.contract.fetching.fetch import fetch
from pyvenice.contract.pin.pin import read_lock
from pyvenice.contract.pin.source import read_source
from pyvenice.contract.pin.suppressions import read_ignores

HEAD = b"openapi: 3.0.3\ninfo: {title: x, version: '1'}\n"
SOUND = HEAD + b"paths: {/p: {get: {responses: {'200': {description: ok}}}}}\n"
PYTHON = re.compile(
    r"NoneType|recursion|' object|Traceback|<class|Error\b|\bdict\b|\bstr\b|\bint\b|codec|"
    r"Exceeds the limit|indices|iterable|decompress"
)
ENCODINGS = {
    "bytes": b"\xff\xfe\x00\x81",
    "nul": b"a\x00b",
    "gzip": b"\x1f\x8b\x08broken",
}
DOCUMENTS = {
    **ENCODINGS,
    "empty": b"",
    "text": b"hello",
    "null": b"null",
    "list": b"[]",
    "deep json": b'{"a":' * 100_000,
    "deep yaml": b"a: " + b"{a: " * 5_000,
    "digits": b'{"openapi": "3.0.3", "paths": {"/p": ' + b"9" * 10_000 + b"}}",
    "tab": b"openapi: 3.0.3\n\tinfo: x\n",
    "tag": HEAD + b"paths: !!python/object/apply:os.system ['true']\n",
    "directive": b"%YAML 3.0\n---\n" + SOUND,
    "second document": SOUND + b"---\n" + SOUND,
    "ring": HEAD + b"x: &a [*a]\npaths: {}\n",
    "swagger": b"swagger: '2.0'\npaths: {/p: {get: {parameters: 3, responses: 4}}}\n",
    "swagger schema": b"swagger: '2.0'\npaths: {/p: {get: {responses: {'200': {headers: [1]}}}}}\n",
    "discovery": b'{"discoveryVersion": "v1", "resources": 5}',
    "botocore": b'{"shapes": 5, "operations": {"a": 1}, "metadata": {"protocol": "rest-json"}}',
    "task": b'{"$schema": "http://json-schema.org/draft-06/schema#", "properties": 5, "$defs": 3}',
}
TABLES = {
    **ENCODINGS,
    "utf-16": "a = 1".encode("utf-16"),
    "deep": b"a = " + b"[" * 5_000,
    "no value": b"a = ",
    "twice": b"a = 1\na = 2\n",
    "number": b"ignore = 5\noperations = 5\n",
    "list": b"ignore = [5]\noperations = [5]\n",
}


@pytest.mark.parametrize("raw", DOCUMENTS.values(), ids=DOCUMENTS)
def test_a_broken_document_is_named(raw: bytes, tmp_path: Path) -> None:
    file = tmp_path / "broken.x"
    file.write_bytes(raw)
    sound = tmp_path / "sound.yaml"
    sound.write_bytes(SOUND)
    with pytest.raises(ContractError) as caught:
        diff(fetch(str(file)), fetch(str(sound)))
    assert str(caught.value).startswith(str(file))
    assert not PYTHON.search(str(caught.value).removeprefix(str(file)))


@pytest.mark.parametrize("raw", TABLES.values(), ids=TABLES)
@pytest.mark.parametrize("read", [read_ignores, read_source], ids=["ignore file", "source.toml"])
def test_a_broken_table_is_named(read: object, raw: bytes, tmp_path: Path) -> None:
    file = tmp_path / "acme" / "source.toml"
    file.parent.mkdir()
    file.write_bytes(raw)
    assert callable(read)
    with pytest.raises(ContractError) as caught:
        read(file)
    assert str(caught.value).startswith(str(file))
    assert not PYTHON.search(str(caught.value).removeprefix(str(file)))


@pytest.mark.parametrize("raw", [b"[]", b'{"acme": 5}', b"{", b"[" * 100_000, b"\xff"])
def test_a_broken_lock_is_named(raw: bytes, tmp_path: Path) -> None:
    (tmp_path / "specs.lock").write_bytes(raw)
    with pytest.raises(ContractError, match=r"specs\.lock: ") as caught:
        read_lock(tmp_path)
    assert not PYTHON.search(str(caught.value).removeprefix(str(tmp_path)))


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_an_ignore_file_may_begin_with_a_byte_order_mark(mark: bytes, tmp_path: Path) -> None:
    file = tmp_path / "ignore.toml"
    file.write_bytes(mark + b'[[ignore]]\nreason = "seen"\nfingerprint = "0123"\n')
    assert [entry.fingerprint for entry in read_ignores(file)] == ["0123"]
