"""The page that sync keeps in a partner's folder for a git host."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from markdown_it import MarkdownIt

from apjournal.model.views.host_page import FIRST_LINE
from tests.cli.stories import push_by_hand
from tests.helpers.people import Person, goals_kept, replay

Both = tuple[Person, Person]
PAGE = "ana/README.md"
TUESDAY = "2026-11-24T18:00+01:00"


def want_page(person: Person, host: str = "github") -> None:
    """Turn on a person's page, with a host that does not exist."""
    person.change(f"{person.handle}/partner.md", "page: false", "page: true")
    person.git("config", "apj.host", host)


def share_anas_page(folder: Path) -> Both:
    ana, ben = replay(goals_kept, folder)
    want_page(ana)
    ana.apj("sync")
    return ana, ben


@pytest.fixture
def paged(tmp_path: Path) -> Both:
    """Ana, who has shared a page, and Ben, who has not synced since."""
    return replay(share_anas_page, tmp_path / "journal")


def read_as_shown(person: Person) -> str:
    """Return the words of a page as a host shows them."""
    tokens = MarkdownIt().parse(person.read(f"{person.handle}/README.md"))
    inline = [token.children or () for token in tokens if token.type == "inline"]
    return "\n".join("".join(child.content for child in one) for one in inline)


def test_the_host_page_shows_the_goals_of_both_partners_and_who_kept_them(kept: tuple[Person, Person]) -> None:
    ana, _ = kept
    want_page(ana)
    assert ana.apj("sync", "--json").json["files"] == [PAGE, "ana/partner.md"]
    assert ana.read(PAGE).splitlines()[:2] == [FIRST_LINE, "# Ana and Ben"]
    shown = read_as_shown(ana)
    assert "Next call: Mon 23 Nov 2026, 09:00 for Ana, 10:00 for Ben." in shown
    assert "Send the grant draft to Ines: open" in shown
    assert "A copy was kept by Ben on Mon 23 Nov." in shown
    assert "Mark the essays: open" in shown
    assert "Complete the file" not in shown


def test_the_host_page_changes_only_when_there_is_news_and_is_not_part_of_kept_copies(
    kept: tuple[Person, Person],
) -> None:
    ana, ben = kept
    want_page(ana)
    ana.apj("sync", at=TUESDAY)
    want_page(ben)
    ben.apj("sync", at=TUESDAY)
    ben.apj("review", "--keep")
    before = ben.read("ben/kept.md")
    ben.apj("sync")
    ana.apj("sync")
    assert "A copy was kept by Ben on Tue 24 Nov." in read_as_shown(ana)
    for _ in range(2):
        assert ben.apj("sync", "--json").json["committed"] is None
        assert ana.apj("sync", "--json").json["committed"] is None
    assert ben.apj("review", "--keep", "--json").json["changes"] == []
    assert ben.read("ben/kept.md") == before
    assert ben.read("ben/README.md").count("[Your own page](../ana/README.md)") == 1
    assert ana.apj("verify", "--json").json["findings"] == []
    assert ben.apj("check", "--json").json["findings"] == []


def test_the_host_page_shows_received_goals_right_after_the_sync(paged: Both) -> None:
    ana, ben = paged
    push_by_hand(
        ben,
        {
            "ben/2026-W48.md": ben.read("ben/2026-W48.md").replace(
                "- Mark the essays", "- Mark *all* [essays](x)\noutcomes: [done]"
            )
        },
    )
    assert ana.apj("sync", "--json").json["pushed"]
    assert "1. Mark \\*all\\* \\[essays\\](x): **done**" in ana.read(PAGE)
    ben.apj("sync")
    assert ben.read(PAGE) == ana.read(PAGE)


def test_the_host_page_shows_the_kept_wording_of_a_reworded_goal(kept: tuple[Person, Person]) -> None:
    ana, _ = kept
    want_page(ana)
    ana.change("ana/2026-W48.md", "Three runs", "Two runs")
    ana.apj("sync")
    assert "Two runs: open (reworded; the kept copy says “Three runs”)" in read_as_shown(ana)


