"""Make a journal of many years, as people would have written it: `python bench/make_journal.py DIR --years 10`.

In DIR there is then a bare `shared.git` and a clone for each of the first two partners, all with the whole history:
each week goals, a copy kept, lines of the log, some rewording, the report, and a merge now and then. The same seed
makes the same bytes. Nothing of apj is used, so that a fault of it cannot hide in its own measurements.
"""

from __future__ import annotations

import argparse
import random
import subprocess
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta, timezone
from pathlib import Path

LAST_MONDAY = date(2026, 11, 23)
"""The week in which the journal ends; it has goals and no report."""
ZONE = timezone(timedelta(hours=1))
NAMES = ("ana", "ben", "cleo", "dan", "eva", "finn", "gita", "hugo")

_PROFESSIONAL = (
    *("Send the grant draft to Ines", "Pages 5 to 8 of chapter 3", "Budget table for the archive"),
    *("Answer the reviewers", "Slides for the Thursday talk", "Two mornings on the parser"),
    *("Invoice for the harbour piece", "Call the printer"),
)
_PERSONAL = (
    *("Three runs", "Ring the tax office", "Ride 40 km, flat", "Cook on four evenings", "Read for an hour, twice"),
    *("Sort the harbour photos", "Swim on Tuesday", "Write to Aunt Rosa"),
)
_DONE_WHEN = ("Mail sent with the PDF attached", "The change is in the calendar", "Two pages that Ines can read alone")
_OBSTACLES = (
    "interest: I open the site editor before noon -> I park the idea and write one paragraph",
    "stress: Deadline at work → I do ten minutes and stop",
    "focus: The afternoon dissolves -> I go to the library at two",
    "unforeseen: A child is ill -> Ben gets a line the same day",
    "focus: Mail in the morning",
)
_NOTES = ("Two hours of comparing fonts", "School closed on Wednesday", "Deadline moved up", "Café too loud")
_KINDS = ("focus", "interest", "stress", "unforeseen")
_LEARNED = ("Surprises cost me the mornings, not the evenings", "The library has no site editor", "Smaller is faster")
_WORDS = ("page 6 of 8", "two of three", "and it was short", "43", "nine with a seagull in front of the gauge")
_THOUGHTS = (
    "The week had a shape until Wednesday, and then it had another one. What helped was the list on the door.",
    "Slow, and all the same further than the plan said. The second morning is the one that counts.",
)


@dataclass
class Goal:
    """One goal as a person has it in mind; `short` ones are written as a line."""

    words: str
    short: bool
    id: str = ""
    done_when: str = ""
    area: str = ""
    decision: str = ""
    confidence: int | None = None
    obstacles: list[str] = field(default_factory=list)
    result: str = ""

    @property
    def lines(self) -> list[str]:
        """The goal as it stands in the file."""
        if self.short:
            return [f"  - {self.words}"]
        facts = {"id": self.id, "goal": self.words, "done_when": self.done_when, "area": self.area}
        lines = [f"{key}: {value}" for key, value in {**facts, "decision": self.decision}.items() if value]
        if self.confidence is not None:
            lines.append(f"confidence: {self.confidence}")
        if self.obstacles:
            lines += ["obstacles:", *(f"  - {obstacle}" for obstacle in self.obstacles)]
        return [f"  {'-' if number == 0 else ' '} {line}" for number, line in enumerate(lines)]


@dataclass
class Week:
    """A week of one partner, as far as it is written."""

    handle: str
    monday: date
    goals: list[Goal]
    away: bool = False
    reported: bool = False
    happened: list[str] = field(default_factory=list)
    learned: str = ""
    amended: str = ""
    log: list[str] = field(default_factory=list)
    messages: list[str] = field(default_factory=list)
    thought: str = ""

    @property
    def name(self) -> str:
        """The week's own name, as `2026-W48`."""
        year, week, _ = self.monday.isocalendar()
        return f"{year}-W{week:02d}"

    @property
    def path(self) -> str:
        """Where its file stands."""
        return f"{self.handle}/{self.name}.md"

    @property
    def text(self) -> str:
        """The whole file."""
        lines = ["---"]
        if self.away:
            lines.append("away: true")
        lines += ["goals:", *(line for goal in self.goals for line in goal.lines)]
        if self.reported:
            lines += ["outcomes:", *self._outcomes(), *self._found()]
        if self.amended:
            lines += ["amended:", f"  1: {self.amended}"]
        lines.append("---")
        if steps := [goal for goal in self.goals if goal.id]:
            lines += ["", "## Steps", *(f"- [{'x' if self.reported else ' '}] {goal.id}: the table" for goal in steps)]
        if self.log:
            lines += ["", "## Log", *self.log]
        lines += ["", *self.messages] if self.messages else []
        lines += ["", "## Notes", self.thought] if self.thought else []
        return "\n".join(lines) + "\n"

    def _outcomes(self) -> list[str]:
        if any(goal.id for goal in self.goals):
            return [f"  {goal.id or number}: {goal.result}" for number, goal in enumerate(self.goals, 1)]
        return [f"  - {goal.result}" for goal in self.goals]

    def _found(self) -> list[str]:
        lines = ["happened:", *(f"  - {line}" for line in self.happened)] if self.happened else []
        return [*lines, *([f"learned: {self.learned}"] if self.learned else []), "call: voice"]


