"""Which file is what: weeks, folders of partners, and ignored files."""

from __future__ import annotations

import pytest

from apjournal.store import journal_paths


@pytest.mark.parametrize("name", ["2026-W48.md", "2026-W53.md", "2027-W01.md"])
def test_the_file_of_a_week_is_recognised_by_its_name(name: str) -> None:
    assert f"{journal_paths.parse_week_name(name)}.md" == name


@pytest.mark.parametrize(
    "name", ["2026-w48.md", "2026-W54.md", "2025-W53.md", "2026-W48.MD", "٢٠٢٦-W48.md", "notes.md"]
)
def test_a_file_with_any_other_name_is_not_a_week(name: str) -> None:
    assert journal_paths.parse_week_name(name) is None


@pytest.mark.parametrize(
    ("names", "is_partners"),
    [(["partner.md"], True), (["2026-W48.md"], True), (["notes.md", "2026-W54.md"], False), ([], False)],
)
def test_a_partner_folder_contains_a_partner_file_or_a_week(names: list[str], *, is_partners: bool) -> None:
    assert journal_paths.is_partner_folder(names) is is_partners


@pytest.mark.parametrize(
    ("path", "owner"),
    [
        ("ana/2026-W48.md", "ana"),
        ("ana/drafts/x.md", "ana"),
        ("agreement.md", None),
        ("private/x.md", None),
        ("Ana/x", None),
    ],
)
def test_a_path_belongs_to_the_partner_of_its_folder_or_to_everybody(path: str, owner: str | None) -> None:
    assert journal_paths.find_owner(path) == owner


@pytest.mark.parametrize("name", ["private/", "Private", ".git/", ".DS_Store", "a.md~", "#a.md#", "x.tmp", "Thumbs.db"])
def test_private_hidden_and_temporary_names_are_ignored(name: str) -> None:
    assert journal_paths.is_ignored(name)


@pytest.mark.parametrize("name", ["notes.md", "#ideas.md", "drafts/", "privately.md", "photo.jpg"])
def test_files_with_ordinary_names_are_not_ignored(name: str) -> None:
    assert not journal_paths.is_ignored(name)
