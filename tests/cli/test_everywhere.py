"""Rules for every command: options, identity, time, and the names of weeks, goals and partners."""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

import apjournal
from apjournal.cli.main import TABLE
from tests.helpers.folders import everything
from tests.helpers.people import FIVE_LINES, MONDAY, Person, command_line
from tests.helpers.repos import git

WEDNESDAY = "2026-11-25T18:00+01:00"
EXAMPLE = Path(apjournal.__file__).parent.parent / "example-journal"
BAD = (
    ("status", "--nothing-like-it"),
    ("show", "ana", "W48", "more"),
    ("show", "ana", "W61"),
    ("lsp", "more"),
    ("show", "cleo"),
    ("diff", "cleo"),
    ("review", "cleo"),
    ("search",),
    ("ci", "sourcehut"),
    ("ci", "github", "--source", "apj"),
    ("import",),
    ("export", "--format", "posts"),
    ("export", "--format", "xlsx"),
    ("search", "--regex", "(fonts"),
    ("summary", "--partner", "cleo"),
    ("summary", "--since", "never"),
    ("summary", "--since", "W48", "--until", "W47"),
    ("summary", "--format", "pdf"),
    ("new-week", "2026-W61"),
    ("new-week", "--carry", "1=later"),
    ("report", "-o", "1=nearly"),
    ("report", "-o", "1"),
    ("report", "-o", "seven=done"),
    ("report", "--happened", "weather: rain"),
    ("log",),
    ("log", "--kind", "weather", "rain"),
    ("park",),
    ("away", "W49..W48"),
    ("away", "soon"),
    ("remind", "daily"),
    ("calendar", "W48"),
    ("check", "no-such-file.md"),
    ("check", "--format", "xml"),
    ("join", "ftp://host/ours.git"),
    ("join",),
    ("init", "new", "--mode", "three-sided"),
    ("init", "new", "--call-day", "someday", "--email", "a@example.org"),
    ("no-such-command",),
)
"""Command lines that mean nothing, each with exit code 2."""


# ---- mistakes on the command line


def test_an_invalid_command_line_prints_two_lines_exits_with_2_and_writes_no_file(ana: Person) -> None:
    before = everything(ana.root.parent)
    for line in BAD:
        ran = ana.apj(*line, code=2)
        assert ran.out == ""
        assert len(ran.err.splitlines()) == 2, ran.err
    assert everything(ana.root.parent) == before


def test_with_json_an_invalid_command_line_prints_one_error_document(ana: Person) -> None:
    for line in BAD:
        ran = ana.apj(*line, "--json", code=2)
        assert ran.err == ""
        assert list(ran.json) == ["error"]
        assert list(ran.json["error"]) == ["exit", "message", "hint", "findings", "others"]
        assert ran.json["error"]["exit"] == 2
        assert ran.json["error"]["findings"] == []


def test_a_misspelled_command_is_refused_with_a_similar_command_as_suggestion(ana: Person) -> None:
    assert "apj review" in ana.apj("reveiw", code=2).err


# ---- options before and after the command


@pytest.mark.parametrize("line", [("--json", "status"), ("status", "--json")], ids=" ".join)
def test_json_is_accepted_before_and_after_the_command(ana: Person, line: tuple[str, ...]) -> None:
    assert ana.apj(*line).json["partner"] == "ana"


@pytest.mark.parametrize("before", [True, False])
def test_folder_and_partner_options_are_accepted_before_and_after_the_command(ana: Person, *, before: bool) -> None:
    options = ("-C", str(ana.root), "--as", "ben", "--json")
    line = (*options, "status") if before else ("status", *options)
    assert command_line(*line, folder=ana.root.parent).json["partner"] == "ben"


def test_the_journal_is_found_from_a_subfolder(ana: Person) -> None:
    (ana.root / "ana" / "drafts").mkdir()
    assert command_line("status", "--json", folder=ana.root / "ana" / "drafts", as_="ana").json["partner"] == "ana"


def test_a_journal_without_its_agreement_is_refused_with_the_missing_line(ana: Person) -> None:
    ana.git("rm", "-q", "agreement.md")
    ran = command_line("status", folder=ana.root / "ana", as_="ana", code=2)
    assert f"{ana.root.resolve()} has no agreement.md with the line apj: 1" in " ".join(ran.err.split())
    ana.git("checkout", "HEAD", "--", "agreement.md")
    ana.apj("status")


