"""Editors that stay open, crash, empty or delete the file, or write something else."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from tests.helpers import repos
from tests.helpers.attacked import ROOT, WEEK, Attacked
from tests.helpers.rows import row

SCRIPTS = {
    "ends with a fault": "exit 1",
    "is killed": "kill -9 $$",
    "deletes the file": 'rm "$1"',
    "empties the file": ': > "$1"',
    "writes another encoding": "printf 'goals:\\n  - caf\\351\\n' > \"$1\"",
    "adds a byte order mark": 'printf "\\357\\273\\277" | cat - "$1" > "$1.new"; mv "$1.new" "$1"',
    "puts a link in its place": 'mv "$1" "$1.real"; ln -s "$1.real" "$1"',
    "replaces it with a folder": 'rm "$1"; mkdir "$1"',
    "leaves files of its own": 'cp "$1" "$1~"; cp "$1" "$(dirname "$1")/.#x"; cp "$1" "$(dirname "$1")/.week.swp"',
    "writes a giant": 'head -c 3000000 /dev/zero | tr "\\0" x >> "$1"',
}


@row(63)
@pytest.mark.parametrize("what", SCRIPTS)
def test_a_recovery_copy_keeps_text_that_an_editor_loses(
    journal: Attacked, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    ana = journal.ana
    ana.apj("log", "two hours of fonts")
    before = ana.read(WEEK).encode()
    editor = journal.root / "my editor"
    editor.write_text(f"#!/bin/sh\n{SCRIPTS[what]}\n", encoding="utf-8")
    editor.chmod(0o755)
    monkeypatch.setenv("EDITOR", f"'{editor}'")
    ana.apj("edit", code=None)
    copies = [path.read_bytes() for path in (ana.root / ".git/apj/recover").iterdir()]
    assert before in copies
    assert ana.apj("sync", code=None).code in {0, 1, 3}
    assert b"two hours of fonts" in before
    assert set(repos.files_of(ana.root, "HEAD:ana")) == {"2026-W48.md", "kept.md", "partner.md"}


@row(63)
@pytest.mark.parametrize("said", ["no-such-editor", "vim -c 'unclosed", "''", "/etc/passwd"])
def test_an_editor_that_cannot_start_is_reported_and_changes_no_file(
    journal: Attacked, monkeypatch: pytest.MonkeyPatch, said: str
) -> None:
    ana = journal.ana
    before = ana.read(WEEK)
    monkeypatch.setenv("EDITOR", said)
    told = ana.apj("edit", code=4)
    assert 1 <= told.err.count("\n") <= 2
    assert ana.read(WEEK) == before


@row(63)
def test_the_editor_is_started_without_a_shell(journal: Attacked, monkeypatch: pytest.MonkeyPatch) -> None:
    ana = journal.ana
    mark = journal.leaves_mark("x")
    for said in (f"true; {mark}", f"true $({mark})", f"true | {journal.program()}", f"true `{mark}`"):
        monkeypatch.setenv("EDITOR", said)
        ana.apj("edit", code=None)


# ---- an editor that is open, or never ends


@contextmanager
def open_at_work(journal: Attacked, monkeypatch: pytest.MonkeyPatch, then: str) -> Iterator[subprocess.Popen[str]]:
    """Let Ana's week be open in an editor that has read it, and call `then` before it continues."""
    opened, editor = journal.root / "opened", journal.root / "editor"
    waits = f"while [ ! -e {journal.root}/go ]; do sleep 0.01; done"
    editor.write_text(f'#!/bin/sh\ncp "$1" {opened}.text; touch {opened}; {waits}; {then}\n', encoding="utf-8")
    editor.chmod(0o755)
    monkeypatch.setenv("EDITOR", str(editor))
    process = subprocess.Popen(
        [sys.executable, "-m", "apjournal", "--as", "ana", "edit"],
        cwd=journal.ana.root,
        env={**os.environ, "APJ_NOW": journal.ana.now, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        while not opened.exists():
            time.sleep(0.01)
        yield process
    finally:
        (journal.root / "go").touch()
        process.communicate(timeout=30)


@row(51)
def test_a_note_that_an_open_editor_overwrites_is_in_a_copy_that_edit_reports(
    journal: Attacked, monkeypatch: pytest.MonkeyPatch
) -> None:
    ana = journal.ana
    old = f"cat {journal.root}/opened.text"
    with open_at_work(journal, monkeypatch, f'({old}; echo From the editor.) > "$1"') as editor:
        ana.apj("log", "two hours of fonts")
        ana.apj("sync")
        (journal.root / "go").touch()
        _, said = editor.communicate(timeout=30)
    assert editor.returncode == 0
    assert "two hours of fonts" not in ana.read(WEEK)
    assert "From the editor." in ana.read(WEEK)
    copy = re.search(r"apj kept that change in (\S+)", said)
    assert copy
    assert "two hours of fonts" in ana.read(copy[1])


@row(51)
def test_an_editor_that_reloads_a_changed_file_causes_no_warning(
    journal: Attacked, monkeypatch: pytest.MonkeyPatch
) -> None:
    with open_at_work(journal, monkeypatch, 'echo From the editor. >> "$1"') as editor:
        journal.ana.apj("log", "two hours of fonts")
        (journal.root / "go").touch()
        _, said = editor.communicate(timeout=30)
    assert "meanwhile" not in said
    assert "two hours of fonts" in journal.ana.read(WEEK)
    assert "From the editor." in journal.ana.read(WEEK)


@row(63)
def test_an_editor_that_stays_open_blocks_no_command(journal: Attacked, monkeypatch: pytest.MonkeyPatch) -> None:
    ana = journal.ana
    before = ana.read(WEEK).encode()
    with open_at_work(journal, monkeypatch, "true") as editor:
        ana.apj("log", "two hours of fonts")
        ana.apj("sync")
        editor.kill()
    assert before in [path.read_bytes() for path in (ana.root / ".git/apj/recover").iterdir()]
    assert "two hours of fonts" in ana.read(WEEK)
    ana.apj("log", "more")
