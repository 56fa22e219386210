"""Words for results in another language, from `apj/results.txt` in the user's settings folder."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import pytest

from apjournal import prompt_cache
from tests.helpers.folders import everything
from tests.helpers.people import Person, command_line
from tests.helpers.repos import git

Both = tuple[Person, Person]
WEEK = "ana/2026-W48.md"
TABLE = "# my words\nfertig = done\nteilweise = partly\nnicht erledigt = not done\n完了 = done\n"
WEDNESDAY = "2026-11-25T10:00+01:00"


@pytest.fixture
def table(own_home: Path) -> Path:
    """The table of whoever runs apj."""
    path = own_home / ".config" / "apj" / "results.txt"
    path.parent.mkdir(parents=True)
    path.write_text(TABLE, "utf-8")
    return path


def write_outcomes(person: Person, *outcomes: str) -> None:
    lines = "".join(f"- {outcome}\n" for outcome in outcomes)
    person.change(WEEK, "\n---\n", f"\noutcomes:\n{lines}---\n")


def share_by_hand(person: Person) -> None:
    """Share with plain git, which does not look at results."""
    person.git("-c", "user.name=Ana Costa", "-c", "user.email=ana@example.org", "commit", "-qam", "by hand")
    person.git("push", "-q", "origin", "HEAD:main")


def list_results(person: Person, partner: str = "ana") -> list[tuple[str, str | None]]:
    (week,) = person.apj("show", partner, "W48", "--json").json["weeks"]
    return [(goal["state"], goal["evidence"] or goal["reason"]) for goal in week["goals"]]


def test_report_accepts_my_words_and_writes_english(table: Path, ana: Person) -> None:
    ana.apj("report", "-o", "1=Fertig, am Montag", "-o", "2=nicht erledigt,krank")
    assert ": done, am Montag\n" in ana.read(WEEK)
    assert ": not done, krank\n" in ana.read(WEEK)
    table.unlink()
    assert "fertig is not a result." in ana.apj("report", "-o", "1=fertig", code=2).err


def test_check_gives_a_hint_at_my_word_and_its_repair_is_english(table: Path, ana: Person) -> None:
    write_outcomes(ana, "fertig, am Montag", "完了")
    assert list_results(ana) == [("done", "am Montag"), ("done", None)]
    ran = ana.apj("check")
    assert '"fertig" means done in your results.txt, which your partners may not have' in ran.out
    assert "apj check --fix writes done, am Montag" in ran.out
    ana.apj("check", "--fix")
    assert "outcomes:\n- done, am Montag\n- done\n" in ana.read(WEEK)
    table.unlink()
    ana.apj("check", "--strict", WEEK)


def test_report_completes_a_week_that_contains_my_words(table: Path, ana: Person) -> None:
    write_outcomes(ana, "fertig")
    ana.apj("report", "-o", "2=partly", "--learned", "Mornings")
    assert "outcomes:\n- fertig\n- partly\n" in ana.read(WEEK)
    ana.apj("report", "-o", "1=teilweise")
    assert "outcomes:\n- partly\n- partly\n" in ana.read(WEEK)


@pytest.mark.parametrize(
    ("typed", "english"),
    [
        ("---\ngoals: [Runs]\noutcomes: [Fertig]\n---\n", "---\ngoals: [Runs]\noutcomes: [done]\n---\n"),
        ("Goals\n- Runs\n\nReport\n- fertig, 5 km\n", "---\ngoals:\n  - Runs\noutcomes:\n  - done, 5 km\n---\n"),
    ],
    ids=["front matter", "a plain list"],
)
def test_sync_and_commit_leave_out_a_week_in_my_words_until_check_translates_it(
    typed: str, english: str, table: Path, ana: Person
) -> None:
    ana.write(WEEK, typed)
    ana.write("ana/notes.md", "Anything\n")
    ran = ana.apj("commit", "--json", code=3)
    assert ran.json["skipped"] == [{"path": WEEK, "reason": "your partners may not have your words for results"}]
    ran = ana.apj("sync", code=3)
    assert "means done in your results.txt, which your partners may not have" in ran.err
    assert f"{WEEK} has results in your own words, so apj does not commit it." in " ".join(ran.err.split())
    assert f"apj check --fix {WEEK}" in ran.err
    assert ana.git("show", "--name-only", "--format=", "origin/main").split() == ["ana/notes.md"]
    ana.apj("check", "--fix")
    assert ana.read(WEEK) == english
    ana.apj("sync")
    assert ana.git("show", f"origin/main:{WEEK}") == english.removesuffix("\n")


def test_a_partner_without_my_table_of_words_reads_the_week_as_before(table: Path, kept: Both) -> None:
    ana, ben = kept
    write_outcomes(ana, "fertig", "teilweise")
    share_by_hand(ana)
    ben.apj("sync")
    assert list_results(ben) == [("done", None), ("partly", None)]
    table.unlink()
    ran = ben.apj("check", code=None)
    assert '"fertig" is not a result; use done, partly, not done or dropped' in ran.out
    assert "cannot be read" in ben.apj("show", "ana", "W48").out


def test_kept_copies_and_former_versions_are_read_with_my_table_of_words(table: Path, kept: Both) -> None:
    ana, ben = kept
    write_outcomes(ana, "fertig")
    share_by_hand(ana)
    ben.apj("sync")
    ben.apj("review", "--keep")
    ben.apj("sync")
    ana.apj("sync")
    ana.change(WEEK, "- Three runs", "- Two runs")
    share_by_hand(ana)
    ben.apj("sync")
    shown = ben.apj("review").out
    assert "cannot be read" not in shown
    assert "Two runs" in shown
    ana.change(WEEK, "  - Two runs\n", "")
    share_by_hand(ana)
    ben.apj("sync")
    assert "Three runs" in ben.apj("verify", code=None).out


def test_a_week_with_my_words_is_merged_from_two_devices(table: Path, ana: Person, tmp_path: Path) -> None:
    ana.apj("sync")
    git(tmp_path, "clone", "-q", ana.git("remote", "get-url", "origin").strip(), "phone")
    phone = replace(ana, root=tmp_path / "phone")
    for name, value in (("apj.partner", "ana"), ("user.name", "Ana Costa"), ("user.email", "ana@example.org")):
        phone.git("config", name, value)
    write_outcomes(phone, "fertig")
    share_by_hand(phone)
    ana.change(WEEK, "\n---\n", "\nlearned: Mornings\n---\n")
    ana.apj("sync")
    assert "- fertig\n" in ana.read(WEEK)
    assert "learned: Mornings\n" in ana.read(WEEK)
    assert list_results(ana)[0] == ("done", None)


def test_my_weeks_are_imported_with_english_results(table: Path, ana: Person) -> None:
    write_outcomes(ana, "fertig, am Montag")
    there = ana.root.parent / "anew"
    ran = ana.apj("init", str(there), "--from", str(ana.root), at="2026-12-07T09:30+01:00")
    assert "apj wrote the results of 2026-W48 in English" in " ".join(ran.out.split())
    assert "- done, am Montag\n" in (there / WEEK).read_text("utf-8")
    assert "- fertig, am Montag\n" in ana.read(WEEK)


def test_my_table_of_words_is_read_only_for_a_word_that_is_not_english(table: Path, ana: Person) -> None:
    table.write_text("done = partly\n", "utf-8")
    before = everything(ana.root)
    for line in (["check"], ["status", "--short"], ["show"], ["report", "-o", "1=done"]):
        ana.apj(*line)
    assert everything(ana.root) != before
    ana.change(WEEK, ": done", ": fertig")
    for line in (["check"], ["status"], ["show"], ["report", "-o", "2=done"], ["sync"]):
        ran = ana.apj(*line, code=2)
        assert ran.err.startswith(f"{table}:1: done already has a meaning in apj.\n")


@pytest.mark.parametrize(
    "data", [b"fertig = done\xff\n", b"# long\n" * 10_000], ids=["another encoding", "a large file"]
)
def test_the_path_of_a_table_of_words_that_cannot_be_read_is_reported(data: bytes, table: Path, ana: Person) -> None:
    table.write_bytes(data)
    ran = ana.apj("report", "-o", "1=fertig", code=2)
    assert ran.err.startswith(f"{table} ")
    assert "move it away" in ran.err


def test_a_folder_in_place_of_the_table_of_words_counts_as_no_table(table: Path, ana: Person) -> None:
    table.unlink()
    table.mkdir()
    assert "fertig is not a result." in ana.apj("report", "-o", "1=fertig", code=2).err


def test_the_line_for_a_prompt_changes_with_my_table_of_words(
    table: Path, ana: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(prompt_cache, "_SETTLED", -(10**12))
    monkeypatch.chdir(ana.root)
    monkeypatch.setenv("APJ_NOW", WEDNESDAY)
    ana.git("config", "apj.partner", "ana")
    write_outcomes(ana, "fertig")
    share_by_hand(ana)

    def ask() -> tuple[str | None, str]:
        """Return the line in the cache, and the line without it, which renews the cache."""
        found = prompt_cache.find_kept_line(prompt_cache.WORDS, os.environ)
        return found, command_line("status", "--short", folder=ana.root, as_=None, at=WEDNESDAY).out

    first = ask()[1]
    assert "1 open" in first
    assert ask() == (first, first)
    table.write_text("teilweise = partly\n", "utf-8")
    found, broken = ask()
    assert found is None
    assert "cannot be read" in broken
    table.unlink()
    assert ask()[0] is None
    table.write_text(TABLE, "utf-8")
    assert ask() == (None, first)


def test_the_pages_are_rendered_again_when_my_table_of_words_changes(table: Path, ana: Person, tmp_path: Path) -> None:
    write_outcomes(ana, "fertig")
    share_by_hand(ana)
    pages = tmp_path / "pages"

    def build() -> str:
        ana.apj("site", str(pages))
        return "".join(path.read_text("utf-8") for path in sorted(pages.glob("*.html")))

    first = build()
    table.write_text("fertig = dropped\n", "utf-8")
    assert build() != first
    table.write_text(TABLE, "utf-8")
    assert build() == first