class Author:
    """A partner, who thinks of goals and says what came of them."""

    def __init__(self, handle: str, keeps: list[str], rng: random.Random) -> None:
        self.handle = handle
        self.keeps = keeps
        self.name = f"{handle.capitalize()} Example"
        self.kept = "# Kept copies\n"
        self.weeks: list[Week] = []
        self._rng = rng

    @property
    def partner_file(self) -> str:
        """The text of `partner.md`."""
        keeps = ", ".join(self.keeps)
        return (
            f"---\npartner: {self.handle}\nname: {self.name}\nemail: {self.handle}@example.org\n"
            f"timezone: Europe/Berlin\nkeeps: [{keeps}]\nagreed: yes\n---\n## Aims\n- Finish the book by summer\n"
        )

    def plan(self, monday: date) -> Week:
        """Set the goals of a week: mostly two to four, some carried over."""
        rng, week = self._rng, Week(self.handle, monday, [])
        week.away = rng.random() < 0.05
        if not week.away:
            before = self.weeks[-1].goals if self.weeks else []
            week.goals = [self._carried(goal) for goal in before if self._is_open(goal) and rng.random() < 0.5]
            for _ in range(max(1, rng.choice((1, 2, 2, 3, 3, 3, 4, 5)) - len(week.goals))):
                week.goals.append(self._goal({goal.words for goal in week.goals}))
            if rng.random() < 0.3:
                other = rng.choice(self.keeps)
                week.messages = [f"## To {other}", f"- {rng.choice(('ask', 'offer', 'thank'))}: Thursday at six?"]
        self.weeks.append(week)
        return week

    def report(self) -> Week | None:
        """Return what came of the newest week, None for one in twenty, whose report never comes, and for one away."""
        rng, week = self._rng, self.weeks[-1]
        if week.away or rng.random() < 0.05:
            return None
        week.reported = True
        for goal in week.goals:
            result = rng.choices(("done", "partly", "not done", "dropped"), (60, 20, 15, 5))[0]
            words = rng.random() < (0.3 if result == "done" else 0.7)
            goal.result = f"{result}, {rng.choice(_WORDS)}" if words else result
        week.happened = [f"{rng.choice(_KINDS)}: {rng.choice(_NOTES)}" for _ in range(rng.choice((0, 0, 1, 1, 2)))]
        week.learned = rng.choice(_LEARNED) if rng.random() < 0.3 else ""
        week.thought = rng.choice(_THOUGHTS) if rng.random() < 0.4 else ""
        return week

    def note(self, day: date) -> Week:
        """Write a line of the log; now and then a goal is reworded on that day, with or without a reason."""
        rng, week = self._rng, self.weeks[-1]
        week.log.append(f"- {day.isoformat()} {rng.choice(_KINDS)}: {rng.choice(_NOTES).lower()}")
        if week.goals and rng.random() < 0.2:
            week.goals[0].words = f"Begin to {week.goals[0].words[0].lower()}{week.goals[0].words[1:]}"
            week.amended = "Ines moved the date" if rng.random() < 0.5 else ""
        return week

    def keep(self, other: Author, commit: str, at: datetime) -> None:
        """Keep a copy of what another has written."""
        when = at.isoformat(timespec="minutes")
        self.kept += f"- {other.weeks[-1].name} {other.handle} {commit} {when}\n"

    @staticmethod
    def _is_open(goal: Goal) -> bool:
        return goal.result.startswith(("partly", "not done"))

    def _carried(self, goal: Goal) -> Goal:
        return replace(goal, decision="" if goal.short else self._rng.choice(("keep", "shrink")), result="")

    def _goal(self, taken: set[str]) -> Goal:
        rng = self._rng
        professional = rng.random() < 0.6
        words = rng.choice([text for text in (_PROFESSIONAL if professional else _PERSONAL) if text not in taken])
        if rng.random() < 0.4:
            return Goal(words, short=True)
        goal = Goal(words, short=False, area="professional" if professional else "personal")
        goal.id = words.split(" ")[0].lower() + str(rng.randrange(100)) if rng.random() < 0.5 else ""
        goal.done_when = rng.choice(_DONE_WHEN) if rng.random() < 0.5 else ""
        goal.confidence = rng.randrange(30, 100, 5) if rng.random() < 0.6 else None
        goal.obstacles = rng.sample(_OBSTACLES, k=rng.choice((0, 1, 1, 2)))
        return goal


