"""`apj verify`: each history of the table, the command line's contract, and a stranger's look with plain git."""

from __future__ import annotations

import io
import subprocess
from contextlib import redirect_stderr, redirect_stdout
from datetime import datetime
from pathlib import Path

import pytest

from apjournal.cli.boundary import run
from apjournal.cli.context import Context
from apjournal.cli.main import apj
from tests.helpers import repos
from tests.helpers.histories import HISTORIES, made
from tests.helpers.people import TRACEBACK, Ran

NOW = "2026-12-02T10:00+01:00"
BY_HAND = Path(__file__).parent.parent / "verify_by_hand.sh"
WARNINGS = {"unknown_author", "unsigned", "agreement_unsigned", "settled"}


def verified(root: Path, *options: str, as_: str | None = None) -> Ran:
    """Run `apj verify` as somebody who is nobody here, or as a partner."""
    out, err = io.StringIO(), io.StringIO()
    context = Context(directory=root, as_=as_, clock=datetime.fromisoformat(NOW))
    with redirect_stdout(out), redirect_stderr(err):
        code = run(apj, ["verify", *options], context)
    assert TRACEBACK not in err.getvalue()
    return Ran(code, out.getvalue(), err.getvalue())


@pytest.mark.parametrize("name", HISTORIES)
def test_a_history_is_told_as_it_is(name: str, tmp_path: Path) -> None:
    made(name, tmp_path / "journal")
    ran = verified(tmp_path / "journal", "--json")
    assert told(ran) == HISTORIES[name].found, ran.out
    is_open = any(not one["settled"] and one["code"] not in WARNINGS for one in ran.json["findings"])
    assert (ran.code, ran.json["ok"]) == ((5, False) if is_open else (0, True))


def told(ran: Ran) -> set[tuple[str, str | None]]:
    """Give what was found: code and path, with a minus before the code of what is settled."""
    return {(("-" if one["settled"] else "") + one["code"], one["path"]) for one in ran.json["findings"]}


@pytest.mark.parametrize("name", HISTORIES)
def test_what_came_after_a_commit_is_found_without_looking_before_it(name: str, tmp_path: Path) -> None:
    scene = made(name, tmp_path / "journal")
    ran = verified(scene.root, "--json", "--since", scene.made[3])
    assert told(ran) == HISTORIES[name].found, ran.out
    assert ran.json["commits"] == int(repos.git(scene.root, "rev-list", "--count", f"{scene.made[3]}..HEAD"))


@pytest.mark.parametrize("name", HISTORIES)
def test_nothing_came_after_the_newest_commit(name: str, tmp_path: Path) -> None:
    scene = made(name, tmp_path / "journal")
    ran = verified(scene.root, "--json", "--since", "HEAD")
    assert told(ran) == {one for one in HISTORIES[name].found if one[0] == "replaced_object"}, ran.out
    assert ran.json["commits"] == 0


@pytest.mark.parametrize("name", HISTORIES)
def test_a_stranger_with_git_alone_agrees(name: str, tmp_path: Path) -> None:
    made(name, tmp_path / "journal")
    told = verified(tmp_path / "journal", "--json").json
    finished = subprocess.run(
        ["sh", str(BY_HAND), str(tmp_path / "journal")], capture_output=True, text=True, check=False
    )
    commits, *found = finished.stdout.splitlines()
    kept = {(one["code"], one["path"]) for one in told["findings"] if one["code"].startswith("kept_")}
    assert {tuple(line.split(" ")[:2]) for line in found} == kept, finished.stdout + finished.stderr
    assert finished.stderr == ""
    assert (commits, finished.returncode) == (f"{told['commits']} commits", 5 if kept else 0)
