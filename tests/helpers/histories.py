"""Histories for `verify`: each is made by plain git in a few steps, and says what is to be found in it.

`HISTORIES` has them by name. The one journal that they begin with has Ana and Ben, who have signed the agreement; Ben
has kept Ana's week of two goals before the call.
"""

from __future__ import annotations

import atexit
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path

from tests.helpers import repos
from tests.helpers.repos import ANA, BEN, git

WEEK = "ana/2026-W48.md"
GRANT, RUNS = "Send the grant draft to Ines", "Three runs"
STRANGER = ("Somebody", "who@example.net")
CEM = ("Cem Example", "cem@example.org")
AGREEMENT = "---\napj: 1\nmode: two-sided\ncall: {day: monday, timezone: Europe/Berlin}\nstarted: 2026-11-16\n---\n"
NOWHERE = "0123456789abcdef0123456789abcdef01234567"
START = datetime.fromisoformat("2026-11-23T08:00+01:00")
REPORTED = datetime.fromisoformat("2026-11-30T09:00+01:00")


def goals(*words: str, more: str = "") -> str:
    """A week as one types it."""
    return "---\ngoals:\n" + "".join(f"  - {each}\n" for each in words) + f"{more}---\n"


def person(name_and_email: tuple[str, str], more: str = "agreed: yes\n") -> str:
    name, email = name_and_email
    return f"---\nname: {name}\nemail: {email}\n{more}---\n"


@dataclass
class Scene:
    """A journal on which people work in turn, a minute after each other."""

    root: Path
    now: datetime = START
    made: list[str] = field(default_factory=list)

    def commit(
        self, files: dict[str, str | bytes | None], by: tuple[str, str] = ANA, at: datetime | None = None
    ) -> str:
        self.now = at or self.now + timedelta(minutes=1)
        self.made.append(repos.commit(self.root, files, "change", by, self.now.isoformat()))
        return self.made[-1]

    def read(self, path: str, commit: str = "HEAD") -> str:
        return git(self.root, "show", f"{commit}:{path}", ok=(0, 128)) + "\n"

    def line(self, commit: str, *, of: str = "ana", week: str = "2026-W48", at: datetime | None = None) -> str:
        return f"- {week} {of} {commit} {(at or self.now).isoformat(timespec='minutes')}\n"

    def add(self, line: str, keeper: tuple[str, str] = BEN, at: datetime | None = None) -> str:
        """Add a line to the `kept.md` of a keeper, and commit it under the keeper's address."""
        path = f"{keeper[1].partition('@')[0]}/kept.md"
        full = self.root / path
        text = full.read_text() if full.exists() else "# Kept copies\n"
        return self.commit({path: text + line}, keeper, at)

    def keep(self, keeper: tuple[str, str] = BEN, of: str = "ana", at: datetime | None = None) -> str:
        """Keep the newest commit of a partner's folder; gives that commit."""
        kept = git(self.root, "rev-list", "-1", "HEAD", "--", of)
        self.now = at or self.now + timedelta(minutes=1)
        self.add(self.line(kept, of=of, at=self.now), keeper, self.now)
        return kept

    def branch(self, commit: str = "HEAD", name: str = "side") -> None:
        git(self.root, "switch", "-q", "-c", name, commit)

    def back(self) -> None:
        git(self.root, "switch", "-q", "main")

    def merge(self, other: str, by: tuple[str, str] = ANA, files: dict[str, str | None] | None = None) -> str:
        """Merge as plain git does, files that are given replacing its result."""
        self.now += timedelta(minutes=1)
        git(self.root, "merge", "-q", "--no-ff", "--no-commit", other, ok=(0, 1), **repos.who(by))
        repos.write(self.root, files or {})
        git(self.root, "add", "-A")
        git(self.root, "commit", "-q", "-m", "merge", **repos.who(by, self.now.isoformat()))
        self.made.append(repos.tip(self.root))
        return self.made[-1]

    def join_trees(self, tree_of: str, *parents: str, by: tuple[str, str] = ANA) -> str:
        """Make a merge of `parents` whose files are those of `tree_of`, whatever the parents hold."""
        self.now += timedelta(minutes=1)
        arguments = [argument for parent in parents for argument in ("-p", parent)]
        tree = repos.tip(self.root, f"{tree_of}^{{tree}}")
        made = git(self.root, "commit-tree", tree, *arguments, "-m", "merge", **repos.who(by, self.now.isoformat()))
        git(self.root, "reset", "-q", "--hard", made)
        self.made.append(made)
        return made