def test_a_deleted_current_directory_is_reported(ana: Person) -> None:
    gone = ana.root / "gone"
    gone.mkdir()
    command = f'rmdir ../gone; "{sys.executable}" -m apjournal status'
    run = {"cwd": gone, "capture_output": True, "text": True, "check": False, "shell": True}
    told = subprocess.run(command, env={**os.environ, "PYTHONPATH": str(EXAMPLE.parent)}, **run)  # type: ignore[call-overload]
    said = "The current directory no longer exists.\nChange to another directory: cd\n"
    assert (told.returncode, told.stdout, told.stderr) == (4, "", said)
    gone.mkdir()
    told = subprocess.run(f"{command} --short", env={**os.environ, "PYTHONPATH": str(EXAMPLE.parent)}, **run)  # type: ignore[call-overload]
    assert (told.returncode, told.stdout, told.stderr) == (0, "", "")


def test_show_refuses_words_that_only_resemble_a_week(ana: Person) -> None:
    for word in ("2026-W54", "w61", "2026-13-01"):
        assert f"{word} is not a week." in ana.apj("show", word, code=2).err
    assert "'B.' is not a handle." in ana.apj("show", "B.", code=2).err


def test_a_year_after_2999_is_refused(ana: Person) -> None:
    for line in ("show", "new-week", "report", "away", "diff", "insights --since"):
        ran = ana.apj(*line.split(), "9999-12-31", code=2)
        assert ran.err.startswith("9999-12-31 is outside the years 1900 to 2999."), line


def test_check_reports_an_agreement_that_starts_after_the_year_2999(ana: Person) -> None:
    text = ana.read("agreement.md")
    ana.write("agreement.md", text.replace("started: 2026-11-23", "started: 9999-12-31"))
    ran = ana.apj("check", code=1)
    assert "9999-12-31" in ran.out
    assert "the years that apj accepts, 1900 to 2999" in " ".join(ran.out.split())
    ana.apj("status", code=None)


def test_show_reads_a_week_number_as_the_most_recent_week_with_that_number(ana: Person) -> None:
    ran = ana.apj("show", "ben", "W22", at="2026-12-02T10:00+01:00")
    assert "2026-W22" in ran.out + ran.err


def test_show_suggests_a_command_for_a_week_without_a_file(ana: Person) -> None:
    assert ana.apj("show", "W40").out == "Nobody here has a week 2026-W40.\nNext: apj show\n"
    assert ana.apj("show", "ben", "next").out == "Ben Adler has no week 2026-W49.\nNext: apj show ben\n"
    assert ana.apj("show", "W53", "--json").json == {"weeks": []}


def test_a_folder_option_with_two_dots_is_resolved(kept: tuple[Person, Person]) -> None:
    ana, ben = kept
    (ana.root.parent / "notes").mkdir()
    before = ana.git("status", "--porcelain"), ben.git("status", "--porcelain")
    for folder in ("../ana/..", "../notes"):
        with contextlib.chdir(ben.root):
            ran = command_line("-C", folder, "log", "here", folder=ben.root, as_="ben", code=2)
        assert ran.err.startswith(f"There is no journal in {(ben.root / folder).resolve()} or above it.")
    assert (ana.git("status", "--porcelain"), ben.git("status", "--porcelain")) == before


def test_a_folder_option_with_a_symlink_is_resolved(kept: tuple[Person, Person]) -> None:
    ana, ben = kept
    (ben.root / "theirs").symlink_to(ana.root / "ana")
    assert command_line("-C", str(ben.root / "theirs"), "log", "here", "--json", folder=ben.root, as_="ana").json
    assert "here" in ana.read("ana/2026-W48.md")


def test_a_missing_folder_is_refused(ana: Person) -> None:
    assert "no-such" in ana.apj("-C", str(ana.root / "no-such"), "status", code=2).err


