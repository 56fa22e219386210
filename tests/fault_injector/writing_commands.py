"""The commands that write, each with a journal on which it has all its work to do. A new command is a new row."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from tests.fault_injector.snapshot import grow_old
from tests.helpers import repos
from tests.helpers.attacked import ROOT, WEEK, Attacked
from tests.helpers.demo import copied
from tests.helpers.hosts import refuse_address
from tests.helpers.invariants import Watched
from tests.helpers.repos import git

SATURDAY = "2026-11-28T10:00+01:00"
FIVE_WEEKS_LATER = "2026-12-30T10:00+01:00"
BEN_SAID = "a quiet day"
ANA_SAID = "two hours of fonts"
EDITOR = "sed -i -e '$aAnd a line more'"
"""An editor that adds a line."""
CLEO = ("--partner", "cleo", "--name", "Cleo", "--email", "cleo@example.org", "--timezone", "Europe/Lisbon")


@dataclass(frozen=True)
class Command:
    """A command line (`{root}` is the folder of all clones) that `who` runs in the clone `folder`.

    `scene` prepares the journal. `most` is the number of moments to try if not all are tried. `leaves` is a folder that
    a killed run leaves, and that must be removed before the next.
    """

    line: tuple[str, ...]
    scene: Callable[[Attacked], None] = lambda journal: None
    who: str = "ana"
    folder: str = "ana"
    at: str | None = None
    most: int = 2
    leaves: str = ""

    def person(self, journal: Attacked) -> Watched:
        """Return who runs it."""
        known = {person.root: person for person in (journal.ana, journal.ben)}
        root = journal.root / self.folder
        person = known.get(root) or Watched(self.who, root, journal.ana.now)
        person.now = self.at or person.now
        person.elsewhere = True
        return person

    def words(self, journal: Attacked) -> list[str]:
        """Return the command line for this journal."""
        return [word.format(root=journal.root) for word in self.line]


def _line(text: str) -> tuple[str, ...]:
    return tuple(text.split())


def notes_elsewhere(journal: Attacked) -> None:
    """Write notes of another form for two weeks, outside the journal."""
    for name in ("W30", "W31"):
        (journal.root / f"{name}.md").write_text("## Goals\n- [x] Tide chapter\n", "utf-8")


def both_have_news(journal: Attacked) -> None:
    """Let Ben share something new, and Ana write something without committing it.

    The journal is as it was made. They do this once for each process of the tests, and it is copied.
    """
    told = journal.root.parent.with_name("news")
    if told.exists():
        shutil.rmtree(journal.root)
        copied(told, journal.root)
        for person in (journal.ana, journal.ben):
            person.acknowledge(person.folder())
    else:
        journal.ben.apj("log", *BEN_SAID.split())
        journal.ben.apj("sync")
        journal.ana.apj("log", "-i", *ANA_SAID.split())
        copied(journal.root, told)


def ana_has_news(journal: Attacked) -> None:
    journal.ana.apj("log", "-i", *ANA_SAID.split())


def two_lines(journal: Attacked) -> None:
    journal.ana.apj("log", "-i", *ANA_SAID.split())
    journal.ana.apj("log", "more")


def weeks_away(journal: Attacked) -> None:
    journal.ana.apj("away", "2026-W50..2026-W51")


def a_plain_clone(journal: Attacked) -> None:
    """Let Ana write on a second machine, with a clone made by plain git."""
    both_have_news(journal)
    repos.clone(journal.shared, journal.root / "second")
    git(journal.root / "second", "config", "apj.partner", "ana")
    Watched("ana", journal.root / "second").apj("park", "a", "newsletter")


def a_sync_to_take_back(journal: Attacked) -> None:
    both_have_news(journal)
    journal.ana.apj("sync")
    journal.ana.apj("log", "more")


def a_rewriting(journal: Attacked) -> None:
    """Let Ben force-push a history without what Ana has kept."""
    ben = journal.ben
    before = ben.git("log", "--diff-filter=A", "--format=%H", "--", "ben/2026-W48.md")
    ben.git("reset", "-q", "--hard", f"{before}^")
    journal.commit(ben, {"ben/2026-W48.md": "---\ngoals: [Mark some essays]\n---\n"})
    journal.force(ben)
    journal.protect()
    ana_has_news(journal)


def a_consent_to_take_back(journal: Attacked) -> None:
    """Let Ana accept a rewrite, while the server refuses her push."""
    a_rewriting(journal)
    hook = journal.shared / "hooks/pre-receive"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text("#!/bin/sh\nexit 1\n", "utf-8")
    hook.chmod(0o755)
    journal.ana.apj("sync", "--accept-rewrite", code=4)


def a_push_refused_for_an_address(journal: Attacked) -> None:
    """Let the server refuse commits for their address, and Ana write another one into her file."""
    both_have_news(journal)
    refuse_address(journal.shared, "ana@example.org")
    journal.ana.apj("sync", code=4)
    journal.ana.change("ana/partner.md", "email: ana@example.org", "email: ana@users.noreply.example.com")


def a_deleted_week(journal: Attacked) -> None:
    both_have_news(journal)
    journal.ana.apj("commit")
    (journal.ana.root / WEEK).unlink()


def a_kept_week_that_is_gone(journal: Attacked) -> None:
    """Let Ben delete a week that Ana kept, and Ana see that."""
    both_have_news(journal)
    (journal.ben.root / "ben/2026-W48.md").unlink()
    journal.ben.apj("sync", "--with-deletions")
    journal.ana.apj("sync", code=5)


def broken_weeks(journal: Attacked) -> None:
    for week in ("ana/2026-W49.md", "ana/2026-W50.md"):
        journal.ana.write(week, '---\ngoals:\n  - "Deep" work\n  - Runs #health\n---\n')


def a_change_to_sign(journal: Attacked) -> None:
    journal.ben.apj("agree", "--cadence", "fortnightly")
    journal.ben.apj("sync")
    journal.ana.apj("sync")


def much_to_fix(journal: Attacked) -> None:
    """Leave a lock, a setting, a missing rule and an interrupted sync to fix."""
    ana = journal.ana
    lock = ana.root / ".git/HEAD.lock"
    lock.touch()
    grow_old(lock)
    (ana.root / ".git/info/attributes").unlink()
    ana.git("config", "pull.rebase", "true")
    git(journal.shared, "config", "receive.denyDeletes", "false")
    head = ana.git("rev-parse", "HEAD")
    (ana.root / ".git/apj/applying").write_text(f'{{"old": "{head}", "new": "{head}", "aside": []}}')


def a_short_story(journal: Attacked) -> None:
    """Give the demo only the first steps of its story, in which both begin and share, to save time."""
    steps = (ROOT / "templates/story.yaml").read_text("utf-8").split("\n- at: ")
    place = Path.home() / ".config/apj/templates"
    place.mkdir(parents=True, exist_ok=True)
    (place / "story.yaml").write_text("\n- at: ".join(steps[:STEPS]), "utf-8")


STEPS = 9
COMMANDS = {
    "init": Command(("init", "{root}/new", *CLEO), who="cleo", folder="new"),
    "init shared": Command(("init", "{root}/new", *CLEO, "--shared", "{root}/new.git"), who="cleo", folder="new"),
    "join": Command(("join", "{root}/shared.git", "{root}/new", *CLEO), who="cleo", folder="new"),
    "join again": Command(("join", "{root}/shared.git", "{root}/new", "--partner", "ana"), folder="new"),
    "new-week": Command(
        ("new-week", "next", "-g", "One page of the grant", "-g", "Two runs", "--no-edit", "--no-sync")
    ),
    "report": Command(
        (
            "report",
            "-o",
            "1=done",
            "-o",
            "2=partly, two of three",
            "--happened",
            "interest: fonts",
            "--learned",
            "Rest",
        ),
        at=SATURDAY,
    ),
    "log": Command(_line("log more"), ana_has_news, most=4),
    "park": Command(_line("park a newsletter")),
    "away": Command(_line("away 2026-W50..2026-W51")),
    "import": Command(("import", "{root}/W30.md", "{root}/W31.md", "--yes"), notes_elsewhere),
    "undo": Command(_line("undo"), two_lines),
    "undo begun": Command(_line("undo"), weeks_away),
    "edit": Command(_line("edit")),
    "check": Command(_line("check --fix"), broken_weeks),
    "ci": Command(_line("ci github --source apj-0.1.0-py3-none-any.whl")),
    "commit": Command(_line("commit"), both_have_news, most=4),
    "sync nothing": Command(_line("sync")),
    "sync": Command(_line("sync"), both_have_news, most=8),
    "sync first": Command(_line("sync"), a_plain_clone, folder="second"),
    "sync offline": Command(_line("sync --offline"), both_have_news),
    "sync undo": Command(_line("sync --undo"), a_sync_to_take_back),
    "sync undo consent": Command(_line("sync --undo"), a_consent_to_take_back, most=4),
    "sync accept": Command(_line("sync --accept-rewrite"), a_rewriting),
    "sync anew": Command(_line("sync"), a_push_refused_for_an_address, most=4),
    "sync deletions": Command(_line("sync --with-deletions"), a_deleted_week),
    "review": Command(_line("review --keep"), both_have_news, most=8),
    "verify": Command(("verify", "--settle", "We talked about it"), a_kept_week_that_is_gone),
    "agree": Command(_line("agree"), a_change_to_sign),
    "agree proposal": Command(_line("agree --cadence monthly")),
    "agree alone": Command(_line("agree --cadence monthly --alone"), at=FIVE_WEEKS_LATER),
    "call": Command(_line("call --medium voice"), both_have_news),
    "leave": Command(("leave", "--yes", "-o", "{root}/record.md"), ana_has_news),
    "doctor": Command(_line("doctor --fix"), much_to_fix),
    "demo": Command(("demo", "{root}/demo"), leaves="demo"),
    "demo of a story": Command(("demo", "{root}/demo"), a_short_story, leaves="demo"),
    "site": Command(("site", "{root}/pages"), both_have_news, most=2),
    "summary": Command(("summary", "--format", "md", "-o", "{root}/autumn.md")),
}
