"""How an unreadable file is repaired: a command that can do it, and a sentence."""

from __future__ import annotations

import pytest

from apjournal.model.finding import Finding, Level, TextEdit
from apjournal.model.hints import explain_repair, find_repair_command

BY_HAND = Finding("word", Level.ERROR, "which word?")
REPAIR = Finding("quote", Level.ERROR, "quote it", fix="writes quotes", edits=(TextEdit(0, 0, '"'),))
OTHER_ENCODING = Finding("encoding", Level.ERROR, "save it as UTF-8")
KNOWN_ENCODING = Finding("encoding", Level.ERROR, "save it as UTF-8", fix="reads it as UTF-16")
A_HINT = Finding("quote", Level.HINT, "quote it", fix="writes quotes", edits=(TextEdit(0, 0, '"'),))
WEEK, PARTNER = "ana/2026-W48.md", "ana/partner.md"


@pytest.mark.parametrize(
    ("path", "findings", "command", "hint"),
    [
        (WEEK, [BY_HAND, REPAIR], f"apj check --fix {WEEK}", f"Fix it: apj check --fix {WEEK}, or: apj edit 2026-W48"),
        (WEEK, [BY_HAND, A_HINT], "apj edit 2026-W48", "Fix it: apj edit 2026-W48"),
        (WEEK, [OTHER_ENCODING], "apj edit 2026-W48", "Save it as UTF-8: apj edit 2026-W48"),
        (PARTNER, [KNOWN_ENCODING], f"apj check --fix {PARTNER}", f"Fix it: apj check --fix {PARTNER}"),
        (PARTNER, [REPAIR], f"apj check --fix {PARTNER}", f"Fix it: apj check --fix {PARTNER}"),
        (PARTNER, [BY_HAND], f"apj check {PARTNER}", f"Fix it in an editor, then: apj check {PARTNER}"),
        (
            PARTNER,
            [OTHER_ENCODING],
            f"apj check {PARTNER}",
            f"Save it as UTF-8 in an editor, then: apj check {PARTNER}",
        ),
    ],
)
def test_the_suggested_repair_command_works(path: str, findings: list[Finding], command: str, hint: str) -> None:
    assert find_repair_command(path, findings) == command
    assert explain_repair(path, findings) == hint