Found = frozenset[tuple[str, str | None]]
"""What is to be found: code and path, with a minus before the code of what is settled."""
Maker = Callable[[Scene], None]


@dataclass(frozen=True)
class History:
    """How a history is made, and what is to be found in it."""

    make: Maker
    found: Found


HISTORIES: dict[str, History] = {}


def history(*found: tuple[str, str | None]) -> Callable[[Maker], Maker]:
    """Put a history into the table under the name of its function."""

    def put(make: Maker) -> Maker:
        HISTORIES[make.__name__] = History(make, frozenset(found))
        return make

    return put


def begun(root: Path) -> Scene:
    """Begin the journal of every history; git makes it once for each process of the tests, then it is copied."""
    first = _begun_once()
    shutil.copytree(first.root, root)
    return replace(first, root=root, made=[*first.made])


@cache
def _begun_once() -> Scene:
    folder = Path(tempfile.mkdtemp())
    atexit.register(shutil.rmtree, folder)
    scene = Scene(repos.new_repository(folder / "journal"))
    scene.commit({"agreement.md": AGREEMENT, "ana/partner.md": person(ANA)})
    scene.commit({"ben/partner.md": person(BEN)}, BEN)
    scene.commit({WEEK: goals(GRANT, RUNS)})
    scene.keep()
    return scene


def made(name: str, root: Path) -> Scene:
    """Make one history of the table."""
    scene = begun(root)
    HISTORIES[name].make(scene)
    return scene


# ---- nothing to find


@history()
def a_plain_week(scene: Scene) -> None:
    scene.commit({"ben/2026-W48.md": goals("Mark the essays")}, BEN)
    scene.keep(ANA, "ben")
    outcomes = "outcomes:\n  - partly, page 6\n  - done\n"
    scene.commit({WEEK: goals(GRANT, RUNS, more=outcomes)}, at=REPORTED)
    scene.keep(at=REPORTED + timedelta(minutes=5))


@history()
def goals_that_were_reworded(scene: Scene) -> None:
    scene.commit({WEEK: goals("Send the grant draft", RUNS)})


@history()
def a_goal_that_was_never_kept(scene: Scene) -> None:
    scene.commit({WEEK: goals(GRANT, RUNS, "Ring the tax office")})
    scene.commit({WEEK: goals(GRANT, RUNS)})


@history()
def a_goal_taken_out_with_a_reason(scene: Scene) -> None:
    scene.commit({WEEK: goals(GRANT, more="amended:\n  three-runs: A sprained ankle\n")})


@history()
def a_goal_taken_out_and_kept_so_in_time(scene: Scene) -> None:
    scene.commit({WEEK: goals(GRANT)})
    scene.keep()


@history()
def a_week_marked_away(scene: Scene) -> None:
    scene.commit({WEEK: "---\naway: true\ngoals:\n---\n"})


@history()
def a_week_that_came_back(scene: Scene) -> None:
    text = scene.read(WEEK)
    scene.commit({WEEK: None})
    scene.commit({WEEK: text})


@history()
def a_week_that_cant_be_read_now(scene: Scene) -> None:
    scene.commit({WEEK: "---\ngoals: [\n---\n"})


@history()
def lines_completed(scene: Scene) -> None:
    scene.commit({WEEK: goals("Send the draft to Ines", RUNS)})
    scene.add("- 2026-W48 ana\n")
    meant = git(scene.root, "rev-list", "-1", "HEAD", "--", "ana")
    text = scene.read("ben/kept.md").replace("- 2026-W48 ana\n", scene.line(meant))
    scene.commit({"ben/kept.md": text}, BEN)


@history()
def a_line_typed_by_hand_and_left_so(scene: Scene) -> None:
    scene.commit({WEEK: goals(GRANT, RUNS, more="learned: Ask first\n")})
    scene.add("- 2026-W48 ana\n")


