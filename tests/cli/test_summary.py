"""`apj summary`: both records for a span, as text, Markdown, JSON, or with the user's template."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.helpers.folders import everything
from tests.helpers.people import Person, command_line

WEDNESDAY = "2026-11-25T10:00+01:00"
LATE = ("--since", "W44", "--until", "W47")


@pytest.fixture
def demo_ana(demo: Path) -> Person:
    return Person("ana", demo / "ana", WEDNESDAY)


def weeks(document: dict[str, list[dict[str, list[dict[str, str]]]]]) -> list[list[str]]:
    return [[week["week"] for week in partner["weeks"]] for partner in document["partners"]]


def test_summary_covers_the_last_four_weeks_of_all_partners_by_default(demo_ana: Person) -> None:
    document = demo_ana.apj("summary", "--json").json
    assert list(document) == ["since", "until", "partners"]
    assert (document["since"], document["until"]) == ("2026-W45", "2026-W48")
    assert [list(partner) for partner in document["partners"]] == [["partner", "name", "weeks"]] * 2
    assert [partner["name"] for partner in document["partners"]] == ["Ana Costa", "Ben Adler"]
    assert weeks(document) == [["2026-W45", "2026-W46", "2026-W47", "2026-W48"]] * 2


def test_summary_accepts_a_first_and_a_last_week(demo_ana: Person) -> None:
    assert weeks(demo_ana.apj("summary", *LATE, "--json").json) == [[f"2026-W{number}" for number in range(44, 48)]] * 2
    assert weeks(demo_ana.apj("summary", "--since", "2020", "--until", "2026-W36", "--json").json) == [["2026-W36"]] * 2
    assert weeks(demo_ana.apj("summary", "--since", "2030", "--until", "2031", "--json").json) == [[], []]


def test_summary_reads_a_week_number_as_a_past_week(demo_ana: Person) -> None:
    document = demo_ana.apj("summary", "--since", "W36", "--json").json
    assert (document["since"], document["until"]) == ("2026-W36", "2026-W48")
    document = demo_ana.apj("summary", "--since", "W50", "--until", "W10", "--json", at="2027-04-01T10:00+01:00").json
    assert (document["since"], document["until"]) == ("2026-W50", "2027-W10")


def test_summary_refuses_a_month(demo_ana: Person) -> None:
    ran = demo_ana.apj("summary", "--since", "2026-11", code=2)
    assert ran.err.startswith("2026-11 is a month, not a week.")


def test_summary_accepts_one_partner(demo_ana: Person) -> None:
    document = demo_ana.apj("summary", "--partner", "ben", "--json").json
    assert [partner["partner"] for partner in document["partners"]] == ["ben"]


@pytest.mark.parametrize("form", ["text", "md", "json"])
def test_each_format_of_summary_can_be_printed_or_written_to_a_file(demo_ana: Person, form: str) -> None:
    shown = demo_ana.apj("summary", "--format", form)
    written = demo_ana.apj("summary", "--format", form, "-o", "out.txt")
    assert shown.out
    assert shown.err == ""
    assert (demo_ana.root / "out.txt").read_text("utf-8") == shown.out
    assert written.out == ""


def test_summary_format_json_equals_the_option_json(demo_ana: Person) -> None:
    assert demo_ana.apj("summary", "--format", "json").out == demo_ana.apj("summary", "--json").out
    mistake = demo_ana.apj("summary", "--format", "json", "--since", "never", code=2)
    assert mistake.json["error"]["exit"] == 2


def test_the_html_page_of_a_summary_is_written_to_a_file(demo_ana: Person) -> None:
    told = demo_ana.apj("summary", "--format", "html", "-o", "parting.html")
    assert "parting.html" in told.err
    assert demo_ana.read("parting.html").startswith("<!doctype html>")
    assert "Send the grant draft to Ines" in demo_ana.read("parting.html")


def test_the_markdown_of_a_summary_has_a_heading_for_each_partner_and_week(demo_ana: Person) -> None:
    lines = demo_ana.apj("summary", "--format", "md").out.splitlines()
    assert [line for line in lines if line.startswith("## ")] == ["## Ana Costa", "## Ben Adler"]
    assert sum(line.startswith("### ") for line in lines) == 8


def test_summary_reports_a_file_that_cannot_be_written(demo_ana: Person) -> None:
    ran = demo_ana.apj("summary", "-o", "nowhere/out.md", code=4)
    assert "nowhere/out.md" in ran.err
    assert ran.out == ""


def test_summary_never_overwrites_files_of_git_or_a_journal(demo_ana: Person) -> None:
    (demo_ana.root / "theirs").symlink_to(demo_ana.root.parent / "ben" / "ben")
    (demo_ana.root / "link.md").symlink_to("ana/2026-W48.md")
    before = everything(demo_ana.root.parent)
    for name in (
        *("ana/2026-W48.md", "ben/new.md", "ana/drafts/new.md", "agreement.md", "readme.md", ".gitattributes"),
        *(".git/config", ".git/new", "../shared.git/config", "../ben/ben/2026-W48.md", "theirs/new.md", "link.md", "-"),
        *("ana/../ben/new.md", "ana"),
    ):
        for line in (("summary",), ("call",), ("call", "--medium", "voice"), ("leave", "--yes")):
            assert demo_ana.apj(*line, "-o", name, code=2).err.startswith(f"{name} ")
    assert everything(demo_ana.root.parent) == before


def test_template_and_output_paths_are_relative_to_the_folder_option(demo_ana: Person, tmp_path: Path) -> None:
    (tmp_path / "mine.j2").write_text("{{ since }} to {{ until }}\n", "utf-8")
    command_line(
        *("-C", str(demo_ana.root), "summary", "--template", "../../mine.j2", "-o", "out.txt"),
        *("--since", "W47", "--until", "W48"),
        folder=tmp_path,
        at=WEDNESDAY,
    )
    assert (demo_ana.root / "out.txt").read_text("utf-8") == "2026-W47 to 2026-W48\n"


def test_a_users_own_template_gets_the_document_of_summary(demo_ana: Person, tmp_path: Path) -> None:
    counts = "{% for week in one.weeks %} {{ week.goals|length }}{% endfor %}"
    lines = ("{% for one in partners %}", "{{ one.partner }}:" + counts, "", "{% endfor %}", "")
    (tmp_path / "mine.j2").write_text("\n".join(lines), "utf-8")
    out = demo_ana.apj("summary", "--template", str(tmp_path / "mine.j2")).out
    document = demo_ana.apj("summary", "--json").json
    assert out == "".join(
        f"{partner['partner']}: {' '.join(str(len(week['goals'])) for week in partner['weeks'])}\n"
        for partner in document["partners"]
    )


def test_an_invalid_template_is_refused(demo_ana: Person, tmp_path: Path) -> None:
    for text in (
        *("{{ nothing_like_it }}", "{% for %}", "{{ ''.__class__.__mro__ }}"),
        "{% include '/etc/passwd' %}{{ 1/0 }}",
    ):
        (tmp_path / "mine.j2").write_text(text, "utf-8")
        ran = demo_ana.apj("summary", "--template", str(tmp_path / "mine.j2"), code=2)
        assert len(ran.err.splitlines()) == 2, text


def test_a_missing_template_is_refused(demo_ana: Person) -> None:
    for name in ("no-such.j2", ".", "..", "../no-such.j2", ""):
        demo_ana.apj("summary", "--template", name, code=2)


def test_a_template_in_my_settings_replaces_the_built_in_one(demo_ana: Person, own_home: Path) -> None:
    folder = own_home / ".config" / "apj" / "templates"
    folder.mkdir(parents=True)
    (folder / "summary.md.j2").write_text("{{ title }}\n", "utf-8")
    assert len(demo_ana.apj("summary", "--format", "md").out.splitlines()) == 1


def test_a_template_name_is_looked_up_in_my_settings(demo_ana: Person, own_home: Path) -> None:
    hint = demo_ana.apj("summary", "--template", "mine.txt", code=2).err.splitlines()[1]
    folder = Path(hint.removeprefix("Put a template of this name in ").removesuffix("."))
    folder.mkdir(parents=True)
    (folder / "mine.txt").write_text("{{ title }}\n", "utf-8")
    demo_ana.write("mine.txt", "stolen\n")
    assert demo_ana.apj("summary", "--template", "mine.txt").out == "2026-W45 to 2026-W48\n"


def test_templates_in_a_journal_are_never_used(demo_ana: Person) -> None:
    demo_ana.write("templates/summary.md.j2", "stolen\n")
    demo_ana.write("summary.md.j2", "stolen\n")
    assert "stolen" not in demo_ana.apj("summary", "--format", "md").out
    (demo_ana.root.parent / "link.md.j2").symlink_to(demo_ana.root / "summary.md.j2")
    for name in ("./summary.md.j2", "templates/summary.md.j2", str(demo_ana.root / "summary.md.j2"), "../link.md.j2"):
        ran = demo_ana.apj("summary", "--template", name, code=2)
        assert ran.err.startswith(f"{name} is in a journal. apj does not use templates from a journal.")


def test_template_code_in_a_partners_text_is_not_run(demo_ana: Person) -> None:
    demo_ana.write("ben/2026-W48.md", '---\ngoals:\n  - "{{ 7 * 6 }} <b> [x](javascript:1)"\n---\n')
    demo_ana.commit()
    out = demo_ana.apj("summary", "--format", "md", "--partner", "ben").out
    assert "42" not in out
    assert "{{ 7" in out
    assert "<b>" not in out


def test_summary_shows_an_unreadable_week_from_its_last_readable_version(demo_ana: Person) -> None:
    demo_ana.write("ben/2026-W48.md", '---\ngoals:\n  - "Deep" work\n---\n')
    demo_ana.commit()
    (partner,) = demo_ana.apj("summary", "--partner", "ben", "--since", "W48", "--json").json["partners"]
    (week,) = partner["weeks"]
    assert list(week["unreadable"]) == ["line", "column", "message"]
    assert week["unreadable"]["line"] == 3
    assert week["goals"]


def test_summary_can_write_json_to_a_file(demo_ana: Person) -> None:
    demo_ana.apj("summary", "--json", "-o", "out.json")
    assert json.loads((demo_ana.root / "out.json").read_text("utf-8"))["since"] == "2026-W45"


def test_summary_json_with_an_output_file_is_also_printed(demo_ana: Person) -> None:
    assert demo_ana.apj("summary", "--json", "-o", "out.json").out == demo_ana.read("out.json")
    stopped = demo_ana.apj("summary", "--json", "-o", "nowhere/out.json", code=4).json
    assert (stopped["since"], stopped["error"]["exit"]) == ("2026-W45", 4)


def test_a_users_own_template_gets_the_values_of_front_matter_as_they_were_typed(demo: Path, tmp_path: Path) -> None:
    week = demo / "ana" / "ana" / "2026-W48.md"
    week.write_text(week.read_text("utf-8").replace("apj: 1\n", "apj: 1\nmood: '<b>calm</b>'\n", 1), "utf-8")
    for name, shown in (("mine.html.j2", "&lt;b&gt;calm"), ("mine.md.j2", "\\<b\\>calm")):
        template = tmp_path / name
        template.write_text(
            "{% for p in partners %}{% for w in p.weeks %}{{ w.typed.get('mood', '') }}{% endfor %}{% endfor %}\n",
            "utf-8",
        )
        ran = command_line(
            "summary", "--since", "W48", "--template", str(template), folder=demo / "ana", at="2026-11-25T10:00+01:00"
        )
        assert ran.out.startswith(shown)
