"""`apj check`: every file against the format, and the repair of errors that have one."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.helpers.folders import everything
from tests.helpers.people import FIVE_LINES, Person, command_line

KEYS = ["errors", "warnings", "hints", "findings"]
BROKEN = '---\ngoals:\n  - "Deep" work\n  - Runs #health\n---\n'
Both = tuple[Person, Person]


def texts(person: Person) -> dict[str, bytes | str | None]:
    return {name: text for name, text in everything(person.root).items() if not name.startswith(".git/apj")}


# ---- what is said


def test_the_last_line_of_check_is_the_number_of_files(ana: Person) -> None:
    ran = ana.apj("check")
    assert ran.out.splitlines()[-1].endswith(" files.")
    assert ran.err == ""


def test_check_json_has_zero_counts_for_a_clean_journal(ana: Person) -> None:
    document = ana.apj("check", "--json").json
    assert list(document) == KEYS
    assert document == {"errors": 0, "warnings": 0, "hints": 0, "findings": []}


def test_check_shows_the_position_of_each_finding_and_its_fix(ana: Person) -> None:
    ana.write("ana/2026-W48.md", BROKEN)
    ran = ana.apj("check", code=1)
    assert ran.out.startswith("ana/2026-W48.md:3:5: ")
    assert "apj check --fix" in ran.out
    assert ran.out.splitlines()[-1].startswith("1 error")


def test_a_finding_in_check_json_has_all_keys(ana: Person) -> None:
    ana.write("ana/2026-W48.md", BROKEN)
    document = ana.apj("check", "--json", code=1).json
    assert (document["errors"], document["warnings"]) == (1, 1)
    first = document["findings"][0]
    assert list(first) == ["path", "line", "column", "level", "code", "message", "fix"]
    assert (first["path"], first["line"], first["column"]) == ("ana/2026-W48.md", 3, 5)
    assert (first["level"], first["code"]) == ("error", "quote")
    assert "error" not in document


def test_check_format_json_equals_check_json(ana: Person) -> None:
    ana.write("ana/2026-W48.md", BROKEN)
    assert ana.apj("check", "--format", "json", code=1).out == ana.apj("check", "--json", code=1).out


def test_format_github_writes_workflow_commands(ana: Person) -> None:
    ana.write("ana/2026-W48.md", BROKEN)
    lines = ana.apj("check", "--format", "github", code=1).out.splitlines()
    assert lines[0].startswith("::error file=ana/2026-W48.md,line=3,col=5")
    assert lines[1].startswith("::warning file=ana/2026-W48.md,line=4")
    assert lines[-1].startswith("1 error")


def test_check_exits_with_1_on_an_error_in_a_partners_file(ana: Person) -> None:
    ana.write("ben/2026-W48.md", BROKEN)
    ana.commit()
    assert ana.apj("check", code=1).out.startswith("ben/2026-W48.md:3:5: ")


def test_check_strict_exits_with_1_on_a_warning(ana: Person) -> None:
    ana.change("ana/2026-W48.md", "Three runs", "Three runs #health")
    assert ana.apj("check", "--json").json["warnings"] == 1
    ana.apj("check", "--strict", code=1)


def test_check_strict_exits_with_0_if_there_are_only_hints(ana: Person) -> None:
    ana.write("ana/2026-W48.md", "---\ngoals: [a, b, c, d, e, f]\n---\n")
    assert ana.apj("check", "--strict", "--json").json["hints"] == 1


def test_a_file_in_a_newer_format_is_an_error(ana: Person) -> None:
    ana.write("ana/2026-W48.md", "---\napj: 2\ngoals: [One page]\n---\n")
    document = ana.apj("check", "--json", code=1).json
    assert [(finding["level"], finding["code"]) for finding in document["findings"]] == [("error", "newer_format")]


@pytest.mark.parametrize(
    ("path", "front"),
    [
        ("ana/2026-W48.md", "goals:\n  - a #b\n  - &x c\u200b\n  - *x\noutcomes: 5"),
        ("ana/2026-W48.md", "goals: [a]\noutcome: 5\naway: ye"),
        ("ana/2026-W48.md", 'goals:\n  - "Deep" work'),
        ("ana/partner.md", "asks: [obstacle]"),
        ("agreement.md", "cadence: weeekly"),
    ],
)
def test_check_proposes_no_repair_in_a_newer_format(ana: Person, path: str, front: str) -> None:
    text = f"---\napj: 2\n{front}\n---\n"
    ana.write(path, text)
    for line in (("check", "--json"), ("check", "--fix", "--json")):
        document = ana.apj(*line, code=1).json
        own = [finding for finding in document["findings"] if finding["path"] == path]
        assert own[0]["code"] == "newer_format"
        assert [finding["fix"] for finding in own] == [None] * len(own)
        assert {finding["code"] for finding in own} <= {"newer_format", "hidden_character"}
    assert ana.read(path) == text


@pytest.mark.parametrize(("encoding", "newline"), [("cp1252", "\n"), ("utf-16", "\r\n")])
def test_check_fix_converts_a_file_of_an_old_editor_to_utf_8(ana: Person, encoding: str, newline: str) -> None:
    text = newline.join(("---", "# mine", "goals:", "  - Deep: Fête au café", "  - Grüße", "---", "Un été", ""))
    path = ana.root / "ana/2026-W48.md"
    path.write_bytes(text.encode(encoding))
    assert "Next: apj check --fix ana/2026-W48.md" in ana.apj("status").out
    assert 'such as "Fête"' in ana.apj("check", code=1).out
    assert "2 fixed" in ana.apj("check", "--fix").out
    assert path.read_bytes() == text.replace("Deep: Fête au café", '"Deep: Fête au café"').encode()
    ana.apj("undo")
    assert path.read_bytes() == text.encode(encoding)


def test_check_converts_no_file_in_a_newer_format_or_of_a_partner(ana: Person) -> None:
    data = "---\napj: 2\ngoals: [Fête]\n---\n".encode("cp1252")
    (ana.root / "ana/2026-W48.md").write_bytes(data)
    (ana.root / "ben/2026-W48.md").write_bytes(data.replace(b"2", b"1", 1))
    document = ana.apj("check", "--fix", "--json", code=1).json
    assert [one["fix"] for one in document["findings"] if one["path"] == "ana/2026-W48.md"] == [None]
    assert (ana.root / "ana/2026-W48.md").read_bytes() == data
    assert (ana.root / "ben/2026-W48.md").read_bytes() == data.replace(b"2", b"1", 1)


@pytest.mark.parametrize(
    ("path", "text", "code"),
    [
        ("agreement.md", "---\napj: 1\nmode: both\n---\n", "word"),
        ("ana/2026-W48.md", "---\ngoals:\n  - goal: Run\n    area: profesional\n---\n", "unknown_area"),
        ("agreement.md", "---\napj: 1\nlisteners: [cleo]\n---\n", "unknown_partner"),
        ("ana/partner.md", "---\nkeeps: [Ben Adler]\n---\n", "handle"),
        ("ana/kept.md", "# Kept\n- 2026-W48\n", "kept_line"),
        ("ana/2026-w49.md", FIVE_LINES, "week_name"),
        ("ana/2026-W49.md", "---\npartner: ben\n---\n", "path"),
        ("Cleo/partner.md", "---\nname: Cleo\n---\n", "folder_name"),
        ("Zoe/2026-W48.md", FIVE_LINES, "folder_name"),
        ("ana/2026-W47.MD", FIVE_LINES, "week_name"),
        ("ana/2026-W47.markdown", FIVE_LINES, "week_name"),
        ("ana/notes.md", "a\u202eb\n", "hidden_character"),
        ("ana/2026-W54.md", FIVE_LINES, "week_name"),
        ("ana/2026/2026-W48.md", FIVE_LINES, "week_name"),
        ("ana/2026-W48.sync-conflict-20261123-101010-ABCDEFG.md", FIVE_LINES, "week_name"),
    ],
)
def test_check_reads_every_kind_of_file(ana: Person, path: str, text: str, code: str) -> None:
    ana.write(path, text)
    document = ana.apj("check", "--json", code=None).json
    assert code in {finding["code"] for finding in document["findings"] if finding["path"] == path}


def test_check_gives_a_hint_about_an_unknown_area_until_the_agreement_lists_it(ana: Person) -> None:
    ana.write("ana/2026-W48.md", "---\ngoals:\n  - goal: Weed the beds\n    area: garden\n---\n")
    assert "garden" in ana.apj("check", "--strict").out
    ana.change("agreement.md", "areas: [professional, personal]", "areas: [professional, personal, garden]")
    assert "garden" not in ana.apj("check", code=None).out
    ana.change("agreement.md", "areas: [professional, personal, garden]", "areas: []")
    assert "garden" not in ana.apj("check", code=None).out


def test_check_reports_a_misnamed_folder_once_and_a_private_folder_never(ana: Person) -> None:
    for path in ("Zoe/2026-W47.md", "Zoe/2026-W48.md", "private/2026-W48.md", ".old/2026-W48.md", "notes/2026-w48.md"):
        ana.write(path, FIVE_LINES)
    ana.write("Cleo/partner.md", "---\nname: Cleo\n---\n")
    ana.write("Cleo/2026-W48.md", FIVE_LINES)
    found = ana.apj("check", "--json").json["findings"]
    assert [(one["path"], one["code"]) for one in found] == [
        ("Cleo/partner.md", "folder_name"),
        ("Zoe/2026-W47.md", "folder_name"),
    ]


# ---- which files


def test_check_accepts_paths_of_files_and_folders(ana: Person) -> None:
    ana.write("ana/2026-W48.md", BROKEN)
    for path in ("ana/2026-W48.md", "ana", "ana/", ".", "ana/../ana/2026-W48.md"):
        ana.apj("check", path, code=1)
    assert ana.apj("check", "ben", "agreement.md").out == "No errors in 4 files.\n"


def test_check_accepts_paths_relative_to_the_current_directory_and_to_the_journal(ana: Person) -> None:
    ana.write("ana/2026-W48.md", BROKEN)
    for path in ("2026-W48.md", "./2026-W48.md", "../ana/2026-W48.md", "ana/2026-W48.md", str(ana.root / "ana")):
        assert command_line("check", path, folder=ana.root / "ana", as_="ana", code=1).out.startswith(
            "ana/2026-W48.md:"
        )


def test_check_follows_a_symlink_to_the_journal(ana: Person, tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(ana.root)
    ana.write("ana/2026-W48.md", BROKEN)
    command_line("check", "ana/2026-W48.md", folder=tmp_path / "link", as_="ana", code=1)
    command_line("check", str(ana.root / "ana/2026-W48.md"), folder=tmp_path / "link", as_="ana", code=1)


def test_files_that_are_not_part_of_the_format_have_no_errors(ana: Person) -> None:
    (ana.root / "desk.jpg").write_bytes(b"\xff\xd8")
    assert ana.apj("check", "README.md", "desk.jpg", ".gitignore", "--json").json["errors"] == 0


def test_check_refuses_a_path_outside_the_journal(ana: Person) -> None:
    for paths in (("nothing.md",), ("ana/2026-W48.md", "nothing.md"), ("/etc/hostname",), ("..",)):
        ana.apj("check", *paths, code=2)


def test_check_accepts_the_paths_of_staged_files_from_a_hook(ana: Person) -> None:
    ana.write("ana/2026-W48.md", BROKEN)
    ana.git("add", ".")
    staged = ana.git("diff", "--cached", "--name-only").split()
    ana.apj("check", *staged, code=1)


# ---- repairing


def test_check_fix_repairs_the_file_and_lists_what_it_fixed(ana: Person) -> None:
    ana.write("ana/2026-W48.md", BROKEN)
    ran = ana.apj("check", "--fix")
    assert "ana/2026-W48.md:3:5: " in ran.out
    assert "fixed: " in ran.out
    (week,) = ana.apj("show", "ana", "--json").json["weeks"]
    assert [goal["goal"] for goal in week["goals"]][:2] == ['"Deep" work', "Runs #health"]
    assert ana.apj("check").out == ana.apj("check", "--fix").out


def test_check_fix_removes_hidden_characters_next_to_other_repairs(ana: Person) -> None:
    ana.write("ana/2026-W48.md", "---\napj:\u202e 1\ngoals:\n  - *Three\u202e runs*\n  - Ship: v\u202e1\n---\n")
    ana.apj("check", "--fix")
    assert ana.read("ana/2026-W48.md") == '---\napj: 1\ngoals:\n  - "*Three runs*"\n  - "Ship: v1"\n---\n'


def test_check_fix_changes_only_the_lines_with_findings(ana: Person) -> None:
    text = BROKEN.replace("\n", "\r\n").replace("---\r\ngoals", "\ufeff---\r\n# mine\r\ngoals", 1)
    ana.write("ana/2026-W48.md", text)
    ana.apj("check", "--fix")
    before, after = text.split("\r\n"), ana.read("ana/2026-W48.md").split("\r\n")
    assert [index for index, line in enumerate(before) if line != after[index]] == [0, 3, 4]
    assert after[0] == "---"


def test_check_fix_never_writes_a_partners_file(ana: Person) -> None:
    ana.write("ben/2026-W48.md", BROKEN)
    ana.commit()
    before = texts(ana)
    for paths in ((), ("ben",), ("ben/2026-W48.md",)):
        told = ana.apj("check", "--fix", *paths, code=1).out
        assert "ben/2026-W48.md:3:5: " in told
        assert "  Ben's file: Ben can fix it\n" in told
        assert "apj check --fix" not in told
    assert texts(ana) == before


def test_check_fix_repairs_only_the_given_file(ana: Person) -> None:
    ana.write("ana/2026-W48.md", BROKEN)
    ana.write("ana/2026-W49.md", BROKEN)
    ana.apj("check", "--fix", "ana/2026-W48.md")
    assert ana.read("ana/2026-W48.md") != BROKEN
    assert ana.read("ana/2026-W49.md") == BROKEN


def test_check_fix_leaves_an_error_without_an_obvious_repair_unchanged(ana: Person) -> None:
    text = "---\ngoals: [a]\noutcomes: [done, done]\n---\n"
    ana.write("ana/2026-W48.md", text)
    document = ana.apj("check", "--fix", "--json", code=1).json
    assert document["errors"] == 1
    assert ana.read("ana/2026-W48.md") == text


def test_check_fix_never_writes_through_a_symlink(ana: Person, tmp_path: Path) -> None:
    (tmp_path / "mine.md").write_text(BROKEN, "utf-8")
    (ana.root / "ana/2026-W48.md").unlink()
    (ana.root / "ana/2026-W48.md").symlink_to(tmp_path / "mine.md")
    ana.apj("check", "--fix", code=None)
    assert (tmp_path / "mine.md").read_text("utf-8") == BROKEN
    assert os.path.islink(ana.root / "ana/2026-W48.md")


def test_check_fix_makes_no_commit(ana: Person) -> None:
    ana.write("ana/2026-W48.md", BROKEN)
    head = ana.git("rev-parse", "HEAD")
    ana.apj("check", "--fix")
    assert ana.git("rev-parse", "HEAD") == head


@pytest.mark.parametrize(
    ("path", "typed", "near"),
    [
        ("ana/partner.md", "Europe/Lisbonn", "Europe/Lisbon"),
        ("ana/partner.md", "lisbon", "Europe/Lisbon"),
        ("agreement.md", "Europe/Berlln", "Europe/Berlin"),
    ],
)
def test_an_unknown_time_zone_is_an_error_with_suggestions(ana: Person, path: str, typed: str, near: str) -> None:
    lines = ana.read(path).split("\n")
    (number,) = (place for place, line in enumerate(lines) if "timezone:" in line)
    lead = lines[number].partition("timezone:")[0] + "timezone: "
    ana.write(path, "\n".join([*lines[:number], lead + typed, *lines[number + 1 :]]))
    document = ana.apj("check", "--json", code=1).json
    (found,) = [one for one in document["findings"] if one["code"] == "timezone"]
    assert (found["path"], found["line"], found["column"]) == (path, number + 1, len(lead) + 1)
    assert near in found["message"]
    ana.apj("status")
    ran = ana.apj("call", code=None)
    assert f"{path}:{number + 1}:{len(lead) + 1}:" in ran.err
