"""Wrong clocks, a slip in a kept line, and a file of git that a power cut damaged."""

from __future__ import annotations

import shutil
import subprocess

import pytest

from tests.helpers import repos
from tests.helpers.attacked import ADDRESSES, WEEK, Attacked, codes
from tests.helpers.invariants import Watched
from tests.helpers.rows import row

BATTERY = "1999-12-31T09:00:00+01:00"
"""What a clock says after its battery died."""


def kept_commit(person: Watched) -> str:
    """Return the commit that a person's newest kept line names."""
    return person.read(f"{person.handle}/kept.md").split()[-2]


# ---- 72


def lines_dated(journal: Attacked, person: Watched, date: str, number: int) -> None:
    """Commit a line `number` times as somebody, with the date `date`, and push."""
    path = f"{person.handle}/2026-W48.md"
    for count in range(number):
        text = person.read(path) + f"\nLine {count} of {date}\n"
        repos.commit(person.root, {path: text}, "by hand", ADDRESSES[person.handle], date)
    repos.git(person.root, "push", "-q", "origin", "HEAD:refs/heads/main")


@row(72)
@pytest.mark.parametrize("date", [BATTERY, "2026-11-22T02:00:00+01:00", "2099-12-31T09:00:00+01:00"])
def test_commits_with_wrong_dates_do_not_make_a_kept_copy_seem_lost(journal: Attacked, date: str) -> None:
    ana, ben = journal.ana, journal.ben
    lines_dated(journal, ana, date, 8)
    for _ in range(2):
        assert ben.apj("sync", "--json").json["alarms"] == []
    assert f"Line 7 of {date}" in ben.read(WEEK)
    assert ben.apj("verify", "--json").json["findings"] == []


@row(72)
def test_changes_by_partners_with_wrong_clocks_are_merged(journal: Attacked) -> None:
    ana, ben = journal.ana, journal.ben
    lines_dated(journal, ana, BATTERY, 8)
    for count in range(8):
        text = ben.read("ben/2026-W48.md") + f"\nRide {count}\n"
        repos.commit(ben.root, {"ben/2026-W48.md": text}, "by hand", ADDRESSES["ben"], "2000-01-02T09:00:00+01:00")
    told = ben.apj("sync", "--json").json
    assert (told["merged"], told["sent"], len(told["received"])) == ("merge", 9, 8)
    assert ana.apj("sync", "--json").json["alarms"] == []
    ana.apj("review", "--keep")
    assert ben.apj("sync", "--json").json["alarms"] == []


@row(72)
def test_a_rewrite_under_a_wrong_clock_raises_an_alert(journal: Attacked) -> None:
    ana, ben = journal.ana, journal.ben
    lines_dated(journal, ana, BATTERY, 8)
    ben.apj("sync")
    ben.apj("review", "--keep")
    ana.git("reset", "-q", "--hard", "HEAD~4")
    repos.commit(ana.root, {WEEK: "---\ngoals:\n  - Rest\n---\n"}, "by hand", ADDRESSES["ana"], BATTERY)
    journal.force(ana)
    assert codes(ben.apj("sync", "--json", code=5)) == {"rewrite", "kept_lost"}


FAR_DATES = ["2147483648 -1200", "1796029260 -0930", "1796029260 +1400", "946684800 +0000", "1796029260 +0100"]


@row(72)
def test_dates_beyond_2038_do_not_make_a_kept_copy_seem_lost(journal: Attacked) -> None:
    ana, ben = journal.ana, journal.ben
    for date in FAR_DATES:
        text = ana.read(WEEK) + f"\nLine of {date}\n"
        repos.commit(ana.root, {WEEK: text}, "by hand", ADDRESSES["ana"], date)
        repos.commit(ben.root, {f"ben/{date[:10]}.md": date}, "by hand", ADDRESSES["ben"], FAR_DATES[-1])
    for person in (ana, ben, ana, ben):
        assert person.apj("sync", "--json").json["alarms"] == []
    assert f"Line of {FAR_DATES[-1]}" in ben.read(WEEK)
    assert ben.apj("verify", "--json").json["findings"] == []


