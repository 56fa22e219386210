"""Read the recorded history of the example journal, move it to another time, and replay its commits.

apj contains this history as `templates/story-history.json`, which `tools/record_story.py` writes.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, timedelta, tzinfo
from typing import Any
from zoneinfo import ZoneInfo

from msgspec.structs import replace

from apjournal.format.read.story import make_mover
from apjournal.model.story import Author, Patch, RecordedCommit, Recording
from apjournal.patterns import make_pattern

_MOMENT = make_pattern(r"\b\d{4}-\d{2}-\d{2}T\d{2}:\d{2}[+-]\d{2}:\d{2}\b")
_ID = make_pattern(r"\{([^{}]+)\}")


def read_recording(text: str) -> Recording:
    """Return the recorded history in a JSON text that comes with apj."""
    data = json.loads(text)
    return Recording(
        story=data["story"],
        ends=date.fromisoformat(data["ends"]),
        authors={who: Author(**author) for who, author in data["authors"].items()},
        commits=tuple(map(_parse_commit, data["commits"])),
        refs=data["refs"],
        backups={
            who: tuple((datetime.fromisoformat(at), commit) for at, commit in backups)
            for who, backups in data["backups"].items()
        },
    )


def _parse_commit(entry: dict[str, Any]) -> RecordedCommit:
    patches = {path: _parse_patch(patch) for path, patch in entry.get("files", {}).items()}
    return RecordedCommit(
        who=entry["who"],
        at=datetime.fromisoformat(entry["at"]),
        message=entry["message"],
        parents=tuple(entry["parents"]),
        taken=tuple(entry.get("taken", ())),
        patches=patches,
    )


def _parse_patch(entry: dict[str, Any]) -> Patch:
    start, end = entry["lines"]
    return Patch(start, end, "".join(f"{line}\n" for line in entry["text"]), entry.get("fixed", False))


def move_recording(recording: Recording, weeks: int, *, latest: datetime) -> Recording:
    """Return the history, moved by a number of weeks.

    Dates of commits and times in files are in the time zone of the commit's author, and no later than `latest`.
    """
    move = make_mover(weeks)
    zones = {who: ZoneInfo(author.timezone) for who, author in recording.authors.items()}

    def moment(at: datetime, zone: tzinfo) -> datetime:
        return min(at + timedelta(weeks=weeks), latest).astimezone(zone)

    def text_mover(zone: tzinfo) -> Callable[[str], str]:
        def moved_moment(match: re.Match[str]) -> str:
            return moment(datetime.fromisoformat(match[0]), zone).isoformat(timespec="minutes")

        return lambda text: _MOMENT.sub(moved_moment, move(text))  # `move` ignores a day before a T

    texts = {who: text_mover(zone) for who, zone in zones.items()}
    return replace(
        recording,
        ends=recording.ends + timedelta(weeks=weeks),
        commits=tuple(
            replace(
                commit,
                at=moment(commit.at, zones[commit.who]),
                message=move(commit.message),
                patches={
                    move(path): patch if patch.fixed else replace(patch, text=texts[commit.who](patch.text))
                    for path, patch in commit.patches.items()
                },
            )
            for commit in recording.commits
        ),
        refs={who: {move(ref): commit for ref, commit in refs.items()} for who, refs in recording.refs.items()},
        backups={
            who: tuple((moment(at, zones[who]), commit) for at, commit in backups)
            for who, backups in recording.backups.items()
        },
    )


def build_files_of(
    commit: RecordedCommit,
    parents: Sequence[Mapping[str, str]],
    ids: Sequence[str],
    blob_id: Callable[[bytes], str],
) -> dict[str, str]:
    """Return the files of a commit (path → text).

    `parents` contains the files of its parents, and `ids` the ids of the earlier commits. `blob_id` is a function that
    returns the id of a file's bytes.
    """
    files = dict(parents[0]) if parents else {}
    for entry in commit.taken:
        second = {path: text for path, text in parents[1].items() if _is_within(path, entry)}
        files = {path: text for path, text in files.items() if not _is_within(path, entry)} | second

    def id_of(match: re.Match[str]) -> str:
        return ids[int(match[1])] if match[1].isdecimal() else blob_id(files[match[1]].encode())

    for path, patch in commit.patches.items():
        lines = files.get(path, "").splitlines(keepends=True)
        files[path] = "".join([*lines[: patch.start], _ID.sub(id_of, patch.text), *lines[patch.end :]])
    return files


def _is_within(path: str, entry: str) -> bool:
    return path.split("/", 1)[0] == entry