@history()
def a_line_that_means_nothing(scene: Scene) -> None:
    scene.add("- 2026-W48 cem\n")


@history()
def lines_tidied_up(scene: Scene) -> None:
    text = scene.read("ben/kept.md")
    scene.commit({"ben/kept.md": text.replace("- 2026", "*  2026").replace("\n", "\r\n")}, BEN)


@history()
def a_line_that_came_back(scene: Scene) -> None:
    text = scene.read("ben/kept.md")
    scene.commit({"ben/kept.md": "# Kept copies\n"}, BEN)
    scene.commit({"ben/kept.md": text}, BEN)


@history()
def an_abbreviated_commit_written_out(scene: Scene) -> None:
    kept = scene.commit({WEEK: goals(GRANT, RUNS, more="learned: Ask first\n")})
    text = scene.read("ben/kept.md")
    scene.add(f"- 2026-W48 ana {kept[:9]}\n")
    scene.commit({"ben/kept.md": text + scene.line(kept)}, BEN)


@history()
def lines_from_two_devices(scene: Scene) -> None:
    text = scene.read("ben/kept.md")
    first = scene.commit({WEEK: goals(GRANT, RUNS, more="learned: Ask first\n")})
    scene.branch()
    one = scene.line(first)
    scene.commit({"ben/kept.md": text + one}, BEN)
    scene.back()
    second = scene.commit({WEEK: goals(GRANT, RUNS, more="learned: Ask\n")})
    two = scene.line(second)
    scene.commit({"ben/kept.md": text + two}, BEN)
    scene.merge("side", BEN, {"ben/kept.md": text + one + two})


@history()
def an_honest_merge(scene: Scene) -> None:
    scene.branch()
    scene.commit({"ben/2026-W48.md": goals("Mark the essays")}, BEN)
    scene.back()
    scene.commit({"ana/2026-W49.md": goals("Ring the tax office")})
    scene.merge("side")


@history()
def a_second_address(scene: Scene) -> None:
    phone = ("Ana", "Ana@Phone.example")
    scene.commit({"ana/partner.md": person(ANA, "emails: [ana@phone.example]\nagreed: yes\n")})
    scene.commit({"ana/2026-W49.md": goals("Ring the tax office")}, phone)


@history()
def an_address_that_changed(scene: Scene) -> None:
    new = ("Ana Example", "ana@new.example")
    scene.commit({"ana/partner.md": person(new)}, new)
    scene.commit({"ana/2026-W49.md": goals("Ring the tax office")}, new)
    scene.commit({"ana/2026-W49.md": goals("Ring the tax office", RUNS)}, ANA)  # an old device


@history()
def an_address_that_went_to_the_other(scene: Scene) -> None:
    scene.commit({"ben/partner.md": person(("Ben Example", "ben@new.example"))}, BEN)
    scene.commit({"ana/partner.md": person(ANA, f"emails: [{BEN[1]}]\nagreed: yes\n")})
    scene.commit({"ana/2026-W49.md": goals("Ring the tax office")}, BEN)


@history()
def a_question_that_was_answered(scene: Scene) -> None:
    scene.commit({"ana/2026-W49.md": goals("Ring the tax office")}, STRANGER)
    scene.commit({"ana/partner.md": person(ANA, f"emails: [{STRANGER[1]}]\nagreed: yes\n")})


@history()
def an_agreement_signed_by_its_id(scene: Scene) -> None:
    scene.commit({"agreement.md": AGREEMENT + "We talk on Mondays.\n"})
    signed = repos.tip(scene.root, "HEAD:agreement.md")
    for who, folder in ((ANA, "ana"), (BEN, "ben")):
        scene.commit({f"{folder}/partner.md": person(who, f"agreed: {signed}\n")}, who)


@history()
def an_agreement_that_one_who_left_has_not_signed(scene: Scene) -> None:
    scene.commit({"ben/partner.md": person(BEN, "agreed: yes\nleft: 2026-11-24\n")}, BEN)
    scene.commit({"agreement.md": AGREEMENT + "Alone now.\n", "ana/partner.md": person(ANA) + "New.\n"})
    signed = repos.tip(scene.root, "HEAD:agreement.md")
    scene.commit({"ana/partner.md": person(ANA, f"agreed: {signed}\n")})