@pytest.mark.parametrize("line", [("-q", "review"), ("review", "-q"), ("status", "--quiet"), ("-q",)], ids=" ".join)
def test_quiet_omits_hints(ana: Person, line: tuple[str, ...]) -> None:
    ran = ana.apj(*line)
    assert "Ben" in ran.out
    assert "Next:" not in ran.out
    assert ran.err == ""
    assert "Next:" in ana.apj("review").out


def test_quiet_omits_progress_but_not_errors(ana: Person) -> None:
    assert ana.apj("summary", "-o", "out.txt").err == "Written: out.txt\n"
    assert ana.apj("summary", "-o", "out.txt", "-q").err == ""
    assert len(ana.apj("show", "cleo", "-q", code=2).err.splitlines()) == 2


def test_help_needs_no_journal_and_shows_an_example(tmp_path: Path) -> None:
    for name in TABLE:
        ran = command_line(name, "--help", folder=tmp_path)
        assert "Example:" in ran.out, name
        assert f"  apj {name}" in ran.out
    assert command_line("sync", "-h", folder=tmp_path).out == command_line("sync", "--help", folder=tmp_path).out


def test_help_lists_the_weekly_commands_first(tmp_path: Path) -> None:
    out = command_line("--help", folder=tmp_path).out
    places = [out.index(f"  {name} ") for name in ("new-week", "log", "review", "sync", "init", "status")]
    assert places == sorted(places)


def test_version_prints_a_single_line(tmp_path: Path) -> None:
    assert command_line("--version", folder=tmp_path).out == f"apj {apjournal.__version__}\n"


def test_apj_without_a_command_shows_the_status_or_outside_a_journal_the_help(ana: Person, tmp_path: Path) -> None:
    assert ana.apj().out == ana.apj("status").out
    assert command_line(folder=tmp_path).out == command_line("--help", folder=tmp_path).out


def test_apj_json_outside_a_journal_prints_an_error_document(tmp_path: Path) -> None:
    assert command_line("--json", folder=tmp_path, code=2).json["error"]["exit"] == 2


def test_commands_outside_a_journal_are_refused_and_write_no_file(tmp_path: Path) -> None:
    for line in (("status",), ("sync",), ("log", "x"), ("check",), ("show",)):
        assert "There is no journal" in command_line(*line, folder=tmp_path, code=2).err
    assert list(tmp_path.iterdir()) == []


def test_a_folder_whose_agreement_lacks_the_apj_key_is_not_a_journal(tmp_path: Path) -> None:
    (tmp_path / "agreement.md").write_text("---\nrent: 900\n---\n", "utf-8")
    command_line("status", folder=tmp_path, code=2)


# ---- stdout, stderr, colour


def process(*args: str, folder: Path, **env: str) -> subprocess.CompletedProcess[bytes]:
    """Run apj as a separate process, where encodings and pipes matter."""
    command = [sys.executable, "-m", "apjournal", *args]
    env = os.environ | in_process_environment() | env
    return subprocess.run(command, cwd=folder, env=env, capture_output=True, check=False)


def in_process_environment() -> dict[str, str]:
    return {"PYTHONPATH": str(EXAMPLE.parent), "APJ_NOW": MONDAY, "APJ_PARTNER": "ana"}


def test_errors_and_hints_go_to_stderr(ana: Person) -> None:
    ran = ana.apj("show", "cleo", code=2)
    assert ran.out == ""
    assert ran.err.startswith("This journal has no partner cleo.\n")


@pytest.mark.parametrize(
    ("env", "args", "colored"),
    [
        ({}, (), False),
        ({}, ("--color", "always"), True),
        ({"FORCE_COLOR": "1"}, (), True),
        ({"FORCE_COLOR": "1"}, ("--color", "never"), False),
        ({"NO_COLOR": "1", "FORCE_COLOR": "1"}, (), False),
        ({"NO_COLOR": "1"}, ("--color", "always"), True),
    ],
)
def test_the_option_and_the_environment_decide_whether_output_is_coloured(
    ana: Person, monkeypatch: pytest.MonkeyPatch, env: dict[str, str], args: tuple[str, ...], *, colored: bool
) -> None:
    for name, value in env.items():
        monkeypatch.setenv(name, value)
    assert ("\x1b[" in ana.apj("status", *args).out) is colored


