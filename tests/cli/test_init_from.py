"""`apj init --from`: a new journal with somebody else, with my own folder and no other."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.helpers.folders import everything
from tests.helpers.people import Person, Ran, command_line, goals_kept, join, replay
from tests.helpers.repos import git

LATER = "2026-12-07T09:30+01:00"


@pytest.fixture
def former(tmp_path: Path) -> Person:
    """Ana in the journal that she had with Ben: she has kept his goals, and has more in her folder than weeks."""
    return replay(fill_folder, tmp_path / "journal")[0]


def fill_folder(folder: Path) -> tuple[Person, Person]:
    ana, ben = replay(goals_kept, folder)
    ana.apj("review", "ben", "--keep")
    ana.write("ana/parked.md", "- [ ] a podcast\n")
    ana.write("ana/reading/list.md", "# To read\n")
    ana.write("ana/photo.jpg", "no text")
    ana.write("private/diary.md", "mine\n")
    ana.write("ana/private/letter.md", "mine\n")
    ana.change("ana/partner.md", "keeps:", "keeps: [ben]")
    ana.change("ana/partner.md", "## Aims\n", "## Aims\n- Finish the book\n")
    ana.apj("sync")
    return ana, ben


def begin_anew(old: Person, *more: str, code: int = 0, at: str = LATER) -> Ran:
    return old.apj("init", str(old.root.parent / "anew"), "--from", str(old.root), *more, code=code, at=at)


def new(old: Person) -> Person:
    return Person("ana", old.root.parent / "anew", LATER)


def tracked(person: Person) -> list[str]:
    return person.git("ls-tree", "-r", "--name-only", "HEAD").split("\n")


# ---- what comes along


def test_init_from_copies_only_my_own_files(former: Person) -> None:
    said = begin_anew(former).out.replace("\n", " ")
    ana = new(former)
    assert tracked(ana) == [
        *(".gitattributes", ".gitignore", "README.md", "agreement.md", "ana/2026-W48.md", "ana/parked.md"),
        *("ana/partner.md", "ana/reading/list.md"),
    ]
    for path in ("ana/2026-W48.md", "ana/parked.md", "ana/reading/list.md"):
        assert ana.read(path) == former.read(path)
    assert not (ana.root / "private").exists()
    assert not (ana.root / "ana/private").exists()
    assert not (ana.root / "ana/kept.md").exists()
    assert "The copies that you kept of other partners' goals stay in that journal." in said
    assert ana.git("status", "--porcelain") == ""
    assert ana.git("log", "--format=%an <%ae> %s") == "Ana Costa <ana@example.org> ana: the journal begins"


def test_init_from_accepts_the_new_agreement_and_removes_the_former_partners(former: Person) -> None:
    former.change("ana/partner.md", "left:", "left: 2026-12-01")
    begin_anew(former)
    ana = new(former)
    text = ana.read("ana/partner.md")
    assert f"agreed: {ana.git('rev-parse', 'HEAD:agreement.md')} " in text
    assert "agreed_on: 2026-12-07" in text
    assert "\nkeeps: " in text
    assert "ben" not in text
    assert "2026-12-01" not in text
    assert text.endswith("## Aims\n- Finish the book\n")
    assert [one["signed"] for one in ana.apj("agree", "--no-sign", "--json").json["partners"]] == [True]


def test_init_from_leaves_the_other_journal_unchanged(former: Person) -> None:
    before = everything(former.root)
    begin_anew(former)
    assert everything(former.root) == before


def test_verify_and_check_have_no_findings_in_a_journal_made_by_init_from(former: Person) -> None:
    begin_anew(former, "--shared", str(former.root.parent / "anew.git"))
    ana, cleo = new(former), Person("cleo", former.root.parent / "cleo", LATER)
    join(cleo, former.root.parent / "anew.git", "Cleo Dahl", "Europe/Berlin")
    cleo.apj("review", "--keep")
    ana.apj("sync")
    for person in (ana, cleo):
        assert person.apj("verify", "--json").json["findings"] == []
        assert person.apj("check", "--strict", "--json").json["findings"] == []
    assert [week["week"] for week in cleo.apj("show", "ana", "W48", "--json").json["weeks"]] == ["2026-W48"]
    assert [partner["kept"] for partner in ana.apj("status", "--json").json["partners"]] == [False]


def test_options_of_init_from_replace_values_of_the_copied_partner_file(former: Person) -> None:
    begin_anew(former, "--name", "Ana C.", "--email", "ana@elsewhere.example", "--timezone", "Europe/Paris")
    text = new(former).read("ana/partner.md")
    assert "name: Ana C.\nemail: ana@elsewhere.example\n" in text
    assert "timezone: Europe/Paris\n" in text
    assert "timezone: Europe/Paris\n" in new(former).read("agreement.md")


def test_init_from_also_copies_uncommitted_text(former: Person) -> None:
    former.change("ana/2026-W48.md", "Three runs", "Two runs")
    begin_anew(former)
    assert "Two runs" in new(former).git("show", "HEAD:ana/2026-W48.md")


def test_init_from_reports_messages_to_a_former_partner(former: Person) -> None:
    assert "still contain your messages" not in " ".join(begin_anew(former).out.split())
    former.write("ana/2026-W48.md", former.read("ana/2026-W48.md") + "\n## To ben\n- thank: for Thursday\n")
    again = former.apj("init", str(former.root.parent / "again"), "--from", str(former.root), at=LATER)
    assert "Your weeks still contain your messages to ben." in again.out


def test_init_from_writes_a_missing_partner_file(former: Person) -> None:
    (former.root / "ana/partner.md").unlink()
    begin_anew(former, "--email", "ana@example.org", "--timezone", "Europe/Lisbon")
    assert "email: ana@example.org" in new(former).read("ana/partner.md")


# ---- the numbers of the weeks


def test_init_from_keeps_the_former_terms_so_that_old_weeks_keep_their_counts(former: Person) -> None:
    former.change("agreement.md", "cadence: weekly", "cadence: fortnightly")
    former.change("agreement.md", "areas: [professional, personal]", "areas: [sea, land]")
    before = former.apj("show", "ana", "2026-W48", "--json", at=LATER).json["weeks"][0]
    begin_anew(former)
    after = new(former).apj("show", "ana", "2026-W48", "--json").json["weeks"][0]
    assert before["report_due"] == after["report_due"] == "2026-12-07"
    assert [goal["state"] for goal in after["goals"]] == [goal["state"] for goal in before["goals"]]
    text = new(former).read("agreement.md")
    assert "{until: 2026-W49, mode: two-sided, cadence: fortnightly, day: monday}" in text
    assert "areas: [sea, land]" in text


def test_init_from_writes_no_former_terms_if_the_terms_are_equal(former: Person) -> None:
    begin_anew(former)
    assert "until:" not in new(former).read("agreement.md")


def test_init_from_copies_terms_that_ended_earlier(former: Person) -> None:
    former.change("agreement.md", "earlier: ", "earlier: [{until: 2026-W40, mode: peer-support}] ")
    begin_anew(former)
    assert "{until: 2026-W40, mode: peer-support}" in new(former).read("agreement.md")


# ---- what stands in the way


def test_init_from_does_not_overwrite_files(former: Person) -> None:
    new(former).write("ana/2026-W48.md", "mine\n")
    before = everything(new(former).root)
    assert "ana/2026-W48.md" in begin_anew(former, code=2).err
    assert everything(new(former).root) == before


def test_init_from_requires_a_journal(former: Person, tmp_path: Path) -> None:
    ran = former.apj("init", str(tmp_path / "anew"), "--from", str(tmp_path), code=2, at=LATER)
    assert "There is no journal in" in ran.err


def test_init_from_refuses_a_folder_inside_the_other_journal(former: Person) -> None:
    ran = former.apj("init", str(former.root / "anew"), "--from", str(former.root), code=2, at=LATER)
    assert "inside the other journal" in ran.err
    assert not (former.root / "anew").exists()


def test_init_from_must_know_which_partner_i_am(former: Person) -> None:
    stranger = Person("ana", former.root.parent / "stranger", LATER)
    git(former.root, "config", "--unset", "apj.partner")
    ran = begin_anew(former, "--partner", "cleo", code=2)
    assert "This journal has no partner cleo." in ran.err
    line = ("init", str(stranger.root), "--from", str(former.root))
    told = command_line(*line, folder=former.root.parent, code=2, at=LATER).err
    assert "It is not clear who you are in" in told
    assert "Add: --partner HANDLE. The partners are: ana, ben." in told


def test_init_from_reports_every_unreadable_file_and_does_not_create_a_journal(former: Person) -> None:
    former.change("ana/2026-W48.md", "Three runs", '"Deep" work')
    former.change("ana/partner.md", "name: Ana Costa", "name: [Ana")
    ran = begin_anew(former, code=3)
    assert "ana/2026-W48.md:4:" in ran.err
    assert "ana/partner.md:" in ran.err
    assert not new(former).root.exists()
