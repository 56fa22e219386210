"""Terminals and surroundings of every kind: colours, widths, other alphabets, closed pipes, and nobody to ask."""

from __future__ import annotations

import json
import subprocess
import time
from pathlib import Path
from typing import Any

import pytest

from tests.helpers.repos import git
from tests.terminal.terminal import APJ, CTRL_C, DEADLINE, ENTER, Desk

ESCAPE = b"\x1b["
WEDNESDAY = "2026-11-25T18:00+01:00"


@pytest.fixture
def midweek(ana: Desk) -> Desk:
    """Ana's desk on a Wednesday, when nothing is due."""
    return ana.at(WEDNESDAY)


def is_colored(desk: Desk, *options: str, **env: Any) -> bool:
    with desk.apj(*options, "show", "ana", **env) as terminal:
        terminal.end()
        return ESCAPE in terminal.raw


def test_output_on_a_terminal_is_coloured_unless_the_user_opts_out(midweek: Desk) -> None:
    assert is_colored(midweek)
    assert not is_colored(midweek, NO_COLOR="1")
    assert not is_colored(midweek, TERM="dumb")
    assert not is_colored(midweek, "--color", "never")
    assert is_colored(midweek, "--color", "always", NO_COLOR="1")


def test_output_to_a_pipe_is_coloured_only_on_request(midweek: Desk) -> None:
    assert ESCAPE not in midweek.piped("show", "ana").stdout
    assert ESCAPE in midweek.piped("show", "ana", FORCE_COLOR="1").stdout
    assert ESCAPE in midweek.piped("show", "ana", "--color", "always").stdout
    assert ESCAPE not in midweek.piped("show", "ana", FORCE_COLOR="1", NO_COLOR="1").stdout


def test_output_has_the_same_words_with_and_without_colour(midweek: Desk) -> None:
    with midweek.apj("show", "ana") as colored, midweek.apj("show", "ana", NO_COLOR="1") as plain:
        colored.end()
        plain.end()
        assert colored.text == plain.text


@pytest.mark.parametrize("columns", [40, 60, 140])
def test_the_width_of_the_output_follows_the_terminal(midweek: Desk, columns: int) -> None:
    with midweek.apj("status", columns=columns) as terminal:
        terminal.end()
        assert max(map(len, terminal.text.splitlines())) <= columns
    narrow = midweek.piped("status", COLUMNS=str(columns)).stdout.decode()
    assert narrow.rstrip("\n") == terminal.text


@pytest.mark.parametrize("columns", [30, 40, 200])
@pytest.mark.parametrize(
    ("command", "words"),
    [
        (("show", "W99"), "W99"),
        (("edit",), "The editor /opt/a/place/that/is/very/far/away/from/here/editor is not installed."),
        (("init", "."), "To see its status: apj status"),
    ],
    ids=["error", "long path", "hint"],
)
def test_an_error_is_wrapped_between_words_at_any_width(
    midweek: Desk, columns: int, command: tuple[str, ...], words: str
) -> None:
    editor = "/opt/a/place/that/is/very/far/away/from/here/editor"
    told = midweek.piped(*command, COLUMNS=str(columns), EDITOR=editor).stderr.decode()
    whole = midweek.piped(*command, EDITOR=editor).stderr.decode()
    assert told.split() == whole.split()
    assert words in " ".join(told.split())
    assert all(len(line) <= columns or len(line.split()) == 1 for line in told.splitlines())


@pytest.mark.parametrize("columns", [30, 40, 200])
def test_a_question_is_wrapped_between_words_at_any_width(ana: Desk, columns: int) -> None:
    with ana.apj("new-week", columns=columns) as terminal:
        asked = terminal.see("(Enter: skip) >")
        assert "[d]one [p]artly [n]ot done [x] dropped [0] none of the 4 [l]ater" in " ".join(asked.split())
        assert all(len(line) < columns and not line.endswith("]") for line in asked.splitlines())


@pytest.mark.parametrize("env", [{"LC_ALL": "C"}, {"LC_ALL": "tr_TR.UTF-8"}, {"LC_ALL": "de_DE"}, {"LC_ALL": None}])
def test_the_locale_does_not_change_a_byte_of_the_output(midweek: Desk, env: dict[str, str | None]) -> None:
    midweek.write("ana/2026-W48.md", midweek.read("ana/2026-W48.md").replace("Call Olga", "Großvaters Uhr"))
    usual = midweek.piped("show", "ana")
    assert "Großvaters Uhr".encode() in usual.stdout
    assert midweek.piped("show", "ana", PYTHONUTF8="1", **env).stdout == usual.stdout


