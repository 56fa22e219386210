"""Row 63: editors that are missing, break off, empty or delete the file, or write it as something else."""

from __future__ import annotations

import pytest

from tests.helpers import repos
from tests.helpers.attacked import WEEK, Attacked

SCRIPTS = {
    "ends with a fault": "exit 1",
    "is killed": "kill -9 $$",
    "deletes the file": 'rm "$1"',
    "empties the file": ': > "$1"',
    "writes another encoding": "printf 'goals:\\n  - caf\\351\\n' > \"$1\"",
    "adds a byte order mark": 'printf "\\357\\273\\277" | cat - "$1" > "$1.new"; mv "$1.new" "$1"',
    "puts a link in its place": 'mv "$1" "$1.real"; ln -s "$1.real" "$1"',
    "puts a folder in its place": 'rm "$1"; mkdir "$1"',
    "leaves files of its own": 'cp "$1" "$1~"; cp "$1" "$(dirname "$1")/.#x"; cp "$1" "$(dirname "$1")/.week.swp"',
    "writes a giant": 'head -c 3000000 /dev/zero | tr "\\0" x >> "$1"',
}


@pytest.mark.parametrize("what", SCRIPTS)
def test_row_63_no_text_is_lost_to_an_editor_that(
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


@pytest.mark.parametrize("said", ["no-such-editor", "vim -c 'unclosed", "''", "/etc/passwd"])
def test_row_63_an_editor_that_can_not_start_is_said_and_changes_nothing(
    journal: Attacked, monkeypatch: pytest.MonkeyPatch, said: str
) -> None:
    ana = journal.ana
    before = ana.read(WEEK)
    monkeypatch.setenv("EDITOR", said)
    told = ana.apj("edit", code=4)
    assert 1 <= told.err.count("\n") <= 2
    assert ana.read(WEEK) == before


def test_row_63_no_shell_stands_between(journal: Attacked, monkeypatch: pytest.MonkeyPatch) -> None:
    ana = journal.ana
    mark = journal.leaves_mark("x")
    for said in (f"true; {mark}", f"true $({mark})", f"true | {journal.program()}", f"true `{mark}`"):
        monkeypatch.setenv("EDITOR", said)
        ana.apj("edit", code=None)