@row(72)
def test_log_warns_when_the_clock_is_before_the_last_sync_even_after_a_repack(journal: Attacked) -> None:
    ana, ben = journal.ana, journal.ben
    ben.apj("log", "a", "ride")
    ben.apj("sync")
    ana.apj("sync")
    ana.git("repack", "-a", "-d", "-q")
    told = ana.apj("log", "two", "pages", at=BATTERY).err
    assert "but your last sync was on Mon 23 Nov 2026" in told


# ---- 73


def slipped(person: Watched, other: str, kept: str) -> str:
    """Type a kept line by hand with wrong first digits, as somebody, and return the line."""
    line = f"- 2026-W48 {other} {'0' * 7}{kept[7:]}"
    person.write(f"{person.handle}/kept.md", person.read(f"{person.handle}/kept.md") + f"{line}\n")
    return line


@row(73)
@pytest.mark.parametrize("digits", [40, 9])
def test_a_kept_line_with_a_wrong_commit_is_an_error_and_is_not_shared(journal: Attacked, digits: int) -> None:
    ana, ben = journal.ana, journal.ben
    slipped(ben, "ana", kept_commit(ben)[:digits])
    (found,) = ben.apj("check", "--json", code=1).json["findings"]
    assert (found["path"], found["line"], found["code"]) == ("ben/kept.md", 3, "kept_unknown")
    ana.apj("log", "a", "quiet", "day")
    ana.apj("sync")
    told = ben.apj("sync", code=3)
    assert "is not a commit in this clone; write: - 2026-W48 ana" in told.err
    assert "a quiet day" in ben.read(WEEK), "all else goes on"
    assert "0000000" not in journal_text(journal, "ben/kept.md")
    ben.write("ben/kept.md", ben.read("ben/kept.md").replace(kept_line(ben), "- 2026-W48 ana"))
    ben.apj("check")
    ben.apj("sync")


def kept_line(person: Watched) -> str:
    """Return the last line of a person's `kept.md`."""
    return person.read(f"{person.handle}/kept.md").splitlines()[-1]


def journal_text(journal: Attacked, path: str) -> str:
    """Return the shared version of a file."""
    return repos.shown(journal.shared, "refs/heads/main", path)


@row(73)
@pytest.mark.parametrize("what", ["HEAD:ana/2026-W48.md", "HEAD^{tree}", "refs/tags/monday"])
def test_a_kept_line_that_names_something_other_than_a_commit_is_not_shared(journal: Attacked, what: str) -> None:
    ben = journal.ben
    ben.git("tag", "-a", "-m", "x", "monday", **repos.who(ADDRESSES["ben"]))
    oid = ben.git("rev-parse", what)
    ben.write("ben/kept.md", ben.read("ben/kept.md") + f"- 2026-W48 ana {oid}\n")
    assert "is not a commit in this clone" in ben.apj("commit", code=3).err
    assert oid not in ben.git("show", "HEAD:ben/kept.md")


@row(73)
def test_a_kept_line_with_an_ambiguous_short_id_is_not_shared(journal: Attacked) -> None:
    ben = journal.ben
    tree = ben.git("mktree")
    by = "Ben <ben@example.org> 1796029260 +0100"
    texts = (f"tree {tree}\nauthor {by}\ncommitter {by}\n\n{number}\n" for number in (12894, 22464))
    short, other = (repos.raw_object(ben.root, "commit", text.encode())[:7] for text in texts)
    assert short == other, "the first two numbers for which this is so"
    ben.write("ben/kept.md", ben.read("ben/kept.md") + f"- 2026-W48 ana {short}\n")
    assert f"ben/kept.md:3:1: {short}" in ben.apj("commit", code=3).err
    assert short not in ben.git("show", "HEAD:ben/kept.md")


@row(73)
def test_a_kept_line_may_have_its_commit_id_in_capital_letters(journal: Attacked) -> None:
    ben = journal.ben
    ben.write("ben/kept.md", ben.read("ben/kept.md") + f"- 2026-W48 ANA {kept_commit(ben).upper()}\n")
    ben.apj("check")
    assert ben.apj("sync", "--json").json["alarms"] == []