@pytest.mark.parametrize("columns", ["60", "140"])
def test_the_variable_columns_sets_the_width_of_the_output(
    demo: Path, monkeypatch: pytest.MonkeyPatch, columns: str
) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    lines = Person("ana", demo / "ana").apj("show", "W48").out.splitlines()
    assert max(map(len, lines)) in range(int(columns) - 25, int(columns) + 1)


def test_output_works_on_a_terminal_without_utf_8(ana: Person) -> None:
    ana.write("ana/2026-W48.md", FIVE_LINES.replace("Three runs", "Drei Läufe “früh” 🏃"))
    for line in (("show", "ana"), ("log", "über")):
        ran = process(*line, folder=ana.root, PYTHONIOENCODING="ascii")
        assert (ran.returncode, ran.stderr) == (0, b"")


def test_a_closed_pipe_prints_no_error(ana: Person) -> None:
    command = f"{sys.executable} -m apjournal show | true"
    env = os.environ | in_process_environment()
    ran = subprocess.run(["sh", "-c", command], cwd=ana.root, env=env, capture_output=True, check=False)
    assert ran.stderr == b""


def test_arguments_that_are_not_utf_8_are_refused(ana: Person) -> None:
    command = [sys.executable, "-m", "apjournal", "log", os.fsdecode(b"caf\xe9")]
    env = os.environ | in_process_environment()
    ran = subprocess.run(command, cwd=ana.root, env=env, capture_output=True, check=False)
    assert ran.returncode == 2
    assert b"Traceback" not in ran.stderr


# ---- who I am


