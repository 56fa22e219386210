"""`apj init --from`: to begin anew with somebody else, with my own folder and nobody else's."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.helpers.folders import everything
from tests.helpers.people import Person, Ran, command_line, join
from tests.helpers.repos import git

LATER = "2026-12-07T09:30+01:00"
Both = tuple[Person, Person]


@pytest.fixture
def old(kept: Both) -> Person:
    """Ana in the journal that she had with Ben: she has kept his goals, and has more in her folder than weeks."""
    ana, ben = kept
    ana.apj("sync")
    ana.apj("review", "ben", "--keep")
    ana.write("ana/parked.md", "- [ ] a podcast\n")
    ana.write("ana/reading/list.md", "# To read\n")
    ana.write("ana/photo.jpg", "no text")
    ana.write("private/diary.md", "mine\n")
    ana.write("ana/private/letter.md", "mine\n")
    ana.change("ana/partner.md", "keeps:", "keeps: [ben]")
    ana.change("ana/partner.md", "## Aims\n", "## Aims\n- Finish the book\n")
    ana.apj("sync")
    assert ben.handle == "ben"
    return ana


def begin_anew(old: Person, *more: str, code: int = 0, at: str = LATER) -> Ran:
    return old.apj("init", str(old.root.parent / "anew"), "--from", str(old.root), *more, code=code, at=at)


def new(old: Person) -> Person:
    return Person("ana", old.root.parent / "anew", LATER)


def tracked(person: Person) -> list[str]:
    return person.git("ls-tree", "-r", "--name-only", "HEAD").split("\n")


# ---- what comes along


def test_init_from_copies_only_my_own_files(old: Person) -> None:
    said = begin_anew(old).out.replace("\n", " ")
    ana = new(old)
    assert tracked(ana) == [
        *(".gitattributes", ".gitignore", "README.md", "agreement.md", "ana/2026-W48.md", "ana/parked.md"),
        *("ana/partner.md", "ana/reading/list.md"),
    ]
    for path in ("ana/2026-W48.md", "ana/parked.md", "ana/reading/list.md"):
        assert ana.read(path) == old.read(path)
    assert not (ana.root / "private").exists()
    assert not (ana.root / "ana/private").exists()
    assert not (ana.root / "ana/kept.md").exists()
    assert "1 week of yours. Copies that you kept of others stay there." in said
    assert ana.git("status", "--porcelain") == ""
    assert ana.git("log", "--format=%an <%ae> %s") == "Ana Costa <ana@example.org> ana: the journal begins"


def test_init_from_accepts_the_new_agreement_and_drops_the_former_partners(old: Person) -> None:
    old.change("ana/partner.md", "left:", "left: 2026-12-01")
    begin_anew(old)
    ana = new(old)
    text = ana.read("ana/partner.md")
    assert f"agreed: {ana.git('rev-parse', 'HEAD:agreement.md')} " in text
    assert "agreed_on: 2026-12-07" in text
    assert "\nkeeps: " in text
    assert "ben" not in text
    assert "2026-12-01" not in text
    assert text.endswith("## Aims\n- Finish the book\n")
    assert [one["signed"] for one in ana.apj("agree", "--no-sign", "--json").json["partners"]] == [True]


def test_init_from_leaves_the_other_journal_unchanged(old: Person) -> None:
    before = everything(old.root)
    begin_anew(old)
    assert everything(old.root) == before


def test_verify_and_check_find_nothing_in_a_journal_begun_from_another(old: Person) -> None:
    begin_anew(old, "--shared", str(old.root.parent / "anew.git"))
    ana, cleo = new(old), Person("cleo", old.root.parent / "cleo", LATER)
    join(cleo, old.root.parent / "anew.git", "Cleo Dahl", "Europe/Berlin")
    cleo.apj("review", "--keep")
    ana.apj("sync")
    for person in (ana, cleo):
        assert person.apj("verify", "--json").json["findings"] == []
        assert person.apj("check", "--strict", "--json").json["findings"] == []
    assert [week["week"] for week in cleo.apj("show", "ana", "W48", "--json").json["weeks"]] == ["2026-W48"]
    assert [partner["kept"] for partner in ana.apj("status", "--json").json["partners"]] == [False]


def test_options_of_init_from_replace_what_the_partner_file_contains(old: Person) -> None:
    begin_anew(old, "--name", "Ana C.", "--email", "ana@elsewhere.example", "--timezone", "Europe/Paris")
    text = new(old).read("ana/partner.md")
    assert "name: Ana C.\nemail: ana@elsewhere.example\n" in text
    assert "timezone: Europe/Paris\n" in text
    assert "timezone: Europe/Paris\n" in new(old).read("agreement.md")


def test_init_from_copies_uncommitted_text(old: Person) -> None:
    old.change("ana/2026-W48.md", "Three runs", "Two runs")
    begin_anew(old)
    assert "Two runs" in new(old).git("show", "HEAD:ana/2026-W48.md")


def test_init_from_reports_messages_to_a_former_partner(old: Person) -> None:
    assert "Messages to" not in begin_anew(old).out
    old.write("ana/2026-W48.md", old.read("ana/2026-W48.md") + "\n## To ben\n- thank: for Thursday\n")
    again = old.apj("init", str(old.root.parent / "again"), "--from", str(old.root), at=LATER)
    assert "Messages to ben stay in your weeks." in again.out


def test_init_from_writes_a_missing_partner_file(old: Person) -> None:
    (old.root / "ana/partner.md").unlink()
    begin_anew(old, "--email", "ana@example.org", "--timezone", "Europe/Lisbon")
    assert "email: ana@example.org" in new(old).read("ana/partner.md")


# ---- the numbers of the weeks


def test_init_from_keeps_the_former_terms_so_that_old_weeks_keep_their_counts(old: Person) -> None:
    old.change("agreement.md", "cadence: weekly", "cadence: fortnightly")
    old.change("agreement.md", "areas: [professional, personal]", "areas: [sea, land]")
    before = old.apj("show", "ana", "2026-W48", "--json", at=LATER).json["weeks"][0]
    begin_anew(old)
    after = new(old).apj("show", "ana", "2026-W48", "--json").json["weeks"][0]
    assert before["report_due"] == after["report_due"] == "2026-12-07"
    assert [goal["state"] for goal in after["goals"]] == [goal["state"] for goal in before["goals"]]
    text = new(old).read("agreement.md")
    assert "{until: 2026-W49, mode: two-sided, cadence: fortnightly, day: monday}" in text
    assert "areas: [sea, land]" in text


def test_init_from_with_equal_terms_writes_no_former_terms(old: Person) -> None:
    begin_anew(old)
    assert "until:" not in new(old).read("agreement.md")


def test_init_from_copies_terms_that_ended_earlier(old: Person) -> None:
    old.change("agreement.md", "earlier: ", "earlier: [{until: 2026-W40, mode: peer-support}] ")
    begin_anew(old)
    assert "{until: 2026-W40, mode: peer-support}" in new(old).read("agreement.md")


# ---- what stands in the way


def test_no_file_is_overwritten(old: Person) -> None:
    new(old).write("ana/2026-W48.md", "mine\n")
    before = everything(new(old).root)
    assert "ana/2026-W48.md" in begin_anew(old, code=2).err
    assert everything(new(old).root) == before


def test_init_from_requires_a_journal(old: Person, tmp_path: Path) -> None:
    ran = old.apj("init", str(tmp_path / "anew"), "--from", str(tmp_path), code=2, at=LATER)
    assert "There is no journal in" in ran.err


def test_init_from_refuses_a_folder_inside_the_other_journal(old: Person) -> None:
    ran = old.apj("init", str(old.root / "anew"), "--from", str(old.root), code=2, at=LATER)
    assert "inside the other journal" in ran.err
    assert not (old.root / "anew").exists()


def test_init_from_needs_to_know_which_partner_i_am(old: Person) -> None:
    stranger = Person("ana", old.root.parent / "stranger", LATER)
    git(old.root, "config", "--unset", "apj.partner")
    ran = begin_anew(old, "--partner", "cleo", code=2)
    assert "There is no partner cleo here." in ran.err
    line = ("init", str(stranger.root), "--from", str(old.root))
    assert "It is not clear who you are in" in command_line(*line, folder=old.root.parent, code=2, at=LATER).err


def test_init_from_reports_every_unreadable_file_and_creates_nothing(old: Person) -> None:
    old.change("ana/2026-W48.md", "Three runs", '"Deep" work')
    old.change("ana/partner.md", "name: Ana Costa", "name: [Ana")
    ran = begin_anew(old, code=3)
    assert "ana/2026-W48.md:4:" in ran.err
    assert "ana/partner.md:" in ran.err
    assert not new(old).root.exists()
