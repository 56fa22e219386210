"""`kept.md`: adding lines, completing them, and merging by union."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apjournal.format.edit.front_matter import EditRefused
from apjournal.format.edit.kept import add_kept, add_settled, complete_kept_line, merge_kept
from apjournal.model.handle import Handle
from apjournal.model.kept import KeptLine, SettledLine
from tests.format.kept_lines import ANA, AT, COMMIT, FULL, FULL_TEXT, OTHER, W48, kept


def test_the_first_kept_line_creates_the_file() -> None:
    assert add_kept(None, FULL).decode() == f"# Kept copies\n{FULL_TEXT}\n"


def test_a_kept_line_is_added_after_the_last_kept_line_and_no_other_byte_changes() -> None:
    before = f"\ufeff# Mine\r\n- 2026-W47 ana {OTHER}\r\n\r\nA note.".encode()
    after = f"\ufeff# Mine\r\n- 2026-W47 ana {OTHER}\r\n{FULL_TEXT}\r\n\r\nA note.".encode()
    assert add_kept(before, FULL) == after


def test_a_missing_newline_is_added_before_a_new_kept_line() -> None:
    assert add_kept(b"- 2026-W47 ana", FULL).decode() == f"- 2026-W47 ana\n{FULL_TEXT}\n"
    assert add_kept(b"Notes", FULL).decode() == f"Notes\n{FULL_TEXT}\n"


def test_keeping_an_unchanged_copy_again_adds_no_line() -> None:
    data = add_kept(None, FULL)
    assert add_kept(data, KeptLine(W48, ANA, COMMIT, AT + timedelta(hours=1))) == data


def test_completing_a_kept_line_adds_only_commit_and_time() -> None:
    before = b"# Kept copies\n * 2026-W48 Ana  \n- 2026-W48 ben"
    assert complete_kept_line(before, FULL).decode() == f"# Kept copies\n * {FULL_TEXT[2:]}  \n- 2026-W48 ben"


def test_completing_a_kept_line_that_has_a_commit_adds_its_time() -> None:
    before = f"- 2026-W48 ana {COMMIT}\n".encode()
    assert complete_kept_line(before, FULL).decode() == FULL_TEXT + "\n"


@pytest.mark.parametrize(
    "now",
    ["", "- 2026-W48 ben\n", f"- 2026-W48 ana {OTHER}\n", f"{FULL_TEXT}\n"],
)
def test_a_kept_line_that_was_removed_or_changed_is_not_completed(now: str) -> None:
    with pytest.raises(EditRefused):
        complete_kept_line(now.encode(), FULL)


def test_a_kept_line_that_moved_is_completed_in_its_new_position() -> None:
    assert complete_kept_line(b"Moved\n\n- 2026-W48 ana\n", FULL).decode() == f"Moved\n\n{FULL_TEXT}\n"


def test_the_first_of_two_equal_short_kept_lines_is_completed() -> None:
    before = b"- 2026-W48 ana\n- 2026-W48 ana\n"
    once = complete_kept_line(before, FULL)
    assert once.decode() == f"{FULL_TEXT}\n- 2026-W48 ana\n"
    assert complete_kept_line(once, FULL).decode() == f"{FULL_TEXT}\n{FULL_TEXT}\n"


def test_a_kept_line_is_completed_only_with_both_commit_and_time() -> None:
    with pytest.raises(EditRefused):
        complete_kept_line(b"- 2026-W48 ana\n", KeptLine(W48, ANA, COMMIT, None))


def test_merged_kept_lines_begin_with_mine() -> None:
    base = b"# Kept copies\n- 2026-W46 ana\n"
    merged = merge_kept(base, base + b"- 2026-W48 ana\n", base + b"- 2026-W47 ana\n")
    assert merged == base + b"- 2026-W48 ana\n- 2026-W47 ana\n"


def test_a_completed_kept_line_replaces_its_short_form_in_place() -> None:
    base = b"# Kept copies\r\n- 2026-W48 ana\r\n- 2026-W48 ben\r\n"
    theirs = base.replace(b"- 2026-W48 ana", FULL_TEXT.encode())
    expected = f"# Kept copies\r\n{FULL_TEXT}\r\n- 2026-W48 ben\r\n".encode()
    assert merge_kept(base, base, theirs) == merge_kept(base, theirs, base) == expected


def test_a_kept_line_completed_differently_on_two_devices_appears_twice() -> None:
    base = b"- 2026-W48 ana\n"
    later = FULL_TEXT.replace("09:14", "10:00")
    merged = merge_kept(base, f"{FULL_TEXT}\n".encode(), f"{later}\n".encode())
    assert merged.decode() == f"{FULL_TEXT}\n{later}\n"


def test_a_second_kept_line_typed_by_hand_is_not_the_short_form_of_the_first() -> None:
    base = f"{FULL_TEXT}\n".encode()
    mine = base + b"- 2026-W48 ana\n"
    assert merge_kept(base, mine, base) == mine
    assert merge_kept(b"", b"- 2026-W48 ana\n", base) == b"- 2026-W48 ana\n" + base


def test_a_short_kept_line_that_one_side_removed_stays_even_if_an_equal_line_was_completed_before() -> None:
    base = f"{FULL_TEXT}\n- 2026-W48 ana\n".encode()
    theirs = f"{FULL_TEXT}\n".encode()
    assert merge_kept(base, base, theirs) == base
    assert sorted(merge_kept(base, theirs, base).splitlines()) == sorted(base.splitlines())


def test_a_merge_does_not_restore_a_removed_kept_line_that_identifies_no_copy() -> None:
    wrong = f"- 2026-W51 ben {COMMIT}"
    base = f"{FULL_TEXT}\n- 2026-W48 ana\n{wrong}\n".encode()
    mine = b"- 2026-W48 ana\n"
    theirs = f"- 2026-W48 ana\n{FULL_TEXT}\n{wrong}\n".encode()
    for sides in ((mine, theirs), (theirs, mine)):
        merged = merge_kept(base, *sides, lambda lines: [line for line in lines if line.at is None])
        assert sorted(merged.decode().splitlines()) == ["- 2026-W48 ana", FULL_TEXT]


def test_merging_with_a_missing_version_removes_no_kept_line() -> None:
    data = f"\ufeff# Kept copies\n{FULL_TEXT}\n".encode()
    assert merge_kept(data, b"", data) == data
    assert merge_kept(data, data, b"") == data


def test_a_kept_line_completed_on_both_sides_is_no_longer_short() -> None:
    base = b"- 2026-W48 ana\n"
    mine = base + f"{FULL_TEXT}\n".encode()
    assert merge_kept(base, mine, f"{FULL_TEXT}\n".encode()) == f"{FULL_TEXT}\n".encode()


SHORT = st.builds(KeptLine, st.sampled_from([W48, W48 + 1]), st.sampled_from([ANA, Handle("ben")]))
LONG = st.builds(
    KeptLine,
    st.sampled_from([W48, W48 + 1]),
    st.sampled_from([ANA, Handle("ben")]),
    st.sampled_from([COMMIT, OTHER]),
    st.sampled_from([AT, AT + timedelta(days=1)]),
)
WORDS = st.sampled_from(["# Kept copies", "", "A note.", "caf\udce9", "- settled 1234567 rewrite"])
LINES = st.lists(st.one_of(SHORT.map(str), LONG.map(str), WORDS), max_size=7)


def as_bytes(lines: list[str], newline: str = "\n") -> bytes:
    return "".join(line + newline for line in lines).encode("utf-8", "surrogateescape")


def counted(data: bytes) -> Counter[bytes]:
    return Counter(line for line in data.splitlines() if line.strip())


@st.composite
def a_later_version(draw: st.DrawFn, base: list[str]) -> list[str]:
    """Return a later version, after apj and people completed short lines and added some."""
    lines = [
        f"{line} {COMMIT} 2026-11-23T09:14+01:00"
        if line.startswith("- 2026") and len(line) < 16 and draw(st.booleans())
        else line
        for line in base
    ]
    return lines + draw(LINES)


@st.composite
def three_versions(draw: st.DrawFn) -> tuple[bytes, bytes, bytes]:
    base = draw(LINES)
    newline = draw(st.sampled_from(["\n", "\r\n"]))
    return as_bytes(base), as_bytes(draw(a_later_version(base)), newline), as_bytes(draw(a_later_version(base)))


@given(three_versions())
def test_merging_equal_versions_of_the_kept_file_changes_no_line(versions: tuple[bytes, bytes, bytes]) -> None:
    base, mine, theirs = versions
    assert merge_kept(base, mine, mine) == mine
    merged = merge_kept(base, mine, theirs)
    assert merge_kept(base, merged, merged) == merged


@given(three_versions())
def test_both_sides_merge_to_the_same_set_of_kept_lines(versions: tuple[bytes, bytes, bytes]) -> None:
    base, mine, theirs = versions
    assert counted(merge_kept(base, mine, theirs)) == counted(merge_kept(base, theirs, mine))


@given(three_versions())
def test_a_merge_drops_only_short_lines_that_were_completed(versions: tuple[bytes, bytes, bytes]) -> None:
    base, mine, theirs = versions
    merged = counted(merge_kept(base, mine, theirs))
    for line in (counted(mine) | counted(theirs)) - merged:
        assert counted(base)[line]
        assert any(full.startswith(line + b" ") for full in merged)


@given(st.lists(LINES.map(as_bytes), min_size=1, max_size=1), LONG)
def test_an_added_kept_line_is_read_back_and_the_existing_lines_stay(files: list[bytes], line: KeptLine) -> None:
    data = files[0].replace(b"\xe9", b"e")
    before, after = kept(data).lines, kept(add_kept(data, line)).lines
    assert set(after) == {*before, line} or any(old.commit == line.commit for old in before)
    assert not counted(data) - counted(add_kept(data, line))


# ---- settled findings


def test_a_settled_line_is_added_at_the_end_and_never_twice() -> None:
    line = SettledLine(COMMIT, "week_deleted", AT, "We talked")
    added = add_settled(b"# Kept copies\n\nA note.\n", [line])
    assert added == f"# Kept copies\n\nA note.\n{line}\n".encode()
    assert add_settled(added, [line, SettledLine(COMMIT, "week_deleted", None, "We talked")]) == added
    assert add_settled(None, [line]) == f"# Kept copies\n{line}\n".encode()
    assert add_settled(added, [SettledLine(COMMIT, "week_deleted", AT, "Again")]).endswith(b"Again\n")