def test_the_partner_is_found_by_option_environment_setting_and_email_address_in_this_order(
    ana: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    git(ana.root, "config", "--unset", "apj.partner")
    asked = lambda *args: command_line(*args, "status", "--json", folder=ana.root).json["partner"]  # noqa: E731
    assert asked() is None
    git(ana.root, "config", "user.email", "BEN@example.org")
    assert asked() == "ben"
    git(ana.root, "config", "apj.partner", "ana")
    assert asked() == "ana"
    monkeypatch.setenv("APJ_PARTNER", "ben")
    assert asked() == "ben"
    assert asked("--as", "ana") == "ana"


@pytest.mark.parametrize("address", ["ana@home.example", "ANA@example.org"])
def test_each_of_my_email_addresses_identifies_me(ana: Person, address: str) -> None:
    ana.change("ana/partner.md", "emails: []", "emails: [ana@home.example]")
    git(ana.root, "config", "--unset", "apj.partner")
    git(ana.root, "config", "user.email", address)
    assert command_line("status", "--json", folder=ana.root).json["partner"] == "ana"


def test_an_email_address_of_two_partners_identifies_neither_of_them(ana: Person) -> None:
    ana.change("ben/partner.md", "emails: []", "emails: [ana@example.org]")
    ana.commit()
    git(ana.root, "config", "--unset", "apj.partner")
    git(ana.root, "config", "user.email", "ana@example.org")
    command_line("log", "x", folder=ana.root, code=2)


WRITING = (
    ("new-week", "-g", "One page", "--no-edit"),
    ("report", "-o", "1=done"),
    ("log", "fonts"),
    ("park", "a newsletter"),
    ("away", "W50"),
    ("undo",),
    ("sync",),
    ("commit",),
    ("review", "ana", "--keep"),
    ("check", "--fix"),
)


def test_commands_that_write_are_refused_when_the_partner_is_unknown(ana: Person) -> None:
    git(ana.root, "config", "--unset", "apj.partner")
    before = everything(ana.root)
    for line in (*WRITING, ("review",), ("diff",)):
        ran = command_line(*line, folder=ana.root, at=WEDNESDAY, code=2)
        assert len(ran.err.splitlines()) == 2, ran.err
    assert everything(ana.root) == before


def test_commands_that_read_work_when_the_partner_is_unknown(ana: Person) -> None:
    git(ana.root, "config", "--unset", "apj.partner")
    for line in (("show",), ("diff", "ana"), ("summary",), ("check",)):
        command_line(*line, folder=ana.root)


def test_log_is_refused_for_a_partner_who_does_not_exist(ana: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    ran = command_line("log", "fonts", folder=ana.root, as_="anna", code=2)
    assert "anna" in ran.err
    assert not (ana.root / "anna").exists()
    monkeypatch.setenv("APJ_PARTNER", "anna")
    command_line("log", "fonts", folder=ana.root, code=2)
    command_line("show", folder=ana.root)
    assert not (ana.root / "anna").exists()


def test_an_invalid_handle_is_refused(ana: Person) -> None:
    for name in ("Ana", "../ben", "con", ""):
        assert command_line("--as", name, "log", "fonts", folder=ana.root, code=2).out == ""


# ---- what time it is


def test_apj_now_replaces_the_clock(ana: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("APJ_NOW", "2026-11-26T23:30-05:00")
    ana_now = lambda *args: command_line(*args, folder=ana.root, as_="ana", at=None)  # noqa: E731
    assert ana_now("status", "--json").json["today"] == "2026-11-27"  # in Lisbon, where she is
    ana_now("log", "late")
    ana_now("commit")
    assert "- 2026-11-27 late" in ana.read("ana/2026-W48.md")
    assert ana.git("log", "-1", "--format=%aI %cI") == "2026-11-27T04:30:00+00:00 2026-11-27T04:30:00+00:00"


def test_an_invalid_apj_now_is_refused(ana: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    for now in ("soon", "2026-11-26", "2026-11-26T23:30", "99999-11-26T23:30+01:00", "0001-01-01T00:00Z"):
        monkeypatch.setenv("APJ_NOW", now)
        assert "APJ_NOW" in command_line("status", folder=ana.root, as_="ana", at=None, code=2).err


def test_the_current_day_is_in_my_time_zone_otherwise_the_agreements_otherwise_the_machines(ana: Person) -> None:
    today = lambda: command_line(  # noqa: E731
        "status", "--json", folder=ana.root, as_="ana", at="2026-11-26T23:30-05:00"
    ).json["today"]
    ana.change("ana/partner.md", "timezone: Europe/Lisbon", "timezone: Pacific/Auckland")
    assert today() == "2026-11-27"
    ana.change("ana/partner.md", "timezone: Pacific/Auckland", "timezone:")
    ana.change("agreement.md", "timezone: Europe/Lisbon", "timezone: America/New_York")
    assert today() == "2026-11-26"
    ana.change("agreement.md", "timezone: America/New_York", "timezone:")
    assert today() == "2026-11-26"


# ---- how a week is named


def test_show_accepts_a_week_in_every_documented_spelling(ana: Person) -> None:
    for word in ("2026-W48", "2026-w48", "W48", "w48", "48", "this", "2026-11-23", "2026-11-29"):
        (week,) = ana.apj("show", "ana", word, "--json", at=WEDNESDAY).json["weeks"]
        assert week["week"] == "2026-W48", word


def test_away_accepts_weeks_relative_to_the_current_one(begun: tuple[Person, Person]) -> None:
    for word, week in (
        ("last", "2026-W47"), ("next", "2026-W49"), ("-2", "2026-W46"), ("-1", "2026-W47"), ("W1", "2027-W01"),
    ):  # fmt: skip
        assert begun[0].apj("away", word, "--json", at=WEDNESDAY).json["week"] == week


def test_away_accepts_a_span_of_weeks(begun: tuple[Person, Person]) -> None:
    ana = begun[0]
    ana.apj("away", "-2..-1", at=WEDNESDAY)
    assert sorted(path.name for path in (ana.root / "ana").glob("2026*")) == ["2026-W46.md", "2026-W47.md"]


def test_new_week_accepts_a_goal_that_looks_like_a_week(begun: tuple[Person, Person]) -> None:
    begun[0].apj("new-week", "-g", "-2", "--no-edit")
    assert begun[0].apj("show", "ana", "--json").json["weeks"][0]["goals"][0]["goal"] == "-2"


def test_a_path_that_begins_with_a_hyphen_is_a_path(ana: Person) -> None:
    for line in (("check", "-2.md"), ("check", "--", "- x.md"), ("status", "-C", "-2")):
        ran = ana.apj(*line, code=2)
        assert f"There is no f{'older' if '-C' in line else 'ile'} {line[-1]}" in ran.err
    assert "'--minutes': -5 is not" in ana.apj("call", "--minutes", "-5", code=2).err


def test_summary_accepts_years_and_weeks_as_since_and_until(ana: Person) -> None:
    for options, span in (
        ("--since 2026 --until 2026", ("2026-W01", "2026-W53")),
        ("--since W40 --until this", ("2026-W40", "2026-W48")),
        ("--since -3 --until last", ("2026-W45", "2026-W47")),
        ("--since 2026-09-01 --until 2026-09-30", ("2026-W36", "2026-W40")),
        ("", ("2026-W45", "2026-W48")),
        ("--until W40", ("2026-W37", "2026-W40")),
    ):
        document = ana.apj("summary", *options.split(), "--json", at=WEDNESDAY).json
        assert (document["since"], document["until"]) == span, options


# ---- how a goal and a partner are named


def test_report_accepts_the_number_the_id_or_a_prefix_of_a_goal(ana: Person) -> None:
    before = ana.read("ana/2026-W48.md")
    for name in ("1", "send-the-grant-draft-to-ines", "send", "Send the gr", "send-the", "SEND"):
        ana.apj("report", "-o", f"{name}=done")
        assert ana.apj("show", "ana", "--json").json["weeks"][0]["goals"][0]["state"] == "done", name
        ana.write("ana/2026-W48.md", before)


def test_report_refuses_a_prefix_that_two_goals_share(begun: tuple[Person, Person]) -> None:
    ana = begun[0]
    ana.apj("new-week", "-g", "Three runs", "-g", "Three calls", "--no-edit")
    assert "1 three-runs, 2 three-calls" in ana.apj("report", "-o", "three=done", code=2).err


def test_review_and_diff_need_no_handle_with_only_one_other_partner(ana: Person) -> None:
    assert ana.apj("review", "--json").json["partner"] == "ben"
    assert ana.apj("diff", "--json").json["partner"] == "ben"
    assert ana.apj("diff", "W48", "--json").json["partner"] == "ben"


def test_review_does_not_count_a_partner_who_left(ana: Person) -> None:
    ana.write("cleo/partner.md", "---\npartner: cleo\nleft: 2026-11-01\n---\n")
    assert ana.apj("review", "--json").json["partner"] == "ben"


# ---- settings


def test_json_documents_are_ascii(ana: Person) -> None:
    ana.write("ana/2026-W48.md", FIVE_LINES.replace("Three runs", "Café \\u202e \U0001f3c3"))
    out = ana.apj("show", "ana", "--json").out
    assert out.isascii()
    assert json.loads(out)["weeks"][0]["goals"][1]["goal"].startswith("Café")


@pytest.mark.parametrize("line", ["log more", "new-week -g Runs --no-edit --no-sync"])
def test_commands_warn_when_the_clock_is_before_my_newest_commit(kept: tuple[Person, Person], line: str) -> None:
    ana = kept[0]
    ana.apj("log", "a line")
    ana.apj("commit")
    ran = ana.apj(*line.split(), at="1999-12-28T10:00+00:00", code=None)
    assert "The clock shows Tue 28 Dec 1999, 10:00, but your newest commit is from Mon 23 Nov 2026" in ran.err
    assert "1999-W52" in ran.out
    assert "The clock" not in ana.apj("log", "again", at=WEDNESDAY).err


def test_commands_list_the_errors_of_an_unreadable_week_without_its_warnings(ana: Person) -> None:
    ana.write("ana/2026-W48.md", "---\npartner: Somebody\ngoals: [Runs]\noutcomes: [3 of 3]\n---\n")
    for words in (("log", "fonts"), ("report", "-o", "1=done"), ("away", "this")):
        said = ana.apj(*words, at=WEDNESDAY, code=3).err
        assert '"3 of 3" is not a result' in said
        assert "Somebody" not in said


def test_help_followed_by_a_command_equals_the_help_option(tmp_path: Path) -> None:
    for line in ((), ("log",), ("new-week",)):
        assert command_line("help", *line, folder=tmp_path).out == command_line(*line, "--help", folder=tmp_path).out
    assert "Did you mean: apj log" in command_line("help", "lgo", folder=tmp_path, code=2).err
    assert "apj help [OPTIONS] [COMMAND]" in command_line("help", "help", folder=tmp_path).out