@row(73)
def test_a_kept_line_that_names_a_commit_outside_the_history_is_not_shared(journal: Attacked) -> None:
    ben = journal.ben
    stray = ben.git("commit-tree", "HEAD^{tree}", "-m", "stray", **repos.who(ADDRESSES["ben"]))
    ben.write("ben/kept.md", ben.read("ben/kept.md") + f"- 2026-W48 ana {stray}\n")
    assert "ben/kept.md:3:1" in ben.apj("commit", code=3).err
    assert stray not in ben.git("show", "HEAD:ben/kept.md")


@row(73)
def test_review_keep_refuses_to_share_a_wrong_kept_line(journal: Attacked) -> None:
    ana, ben = journal.ana, journal.ben
    slipped(ben, "ana", kept_commit(ben))
    ana.apj("log", "a", "quiet", "day")
    ana.apj("sync")
    assert "is not a commit in this clone" in ben.apj("review", "--keep", code=3).err
    assert "0000000" not in journal_text(journal, "ben/kept.md")
    ben.write("ben/kept.md", ben.read("ben/kept.md").replace(kept_line(ben), "- 2026-W48 ana"))
    ben.apj("review", "--keep")


def shared_slip(journal: Attacked) -> str:
    """Share a line that names nothing as Ben, with plain git, and write after it as Ana. Return the line."""
    line = slipped(journal.ben, "ana", kept_commit(journal.ben))
    journal.by_hand(journal.ben, {})
    journal.ana.apj("sync")
    journal.ana.apj("log", "a", "quiet", "day")
    journal.ana.apj("sync")
    return line


@row(73)
def test_a_keeper_can_remove_a_shared_kept_line_with_a_wrong_commit(journal: Attacked) -> None:
    ana, ben = journal.ana, journal.ben
    line = shared_slip(journal)
    told = ben.apj("sync", code=4)
    assert "If the line of this copy is a mistake, remove the line from ben/kept.md and sync." in told.err
    ben.change("ben/kept.md", f"{line}\n", "")
    assert ben.apj("sync", "--json").json["alarms"] == []
    assert "a quiet day" in ben.read(WEEK)
    assert line not in journal_text(journal, "ben/kept.md")
    for _ in range(2):
        ana.apj("log", "another", "day")
        ana.apj("sync")
        ben.apj("sync")


@row(73)
def test_nobody_can_remove_a_shared_kept_line_with_a_real_commit(journal: Attacked) -> None:
    ben = journal.ben
    ben.change("ben/kept.md", f"{kept_line(ben)}\n", "")
    assert "no longer contains a line that was shared" in ben.apj("commit", code=3).err


@row(73)
def test_a_kept_line_with_a_wrong_commit_does_not_hide_a_rewrite(journal: Attacked) -> None:
    ana, ben = journal.ana, journal.ben
    shared_slip(journal)
    begun = ana.git("log", "--diff-filter=A", "--format=%H", "--", WEEK)
    ana.git("reset", "-q", "--hard", f"{begun}^")
    repos.commit(ana.root, {WEEK: "---\ngoals:\n  - Rest\n---\n"}, "by hand", ADDRESSES["ana"])
    journal.force(ana)
    told = ben.apj("sync", "--json", code=5)
    assert codes(told) == {"rewrite", "kept_lost"}
    assert codes(ben.apj("status", "--json", code=None)) == {"rewrite", "kept_lost"}


# ---- 78


def repaired_as_told(person: Watched, by: str = "sync") -> None:
    """Run the repair that a command names, as printed."""
    told = person.apj(by, code=4).err
    command = told.partition("in the journal's folder: ")[2].strip()
    assert command, told
    subprocess.run(command, shell=True, cwd=person.root, check=True, capture_output=True)


