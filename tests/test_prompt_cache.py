"""An entry of the prompt's cache: its content, when it is valid, and the form of a path."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apjournal.prompt_cache import (
    Entry,
    find_git,
    format_entry,
    is_fresh,
    is_settled,
    list_surroundings,
    parse_entry,
    read_state,
)

SURROUNDINGS = list_surroundings("/journal", {"PATH": "/nowhere"})
PATHS = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), min_size=1)


def make_entry(states: dict[str, str], *, since: int = 100, until: int = 200, offset: int = 3600) -> Entry:
    return Entry(
        SURROUNDINGS, since=since, until=until, offset=offset, states=states, line="apj W48 away, call today\n"
    )


@given(st.dictionaries(PATHS, PATHS, max_size=4), st.integers(0, 2**40), st.integers(-86400, 86400))
def test_a_cache_entry_is_read_back_as_written(states: dict[str, str], since: int, offset: int) -> None:
    entry = make_entry(states, since=since, until=since + 9, offset=offset)
    found = parse_entry(format_entry(entry))
    assert found is not None
    names = ("surroundings", "since", "until", "offset", "states", "line")
    assert [getattr(found, name) for name in names] == [getattr(entry, name) for name in names]


@given(st.binary(max_size=200) | st.lists(st.sampled_from([b"", b"1", b"a\n", b"end"]), max_size=24).map(b"\0".join))
def test_any_bytes_are_read_as_an_entry_with_one_plain_line_or_as_no_entry(data: bytes) -> None:
    found = parse_entry(data)
    assert found is None or (found.line.count("\n") == 1 and found.line[:-1].isprintable())


@pytest.mark.parametrize(
    ("now", "offset", "state", "is_it"),
    [
        (100, 3600, "as it was", True),
        (199.9, 3600, "as it was", True),
        (200, 3600, "as it was", False),
        (99.9, 3600, "as it was", False),
        (150, 7200, "as it was", False),
        (150, 3600, "another", False),
    ],
)
def test_a_cache_entry_is_valid_until_its_time_offset_or_files_change(
    now: float, offset: int, state: str, is_it: bool
) -> None:
    entry = make_entry({"a": "as it was"})
    assert is_fresh(entry, SURROUNDINGS, now=now, offset=offset, read_state=lambda _: state) == is_it
    assert not is_fresh(entry, (*SURROUNDINGS, "more"), now=now, offset=offset, read_state=lambda _: state)


@pytest.mark.parametrize("name", ["APJ_PARTNER", "HOME", "GIT_CONFIG_GLOBAL", "XDG_CONFIG_HOME", "PYTHONTZPATH"])
def test_environment_variables_that_change_the_settings_are_part_of_the_surroundings(name: str) -> None:
    assert list_surroundings("/journal", {"PATH": "/nowhere", name: ""}) != SURROUNDINGS
    assert list_surroundings("/other", {"PATH": "/nowhere"}) != SURROUNDINGS


def test_any_change_of_a_path_changes_its_recorded_state(tmp_path: Path) -> None:
    file, link = tmp_path / "file", tmp_path / "link"
    seen = [read_state(str(file))]
    file.write_text("a", "utf-8")
    seen.append(read_state(str(file)))
    link.symlink_to(file)
    seen.append(read_state(str(link)))
    file.chmod(0o600)
    seen += [read_state(str(file)), read_state(str(link))]
    file.unlink()
    seen.append(read_state(str(link)))
    assert seen[0] == read_state(str(file)) == read_state(str(link / "below"))
    assert len({*seen}) == len(seen)


def test_the_state_of_a_path_is_reliable_two_seconds_after_its_last_change(tmp_path: Path) -> None:
    file, link = tmp_path / "file", tmp_path / "link"
    link.symlink_to(file)
    before = link.lstat().st_ctime_ns
    file.touch()
    changed = max(before, file.stat().st_ctime_ns)
    os.utime(file, (0, 0))  # what anybody can set does not count
    states = ["-", read_state(str(link)), read_state(str(file))]
    changed = max(changed, file.stat().st_ctime_ns)
    assert not is_settled(states, changed + 2 * 10**9)
    assert is_settled(states, changed + 2 * 10**9 + 1)


def test_the_prompt_cache_uses_the_first_git_on_the_path(tmp_path: Path) -> None:
    first, second = tmp_path / "first", tmp_path / "second"
    (first / "git").mkdir(parents=True)
    second.mkdir()
    (second / "git").touch()
    path = f"{first}:{second}"
    assert find_git({"PATH": path}) is None
    (second / "git").chmod(0o755)
    assert find_git({"PATH": path}) == f"{second}/git"
    assert find_git({"PATH": f".:{path}"}) is None
    assert find_git({"PATH": f":{path}"}) is None