class History:
    """Commits, written through one `git fast-import`."""

    def __init__(self, repository: Path) -> None:
        self._process = subprocess.Popen(
            ["git", "-c", "core.compression=0", "fast-import", "--quiet", "--done", "--date-format=raw"],
            cwd=repository,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        self.commits = 0

    def commit(
        self, author: Author, at: datetime, message: str, files: dict[str, str], parents: tuple[int, ...]
    ) -> int:
        """Write a commit with changed files on its parents (marks, the first one's tree counts); gives its mark."""
        self.commits += 1
        who = f"{author.name} <{author.handle}@example.org> {int(at.timestamp())} +0100"
        self._write(f"commit refs/heads/main\nmark :{self.commits}\nauthor {who}\ncommitter {who}\n")
        self._data(message + "\n")
        for verb, parent in zip(("from", "merge"), parents, strict=False):
            self._write(f"{verb} :{parent}\n")
        for path, text in files.items():
            self._write(f"M 100644 inline {path}\n")
            self._data(text)
        return self.commits

    def id_of(self, mark: int) -> str:
        """Return a commit's id."""
        assert self._process.stdin
        assert self._process.stdout
        self._write(f"get-mark :{mark}\n")
        self._process.stdin.flush()
        return self._process.stdout.readline().decode("ascii").strip()

    def close(self) -> None:
        """Finish the pack and the branch."""
        self._write("done\n")
        self._process.communicate()
        if self._process.returncode:
            raise SystemExit("git fast-import stopped")

    def _data(self, text: str) -> None:
        data = text.encode("utf-8")
        self._write(f"data {len(data)}\n")
        assert self._process.stdin
        self._process.stdin.write(data + b"\n")

    def _write(self, text: str) -> None:
        assert self._process.stdin
        self._process.stdin.write(text.encode("utf-8"))


class Journal:
    """The journal being written: its partners, its history and the newest commit of each."""

    def __init__(self, history: History, authors: list[Author], rng: random.Random) -> None:
        self.history = history
        self.authors = authors
        self.tip = 0
        self.newest: dict[str, int] = {}
        self._rng = rng

    def begin(self, monday: date) -> None:
        """Write the agreement and each partner's file."""
        first = self.authors[0]
        agreement = (
            "---\napj: 1\nmode: two-sided\ncall:\n  day: monday\n  time: '09:00'\n  timezone: Europe/Berlin\n"
            f"  minutes: 20\n  medium: voice\ncadence: weekly\nstarted: {monday.isoformat()}\n---\n"
        )
        files = {"agreement.md": agreement, ".gitignore": "/private/\n", "README.md": "# A journal\n"}
        self.tip = self.history.commit(first, _at(monday, 7), f"{first.handle}: agreement", files, ())
        for author in self.authors:
            self._write(author, _at(monday, 7), "partner", {f"{author.handle}/partner.md": author.partner_file})

    def week(self, monday: date, *, last: bool) -> None:
        """Write a week: Monday's reports and goals, the copies kept in the call, lines of the log."""
        start = self.tip
        for number, author in enumerate(self.authors):
            theirs, beside = self.tip, number > 0 and self._rng.random() < 0.33
            self.tip = start if beside else theirs
            files = self._monday(author, monday, number)
            if beside:
                at = _at(monday, 8, number + 2)
                self.tip = self.history.commit(author, at, f"{author.handle}: merge", files, (theirs, self.tip))
        for number, author in enumerate(self.authors):
            at = _at(monday, 9, number)
            for other in (other for other in self.authors if other.handle in author.keeps):
                author.keep(other, self.history.id_of(self.newest[other.handle]), at)
            self._write(author, at, "kept", {f"{author.handle}/kept.md": author.kept})
        day = monday + timedelta(days=1 if last else 2)
        for author in self.authors:
            if self._rng.random() < 0.5:
                noted = author.note(day)
                self._write(author, _at(day, 20), "log", {noted.path: noted.text})

    def _monday(self, author: Author, monday: date, number: int) -> dict[str, str]:
        told = author.report() if author.weeks else None
        files = {told.path: told.text} if told else {}
        if told:
            self._write(author, _at(monday, 8, number), "outcomes", files)
        planned = author.plan(monday)
        self._write(author, _at(monday, 8, number + 1), "goals", {planned.path: planned.text})
        return {**files, planned.path: planned.text}

    def _write(self, author: Author, at: datetime, what: str, files: dict[str, str]) -> None:
        week = f" {author.weeks[-1].name}" if author.weeks else ""
        parents = (self.tip,) if self.tip else ()
        self.tip = self.history.commit(author, at, f"{author.handle}{week}: {what}", files, parents)
        self.newest[author.handle] = self.tip


def make_journal(folder: Path, *, years: float, partners: int = 2, seed: int = 1) -> int:
    """Make the journal in a new folder; gives the number of its commits."""
    rng = random.Random(seed)
    handles = [*NAMES, *(f"p{number:02d}" for number in range(len(NAMES), partners))][:partners]
    authors = [Author(handle, _kept_by(handles, number), rng) for number, handle in enumerate(handles)]
    shared = folder / "shared.git"
    shared.mkdir(parents=True)
    git(shared, "init", "--quiet", "--bare", "--initial-branch=main")
    for setting in ("denyNonFastForwards", "denyDeletes", "fsckObjects"):
        git(shared, "config", f"receive.{setting}", "true")
    journal = Journal(History(shared), authors, rng)
    weeks = round(years * 52)
    mondays = [LAST_MONDAY - timedelta(weeks=back) for back in range(weeks - 1, -1, -1)]
    journal.begin(mondays[0])
    for monday in mondays:
        journal.week(monday, last=monday == LAST_MONDAY)
    journal.history.close()
    git(shared, "repack", "-a", "-d", "-F", "-q")  # fast-import finds few deltas, and compresses nothing here
    for author in authors[:2]:
        _clone(shared, folder / author.handle, author)
    return journal.history.commits


def git(folder: Path, *arguments: str, text: str = "") -> None:
    """Run plain git."""
    subprocess.run(["git", *arguments], cwd=folder, input=text, text=True, encoding="utf-8", check=True)


def _kept_by(handles: list[str], number: int) -> list[str]:
    """Name whom a partner keeps: the neighbours in the circle."""
    neighbours = (handles[(number + step) % len(handles)] for step in (1, -1))
    return [handle for handle in dict.fromkeys(neighbours) if handle != handles[number]]


def _clone(shared: Path, folder: Path, author: Author) -> None:
    """Make a clone as a partner has it after all these years: settings, the accepted tip, a ref for each kept copy."""
    git(shared.parent, "clone", "--quiet", str(shared), str(folder))
    git(folder, "config", "apj.partner", author.handle)
    (folder / ".git" / "info" / "attributes").write_text("* -text -ident !eol !filter !diff !merge\n", "utf-8")
    lines = [line.split() for line in author.kept.splitlines()[1:]]
    refs = [f"create refs/apj/kept/{other}/{week}/1 {commit}\n" for _, week, other, commit, _ in lines]
    tip = "create refs/apj/remote/main refs/remotes/origin/main\n"
    git(folder, "update-ref", "--stdin", text="".join([tip, *refs]))


def _at(day: date, hour: int, minutes: int = 0) -> datetime:
    return datetime.combine(day, time(hour), ZONE) + timedelta(minutes=minutes)


def main() -> None:
    """Make a journal as the command line says."""
    parser = argparse.ArgumentParser(description="Make a journal of many years.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--years", type=float, default=10)
    parser.add_argument("--partners", type=int, default=2)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    commits = make_journal(given.folder, years=given.years, partners=given.partners, seed=given.seed)
    print(f"{commits} commits in {given.folder / 'shared.git'}")


if __name__ == "__main__":
    main()
