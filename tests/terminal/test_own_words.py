"""Results in my own words: `sync` asks before it writes the English ones."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.helpers.people import begun
from tests.helpers.repos import git
from tests.terminal.terminal import ENTER, Desk

MONDAY = "2026-11-23T09:00+01:00"
QUESTION = "everyone can read the file? [Y/n]"
FRONT = "---\ngoals: [Runs, Draft]\noutcomes: ['fertig 🎉', 'done!']\n---\n"
PLAIN = "Goals\n- Runs\n- Draft\n\nReport\n- “Fertig, 5 km”\n- fertig!\n"


@pytest.mark.parametrize(
    ("typed", "shared"),
    [
        (FRONT, FRONT.replace("'fertig 🎉'", '"done, 🎉"')),
        (PLAIN, PLAIN.replace("Fertig", "done").replace("fertig!", "done")),
    ],
    ids=["front matter", "a plain list"],
)
def test_sync_asks_once_and_replaces_only_my_words(typed: str, shared: str, tmp_path: Path, own_home: Path) -> None:
    ana, _ = begun(tmp_path)
    table = own_home / ".config" / "apj" / "results.txt"
    table.parent.mkdir(parents=True)
    table.write_text("fertig = done\n", "utf-8")
    ana.write("ana/2026-W48.md", typed)
    desk = Desk(ana.root, own_home, MONDAY)
    with desk.apj("sync") as terminal:
        terminal.answer(QUESTION, "n", ENTER).end(code=3)
    assert desk.read("ana/2026-W48.md") == typed
    with desk.apj("sync") as terminal:
        terminal.answer(QUESTION, ENTER).end()
    assert git(ana.root, "show", "origin/main:ana/2026-W48.md") == shared.removesuffix("\n")
    assert desk.read("ana/2026-W48.md") == shared
    with desk.apj("undo") as terminal:
        terminal.end()
    assert desk.read("ana/2026-W48.md") == typed
