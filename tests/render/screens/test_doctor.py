"""The sentences of `doctor`: one for each kind of result."""

from __future__ import annotations

import pytest

from apjournal.gitrepo.health.risky_settings import Risk
from apjournal.gitrepo.plumbing.network.folder_remote import PROTECTIONS
from apjournal.model.views.doctor import PointKind, PointState, make_point
from apjournal.render.screens.doctor import RISKS, SENTENCES, UNPROTECTED, write_point


def test_every_kind_of_check_of_doctor_has_a_sentence() -> None:
    assert set(SENTENCES) == set(PointKind)
    assert set(RISKS) == set(Risk)
    assert set(UNPROTECTED) == set(PROTECTIONS)


@pytest.mark.parametrize(
    ("minutes", "age"), [("0", "a moment"), ("1", "1 minute"), ("119", "119 minutes"), ("120", "2 hours")]
)
def test_doctor_shows_the_age_of_a_lock_in_minutes_or_hours(minutes: str, age: str) -> None:
    written = write_point(make_point("locks", PointKind.LOCK_RECENT, path=".git/index.lock", minutes=minutes))
    assert written.message == f".git/index.lock is a git lock, {age} old."


@pytest.mark.parametrize(("number", "are"), [("1", "A half-written object is"), ("3", "3 half-written objects are")])
def test_doctor_counts_half_written_objects(number: str, are: str) -> None:
    point = make_point("locks", PointKind.HALF_WRITTEN_OBJECTS, objects=number, folder=".git", command="apj doctor")
    assert write_point(point).message.startswith(f"{are} in .git, left by a git command")


@pytest.mark.parametrize(
    ("hint", "advice", "command"),
    [
        ("See what is missing: git fsck", "See what is missing", "git fsck"),
        ("If your branch was renamed: git fetch, or to put it back: apj sync", None, None),
        ("See the files: git ls-files. Remove those that do not belong here.", None, None),
        ("Add a remote: git remote add origin URL, then: apj sync", None, None),
        ("Compare the URL with the one that you were given.", None, None),
    ],
)
def test_doctor_separates_the_command_in_a_hint_from_the_advice(
    hint: str, advice: str | None, command: str | None
) -> None:
    written = write_point(make_point("history", PointKind.PROBLEM, message="Some objects are missing.", hint=hint))
    assert (written.message, written.advice) == ("Some objects are missing.", advice or hint)
    assert written.command == command


def test_doctor_gives_no_advice_about_a_fault_without_a_hint() -> None:
    written = write_point(make_point("history", PointKind.PROBLEM, message="The disk is full.", hint=""))
    assert (written.advice, written.command) == (None, None)


def test_doctor_shows_braces_in_a_path_unchanged() -> None:
    point = make_point("files", PointKind.RELEASABLE, "ben/{notes}.md", state=PointState.LOOK)
    assert "ben/{notes}.md" in write_point(point).message
