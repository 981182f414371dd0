"""The cache gives back what was put in, or nothing."""

from __future__ import annotations

import os
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pyvenice.contract.fetching import cache as module
from pyvenice.contract.fetching.cache import Cache, Entry, default_folder

CALM = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
URL = "https://example.com/openapi.yaml"
ENTRY = Entry(b"openapi: 3.0.0\n", '"1"', "Sat, 21 Nov 2026 10:00:00 GMT")


@pytest.fixture
def cache(tmp_path: Path) -> Cache:
    return Cache(tmp_path / "deep" / "cache")


@CALM
@given(st.binary(), st.text(), st.none() | st.text())
def test_what_is_kept_comes_back(
    tmp_path_factory: pytest.TempPathFactory, raw: bytes, etag: str, modified: str | None
) -> None:
    cache = Cache(tmp_path_factory.getbasetemp() / "laws")
    entry = Entry(raw, etag or '"x"', modified)
    cache.put(URL, entry)
    assert cache.get(URL) == entry


def test_each_address_has_its_own_entry(cache: Cache) -> None:
    cache.put(URL, ENTRY)
    assert cache.get(URL + "?v=2") is None
    cache.put(URL + "?v=2", ENTRY._replace(raw=b"two"))
    assert cache.get(URL) == ENTRY


def test_no_address_stands_in_the_cache_because_it_may_hold_a_secret(cache: Cache) -> None:
    cache.put("https://example.com/a?token=hush", ENTRY)
    (path,) = cache.folder.iterdir()
    assert "hush" not in path.name
    assert b"hush" not in path.read_bytes()


def test_a_document_without_a_validator_is_not_kept_and_replaces_what_was(cache: Cache) -> None:
    cache.put(URL, ENTRY)
    cache.put(URL, Entry(b"new", None, None))
    assert cache.get(URL) is None


def test_what_is_forgotten_is_gone(cache: Cache) -> None:
    cache.forget(URL)
    cache.put(URL, ENTRY)
    cache.forget(URL)
    assert cache.get(URL) is None


@pytest.mark.parametrize("damage", [b"", b"{}\n", b"[]\nx", b"\xff\n", b"null\n"])
def test_an_entry_that_is_no_entry_counts_as_none(cache: Cache, damage: bytes) -> None:
    cache.put(URL, ENTRY)
    (path,) = cache.folder.iterdir()
    path.write_bytes(damage)
    assert cache.get(URL) is None
    cache.put(URL, ENTRY)
    assert cache.get(URL) == ENTRY


@CALM
@given(st.data())
def test_no_damaged_byte_goes_unnoticed(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    cache = Cache(tmp_path_factory.getbasetemp() / "damage")
    cache.put(URL, ENTRY)
    path = cache._path(URL)
    whole = path.read_bytes()
    body = whole.index(b"\n") + 1
    at = data.draw(st.integers(body, len(whole) - 1))
    path.write_bytes(data.draw(st.sampled_from([whole[:at], whole[:at] + b"\0" + whole[at + 1 :]])))
    assert cache.get(URL) is None


def test_above_its_size_the_documents_longest_unused_go(tmp_path: Path) -> None:
    cache = Cache(tmp_path, max_bytes=3_000)
    for number in range(3):
        cache.put(f"{URL}/{number}", Entry(b"x" * 700, '"1"', None))
        os.utime(cache._path(f"{URL}/{number}"), (number, number))
    assert cache.get(f"{URL}/0")  # used now
    cache.put(f"{URL}/3", Entry(b"x" * 700, '"1"', None))
    there = [number for number in range(4) if cache.get(f"{URL}/{number}")]
    assert there == [0, 2, 3]


def test_what_a_killed_run_left_is_cleared_away_and_what_is_being_written_is_not(
    cache: Cache,
) -> None:
    cache.put(URL, ENTRY)
    old, new, foreign = (cache.folder / name for name in ("old.part", "new.part", "notes.txt"))
    for path in (old, new, foreign):
        path.write_bytes(b"half")
    hours_ago = time.time() - 7_200
    os.utime(old, (hours_ago, hours_ago))
    os.utime(foreign, (hours_ago, hours_ago))
    cache.put(URL, ENTRY)
    assert (old.exists(), new.exists(), foreign.exists()) == (False, True, True)


def test_a_write_that_fails_leaves_the_old_entry_and_no_half_file(
    cache: Cache, monkeypatch: pytest.MonkeyPatch
) -> None:
    cache.put(URL, ENTRY)

    def full(*_: object) -> None:
        raise OSError("no space left on device")

    monkeypatch.setattr(Path, "replace", full)
    cache.put(URL, ENTRY._replace(raw=b"new"))
    assert cache.get(URL) == ENTRY
    assert len(list(cache.folder.iterdir())) == 1


def test_a_folder_that_cannot_be_made_costs_only_the_cache(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    cache = Cache(tmp_path / "file" / "cache")
    cache.put(URL, ENTRY)
    assert cache.get(URL) is None


def test_two_runs_at_once_see_one_or_the_other_whole(cache: Cache) -> None:
    entries = [Entry(bytes([65 + n]) * 50_000, f'"{n}"', None) for n in range(4)]
    cache.put(URL, entries[0])

    def run(number: int) -> set[Entry | None]:
        own = Cache(cache.folder, max_bytes=120_000)
        seen = set()
        for _ in range(20):
            own.put(f"{URL}/{number}", entries[number])
            own.put(URL, entries[number])
            seen.add(own.get(URL))
        return seen

    with ThreadPoolExecutor() as pool:
        seen = set().union(*pool.map(run, range(4)))
    assert seen <= {*entries, None}
    assert cache.get(URL) in entries


def test_the_folder_follows_the_desktop_convention(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert Cache().folder == tmp_path / "pyvenice"
    monkeypatch.setenv("XDG_CACHE_HOME", "relative, so to be ignored")
    assert default_folder() == Path.home() / ".cache" / "pyvenice"


def test_the_folder_is_for_its_owner_alone(cache: Cache) -> None:
    cache.put(URL, ENTRY)
    assert cache.folder.stat().st_mode & 0o077 == 0
    assert next(cache.folder.iterdir()).suffix == module._ENTRY