def test_output_without_utf_8_uses_ascii_marks_and_replaces_unknown_letters(midweek: Desk) -> None:
    assert midweek.piped("report", "-o", "1=done").returncode == 0
    midweek.write("ana/2026-W48.md", midweek.read("ana/2026-W48.md").replace("Call Olga", "Großvaters Uhr 🕰"))
    shown = midweek.piped("show", "ana", PYTHONIOENCODING="latin-1")
    assert (shown.returncode, shown.stderr) == (0, b"")
    assert b"  * Send the grant draft to Ines" in shown.stdout
    assert "Großvaters Uhr ?".encode("latin-1") in shown.stdout
    told = midweek.piped("show", "ana", "--json", PYTHONIOENCODING="latin-1")
    assert json.loads(told.stdout)["weeks"][0]["goals"][3]["goal"] == "Großvaters Uhr 🕰"


def test_invalid_bytes_in_an_answer_do_not_end_the_dialogue(ana: Desk) -> None:
    with ana.apj("new-week", "--without-report", "--no-sync") as terminal:
        terminal.answer("(Enter: b) > ", "b", ENTER).see("  1 > ")
        terminal.send(b"caf\xe9\r").answer("  2 > ", ENTER).answer("[o]ther (Enter: skip) > ", ENTER).end()


@pytest.mark.parametrize(
    "command",
    [
        (),
        ("new-week",),
        ("new-week", "-g", "Sleep", "--without-report"),
        ("report",),
        ("review",),
        ("edit",),
        ("init", "elsewhere"),
        ("sync",),
    ],
    ids=" ".join,
)
def test_commands_without_a_terminal_end_without_a_question(ana: Desk, command: tuple[str, ...]) -> None:
    done = subprocess.run(
        [*APJ, *command],
        cwd=ana.root,
        env=ana.env(EDITOR="true"),
        stdin=subprocess.PIPE,  # and never closed from here
        capture_output=True,
        timeout=DEADLINE,
        check=False,
    )
    assert b" > " not in done.stdout
    assert b"[Y/n]" not in done.stdout
    assert b"Traceback" not in done.stderr


def test_commands_with_piped_output_ask_no_question(ana: Desk) -> None:
    with ana.run("sh", "-c", f"{' '.join(APJ)} new-week | cat") as terminal:
        told = terminal.end()
        assert "The report on 2026-W48 comes first." in told
        assert " > " not in told


@pytest.mark.parametrize("options", [(), ("--json",)])
def test_a_closed_pipe_ends_a_command_without_a_message(midweek: Desk, options: tuple[str, ...]) -> None:
    process = subprocess.Popen(
        [*APJ, "show", *options], cwd=midweek.root, env=midweek.env(), stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.close()
    assert process.stderr.read() == b""
    process.stderr.close()
    assert process.wait(DEADLINE) == 141


def test_a_full_disk_behind_stdout_is_reported(midweek: Desk) -> None:
    done = midweek.shell(f"{' '.join(APJ)} show >/dev/full")
    assert done.returncode == 4
    assert done.stderr.decode().splitlines() == [
        "apj cannot write its output: No space left on device.",
        "Free some space, or write the output to another disk.",
    ]


def test_a_closed_stdout_does_not_stop_a_command(midweek: Desk) -> None:
    done = midweek.shell(f"{' '.join(APJ)} show >&- <&-")
    assert (done.returncode, done.stderr) == (0, b"")


def test_ctrl_c_ends_a_command_that_waits_for_the_network(midweek: Desk, tmp_path: Path) -> None:
    ssh = tmp_path / "ssh"
    ssh.write_text(f"#!/bin/sh\necho >{tmp_path}/asked\nexec sleep 60\n", "utf-8")
    ssh.chmod(0o755)
    git(midweek.root, "remote", "set-url", "origin", "ssh://ana@example.org/ours.git")
    midweek.piped("log", "a", "quiet", "day")
    with midweek.apj("sync", GIT_SSH_COMMAND=str(ssh)) as terminal:
        while not (tmp_path / "asked").exists():
            time.sleep(0.05)
        assert terminal.stop(CTRL_C).replace("\n", " ").endswith("No file was left incomplete.")
    assert git(midweek.root, "log", "-1", "--format=%s") == "ana 2026-W48: log"
