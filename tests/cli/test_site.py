"""`apj site`: the journal as pages: what they show, what they leave out, and which files are written."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

import apjournal
from tests.helpers.demo import copied
from tests.helpers.folders import everything, touched
from tests.helpers.home import move_in
from tests.helpers.html_pages import HtmlPage, find_faults, read_pages
from tests.helpers.loaded_modules import loaded_by
from tests.helpers.people import Person, command_line
from tests.helpers.rows import row

EXAMPLE = Path(apjournal.__file__).parent.parent / "example-journal"
WEDNESDAY = "2026-11-25T10:00+01:00"
NEXT_MONDAY = "2026-11-30T10:00+01:00"
LARGEST = 100_000
EVERY_PAGE = {
    *("index.html", "weeks.html", "call.html", "insights.html", "learned.html", "agreement.html", "search.html"),
    *("parting.html", "weeks-2026.html", *(f"2026-W{number}.html" for number in range(36, 49))),
}


@pytest.fixture(scope="module")
def pages(demo_as_built: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, HtmlPage]:
    """The pages of the example journal on a Wednesday, for Ana."""
    with pytest.MonkeyPatch.context() as patch:
        move_in(tmp_path_factory.mktemp("home-of-pages"), patch)
        folder = copied(demo_as_built, tmp_path_factory.mktemp("pages") / "demo")
        return build(Person("ana", folder / "ana", WEDNESDAY))


def build(person: Person, *line: str, at: str | None = None) -> dict[str, HtmlPage]:
    """Build the pages next to the journal, and read them."""
    person.apj("site", "../pages", *line, at=at)
    return read_pages(person.root.parent / "pages")


def test_every_page_of_a_journal_is_well_formed_small_and_linked(pages: dict[str, HtmlPage]) -> None:
    assert pages.keys() >= EVERY_PAGE
    assert find_faults(pages) == []
    assert {name: len(page.text) for name, page in pages.items() if len(page.text.encode()) > LARGEST} == {}
    linked = {link for page in pages.values() for link in page.links}
    assert pages.keys() <= linked


@row(68)
def test_no_page_of_the_site_sends_a_request_to_a_server(pages: dict[str, HtmlPage]) -> None:
    for name, page in pages.items():
        policy = next(one["content"] for tag, one in page.elements if one.get("http-equiv"))
        assert policy.startswith("default-src 'none'; style-src 'sha256-"), name
        assert "unsafe" not in policy
        assert re.search(r"url\((?!#)", page.text) is None
        assert "@import" not in page.text


def test_the_page_of_a_week_shows_both_partners_with_plans_results_and_messages(pages: dict[str, HtmlPage]) -> None:
    week = pages["2026-W47.html"]
    assert [one for one in ("Ana Costa", "Ben Adler") if one not in week.words] == []
    for said in (
        "partly, page 6 of 8",
        "interest: if I open the site editor before noon then I write one paragraph first",
        "interest, expected: The site editor, closed again. The plan worked.",
        "learned I count on other people's offices as if they were mine",
        "duets: copy the second parts",
        "Kept by Ben Adler on Mon 16 Nov.",
    ):
        assert said in week.words
    assert {"2026-W46.html", "2026-W48.html"} <= set(week.links)


def test_the_page_of_a_week_marks_changes_since_the_kept_copy_word_by_word(pages: dict[str, HtmlPage]) -> None:
    week = pages["2026-W47.html"]
    assert '<del><span class="unseen">removed: </span>four</del>' in week.text
    assert '<ins><span class="unseen">added: </span>two of</ins>' in week.text
    assert "amended Two of the four are in bed with a fever" in week.words


def test_the_story_of_a_carried_goal_shows_each_week_and_how_its_words_changed(pages: dict[str, HtmlPage]) -> None:
    story = pages["goal_ana_chapter-3.html"]
    assert story.links.count("2026-W38.html") == 1
    assert "removed: Draft added: The first two pages of chapter 3" in story.words
    assert "goal_ana_chapter-3.html" in pages["2026-W38.html"].links
    assert "goal_ana_tax.html" not in pages, "it was a goal of one week"


def test_the_page_for_today_shows_the_call_the_state_and_the_next_step(pages: dict[str, HtmlPage]) -> None:
    today = pages["index.html"]
    assert "The next call is on Mon 30 Nov, 08:00 (09:00 for Ben), in 5 days." in today.words
    assert "Next: apj review" in today.words


def test_the_pages_for_call_insights_agreement_and_lessons_show_what_commands_show(
    pages: dict[str, HtmlPage],
) -> None:
    assert "Ana's report on 2026-W47, 16 to 22 November" in pages["call.html"].words
    assert "18 of 33 done, 10 partly, 1 dropped." in pages["insights.html"].words
    assert "We ask what got in the way. Advice is given when somebody asks for it." in pages["agreement.html"].words
    learned = pages["learned.html"].words
    assert learned.index("The plan names the tablet") < learned.index("An outline grows faster on paper")


def test_the_calendar_page_describes_each_week_in_words(pages: dict[str, HtmlPage]) -> None:
    week = next(one for _, one in pages["weeks.html"].elements if one.get("href") == "2026-W43.html")
    assert week["title"] == "19 to 25 October: Ana Costa 2 of 3; Ben Adler a week off"


def test_the_search_page_contains_every_week(
    pages: dict[str, HtmlPage],
) -> None:
    search = pages["search.html"]
    index = json.loads(search.scripts[0])
    assert len(index) == 25, "all but an empty week off"
    assert {week for week, _, text in index if "clockmaker" in text} >= {"2026-W38"}
    assert "weeks-2026.html" in search.links


def test_earlier_years_have_their_own_pages_of_the_search_and_the_record(demo: Path) -> None:
    ana = Person("ana", demo / "ana", WEDNESDAY)
    for week in ("2023-W40", "2024-W10", "2025-W20"):
        ana.write(f"ana/{week}.md", f"---\ngoals: [A goal of {week}]\noutcomes: {{1: done}}\n---\n")
    pages = build(ana)
    assert find_faults(pages) == []
    assert pages.keys() <= {link for page in pages.values() for link in page.links}
    for name, weeks, others in (
        ("search", {"2026-W48", "2025-W20"}, {"search-2024", "search-2023"}),
        ("search-2024", {"2024-W10"}, {"search", "search-2023"}),
        ("parting", {"2026-W48"}, {"parting-2025", "parting-2024", "parting-2023"}),
        ("parting-2025", {"2025-W20"}, {"parting", "parting-2024", "parting-2023"}),
    ):
        page = pages[f"{name}.html"]
        assert {week for week in ("2026-W48", "2025-W20", "2024-W10", "2023-W40") if week in page.text} == weeks, name
        assert {f"{other}.html" for other in others} <= set(page.links), name
    assert "The record of 2024 2026 2025 2024 2023 Ana Costa 1 of 1 done." in pages["parting-2024.html"].words
    assert 'aria-current="page">2025 and 2026</a>' in pages["search.html"].text


# ---- own report first


def test_until_i_give_my_due_report_the_pages_withhold_the_others_later_weeks(
    kept: tuple[Person, Person],
) -> None:
    ana, ben = kept
    ben.apj("report", "-o", "1=done", "--learned", "Essays are letters", at=NEXT_MONDAY)
    ben.apj("sync")
    ana.apj("sync", at=NEXT_MONDAY, code=None)
    pages = build(ana, at=NEXT_MONDAY)
    texts = "".join(page.text for page in pages.values())
    assert "Essays are letters" not in texts
    assert "Your report on 23 to 29 Nov (W48) comes first." in pages["2026-W48.html"].words
    assert "Send the grant draft to Ines" in pages["2026-W48.html"].words
    ana.apj("report", "-o", "1=done", "-o", "2=done")
    assert "Essays are letters" in build(ana)["2026-W48.html"].words


def test_after_a_skipped_report_the_pages_withhold_no_week(kept: tuple[Person, Person]) -> None:
    ana, _ = kept
    ana.apj("new-week", "-g", "Rest", "--without-report", "ill", "--no-edit", "--no-sync", at=NEXT_MONDAY)
    assert "Mark the essays" in build(ana)["2026-W48.html"].words


def test_the_pages_contain_no_private_notes(ana: Person) -> None:
    ana.write("private/diary.md", "A secret of mine\n")
    ana.write("ana/private/2026-W48.md", "---\ngoals: [A secret of mine]\n---\n")
    assert "secret of mine" not in "".join(page.text for page in build(ana).values())


def test_the_pages_contain_no_local_edit_of_a_partners_file(ana: Person) -> None:
    ana.write("ben/2026-W48.md", "---\ngoals: [Not by Ben]\n---\n")
    assert "Not by Ben" not in "".join(page.text for page in build(ana).values())


# ---- which files are written


def test_a_second_build_of_the_site_writes_no_file(ana: Person) -> None:
    build(ana)
    before = touched(ana.root.parent / "pages")
    assert "nothing has changed" in ana.apj("site", "../pages").out
    assert touched(ana.root.parent / "pages") == before


def test_after_an_edit_only_the_affected_pages_are_written(ana: Person) -> None:
    build(ana)
    ana.apj("log", "a", "quiet", "day")
    document = ana.apj("site", "../pages", "--json").json
    assert list(document) == ["folder", "pages", "written", "removed"]
    assert set(document["written"]) == {"2026-W48.html", "search.html", "index.html"}, "not shared yet"


def test_the_page_of_a_week_that_no_longer_exists_is_removed(kept: tuple[Person, Person]) -> None:
    ana, _ = kept
    ana.write("ana/2026-W50.md", "---\ngoals: [Rest]\n---\n")
    assert "2026-W50.html" in build(ana)
    (ana.root / "ana/2026-W50.md").unlink()
    assert ana.apj("site", "../pages", "--json").json["removed"] == ["2026-W50.html"]
    assert "2026-W50.html" not in read_pages(ana.root.parent / "pages")


def test_site_opens_the_first_page_in_the_browser_if_asked(ana: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[str] = []
    monkeypatch.setattr("click.launch", opened.append)
    build(ana)
    assert opened == []
    build(ana, "--open")
    assert opened == [str(ana.root.parent / "pages" / "index.html")]


def test_site_refuses_an_output_folder_that_contains_other_files(ana: Person) -> None:
    other = ana.root.parent / "pages" / "index.html"
    other.parent.mkdir()
    other.write_text("mine", "utf-8")
    assert "contains files that apj did not write" in ana.apj("site", "../pages", code=2).err
    assert everything(other.parent) == {"index.html": b"mine"}


def test_site_leaves_other_files_in_its_folder_unchanged(ana: Person) -> None:
    build(ana)
    folder = ana.root.parent / "pages"
    (folder / "photo.jpg").write_bytes(b"photo")
    ana.apj("log", "more")
    build(ana)
    assert (folder / "photo.jpg").read_bytes() == b"photo"


def test_site_does_not_overwrite_a_page_that_somebody_changed(ana: Person) -> None:
    build(ana)
    page = ana.root.parent / "pages" / "2026-W48.html"
    page.write_text("mine", "utf-8")
    ana.apj("log", "more")
    assert "was not written by apj, or somebody changed it since" in ana.apj("site", "../pages", code=2).err
    assert page.read_text("utf-8") == "mine"


@pytest.mark.parametrize("folder", [".", "ana", "ana/pages", "pages", ".git/pages", "../shared.git/pages"])
def test_site_refuses_an_output_folder_inside_a_journal_or_a_git_folder(ana: Person, folder: str) -> None:
    before = everything(ana.root)
    ana.apj("site", folder, code=2)
    assert everything(ana.root) == before


def test_the_pages_are_written_next_to_the_journal_by_default_and_are_not_shared(ana: Person) -> None:
    ana.apj("site")
    assert (ana.root.parent / "ana-site" / "index.html").is_file()
    assert ana.apj("commit", "--json").json["files"] == []


# ---- elsewhere


def test_site_works_without_history_and_says_so_once(tmp_path: Path) -> None:
    ran = command_line("site", str(tmp_path / "pages"), folder=EXAMPLE, as_="ana", at=WEDNESDAY)
    assert ran.out.count("no history here") == 1
    assert find_faults(read_pages(tmp_path / "pages")) == []


def test_if_it_is_unknown_who_i_am_the_pages_say_that_insights_are_missing(tmp_path: Path) -> None:
    command_line("site", str(tmp_path / "pages"), folder=EXAMPLE, at=WEDNESDAY)
    pages = read_pages(tmp_path / "pages")
    assert find_faults(pages) == []
    assert "apj --as HANDLE site. The partners are: ana, ben." in pages["insights.html"].words


def test_site_makes_pages_of_an_empty_journal(begun: tuple[Person, Person]) -> None:
    ana, _ = begun
    assert find_faults(build(ana)) == []


def test_a_users_own_template_changes_the_pages_made_from_it(
    ana: Person, own_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(own_home / "config"))
    own = own_home / "config/apj/templates/site/learned.html.j2"
    own.parent.mkdir(parents=True)
    own.write_text(
        '{% extends "site/base.html.j2" %}{% block content %}<p>{{ lines|length }} lessons</p>{% endblock %}', "utf-8"
    )
    ana.change("ana/2026-W48.md", "goals:", "learned: [Ask first, Rest]\ngoals:")
    assert "2 lessons" in build(ana)["learned.html"].words


def test_only_site_and_web_load_the_markdown_library(ana: Person) -> None:
    for line in (["show"], ["summary", "--format", "html"], ["call", "--format", "html"]):
        loaded = loaded_by(*line, folder=ana.root, APJ_NOW=WEDNESDAY, APJ_PARTNER="ana")
        assert {"markdown_it", "nh3"} & loaded == set(), line
    assert "apjournal.render.site" not in loaded_by("summary", folder=ana.root, APJ_NOW=WEDNESDAY)


def test_the_page_for_today_shows_the_time_of_the_last_fetch(kept: tuple[Person, Person], tmp_path: Path) -> None:
    kept[0].apj("site", str(tmp_path / "pages"), at="2026-11-25T18:00+01:00")
    page = (tmp_path / "pages" / "index.html").read_text("utf-8")
    assert "This is what the others had shared as of Mon 23 Nov, 08:00." in page
