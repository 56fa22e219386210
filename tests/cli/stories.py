"""What Ana and Ben do before tests of several files begin. Each story runs once for all processes and is copied."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from tests.helpers.people import MONDAY, Person, begun, goals_kept, replay
from tests.partner_model.shared_repository import Server

Both = tuple[Person, Person]
HALF_PAST_NINE = "2026-11-23T09:30+01:00"
WEDNESDAY = "2026-11-25T18:00+01:00"


def begin_on_monday(folder: Path) -> Both:
    """Let Ana and Ben begin a journal. It is Monday morning, and there is no week yet."""
    ana, ben = begun(folder)
    return replace(ana, now=MONDAY), replace(ben, now=MONDAY)


def keep_each_other(folder: Path) -> Both:
    """Let Ana keep Ben's goals too, and share that. Ben has not synced since."""
    ana, ben = replay(goals_kept, folder)
    ana.apj("review", "--keep")
    return ana, ben


def reword_a_goal(folder: Path) -> Both:
    """Let Ana plan two runs instead of three, and share that. Ben has not synced since."""
    ana, ben = replay(goals_kept, folder)
    ana.change("ana/2026-W48.md", "Three", "Two")
    ana.apj("sync", at=HALF_PAST_NINE)
    return ana, ben


def log_a_quiet_day(folder: Path) -> Both:
    """Let Ben log "a quiet day" on Wednesday, and share that. Ana has not synced since."""
    ana, ben = replay(goals_kept, folder)
    ben.apj("log", "a quiet day", at=WEDNESDAY)
    ben.apj("sync")
    return ana, ben


def push_by_hand(person: Person, files: dict[str, str], at: str = MONDAY) -> None:
    """Let somebody push files with plain git from another device. Their clone does not have them yet."""
    author = (person.handle.title(), f"{person.handle}@example.org")
    Server(person.root.parent / "shared.git").put(files, author, at)