@history()
def files_that_are_not_of_the_format(scene: Scene) -> None:
    scene.commit({"photos/gull.jpg": b"\xff\xd8", "LICENSE": "free\n", ".gitignore": "private/\n"})


# ---- kept copies


@history(("kept_missing", "ben/kept.md"))
def a_line_that_names_a_commit_which_is_nowhere(scene: Scene) -> None:
    scene.add(scene.line(NOWHERE))


@history(("kept_missing", "ben/kept.md"))
def a_line_that_abbreviates_a_commit_which_is_nowhere(scene: Scene) -> None:
    scene.add(f"- 2026-W48 ana {NOWHERE[:8]}\n")


@history(("kept_forged", "ben/kept.md"))
def a_line_that_names_a_commit_from_beside(scene: Scene) -> None:
    scene.branch()
    beside = scene.commit({WEEK: goals("Work on the draft")})
    scene.back()
    scene.add(scene.line(beside))


@history(("kept_forged", "ben/kept.md"))
def a_line_that_names_a_commit_which_came_later(scene: Scene) -> None:
    scene.branch()
    later = scene.commit({"ana/2026-W49.md": goals("Ring the tax office")})
    scene.back()
    scene.add(scene.line(later))
    scene.merge("side", BEN)


@history(("kept_withdrawn", "ben/kept.md"))
def a_line_that_was_removed(scene: Scene) -> None:
    scene.commit({"ben/kept.md": "# Kept copies\n"}, BEN)


@history(("kept_slip", "ben/kept.md"))
def a_line_that_named_nothing_and_was_removed(scene: Scene) -> None:
    text = scene.read("ben/kept.md")
    scene.add(scene.line(NOWHERE))
    scene.commit({"ben/kept.md": text}, BEN)


@history(("kept_slip", "ben/kept.md"))
def a_line_that_meant_nothing_and_was_removed(scene: Scene) -> None:
    text = scene.read("ben/kept.md")
    scene.add("- 2026-W48 cem\n")
    scene.commit({"ben/kept.md": text}, BEN)


@history(("kept_slip", "ben/kept.md"))
def a_line_of_a_commit_from_beside_that_was_removed(scene: Scene) -> None:
    text = scene.read("ben/kept.md")
    scene.branch()
    beside = scene.commit({WEEK: goals("Work on the draft")})
    scene.back()
    scene.add(scene.line(beside))
    scene.commit({"ben/kept.md": text}, BEN)


@history(("kept_slip", "ben/kept.md"), ("kept_withdrawn", "ben/kept.md"))
def a_line_that_named_nothing_and_one_that_named_a_copy_removed_together(scene: Scene) -> None:
    scene.add(scene.line(NOWHERE))
    scene.commit({"ben/kept.md": "# Kept copies\n"}, BEN)


@history(("kept_withdrawn", "ben/kept.md"))
def a_line_with_another_time(scene: Scene) -> None:
    scene.commit({"ben/kept.md": scene.read("ben/kept.md").replace("T08:0", "T07:0")}, BEN)


@history(("kept_withdrawn", "ben/kept.md"))
def a_file_of_lines_that_was_removed(scene: Scene) -> None:
    scene.keep()
    scene.commit({"ben/kept.md": None}, BEN)


@history(("kept_withdrawn", "ben/kept.md"))
def a_line_completed_with_what_it_did_not_mean(scene: Scene) -> None:
    text = scene.read("ben/kept.md")
    first = scene.commit({WEEK: goals(GRANT, RUNS, more="learned: Ask first\n")})
    scene.commit({WEEK: goals(GRANT, RUNS, more="learned: Ask\n")})
    scene.add("- 2026-W48 ana\n")
    scene.commit({"ben/kept.md": text + scene.line(first)}, BEN)