@row(78)
@pytest.mark.parametrize("name", ["index", "HEAD", "refs/heads/main", "refs/remotes/origin/main", "packed-refs"])
@pytest.mark.parametrize("rest", [b"", b"\0" * 41], ids=["empty", "zeros"])
def test_the_repair_that_doctor_shows_for_each_emptied_git_file_works(
    journal: Attacked, name: str, rest: bytes
) -> None:
    ben = journal.ben
    if name == "packed-refs":
        ben.git("pack-refs", "--all")
    (ben.root / ".git" / name).write_bytes(rest)
    repaired_as_told(ben)
    ben.heads -= {head for head in ben.heads if "\0" in head}  # the zeros that stood in the place of a commit
    ben.apj("sync")
    assert len(ben.git("rev-list", "--max-parents=0", "HEAD").split()) == 1
    assert ben.apj("verify", "--json").json["findings"] == []


def emptied(person: Watched, pattern: str) -> None:
    """Empty the files of a clone's objects that match a pattern, as a power cut does."""
    packs = list((person.root / ".git/objects/pack").glob("*.pack"))
    if not pattern.startswith("pack"):  # each object in a file of its own, as git leaves what is new
        for pack in packs:
            data = pack.read_bytes()
            for path in pack.parent.glob(f"{pack.stem}.*"):
                path.unlink()
            repos.git(person.root, "unpack-objects", "-q", stdin=data)
    for path in (person.root / ".git/objects").glob(pattern):
        path.chmod(0o644)
        path.write_bytes(b"")


@row(78)
@pytest.mark.parametrize("pattern", ["pack/*.pack", "pack/*.idx", "??/*"])
def test_emptied_objects_are_fetched_again(journal: Attacked, pattern: str) -> None:
    ana, ben = journal.ana, journal.ben
    emptied(ben, pattern)
    assert "empty in .git/objects, which happens after a power cut" in ben.apj("doctor", code=1).out
    repaired_as_told(ben)
    ana.apj("log", "a", "quiet", "day")
    ana.apj("sync")
    ben.apj("sync")
    assert "a quiet day" in ben.read(WEEK)
    assert ben.apj("verify", "--json").json["findings"] == []


@row(78)
def test_an_emptied_newest_commit_is_recreated_from_the_files(journal: Attacked) -> None:
    ben = journal.ben
    ben.apj("log", "a", "ride")
    ben.apj("commit")
    head = ben.git("rev-parse", "HEAD")
    emptied(ben, f"{head[:2]}/{head[2:]}")
    repaired_as_told(ben)
    ben.heads.discard(head)
    ben.apj("sync")
    assert "a ride" in journal_text(journal, "ben/2026-W48.md")


@row(78)
def test_status_does_not_show_a_damaged_week_as_a_week_without_goals(journal: Attacked) -> None:
    ben = journal.ben
    oid = ben.git("rev-parse", f"HEAD:{WEEK}")
    emptied(ben, f"{oid[:2]}/{oid[2:]}")
    told = ben.apj("status", code=4)
    assert "no goals" not in told.out
    repaired_as_told(ben, "status")
    assert "2 goals" in ben.apj("status").out


@row(78)
def test_doctor_recreates_missing_folders_of_git(journal: Attacked) -> None:
    ben = journal.ben
    ben.git("pack-refs", "--all")
    shutil.rmtree(ben.root / ".git/refs")
    repaired_as_told(ben)
    shutil.rmtree(ben.root / ".git/objects")
    repaired_as_told(ben)
    ben.apj("sync")
    assert ben.apj("verify", "--json").json["findings"] == []


@row(78)
def test_sync_and_doctor_show_the_line_of_git_settings_that_git_cannot_read(journal: Attacked) -> None:
    ben = journal.ben
    config = ben.root / ".git/config"
    sound = config.read_text()
    config.write_text(f"{sound}[core\n")
    told = ben.apj("sync", code=4).err
    named = f"bad config line {len(sound.splitlines()) + 1} in file .git/config"
    assert named in told
    assert "Open that file in an editor" in told
    assert " ".join(ben.apj("doctor", code=1).out.split()).count(named) == 1, "it is told once"
    config.write_text(sound)
    ben.apj("sync")
