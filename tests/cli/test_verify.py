"""`apj verify`: each history of the table, the command line's interface, and a check by a stranger with git."""

from __future__ import annotations

import inspect
import io
import re
import subprocess
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pytest

from apjournal.cli.boundary import run_command
from apjournal.cli.context import Context
from apjournal.cli.main import apj
from apjournal.model.codes import HISTORY_CODES
from tests.helpers import repos
from tests.helpers.people import TRACEBACK, Ran
from tests.helpers.repos import ANA, BEN
from tests.histories.all_histories import HISTORIES, made
from tests.histories.scene import AGREEMENT, WEEK, History, Scene, goals, person

NOW = "2026-12-02T10:00+01:00"
BY_HAND = Path(__file__).parent.parent / "verify_by_hand.sh"
KEPT = {"kept_missing", "kept_forged", "kept_withdrawn"}
WARNINGS = {"foreign_file", "kept_slip", "goal_removed", "unknown_author", "unsigned", "agreement_unsigned", "settled"}


def verified(root: Path, *options: str, as_: str | None = None) -> Ran:
    """Run `apj verify` as a partner, or as somebody who is not one."""
    out, err = io.StringIO(), io.StringIO()
    context = Context(directory=root, as_=as_, clock=datetime.fromisoformat(NOW))
    with redirect_stdout(out), redirect_stderr(err):
        code = run_command(apj, ["verify", *options], context)
    assert TRACEBACK not in err.getvalue()
    return Ran(code, out.getvalue(), err.getvalue())


@dataclass(frozen=True)
class Known:
    """A history of the table, and the output of `apj verify` for it."""

    history: History
    scene: Scene
    ran: Ran