@history(("kept_withdrawn", "ben/kept.md"))
def a_line_dropped_by_a_merge_that_took_one_side(scene: Scene) -> None:
    before = scene.made[-1]
    scene.commit({WEEK: goals(GRANT, RUNS, more="learned: Ask first\n")})
    scene.keep()
    scene.branch(before)
    side = scene.commit({"ben/2026-W48.md": goals("Mark the essays")}, BEN)
    scene.back()
    mine = repos.tip(scene.root)
    scene.merge("side", BEN, {"ben/kept.md": scene.read("ben/kept.md", before)})
    assert scene.read("ben/kept.md", side) == scene.read("ben/kept.md") != scene.read("ben/kept.md", mine)


@history(("foreign_write", "ben/kept.md"))
def a_line_that_another_wrote_and_the_keeper_removed(scene: Scene) -> None:
    text = scene.read("ben/kept.md")
    scene.commit({"ben/kept.md": text + scene.line(scene.made[0])}, ANA)
    scene.commit({"ben/kept.md": text}, BEN)


@history()
def a_line_that_another_wrote_and_took_out_again(scene: Scene) -> None:
    text = scene.read("ben/kept.md")
    scene.commit({"ben/kept.md": text + scene.line(scene.made[2])}, ANA)
    scene.commit({"ben/kept.md": text}, ANA)


@history()
def a_line_that_another_took_out_and_brought_back(scene: Scene) -> None:
    text = scene.read("ben/kept.md")
    scene.commit({"ben/kept.md": "# Kept copies\n"}, ANA)
    scene.commit({"ben/kept.md": text}, ANA)


@history(("unknown_author", "ben/kept.md"))
def a_line_by_an_unknown_address(scene: Scene) -> None:
    scene.commit({"ben/kept.md": scene.read("ben/kept.md") + scene.line(NOWHERE)}, STRANGER)


@history(("unknown_author", "ben/kept.md"))
def a_line_by_an_unknown_address_which_it_took_out_again(scene: Scene) -> None:
    text = scene.read("ben/kept.md")
    scene.commit({"ben/kept.md": text + scene.line(scene.made[2])}, STRANGER)
    scene.commit({"ben/kept.md": text}, STRANGER)


@history(("unknown_author", "ben/partner.md"))
def a_line_by_an_unknown_address_that_named_itself(scene: Scene) -> None:
    named = person(BEN, f"emails: [{STRANGER[1]}]\nagreed: yes\n")
    scene.commit({"ben/partner.md": named}, STRANGER)
    scene.commit({"ben/kept.md": scene.read("ben/kept.md") + scene.line(NOWHERE)}, STRANGER)


@history(("kept_missing", "ben/kept.md"))
def a_line_under_an_address_to_which_the_keeper_moved(scene: Scene) -> None:
    new = ("Ben", "ben@new.example")
    scene.commit({"ben/partner.md": person(new)}, new)
    scene.commit({"ben/kept.md": scene.read("ben/kept.md") + scene.line(NOWHERE)}, new)


@history(("unknown_author", "ben/kept.md"))
def a_line_by_an_unknown_address_that_the_keeper_took_out(scene: Scene) -> None:
    text = scene.read("ben/kept.md")
    scene.commit({"ben/kept.md": text + scene.line(scene.made[2])}, STRANGER)
    scene.commit({"ben/kept.md": text}, BEN)


@history(("kept_missing", "ben/kept.md"))
def a_line_by_an_address_that_the_keeper_named_later(scene: Scene) -> None:
    scene.commit({"ben/kept.md": scene.read("ben/kept.md") + scene.line(NOWHERE)}, STRANGER)
    scene.commit({"ben/partner.md": person(BEN, f"emails: [{STRANGER[1]}]\nagreed: yes\n")}, BEN)


# ---- goals and weeks


@history(("goal_removed", WEEK))
def a_goal_that_was_removed(scene: Scene) -> None:
    scene.commit({WEEK: goals(GRANT)})


@history()
def a_goal_in_all_other_words(scene: Scene) -> None:
    scene.commit({WEEK: goals(GRANT, "Ring the tax office")})


@history(("goal_removed", WEEK))
def a_goal_removed_where_two_others_came(scene: Scene) -> None:
    scene.commit({WEEK: goals(GRANT, "Ring the tax office", "Sleep by ten")})


@history(("goal_removed", WEEK))
def a_goal_removed_with_the_reason_of_an_earlier_change(scene: Scene) -> None:
    reason = "amended: {three-runs: Olga says no hills}\n"
    scene.commit({WEEK: goals(GRANT, RUNS, more=reason)})
    scene.keep()
    scene.commit({WEEK: goals(GRANT, more=reason)})


