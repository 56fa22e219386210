"""Which file is what: weeks, folders of partners, and what is passed over."""

from __future__ import annotations

import pytest

from apjournal.store import journal_paths


@pytest.mark.parametrize("name", ["2026-W48.md", "2026-W53.md", "2027-W01.md"])
def test_a_week_is_known_by_its_name(name: str) -> None:
    assert f"{journal_paths.parse_week_name(name)}.md" == name


@pytest.mark.parametrize(
    "name", ["2026-w48.md", "2026-W54.md", "2025-W53.md", "2026-W48.MD", "٢٠٢٦-W48.md", "notes.md"]
)
def test_any_other_name_is_none(name: str) -> None:
    assert journal_paths.parse_week_name(name) is None


@pytest.mark.parametrize(
    ("names", "is_partners"),
    [(["partner.md"], True), (["2026-W48.md"], True), (["notes.md", "2026-W54.md"], False), ([], False)],
)
def test_a_folder_is_a_partners_with_a_partner_file_or_a_week(names: list[str], *, is_partners: bool) -> None:
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
def test_a_path_is_in_the_folder_of_one_partner_or_belongs_to_all(path: str, owner: str | None) -> None:
    assert journal_paths.find_owner(path) == owner


@pytest.mark.parametrize("name", ["private/", "Private", ".git/", ".DS_Store", "a.md~", "#a.md#", "x.tmp", "Thumbs.db"])
def test_what_is_private_hidden_or_left_behind_is_passed_over(name: str) -> None:
    assert journal_paths.is_passed_over(name)


@pytest.mark.parametrize("name", ["notes.md", "#ideas.md", "drafts/", "privately.md", "photo.jpg"])
def test_what_somebody_wrote_is_not(name: str) -> None:
    assert not journal_paths.is_passed_over(name)
