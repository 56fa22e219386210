"""One suite for every kind of remote: a folder, git's daemon, a web server with logins, and ssh.

It also contains attacks: server messages, a race, and servers that hang or break off.
"""

from __future__ import annotations

import os
import re
import shlex
import subprocess
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.helpers import repos
from tests.helpers.attacked import WEEK, Attacked, apart, codes
from tests.helpers.invariants import Invariants, Watched
from tests.helpers.people import FIVE_LINES
from tests.helpers.rows import row
from tests.servers.places import OPENINGS, Place, Served, Ssh, Web, every, every_but, opened
from tests.servers.wire import SLOW, Way, Wire
from tests.terminal.terminal import Desk

WHO = ("--email", "ana@example.org", "--timezone", "Europe/Lisbon")
NO_LOGIN = {"disk": "a folder asks nobody for a login", "git": "git's daemon knows no logins"}
NO_LINE = {"disk": "nothing lies between a folder and its reader; disks that break are row 52"}
AS_SSH = dict.fromkeys(("git", "http"), "what the server says comes to git, and from it to apj, as over ssh")
AS_HTTP = dict.fromkeys(("git", "ssh"), "what the server refuses and git receives does not depend on the line")
LARGE = 300_000
"""Bytes of a photo, which makes a transfer long enough to break off in its midst."""
LIMITS = ("0.5", "2", "8", "60")
"""Seconds that a step on the network may take: as short as the machine of the moment allows."""
SILENT = re.compile(r"gave no answer within [0-9.]+ seconds\.")


def goes_on(journal: Attacked, ana: Watched) -> None:
    """Check that nothing half-fetched is left, that Ana's text is committed, and that her next sync works."""
    assert "two hours of fonts" in ana.git("show", f"HEAD:{WEEK}")
    ana.git("config", "apj.timeout", "60")
    ana.apj("sync")
    assert "a quiet day" in ana.read("ben/2026-W48.md")
    assert journal.tip() == ana.git("rev-parse", "HEAD")
    assert ana.git("status", "--porcelain") == ""
    assert ana.apj("verify", "--json").json["findings"] == []


def gives_up(person: Watched, *args: str, limit: str = LIMITS[0]) -> str:
    """Run a command that cannot finish, with this time limit for each network step, and return its output."""
    person.git("config", "--global", "apj.timeout", limit)
    message: str = person.apj(*args, "--json", code=4).json["error"]["message"]
    assert list((person.root / ".git/objects").rglob("tmp_*")) == []
    return message


def breaks_off(person: Watched, line: Wire, way: Way, **after: int) -> None:
    """Sync over a line that breaks after so many bytes.

    A client that notices waits, and others stop at the time limit.
    """
    line.breaks(way, **after)
    for limit in LIMITS if way in SLOW else LIMITS[-1:]:
        message = gives_up(person, "sync", limit=limit)
        assert SILENT.search(message) if way in SLOW else "cannot be reached" in message
        if after.items() <= line.passed.items():
            return
    raise AssertionError(f"The line did not come into trouble: {line.passed}")


def waiting_for(condition: str) -> str:
    """Return a shell command that waits for a condition, with a limit."""
    return f"tries=0; until {condition} || [ $tries -gt 1200 ]; do sleep 0.05; tries=$((tries + 1)); done"


# ---- begin, share, keep


@every
def test_a_journal_works_through_every_kind_of_server(kind: str, tmp_path: Path) -> None:
    marks = tmp_path / "marks"
    marks.mkdir()
    ana, ben = Watched("ana", tmp_path / "ana"), Watched("ben", tmp_path / "ben")
    shared = tmp_path / "ours.git"
    if kind != "disk":
        repos.git(repos.new_bare(shared), "config", "http.receivepack", "true")
    invariants = Invariants([ana, ben], [shared], marks)
    with opened(kind, shared, tmp_path / "server") as place:
        ana.apj("init", str(ana.root), "--partner", "ana", *WHO, "--shared", place.address("ana"))
        ben.apj("join", place.address("ben"), str(ben.root), "--partner", "ben", "--email", "ben@example.org", *WHO[2:])
        ana.write(WEEK, FIVE_LINES)
        assert ana.apj("sync", "--json").json["pushed"] is True
        ben.apj("new-week", "-g", "Mark the essays", "--no-edit")
        ben.apj("sync")
        assert "Three runs" in ben.read(WEEK)
        assert ben.apj("review", "--keep", "--json").json["kept"]
        assert ana.apj("review", "--keep", "--json").json["kept"]
        ben.apj("sync")
        for person in (ana, ben):
            assert person.apj("verify", "--json").json["findings"] == []
            assert person.git("status", "--porcelain") == ""
            assert person.git("rev-parse", "HEAD") == repos.tip(shared, "refs/heads/main")
        ben.change("ben/2026-W48.md", "Mark the essays", "Mark all the essays")
        ben.git("commit", "-q", "-a", "-m", "by hand", **repos.who(("Ben", "ben@example.org")))
        ben.git("push", "-q")
        ana.git("pull", "-q")
        assert ana.apj("diff", "--json").json["changes"]
        assert ana.apj("sync", "--json").json["alarms"] == []
    invariants.hold()