@history(("goal_removed", WEEK))
def a_goal_moved_to_another_week(scene: Scene) -> None:
    scene.commit({WEEK: goals(GRANT), "ana/2026-W49.md": goals(RUNS)})


@history(("goal_removed", WEEK))
def a_goal_taken_out_and_kept_so_too_late(scene: Scene) -> None:
    scene.commit({WEEK: goals(GRANT, more="outcomes: [done]\n")}, at=REPORTED)
    scene.keep(at=REPORTED + timedelta(minutes=5))


@history(("goal_removed", WEEK))
def a_goal_removed_before_the_file_broke(scene: Scene) -> None:
    scene.commit({WEEK: goals(GRANT)})
    scene.commit({WEEK: "---\ngoals: [\n---\n"})


@history(("goal_removed", WEEK))
def a_goal_that_one_of_two_keepers_saw_removed(scene: Scene) -> None:
    scene.commit({"cem/partner.md": person(CEM)}, CEM)
    scene.commit({WEEK: goals(GRANT)})
    scene.keep(CEM)


@history(("week_deleted", WEEK))
def a_week_that_was_deleted(scene: Scene) -> None:
    scene.commit({WEEK: None})


@history(("week_deleted", WEEK))
def a_week_whose_file_was_renamed(scene: Scene) -> None:
    scene.commit({WEEK: None, "ana/2026-W50.md": goals(GRANT, RUNS)})


# ---- who wrote where


@history(("foreign_write", WEEK))
def a_week_written_by_the_other(scene: Scene) -> None:
    scene.commit({WEEK: goals(GRANT, "Five runs")}, BEN)
    scene.commit({WEEK: goals(GRANT, RUNS)})


@history(("unknown_author", WEEK))
def a_week_that_the_other_wrote_and_took_back_while_somebody_else_wrote_it(scene: Scene) -> None:
    scene.branch()
    scene.commit({WEEK: goals(GRANT, RUNS, more="learned: Ask first\n")}, STRANGER)
    scene.back()
    before = scene.read(WEEK)
    scene.commit({WEEK: goals(GRANT, "Five runs")}, BEN)
    scene.commit({WEEK: before}, BEN)
    scene.merge("side", BEN)


@history(("foreign_write", "ana/partner.md"), ("foreign_write", WEEK))
def an_address_that_the_other_wrote_into_her_file(scene: Scene) -> None:
    scene.commit({"ana/partner.md": person(ANA, f"emails: [{BEN[1]}]\nagreed: yes\n")}, BEN)
    scene.commit({WEEK: goals(GRANT, RUNS, "Marathon")}, BEN)


@history(("foreign_write", "cem/partner.md"))
def a_folder_begun_by_another(scene: Scene) -> None:
    scene.commit({"cem/partner.md": person(CEM)}, ANA)


@history(("unknown_author", "ana/2026-W49.md"))
def an_address_that_is_nobodys(scene: Scene) -> None:
    for words in (RUNS, GRANT):
        scene.commit({"ana/2026-W49.md": goals(words)}, STRANGER)


@history()
def an_address_that_she_names_while_it_is_still_the_others(scene: Scene) -> None:
    scene.commit({"ana/partner.md": person(ANA, f"emails: [{BEN[1]}]\nagreed: yes\n")})
    scene.commit({"ben/2026-W48.md": goals("Mark the essays")}, BEN)
    scene.commit({"ana/2026-W49.md": goals("Ring the tax office")})


@history()
def a_merge_that_brings_ones_own_week_back_under_an_address_that_another_names(scene: Scene) -> None:
    scene.commit({"ana/partner.md": person(ANA, f"emails: [{BEN[1]}]\nagreed: yes\n")})
    scene.commit({"ben/2026-W48.md": goals("Mark the essays")}, BEN)
    before = scene.made[-1]
    newer = scene.commit({"ben/2026-W48.md": goals("Mark them")}, BEN)
    scene.join_trees(before, newer, before, by=BEN)


