"""Rows 76 and 79: a long name, much that arrives, and errors that nobody expected."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from apjournal.gitrepo import bounds
from apjournal.workspace import outgoing
from tests.helpers.attacked import ROOT, Attacked


@pytest.mark.parametrize("letter", ["日", "é", "x"])
@pytest.mark.parametrize("of", ["ana", "ben"])
def test_row_76_a_name_as_long_as_the_disk_takes_stops_nothing(journal: Attacked, letter: str, of: str) -> None:
    ana, ben = journal.ana, journal.ben
    name = f"{of}/{letter * (252 // len(letter.encode()))}.md"
    writer, reader = (ana, ben) if of == "ana" else (ben, ana)
    writer.write(name, "a long walk\n")
    writer.apj("sync")
    reader.apj("sync")
    assert reader.read(name) == "a long walk\n"
    for person in (ana, ben):
        person.apj("log", "a day")
        person.apj("doctor", "--fix", code=None)
    (writer.root / name).unlink()
    writer.apj("sync", "--with-deletions")
    reader.apj("sync")
    assert not (reader.root / name).exists()
    reader.apj("log", "another day")


FAIL = "def fail(*_):\n    raise {}\nstatus.status = fail\n"
NO_PLACE = "import tempfile\ndef none(**_):\n    raise FileNotFoundError\ntempfile.mkstemp = none\n"


def run_spoiled(journal: Attacked, spoil: str, temporary: Path) -> subprocess.CompletedProcess[str]:
    """Run `apj status` in a process of its own in which one of its functions fails."""
    program = f"import apjournal.usecases.status as status\n{spoil}\nfrom apjournal.__main__ import main\nmain()\n"
    environ = {**os.environ, "APJ_NOW": journal.ana.now, "PYTHONPATH": str(ROOT), "TMPDIR": str(temporary)}
    return subprocess.run(
        [sys.executable, "-c", program, "status"],
        cwd=journal.ana.root, env=environ, capture_output=True, text=True, check=False,
    )  # fmt: skip


@pytest.mark.parametrize(
    "raised", ["ValueError('a zebra')", "RecursionError('zebra')", "MemoryError()", "OverflowError('zebra')"]
)
def test_row_79_an_error_that_nobody_expected_is_a_sentence_and_a_report(
    journal: Attacked, raised: str, tmp_path: Path
) -> None:
    ran = run_spoiled(journal, FAIL.format(raised), tmp_path)
    assert ran.returncode == 4, ran.stdout + ran.stderr
    assert "Traceback" not in ran.stderr
    assert "An error in apj itself stopped it" in ran.stderr
    (report,) = tmp_path.glob("apj-report-*.txt")
    text = report.read_text("utf-8")
    assert str(report) in ran.stderr
    assert raised.partition("(")[0] in text
    assert "command: apj status" in text
    assert "zebra" not in text + ran.stderr


def test_row_79_without_a_place_for_the_report_it_is_a_sentence_all_the_same(journal: Attacked, tmp_path: Path) -> None:
    ran = run_spoiled(journal, FAIL.format("ValueError") + NO_PLACE, tmp_path)
    assert ran.returncode == 4
    assert "No report could be written" in ran.stderr


def test_row_76_many_files_that_were_taken_out_again_arrive(journal: Attacked, monkeypatch: pytest.MonkeyPatch) -> None:
    ana, ben = journal.ana, journal.ben
    monkeypatch.setattr(bounds, "MOST_PATHS", 30)
    journal.by_hand(ben, {f"node_modules/m{number}/index.js": "x\n" for number in range(40)})
    assert (
        ana.apj("sync", "--json", code=4).json["error"]["message"].startswith("What the server sent holds more files")
    )
    ben.git("rm", "-rq", "node_modules")
    journal.by_hand(ben, {})
    ana.apj("sync")
    ben.apj("sync")


def test_row_76_too_many_files_are_told_to_who_would_send_them(
    journal: Attacked, monkeypatch: pytest.MonkeyPatch
) -> None:
    ben, tip = journal.ben, journal.tip()
    monkeypatch.setattr(bounds, "MOST_PATHS", 30)
    journal.commit(ben, {f"node_modules/m{number}.js": "x\n" for number in range(40)})
    told = ben.apj("sync", "--json", code=4).json["error"]
    assert "more than 30 files" in told["message"]
    assert journal.tip() == tip
    ben.git("rm", "-rq", "node_modules")
    journal.commit(ben, {}, "gone again")
    ben.apj("sync")


def test_row_76_what_is_too_large_is_told_to_who_would_send_it(
    journal: Attacked, monkeypatch: pytest.MonkeyPatch
) -> None:
    ben, tip = journal.ben, journal.tip()
    monkeypatch.setattr(outgoing, "LARGEST_FILE", 2**20)
    journal.commit(ben, {"ben/film.mp4": os.urandom(2 * 2**20)})
    told = ben.apj("sync", "--json", code=4).json["error"]
    assert "Your commits hold 2 MB" in told["message"]
    assert journal.tip() == tip
    ben.git("reset", "-q", "--soft", tip)
    ben.git("rm", "-q", "--cached", "ben/film.mp4")
    ben.apj("sync")
