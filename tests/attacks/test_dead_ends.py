"""A long name, large input, and unexpected errors."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from apjournal.gitrepo.checkout import limits
from apjournal.services.sync import outgoing
from tests.helpers import repos
from tests.helpers.attacked import ROOT, WEEK, Attacked
from tests.helpers.rows import row


@row(76)
@pytest.mark.parametrize(("letter", "of"), [("日", "ana"), ("é", "ben"), ("x", "ana")])
def test_a_file_with_the_longest_possible_name_can_be_shared_and_removed(
    journal: Attacked, letter: str, of: str
) -> None:
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


FAIL = "def fail(*_):\n    raise {}\nstatus.show_status = fail\n"
NO_PLACE = "import tempfile\ndef none(**_):\n    raise FileNotFoundError\ntempfile.mkstemp = none\n"


def run_spoiled(journal: Attacked, spoil: str, temporary: Path) -> subprocess.CompletedProcess[str]:
    """Run `apj status` in a separate process in which one of its functions raises an error."""
    program = f"import apjournal.usecases.status as status\n{spoil}\nfrom apjournal.__main__ import main\nmain()\n"
    environ = {**os.environ, "APJ_NOW": journal.ana.now, "PYTHONPATH": str(ROOT), "TMPDIR": str(temporary)}
    return subprocess.run(
        [sys.executable, "-c", program, "status"],
        cwd=journal.ana.root, env=environ, capture_output=True, text=True, check=False,
    )  # fmt: skip


@row(79)
@pytest.mark.parametrize(
    "raised", ["ValueError('a zebra')", "RecursionError('zebra')", "MemoryError()", "OverflowError('zebra')"]
)
def test_an_unexpected_error_prints_a_sentence_and_writes_a_report(
    journal: Attacked, raised: str, tmp_path: Path
) -> None:
    ran = run_spoiled(journal, FAIL.format(raised), tmp_path)
    assert ran.returncode == 4, ran.stdout + ran.stderr
    assert "Traceback" not in ran.stderr
    assert "apj stopped because of a bug (" in ran.stderr
    (report,) = tmp_path.glob("apj-report-*.txt")
    text = report.read_text("utf-8")
    assert str(report) in ran.stderr
    assert raised.partition("(")[0] in text
    assert "command: apj status" in text
    assert "zebra" not in text + ran.stderr


@row(79)
def test_an_unexpected_error_prints_a_sentence_even_when_no_report_can_be_written(
    journal: Attacked, tmp_path: Path
) -> None:
    ran = run_spoiled(journal, FAIL.format("ValueError") + NO_PLACE, tmp_path)
    assert ran.returncode == 4
    assert "No error report could be written" in ran.stderr


@row(76)
def test_a_commit_with_too_many_files_is_refused_until_they_are_removed(
    journal: Attacked, monkeypatch: pytest.MonkeyPatch
) -> None:
    ana, ben = journal.ana, journal.ben
    monkeypatch.setattr(limits, "MOST_PATHS", 30)
    journal.by_hand(ben, {f"node_modules/m{number}/index.js": "x\n" for number in range(40)})
    assert (
        ana.apj("sync", "--json", code=4)
        .json["error"]["message"]
        .startswith("The server sent more files than a journal may contain")
    )
    ben.git("rm", "-rq", "node_modules")
    journal.by_hand(ben, {})
    ana.apj("sync")
    ben.apj("sync")


@row(76)
def test_a_sender_of_too_many_files_is_warned_before_the_push(
    journal: Attacked, monkeypatch: pytest.MonkeyPatch
) -> None:
    ben, tip = journal.ben, journal.tip()
    monkeypatch.setattr(limits, "MOST_PATHS", 30)
    journal.commit(ben, {f"node_modules/m{number}.js": "x\n" for number in range(40)})
    told = ben.apj("sync", "--json", code=4).json["error"]
    assert "more than 30 files" in told["message"]
    assert journal.tip() == tip
    ben.git("rm", "-rq", "node_modules")
    journal.commit(ben, {}, "gone again")
    ben.apj("sync")


@row(76)
def test_with_plain_git_both_partners_can_pull_more_files_than_apj_merges(
    journal: Attacked, monkeypatch: pytest.MonkeyPatch
) -> None:
    ana, ben = journal.ana, journal.ben
    monkeypatch.setattr(limits, "MOST_PATHS", 30)
    journal.by_hand(ben, {f"book/chapter-{number}.md": "x\n" for number in range(40)})
    ana.apj("log", "a", "quiet", "day")
    told = ana.apj("sync", "--json", code=4).json["error"]
    assert " now, at most 30)" in told["message"]
    assert told["hint"].endswith("If both of you want the files: git pull --no-rebase, then apj sync")
    ana.git("pull", "-q", "--no-rebase", **repos.who(repos.ANA))
    assert ana.apj("sync", "--json").json["pushed"] is True
    ben.apj("log", "a", "quiet", "day")
    ben.git("pull", "-q", "--no-rebase", **repos.who(repos.BEN))
    ben.apj("sync")
    assert "a quiet day" in ben.read(WEEK)


@row(76)
def test_a_sender_of_too_much_data_is_warned_before_the_push(
    journal: Attacked, monkeypatch: pytest.MonkeyPatch
) -> None:
    ben, tip = journal.ben, journal.tip()
    monkeypatch.setattr(outgoing, "LARGEST_FILE", 2**20)
    journal.commit(ben, {"ben/film.mp4": os.urandom(2 * 2**20)})
    told = ben.apj("sync", "--json", code=4).json["error"]
    assert "Your commits contain 2 MB" in told["message"]
    assert journal.tip() == tip
    ben.git("reset", "-q", "--soft", tip)
    ben.git("rm", "-q", "--cached", "ben/film.mp4")
    ben.apj("sync")


@row(76)
def test_sync_warns_once_that_partners_will_not_check_out_a_large_file(journal: Attacked) -> None:
    ana, ben = journal.ana, journal.ben
    journal.commit(ben, {"ben/photo.png": os.urandom(2**21) + bytes(14 * 2**20 + 1)})
    said = "ben/photo.png is larger than 16 MiB. It is shared, but your partner's apj does not check it out."
    assert said in " ".join(ben.apj("sync").out.split())
    ben.apj("log", "a", "quiet", "day")
    assert "16 MiB" not in ben.apj("sync").out, "told once"
    ana.apj("sync")
    assert not (ana.root / "ben/photo.png").exists()


@row(76)
@pytest.mark.parametrize(
    "name", ["/".join(f"d{depth}" for depth in range(40)) + "/n.md", "e\u0301" * 84 + ".md", "日記/" * 20 + "n.md"]
)
def test_files_with_deep_paths_or_decomposed_accents_can_be_shared_and_removed(journal: Attacked, name: str) -> None:
    ana, ben = journal.ana, journal.ben
    ben.write(f"ben/{name}", "a long walk\n")
    ben.apj("sync")
    ana.apj("sync")
    assert ana.read(f"ben/{name}") == "a long walk\n"
    for person in (ana, ben):
        person.apj("log", "a", "day")
        person.apj("sync")
    (ben.root / "ben" / name).unlink()
    ben.apj("sync", "--with-deletions")
    ana.apj("sync")
    assert not (ana.root / "ben" / name).exists()


@row(76)
def test_three_hundred_notes_in_one_commit_are_reported_as_one_commit(journal: Attacked) -> None:
    ana, ben = journal.ana, journal.ben
    for number in range(300):
        ben.write(f"ben/note{number}.md", f"{number}\n")
    assert "Committed: 300 files" in ben.apj("sync").out
    assert len(ana.apj("sync").out.splitlines()) == 2
    assert sum(1 for _ in (ana.root / "ben").glob("note*.md")) == 300


@row(76)
def test_a_thousand_quarantined_scripts_are_reported_in_one_sentence(journal: Attacked) -> None:
    journal.by_hand(journal.ben, {f"ben/m{number}.js": "x\n" for number in range(1000)})
    told = journal.ana.apj("sync").out
    assert "ben/m0.js and 999 more files were quarantined (kind). Ask who added them." in " ".join(told.split())
    assert len(told.splitlines()) < 6


@row(79)
@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("2026-W48.md", f"---\ngoals: [x]\nsteps: {'9' * 200_000}\n---\n"),
        ("2026-W48.md", f"---\ngoals:\n  {'- ' * 5000}x\n---\n"),
        ("2026-W48.md", "---\ngoals: [x]\nweek: 9999-12-31\n---\n"),
        ("kept.md", "# Kept copies\n- 9999-W52 ana 849b7dfe 9999-12-31T23:59:59-23:59\n"),
        ("kept.md", "# Kept copies\n- 2026-W48 ana 849b7dfe 0001-01-01T00:00:00+23:59\n"),
        ("partner.md", "---\nleft: 9999-12-31\ntimezone: 9999-12-31\nagreed_on: 0001-01-01\n---\n"),
    ],
)
def test_huge_numbers_deep_lists_and_distant_years_cause_no_bug_report(journal: Attacked, path: str, text: str) -> None:
    ana, ben = journal.ana, journal.ben
    journal.by_hand(ben, {f"ben/{path}": text})
    ana.apj("sync", code=None)
    for command in ("status", "check", "show ben", "insights ben", "verify", "call --no-sync", "summary"):
        assert "report" not in ana.apj(*command.split(), code=None).err, "it is no error of apj itself"


@row(79)
@pytest.mark.parametrize("week", ["9999-12-31", "0001-01-01", "99999-01-01", "9999-W01", "0000-W00", "9" * 20 + "-W01"])
def test_a_year_outside_1900_to_2999_is_refused_on_the_command_line(journal: Attacked, week: str) -> None:
    for command in (("show", week), ("new-week", week, "-g", "x", "--no-edit"), ("summary", "--since", week)):
        assert "is outside the years 1900 to 2999" in journal.ana.apj(*command, code=2).err