@history(("evil_merge", WEEK))
def a_merge_that_changes_the_others_week(scene: Scene) -> None:
    scene.branch()
    scene.commit({"ben/2026-W48.md": goals("Mark the essays")}, BEN)
    scene.back()
    scene.commit({"ana/2026-W49.md": goals("Ring the tax office")})
    scene.merge("side", BEN, {WEEK: goals(GRANT, "Five runs")})
    scene.commit({WEEK: goals(GRANT, RUNS)})


@history(("evil_merge", WEEK))
def a_merge_that_brings_the_others_week_back_to_an_older_text(scene: Scene) -> None:
    before = scene.made[-1]
    newer = scene.commit({WEEK: goals(GRANT, RUNS, more="learned: Ask first\n")})
    scene.join_trees(before, newer, before, by=BEN)


@history(("evil_merge", "ana/2026-W49.md"))
def a_merge_that_drops_the_others_week(scene: Scene) -> None:
    before = scene.made[-1]
    newer = scene.commit({"ana/2026-W49.md": goals("Ring the tax office")})
    scene.join_trees(before, newer, before, by=BEN)


@history(("week_deleted", "ana/2026-W49.md"))
def a_merge_that_drops_ones_own_week_after_it_was_kept(scene: Scene) -> None:
    scene.branch()
    scene.commit({"ben/2026-W48.md": goals("Mark the essays")}, BEN)
    scene.back()
    scene.commit({"ana/2026-W49.md": goals("Ring the tax office")})
    scene.keep()
    scene.merge("side", ANA, {"ana/2026-W49.md": None})


@history(("goal_removed", "ana/2026-W49.md"))
def a_goal_of_a_new_week_that_went_after_it_was_kept(scene: Scene) -> None:
    scene.commit({"ana/2026-W49.md": goals("Ring the tax office", RUNS)})
    scene.keep()
    scene.commit({"ana/2026-W49.md": goals(RUNS)})


@history(("goal_removed", WEEK))
def a_goal_that_came_later_and_went_after_it_was_kept(scene: Scene) -> None:
    before = scene.read(WEEK)
    scene.commit({WEEK: goals(GRANT, RUNS, "Ring the tax office")})
    scene.keep()
    scene.commit({WEEK: before})


@history(("unknown_author", WEEK))
def a_merge_by_nobody_that_brings_a_week_back(scene: Scene) -> None:
    before = scene.made[-1]
    newer = scene.commit({WEEK: goals(GRANT, RUNS, more="learned: Ask first\n")})
    scene.join_trees(before, newer, before, by=STRANGER)


@history()
def a_merge_that_brings_ones_own_week_back(scene: Scene) -> None:
    before = scene.made[-1]
    newer = scene.commit({WEEK: goals(GRANT, RUNS, more="learned: Ask first\n")})
    scene.join_trees(before, newer, before, by=ANA)


@history()
def a_week_written_on_two_devices_one_text_chosen_by_the_other(scene: Scene) -> None:
    scene.branch()
    scene.commit({WEEK: goals(GRANT, RUNS, more="learned: Ask first\n")})
    scene.back()
    mine = scene.commit({WEEK: goals(GRANT, RUNS, more="learned: Ask\n")})
    scene.join_trees(mine, mine, "side", by=BEN)


# ---- paths, replaced objects, the agreement


@history(("path_quarantined", "ana/notes.md"))
def a_link(scene: Scene) -> None:
    (scene.root / "ana" / "notes.md").symlink_to("../../secret")
    scene.commit({})


@history(("path_quarantined", "ana/.gitattributes"), ("foreign_file", "ana/CON.md"))
def names_that_speak_to_git_or_to_a_device(scene: Scene) -> None:
    scene.commit({"ana/.gitattributes": "* filter=odd\n", "ana/CON.md": "text\n"})


@history(("foreign_file", "ana/Plan.md"), ("foreign_file", "ana/plan.md"))
def names_that_are_one_on_some_systems(scene: Scene) -> None:
    scene.commit({"ana/Plan.md": "one\n", "ana/plan.md": "two\n"})


@history(("foreign_file", "ana/film.md"))
def a_file_that_is_very_large(scene: Scene) -> None:
    scene.commit({"ana/film.md": b"\0" * (16 * 2**20 + 1)})