# ---- 21

ESCAPES = "\\033]52;c;aGk=\\007\\033[2J\\033]0;owned\\007\\010\\010\\r\\233\\033]8;;http://x\\033\\\\"


@row(21)
@every_but(**AS_SSH)
def test_escape_sequences_from_a_server_are_shown_as_codes(journal: Attacked, place: Place, behind: Watched) -> None:
    hook = place.hook("pre-receive", f"printf '{ESCAPES}declined' >&2; exit 1")
    if isinstance(place, Ssh):
        place.server.banner.write_bytes(ESCAPES.encode().decode("unicode_escape").encode("latin-1"))
    told = behind.apj("sync", code=4).err
    assert "<U+001B>" in told
    assert "declined" in told
    hook.unlink()
    goes_on(journal, behind)


# ---- 54


@row(54)
@every
def test_two_simultaneous_pushes_both_arrive(journal: Attacked, place: Place) -> None:
    arrivals = journal.root / "arrivals"
    place.hook(
        "pre-receive",
        f"cd {shlex.quote(str(journal.root))}; echo here >>arrivals; " + waiting_for('[ "$(wc -l <arrivals)" -gt 1 ]'),
    )
    people = (journal.ana, journal.ben)
    for person in people:
        person.apj("log", f"a line of {person.handle}.")
    with ThreadPoolExecutor() as pool:
        list(pool.map(lambda person: apart(person, "sync"), people))
    assert len(arrivals.read_text().splitlines()) > 2, "nobody came second"
    for person in people:
        person.apj("sync")
        for other in ("ana", "ben"):
            assert person.read(f"{other}/2026-W48.md").count(f"a line of {other}.") == 1


# ---- rewriting


@every_but(**AS_HTTP)
def test_a_forced_push_is_refused_by_the_server_or_reported_by_sync(journal: Attacked, place: Place) -> None:
    ana, ben = journal.ana, journal.ben
    before, mine = journal.tip(), ana.git("rev-parse", "HEAD")
    ben.git("reset", "-q", "--hard", "HEAD~2")
    journal.commit(ben, {"ben/2026-W48.md": FIVE_LINES}, "anew")
    told = subprocess.run(["git", "push", "--force"], cwd=ben.root, capture_output=True, text=True, check=False)
    assert told.returncode != 0
    assert "denying non-fast-forward" in told.stderr
    assert journal.tip() == before
    journal.force(ben)
    assert codes(ana.apj("sync", "--json", code=5)) >= {"rewrite"}
    assert (ana.git("rev-parse", "HEAD"), journal.tip()) == (mine, ben.git("rev-parse", "HEAD"))
    ana.apj("sync", "--accept-rewrite")
    ben.elsewhere = True  # what he wrote before comes back to him with hers
    ben.apj("sync", code=None)
    assert ben.git("merge-base", "--is-ancestor", before, "HEAD") == ""
    assert ana.apj("sync", "--json").json["alarms"] == []


# ---- 55


@row(55)
@every
def test_every_command_stops_waiting_for_a_silent_server_at_the_deadline(
    journal: Attacked, place: Place, behind: Watched
) -> None:
    new, address = str(journal.root / "new"), place.address("ana")
    place.hangs()
    for line in (
        ("sync",),
        ("join", address, new, "--partner", "ana"),
        ("init", new, "--partner", "ana", *WHO, "--shared", address),
    ):
        assert SILENT.search(gives_up(behind, *line, limit="0.1"))
        assert not (journal.root / "new").exists()
    assert behind.apj("review", "--json").json["current"]["goals"][0]["goal"] == "Mark the essays"
    place.answers()
    goes_on(journal, behind)


