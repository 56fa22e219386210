"""The recorded history of the example journal: read, moved to another time, and replayed."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from apjournal.format.read.recorded_history import build_files_of, move_recording, read_recording
from apjournal.model.story import Patch, RecordedCommit, Recording

FIRST: dict[str, Any] = {
    "who": "ana",
    "at": "2026-11-22T19:36:00+00:00",
    "message": "ana 2026-W48: goals",
    "parents": [],
    "files": {
        "ana/2026-W48.md": {"lines": [0, 0], "text": ["goals:", "  - due 2026-11-25"]},
        "README.md": {"lines": [0, 0], "text": ["such as 2026-W48"], "fixed": True},
    },
}
KEPT: dict[str, Any] = {
    "who": "ben",
    "at": "2026-11-23T09:04:00+01:00",
    "message": "ben 2026-W48: kept",
    "parents": [0],
    "files": {"ben/kept.md": {"lines": [0, 0], "text": ["- 2026-W48 ana {0} 2026-11-23T09:04+01:00"]}},
}
AUTHORS = {
    "ana": {"name": "Ana", "email": "ana@example.org", "timezone": "Europe/Lisbon"},
    "ben": {"name": "Ben", "email": "ben@example.org", "timezone": "Europe/Berlin"},
}


def recording(*commits: dict[str, Any]) -> Recording:
    data = {
        "story": "0",
        "ends": "2026-11-23",
        "authors": AUTHORS,
        "refs": {"ben": {"refs/apj/kept/ana/2026-W48/1": 0}},
        "backups": {"ben": [["2026-11-23T08:04:00+00:00", 0]]},
        "commits": commits,
    }
    return read_recording(json.dumps(data))


def no_blob(_: bytes) -> str:
    raise AssertionError


def test_a_moved_recording_shifts_by_whole_weeks_and_keeps_local_times() -> None:
    late = datetime.fromisoformat("2030-01-01T00:00+00:00")
    moved = move_recording(recording(FIRST, KEPT), 26, latest=late)
    goals, kept = moved.commits
    assert moved.ends.isoformat() == "2027-05-24"
    assert goals.at.isoformat() == "2027-05-23T20:36:00+01:00"
    assert goals.message == "ana 2027-W21: goals"
    assert goals.patches["ana/2027-W21.md"].text == "goals:\n  - due 2027-05-26\n"
    assert kept.patches["ben/kept.md"].text == "- 2027-W21 ana {0} 2027-05-24T10:04+02:00\n"
    assert moved.refs == {"ben": {"refs/apj/kept/ana/2027-W21/1": 0}}
    assert moved.backups["ben"][0][0] == datetime.fromisoformat("2027-05-24T08:04+00:00")


def test_fixed_dates_of_a_recording_are_not_moved() -> None:
    late = datetime.fromisoformat("2030-01-01T00:00+00:00")
    moved = move_recording(recording(FIRST), 26, latest=late)
    assert moved.commits[0].patches["README.md"].text == "such as 2026-W48\n"


def test_a_moved_recording_contains_no_time_after_the_latest_one() -> None:
    now = datetime.fromisoformat("2026-11-23T07:00:30+00:00")
    moved = move_recording(recording(FIRST, KEPT), 0, latest=now)
    assert [commit.at for commit in moved.commits] == [datetime.fromisoformat("2026-11-22T19:36+00:00"), now]
    assert moved.commits[1].patches["ben/kept.md"].text.endswith(" 2026-11-23T08:00+01:00\n")
    assert moved.backups["ben"][0][0] == now


def test_a_kept_line_of_a_recording_gets_the_id_of_its_commit() -> None:
    (_, kept) = recording(FIRST, KEPT).commits
    files = build_files_of(kept, [{"a.md": "a\n"}], ["f" * 40], no_blob)
    assert files == {"a.md": "a\n", "ben/kept.md": f"- 2026-W48 ana {'f' * 40} 2026-11-23T09:04+01:00\n"}


def test_an_acceptance_of_a_recording_gets_the_blob_id_of_the_agreement() -> None:
    patch = Patch(0, 0, "agreed: {agreement.md}\n")
    commit = RecordedCommit("ana", datetime.fromisoformat(FIRST["at"]), "", (0,), patches={"ana/partner.md": patch})
    files = build_files_of(commit, [{"agreement.md": "apj: 1\n"}], [], lambda data: f"id of {data!r}")
    assert files["ana/partner.md"] == "agreed: id of b'apj: 1\\n'\n"


def test_a_patch_replaces_lines_and_a_merge_adds_the_other_partners_folder() -> None:
    at = datetime.fromisoformat(FIRST["at"])
    change = RecordedCommit("ana", at, "", (0,), patches={"ana/w.md": Patch(1, 2, "B\nC\n")})
    assert build_files_of(change, [{"ana/w.md": "a\nb\nd\n"}], [], no_blob) == {"ana/w.md": "a\nB\nC\nd\n"}
    merge = RecordedCommit("ana", at, "", (0, 1), taken=("ben",))
    mine, theirs = {"ana/w.md": "new\n", "ben/w.md": "old\n"}, {"ana/w.md": "old\n", "ben/w.md": "new\n"}
    assert build_files_of(merge, [mine, theirs], [], no_blob) == {"ana/w.md": "new\n", "ben/w.md": "new\n"}