def test_sync_does_not_replace_a_readme_written_by_hand(kept: tuple[Person, Person]) -> None:
    ana, _ = kept
    want_page(ana)
    ana.write(PAGE, "# About me\n")
    assert "apj did not create ana/README.md" in " ".join(ana.apj("sync").out.split())
    assert ana.read(PAGE) == "# About me\n"


def test_the_note_about_a_readme_written_by_hand_appears_once(kept: tuple[Person, Person]) -> None:
    ana, ben = kept
    want_page(ana)
    ana.write(PAGE, "# About me\n")
    ben.apj("log", "Two essays")
    ben.apj("sync")
    assert ana.apj("sync").out.count("apj did not create") == 1
    assert "apj did not create" not in ana.apj("sync").out


@pytest.mark.parametrize("line", ["page: false\n", ""], ids=["false", "taken out"])
def test_the_host_page_is_removed_when_the_partner_file_no_longer_asks_for_it(
    kept: tuple[Person, Person], line: str
) -> None:
    ana, ben = kept
    want_page(ana)
    ana.change("ana/partner.md", "page: true", "calendar: true\npage: true")
    ana.apj("sync")
    ben.apj("sync")
    assert (ben.root / "ana/calendar.ics").exists()
    text = re.sub("(?m)^calendar: .*\n|^page: .*\n", "", ana.read("ana/partner.md"))
    ana.write("ana/partner.md", text.replace("name:", f"{line}name:", 1))
    ran = ana.apj("sync")
    assert "Removed: ana/README.md" in ran.out
    assert "Removed: ana/calendar.ics" in ran.out
    ben.apj("sync")
    for person in kept:
        assert not (person.root / PAGE).exists()
        assert not (person.root / "ana/calendar.ics").exists()
        assert person.git("status", "--porcelain") == ""
        assert person.apj("verify", "--json").json["findings"] == []
    assert ana.apj("sync", "--json").json["committed"] is None


def test_files_written_by_hand_stay_when_the_partner_file_asks_for_no_host_page_and_no_calendar(
    kept: tuple[Person, Person],
) -> None:
    ana, _ = kept
    ana.write(PAGE, "# About me\n")
    ana.write("ana/calendar.ics", "BEGIN:VCALENDAR\r\nPRODID:-//Mine//EN\r\nEND:VCALENDAR\r\n")
    ana.apj("sync")
    assert ana.read(PAGE) == "# About me\n"
    (ana.root / "ana/calendar.ics").unlink()
    assert "ana/calendar.ics is in the journal but not on this disk." in ana.apj("sync", code=1).err


def test_a_host_page_that_somebody_deleted_is_written_again(paged: Both) -> None:
    ana, _ = paged
    (ana.root / PAGE).unlink()
    assert ana.apj("commit", "--json").json["committed"] is None
    assert ana.apj("sync", "--json").json["committed"] is None
    assert ana.read(PAGE).startswith(FIRST_LINE)


def test_a_partner_whose_readme_is_written_by_hand_has_links_on_my_host_page(kept: tuple[Person, Person]) -> None:
    ana, ben = kept
    want_page(ben)
    ben.write("ben/README.md", "# About me\n")
    ben.apj("sync")
    want_page(ana)
    ana.apj("sync")
    assert "Your own page" not in ana.read(PAGE)
    assert "ben/2026-W49.md" in ana.read(PAGE)
    push_by_hand(ben, {"ben/README.md": f"{FIRST_LINE}\n"})
    ana.apj("sync")
    assert "[Your own page](../ben/README.md)" in ana.read(PAGE)