@row(55)
@pytest.mark.parametrize(("kind", "hook"), [*((kind, "post-receive") for kind in OPENINGS), ("http", "pre-receive")])
def test_a_push_whose_answer_is_lost_arrives_only_once(
    journal: Attacked, place: Place, behind: Watched, hook: str
) -> None:
    came, goes = (shlex.quote(str(journal.root / name)) for name in ("came", "goes"))
    place.hook(hook, f"touch {came}; " + waiting_for(f"[ -e {goes} ]"))
    assert SILENT.search(gives_up(behind, "sync"))
    for limit in LIMITS[1:]:  # on a slow machine it has not come that far
        if (journal.root / "came").exists():
            break
        behind.git("config", "--global", "apj.timeout", limit)
        behind.apj("sync", code=None)
    (journal.root / "goes").touch()  # a server goes on with what it has, while she syncs again
    goes_on(journal, behind)
    assert repos.git(journal.shared, "log", "--format=%s", "main").count("ana 2026-W48: log") == 1


@row(55)
@every_but(**NO_LINE)
def test_a_connection_lost_during_a_fetch_leaves_no_files_behind(
    journal: Attacked, place: Served, behind: Watched
) -> None:
    journal.by_hand(journal.ben, {"ben/photo.jpg": os.urandom(LARGE)})
    before = behind.git("for-each-ref", "refs/apj")
    for way in Way:
        breaks_off(behind, place.line, way, down=LARGE // 2)
        assert behind.git("for-each-ref", "refs/apj") == before
    place.line.breaks(Way.CLOSES, down=LARGE // 2)
    behind.apj("join", place.address("ana"), str(journal.root / "new"), "--partner", "ana", code=4)
    assert not (journal.root / "new").exists()
    place.line.repaired()
    goes_on(journal, behind)
    assert (behind.root / "ben/photo.jpg").stat().st_size == LARGE


@row(55)
@every_but(**NO_LINE)
def test_a_connection_lost_during_a_push_leaves_the_server_unchanged(
    journal: Attacked, place: Served, behind: Watched
) -> None:
    journal.commit(behind, {"ana/photo.jpg": os.urandom(LARGE)})
    before = journal.tip()
    for way in Way:
        breaks_off(behind, place.line, way, up=LARGE // 2)
        assert journal.tip() == before
    place.line.repaired()
    goes_on(journal, behind)
    assert repos.git(journal.shared, "cat-file", "-s", "main:ana/photo.jpg") == str(LARGE)


@row(55)
@every
def test_join_can_complete_an_init_whose_answer_was_lost(kind: str, tmp_path: Path) -> None:
    ana = Watched("ana", tmp_path / "ana")
    shared = repos.new_bare(tmp_path / "ours.git")
    repos.git(shared, "config", "http.receivepack", "true")
    with opened(kind, shared, tmp_path / "server") as place:
        hook = place.hook("post-receive", f"touch {shlex.quote(str(tmp_path / 'came'))}; kill -9 $PPID")
        address = place.address("ana")
        begin = ("init", str(ana.root), "--partner", "ana", *WHO, "--shared", address)
        ana.apj(*begin, code=4)
        assert (tmp_path / "came").exists()
        assert not ana.root.exists()
        hook.unlink()
        assert f"apj join {address}" in ana.apj(*begin, "--json", code=2).json["error"]["hint"]
        ana.apj("join", address, str(ana.root), "--partner", "ana")
        ana.write(WEEK, FIVE_LINES)
        assert ana.apj("sync", "--json").json["pushed"] is True


# ---- logins


@every_but(**NO_LOGIN)
def test_a_server_that_asks_for_a_login_is_reported_at_once_with_one_command(
    journal: Attacked, place: Web | Ssh, behind: Watched, own_home: Path
) -> None:
    address = place.address("ana")
    place.shuts_out()
    told = behind.apj("sync", "--json", code=4).json["error"]
    assert told["message"] == f"{address} asks for a login."
    for line in (
        ("join", address, str(journal.root / "new"), "--partner", "ana"),
        ("init", str(journal.root / "new"), "--partner", "ana", *WHO, "--shared", address),
    ):
        beginning = behind.apj(*line, "--json", code=4).json["error"]
        assert beginning["message"] == told["message"]
        assert beginning["hint"] == f"Log in once, in a terminal: git ls-remote {address}"
        assert not (journal.root / "new").exists()
    dialogue = place.lets_in()
    for hint in (told["hint"], beginning["hint"]):
        with Desk(journal.root, own_home, behind.now).run(*shlex.split(hint.partition(": ")[2])) as terminal:
            for question, answer in dialogue:
                terminal.answer(question, answer, "\r")
            terminal.see("refs/heads/main")
            terminal.end()
        dialogue = ()  # what was typed once is remembered
    goes_on(journal, behind)