@history(("foreign_file", "tools/run.sh"))
def a_program_in_nobodys_folder(scene: Scene) -> None:
    scene.commit({"tools/run.sh": "#!/bin/sh\n"})
    git(scene.root, "update-index", "--chmod=+x", "tools/run.sh")
    git(scene.root, "commit", "-q", "-m", "x", **repos.who(ANA))


@history(("replaced_object", None))
def a_commit_replaced(scene: Scene) -> None:
    scene.commit({WEEK: goals(GRANT, RUNS, more="learned: Ask first\n")})
    git(scene.root, "replace", scene.made[2], scene.made[-1])


@history(("replaced_object", None))
def a_history_grafted(scene: Scene) -> None:
    (scene.root / ".git" / "info" / "grafts").write_text(f"{scene.made[-1]} {scene.made[0]}\n")


@history(("agreement_unsigned", "agreement.md"))
def an_agreement_changed_by_hand(scene: Scene) -> None:
    text = AGREEMENT + "We talk on Mondays.\n"
    scene.commit({"agreement.md": text, "ana/partner.md": person(ANA, "agreed: yes\nagreed_on: 2026-11-23\n")})


@history(("agreement_unsigned", "agreement.md"))
def an_agreement_that_one_never_signed(scene: Scene) -> None:
    scene.commit({"ben/partner.md": person(BEN, "")}, BEN)


# ---- what is settled


@history(("-foreign_write", WEEK))
def a_foreign_write_settled_by_the_owner(scene: Scene) -> None:
    foreign = scene.commit({WEEK: goals(GRANT, "Five runs")}, BEN)
    scene.commit({WEEK: goals(GRANT, RUNS)})
    scene.add(f"- settled {foreign[:10]} foreign_write {scene.now.isoformat()}\n", ANA)


@history(("foreign_write", WEEK))
def a_foreign_write_settled_by_its_author(scene: Scene) -> None:
    foreign = scene.commit({WEEK: goals(GRANT, "Five runs")}, BEN)
    scene.commit({WEEK: goals(GRANT, RUNS)})
    scene.add(f"- settled {foreign} foreign_write\n", BEN)


@history(("foreign_write", WEEK), ("foreign_write", "ana/kept.md"))
def a_foreign_write_settled_in_her_name(scene: Scene) -> None:
    foreign = scene.commit({WEEK: goals(GRANT, "Five runs")}, BEN)
    scene.commit({WEEK: goals(GRANT, RUNS)})
    scene.commit({"ana/kept.md": f"- settled {foreign} foreign_write\n"}, BEN)


@history(("-goal_removed", WEEK))
def a_goal_settled_by_its_keeper(scene: Scene) -> None:
    scene.add(f"- settled {scene.commit({WEEK: goals(GRANT)})} goal_removed\n")


@history(("goal_removed", WEEK))
def a_goal_settled_by_one_of_two_keepers(scene: Scene) -> None:
    scene.commit({"cem/partner.md": person(CEM)}, CEM)
    scene.keep(CEM)
    scene.add(f"- settled {scene.commit({WEEK: goals(GRANT)})} goal_removed\n")


@history(("-goal_removed", WEEK))
def a_goal_settled_by_each_keeper(scene: Scene) -> None:
    scene.commit({"cem/partner.md": person(CEM)}, CEM)
    scene.keep(CEM)
    removed = scene.commit({WEEK: goals(GRANT)})
    for keeper in (BEN, CEM):
        scene.add(f"- settled {removed} goal_removed\n", keeper)


@history(("-kept_withdrawn", "ben/kept.md"))
def a_withdrawn_line_settled_by_whose_goals_it_kept(scene: Scene) -> None:
    removed = scene.commit({"ben/kept.md": "# Kept copies\n"}, BEN)
    scene.add(f"- settled {removed} kept_withdrawn\n", ANA)


@history(("-path_quarantined", "ana/notes.md"))
def a_link_settled_by_the_other_since_its_owner_made_it(scene: Scene) -> None:
    (scene.root / "ana" / "notes.md").symlink_to("../../secret")
    scene.add(f"- settled {scene.commit({})} path_quarantined\n")
