"""The links of pages in place of the commands that the terminal names."""

from __future__ import annotations

import pytest

from apjournal.render.site.names import link_command, split_command


@pytest.mark.parametrize(
    ("command", "form", "page"),
    [
        ("apj review ben", "keep", ""),
        ("apj call", "call.html", "call.html"),
        ("apj agree", "agreement.html", "agreement.html"),
        ("apj agree --talk", "talk", "agreement.html"),
        ("apj agree --cadence monthly", "propose", "agreement.html"),
        ("apj edit 2026-W48", "", ""),
        ("", "", ""),
    ],
)
def test_a_command_links_to_its_form_in_web_and_to_its_page_in_site(command: str, form: str, page: str) -> None:
    link = link_command(command)
    assert (link["command"], link["form"], link["page"], bool(link["words"])) == (command, form, page, bool(form))


@pytest.mark.parametrize(
    ("sentence", "before", "command", "after"),
    [
        ("To read and accept it: apj agree", "To read and accept it: ", "apj agree", ""),
        ("apj agree --cadence monthly: talk once a month", "", "apj agree --cadence monthly", ": talk once a month"),
        ("3 goals; ask what apj agree means", "3 goals; ask what apj agree means", "", ""),
        ("", "", "", ""),
    ],
)
def test_a_sentence_is_split_at_its_command(sentence: str, before: str, command: str, after: str) -> None:
    said = split_command(sentence)
    assert (said["before"], said["command"], said["after"]) == (before, command, after)