@pytest.fixture(scope="module")
def known(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Known:
    """A history of the table, created and verified once. Its tests run one after the other and do not change it."""
    scene = made(request.param, tmp_path_factory.mktemp("history") / "journal")
    return Known(HISTORIES[request.param], scene, verified(scene.root, "--json"))


def codes_of(history: History) -> frozenset[str]:
    return frozenset(code for code, _ in history.found)


def concerns_the_script(history: History) -> bool:
    """Whether a history writes a file that the script reads, or replaces a commit."""
    writes = re.search(r"scene\.(keep|add)\(|(kept|partner)\.md", inspect.getsource(history.make))
    return bool(writes) or "replaced_object" in codes_of(history)


FOUND = [name for name, history in HISTORIES.items() if history.found]
HARMLESS = [name for name, history in HISTORIES.items() if not history.found]
ONE_FOR_EACH_FINDING = list({codes_of(history): name for name, history in HISTORIES.items()}.values())
"""The names of histories, one for each set of codes that `verify` reports together."""
SCRIPTED = [name for name, history in HISTORIES.items() if concerns_the_script(history)]


@pytest.mark.parametrize("known", HISTORIES, indirect=True)
def test_verify_reports_exactly_the_expected_findings_of_each_history(known: Known) -> None:
    assert told(known.ran) == known.history.found, known.ran.out
    is_open = any(not one["settled"] and one["code"] not in WARNINGS for one in known.ran.json["findings"])
    assert (known.ran.code, known.ran.json["ok"]) == ((5, False) if is_open else (0, True))


def told(ran: Ran) -> set[tuple[str, str | None]]:
    """Return the findings: code and path, with a minus before the code of settled ones."""
    return {(("-" if one["settled"] else "") + one["code"], one["path"]) for one in ran.json["findings"]}


@pytest.mark.parametrize("known", sorted({*ONE_FOR_EACH_FINDING, *HARMLESS}), indirect=True)
def test_verify_since_reports_only_findings_after_the_given_commit(known: Known) -> None:
    fourth = known.scene.made[3]
    ran = verified(known.scene.root, "--json", "--since", fourth)
    assert told(ran) == known.history.found, ran.out
    assert ran.json["commits"] == int(repos.git(known.scene.root, "rev-list", "--count", f"{fourth}..HEAD"))


@pytest.mark.parametrize("known", ONE_FOR_EACH_FINDING, indirect=True)
def test_verify_since_the_newest_commit_checks_no_commits(known: Known) -> None:
    ran = verified(known.scene.root, "--json", "--since", "HEAD")
    assert told(ran) == {one for one in known.history.found if one[0] == "replaced_object"}, ran.out
    assert ran.json["commits"] == 0


@pytest.mark.parametrize("known", SCRIPTED, indirect=True)
def test_a_plain_git_script_reports_the_same_kept_findings_as_verify(known: Known) -> None:
    document, root = known.ran.json, known.scene.root
    finished = subprocess.run(["sh", str(BY_HAND), str(root)], capture_output=True, text=True, check=False)
    commits, *found = finished.stdout.splitlines()
    kept = {(one["code"], one["path"]) for one in document["findings"] if one["code"] in KEPT}
    assert {tuple(line.split(" ")[:2]) for line in found} == kept, finished.stdout + finished.stderr
    assert finished.stderr == ""
    assert (commits, finished.returncode) == (f"{document['commits']} commits", 5 if kept else 0)


@pytest.mark.parametrize("known", FOUND, indirect=True)
def test_each_finding_of_verify_names_a_commit_a_file_and_a_git_command_that_works(known: Known) -> None:
    root = known.scene.root
    for one in known.ran.json["findings"]:
        assert one["message"]
        assert re.fullmatch("[0-9a-f]{40}", one["commit"] or "0" * 40)
        assert one["show"].startswith(("git ", "cat "))
        for folder in (root, root / "ben"):
            finished = subprocess.run(one["show"], shell=True, cwd=folder, capture_output=True, text=True, check=False)
            assert finished.stdout or one["code"] == "kept_missing", (folder, one)
            assert finished.returncode == (128 if one["code"] == "kept_missing" else 0), finished.stderr


def test_verify_json_has_exactly_the_documented_keys(tmp_path: Path) -> None:
    document = verified(made("a_goal_that_was_removed", tmp_path / "journal").root, "--json").json
    assert list(document) == ["ok", "commits", "findings"]
    assert list(document["findings"][0]) == [
        *("code", "level", "settled", "partner", "commit", "path", "message", "show"),
    ]


def test_verify_states_an_open_finding_as_a_fact_and_says_who_can_settle_it(tmp_path: Path) -> None:
    scene = made("a_week_that_was_deleted", tmp_path / "journal")
    commit = scene.made[-1]
    ran = verified(scene.root)
    assert ran.code == 5
    assert ran.out == (
        "ana/2026-W48.md, which Ben kept a copy of, has been missing since "
        f"{commit:.7} from\nMon 23 Nov 2026.\n"
        f"  week_deleted  git show {commit:.10} -- :/ana/2026-W48.md\n"
        "  Ben can resolve it.\n\n"
        "There may be a harmless reason, such as a second device or a restored backup.\n"
        "First, look at the history together.\n\n"
        "5 commits checked: 1 open finding.\n"
    )


def test_verify_reports_a_removed_goal_as_a_question(tmp_path: Path) -> None:
    scene = made("a_goal_that_was_removed", tmp_path / "journal")
    commit = scene.made[-1]
    ran = verified(scene.root)
    assert ran.code == 0
    assert ran.out == (
        f"A kept goal was removed from ana/2026-W48.md in {commit:.7} from Mon 23 Nov 2026\n"
        'without a reason: "Three runs".\n'
        f"  goal_removed  git show {commit:.10} -- :/ana/2026-W48.md\n\n"
        "5 commits checked: no open findings, 1 question.\n"
    )


@pytest.mark.parametrize("removes_week", [False, True], ids=["goal", "week"])
def test_verify_shows_the_merge_that_dropped_a_kept_goal(removes_week: bool, tmp_path: Path) -> None:
    scene = made("a_plain_week", tmp_path / "journal")
    base, path = scene.made[-1], "ana/2026-W49.md" if removes_week else WEEK
    week = scene.read(WEEK)
    scene.commit({path: week.replace("---\ngoals:\n", "---\ngoals:\n  - Ring the tax office\n")})
    scene.keep()
    scene.branch(base)
    scene.commit({WEEK: week.replace("goals:\n", "learned: Ask first\ngoals:\n")})
    side = scene.read(WEEK)
    scene.back()
    merge = scene.merge("side", files={WEEK: side, **({path: None} if removes_week else {})})
    found = verified(scene.root, "--json").json["findings"]
    assert [(one["code"], one["commit"]) for one in found] == [
        ("week_deleted" if removes_week else "goal_removed", merge)
    ]


def test_verify_lists_findings_in_the_order_of_their_commits(tmp_path: Path) -> None:
    scene = made("a_plain_week", tmp_path / "journal")
    foreign = [scene.commit({"ana/2026-W49.md": goals(f"{number} runs")}, BEN) for number in range(4)]
    assert [one["commit"] for one in verified(scene.root, "--json").json["findings"]] == foreign


@pytest.mark.parametrize("said", ["", " 2026-11-23T09:14+01:00", " We talked: a new laptop"])
def test_a_settled_line_written_by_hand_settles_the_finding(said: str, tmp_path: Path) -> None:
    scene = made("a_week_that_was_deleted", tmp_path / "journal")
    scene.add(f"- settled {scene.made[-1]:.10} week_deleted{said}\n", BEN)
    ran = verified(scene.root)
    assert ran.code == 0
    assert ran.out.startswith("Resolved: ana/2026-W48.md")
    assert ran.out.endswith("no open findings, 1 resolved.\n")


def test_verify_reports_a_clean_history_in_one_line(tmp_path: Path) -> None:
    ran = verified(made("a_plain_week", tmp_path / "journal").root)
    assert (ran.code, ran.out) == (0, "8 commits checked: no open findings.\n")


def test_verify_does_not_write_a_file(tmp_path: Path) -> None:
    scene = made("a_link", tmp_path / "journal")
    before = {path: path.lstat().st_mtime_ns for path in scene.root.rglob("*")}
    verified(scene.root, "--since", scene.made[0])
    verified(scene.root)
    assert {path: path.lstat().st_mtime_ns for path in scene.root.rglob("*")} == before


def test_verify_starts_no_more_git_processes_in_a_longer_history(tmp_path: Path) -> None:
    scene = made("a_plain_week", tmp_path / "journal")
    with repos.counted_processes() as few:
        verified(scene.root)
    for number in range(8):
        scene.commit({f"ana/2027-W{number + 10}.md": goals(f"Run {number}")})
        scene.add("- 2027-W10 ana\n" if number % 2 else scene.line(scene.made[-1]))
    with repos.counted_processes() as many:
        assert verified(scene.root).code == 0
    assert len(many) == len(few)


# ---- what cannot tell


def cant_tell(root: Path, *options: str) -> str:
    """Run a verify that cannot tell (no answer, no finding, exit code 4), and return the reason."""
    ran = verified(root, "--json", *options)
    assert (ran.code, ran.json["ok"], ran.json["commits"], ran.json["findings"]) == (4, None, 0, []), ran.out
    text = verified(root, *options)
    assert "cannot tell" in text.out
    assert text.code == 4
    return str(ran.json["error"]["message"])


@pytest.mark.parametrize("name", ["a_plain_week", "a_week_written_by_the_other", "a_line_that_was_removed"])
def test_verify_in_a_shallow_clone_reports_an_incomplete_history_and_accuses_nobody(name: str, tmp_path: Path) -> None:
    scene = made(name, tmp_path / "journal")
    repos.git(tmp_path, "clone", "-q", "--depth", "2", f"file://{scene.root}", "shallow")
    assert "newest part" in cant_tell(tmp_path / "shallow")
    finished = subprocess.run(["sh", str(BY_HAND), str(tmp_path / "shallow")], capture_output=True, check=False)
    assert finished.returncode == 4


@pytest.mark.parametrize("what", ["HEAD~2", "HEAD~2^{tree}", "HEAD~1:ben", "HEAD~2:ben/kept.md"])
@pytest.mark.parametrize("how", ["missing", "damaged"])
def test_verify_of_a_damaged_history_reports_that_and_accuses_nobody(what: str, how: str, tmp_path: Path) -> None:
    scene = made("a_file_of_lines_that_was_removed", tmp_path / "journal")
    oid = repos.tip(scene.root, what)
    if how == "missing":
        (scene.root / ".git" / "objects" / oid[:2] / oid[2:]).unlink()
    else:
        repos.damage(scene.root, oid)
    cant_tell(scene.root)
    finished = subprocess.run(["sh", str(BY_HAND), str(scene.root)], capture_output=True, check=False)
    assert finished.returncode == 4


def test_a_missing_kept_text_does_not_hide_other_findings(tmp_path: Path) -> None:
    scene = made("a_goal_that_was_removed", tmp_path / "journal")
    scene.commit({"ana/2026-W49.md": goals("Ring the tax office")}, BEN)
    oid = repos.tip(scene.root, f"{scene.made[2]}:{WEEK}")
    (scene.root / ".git" / "objects" / oid[:2] / oid[2:]).unlink()
    ran = verified(scene.root, "--json")
    assert (ran.code, ran.json["ok"]) == (5, False)
    assert told(ran) == {("foreign_write", "ana/2026-W49.md")}
    assert WEEK in ran.json["error"]["message"]


def test_verify_finds_nothing_wrong_in_an_old_copy_of_my_clone(tmp_path: Path) -> None:
    scene = made("a_plain_week", tmp_path / "journal")
    repos.git(scene.root, "reset", "-q", "--hard", scene.made[4])
    assert verified(scene.root).code == 0


def test_verify_says_that_a_folder_has_no_history(tmp_path: Path) -> None:
    journal = tmp_path / "journal"
    repos.write(journal, {"agreement.md": AGREEMENT, "ana/partner.md": person(ANA)})
    ran = verified(journal, "--json")
    assert (ran.code, ran.json["ok"], ran.json["commits"]) == (4, None, 0)
    assert ran.json["error"]["message"] == "There is no history here."
    repos.new_repository(journal)
    assert verified(journal).out == "No commits checked: no open findings.\n"


@pytest.mark.parametrize("since", ["nowhere", "--all", "v1.0", "HEAD:agreement.md"])
def test_verify_since_an_unknown_commit_is_refused(since: str, tmp_path: Path) -> None:
    ran = verified(made("a_plain_week", tmp_path / "journal").root, f"--since={since}")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith(f"This clone has no commit {since}.")


def test_verify_since_a_commit_outside_the_branch_is_refused(tmp_path: Path) -> None:
    scene = made("a_line_that_names_a_commit_from_beside", tmp_path / "journal")
    ran = verified(scene.root, "--since", "side")
    assert ran.code == 2
    assert ran.err.startswith("side is not part of the history of this branch.")


def test_verify_since_a_side_commit_in_a_shallow_clone_reports_an_incomplete_history(tmp_path: Path) -> None:
    scene = made("a_line_that_names_a_commit_from_beside", tmp_path / "journal")
    side = repos.tip(scene.root, "side")
    repos.git(tmp_path, "clone", "-q", "--depth", "1", "--no-single-branch", f"file://{scene.root}", "shallow")
    cant_tell(tmp_path / "shallow", "--since", side)


# ---- signatures


def signed(scene: Scene, key: Path, words: str) -> str:
    repos.write(scene.root, {"ana/2026-W49.md": goals(words)})
    repos.git(scene.root, "add", "-A")
    settings = ("-c", "gpg.format=ssh", "-c", f"user.signingKey={key}")
    repos.git(scene.root, *settings, "commit", "-q", "-S", "-m", "x", **repos.who(ANA))
    return repos.tip(scene.root)


def test_verify_reports_bad_and_missing_signatures_of_a_partner_with_a_key(tmp_path: Path) -> None:
    scene = made("a_plain_week", tmp_path / "journal")
    for name in ("one", "other"):
        subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(tmp_path / name)], check=True)
    key = (tmp_path / "one.pub").read_text().strip()
    scene.commit({"ana/partner.md": person(ANA, f"agreed: yes\nsigning_key: {key}\n")})
    signed(scene, tmp_path / "one", "Rest")
    assert verified(scene.root).out.endswith("no open findings.\n")
    scene.commit({"ana/2026-W49.md": goals("Rest more")})
    scene.commit({"ana/2026-W49.md": goals("Rest even more")})
    ran = verified(scene.root, "--json")
    assert (ran.code, told(ran)) == (0, {("unsigned", None)})
    assert "the same is true of 1 other commit." in ran.json["findings"][0]["message"]
    bad = signed(scene, tmp_path / "other", "Rest a little")
    ran = verified(scene.root, "--json")
    assert (ran.code, told(ran)) == (5, {("unsigned", None), ("signature_bad", None)})
    assert ran.json["findings"][0]["commit"] == bad
    scene.add(f"- settled {bad} signature_bad\n", BEN)
    assert verified(scene.root).code == 0


# ---- words


def test_verify_escapes_control_characters_in_a_partners_text(tmp_path: Path) -> None:
    scene = made("a_plain_week", tmp_path / "journal")
    odd = "ana/\x1b]0;owned\x07 \u202egnp.md"
    scene.commit({odd: "text\n"}, ("Eve \x1b[31m", "eve\x1b[2J@example.net"))
    ran = verified(scene.root)
    assert "<U+001B>" in ran.out
    assert not {"\x1b", "\x07", "\u202e"} & set(ran.out)
    assert verified(scene.root, "--json").out.isascii()


def test_the_docs_describe_exactly_the_codes_of_verify() -> None:
    page = (BY_HAND.parent.parent / "docs" / "trust.md").read_text("utf-8")
    section = page.partition("## What verify can say")[2].partition("\n## ")[0]
    assert set(re.findall(r"^\| `([a-z_]+)` \|", section, re.MULTILINE)) == set(HISTORY_CODES)