def test_the_host_page_is_shared_even_if_a_partners_goals_contain_my_private_words(paged: Both) -> None:
    ana, ben = paged
    ana.write("private/never-share.txt", "essays\nAcme\n")
    push_by_hand(ben, {"ben/2026-W48.md": ben.read("ben/2026-W48.md").replace("Mark the essays", "Mark all essays")})
    ran = ana.apj("sync", "--json").json
    assert ran["skipped"] == []
    assert "Mark all essays" in ana.git("show", f"origin/main:{PAGE}")
    ana.change("ana/2026-W48.md", "Three runs", "Three runs with Acme")
    ran = ana.apj("sync", "--json", code=1).json
    assert [(one["path"], ran["error"]["others"]) for one in ran["skipped"]] == [("ana/2026-W48.md", [])]
    assert "Acme" not in ana.git("show", f"origin/main:{PAGE}")


def test_a_kept_copy_appears_on_the_host_page_at_once(paged: Both) -> None:
    ana, ben = paged
    push_by_hand(ben, {"ben/2026-W48.md": ben.read("ben/2026-W48.md").replace("Mark the essays", "Mark all essays")})
    ana.apj("review", "--keep", at=TUESDAY)
    assert "A copy was kept by Ana on Tue 24 Nov." in read_as_shown(ana)
    assert ana.git("log", "-2", "--format=%s").splitlines() == ["ana 2026-W48: page", "ana 2026-W48: kept"]
    assert ana.git("rev-parse", "HEAD") == ana.git("rev-parse", "origin/main")
    assert ana.apj("sync", "--json").json["committed"] is None


def test_a_kept_copy_does_not_share_a_host_page_with_goals_that_are_not_shared(paged: Both) -> None:
    ana, ben = paged
    push_by_hand(ben, {"ben/2026-W48.md": ben.read("ben/2026-W48.md").replace("Mark the essays", "Mark all essays")})
    ana.change("ana/2026-W48.md", "Three runs", "Four runs")
    ana.apj("review", "--keep", at=TUESDAY)
    assert ana.git("log", "-1", "--format=%s", "origin/main") == "ana 2026-W48: kept"
    assert "Four runs" not in ana.git("show", f"origin/main:{PAGE}")


def test_the_host_pages_of_two_devices_never_conflict(paged: Both) -> None:
    ana, _ = paged
    desk = Person("ana", ana.root.parent / "desk")
    shutil.copytree(ana.root, desk.root)
    ana.change("ana/2026-W48.md", "Three runs", "Three runs at dawn")
    desk.change("ana/2026-W48.md", "Send the grant", "Post the grant")
    desk.apj("sync")
    ana.apj("sync")
    shown = read_as_shown(ana)
    assert "Post the grant draft to Ines" in shown
    assert "Three runs at dawn" in shown
    assert ana.git("status", "--porcelain") == ""
    assert ana.git("rev-parse", "HEAD") == ana.git("rev-parse", "@{u}")


def test_the_host_page_links_to_the_host_of_the_remote(kept: tuple[Person, Person]) -> None:
    ana, _ = kept
    want_page(ana, host="none")
    ana.apj("sync")
    text = ana.read(PAGE)
    assert "Add this to [ana/2026-W48.md](../ana/2026-W48.md), above the second `---`." in text
    assert "Create `ben/2026-W49.md` with this text:\n\n  ```\n  ---\n  goals:\n    - \n  ---\n  ```" in text
    ana.git("remote", "set-url", "origin", "git@codeberg.org:ana/our.git")
    ana.apj("sync", "--offline")
    assert "https://" not in ana.read(PAGE)
    ana.git("config", "--unset", "apj.host")
    ana.apj("sync", "--offline")
    text = ana.read(PAGE)
    assert "](https://codeberg.org/ana/our/_new/main?filename=ben/2026-W49.md&value=---%0Agoals%3A" in text
    assert "](https://codeberg.org/ana/our/_edit/main/ben/kept.md)" in text
    assert "open https://codeberg.org/ana/our/src/branch/main/ana in" in " ".join(ana.apj("invite").out.split())


def test_the_host_page_of_a_single_partner_says_how_to_begin(begun: tuple[Person, Person]) -> None:
    ana, _ = begun
    want_page(ana, host="none")
    shutil.rmtree(ana.root / "ben")
    ana.commit()
    ana.apj("sync", "--offline", code=None)
    assert "replace `your-name` with your first name" in ana.read(PAGE)
