"""Find names that resemble names of journal files: copies by cloud drives, misspelled weeks, weeks in a subfolder."""

from __future__ import annotations

import re

from apjournal.model.isoweek import IsoWeek
from apjournal.patterns import make_pattern

_KNOWN = r"\d{4}-W\d{2}|kept|parked|partner|agreement"
# What Dropbox, OneDrive (the computer's name, in capitals), Syncthing, iCloud and Google Drive append to a name.
_COPY = make_pattern(
    rf"(?P<known>{_KNOWN})(?:\.md)?(?:"
    r"[ _]*\([^)]*\)|[ ._-]*\d{1,2}|(?-i:-[A-Z0-9-]*[A-Z][A-Z0-9-]*)"
    r"|.*(?:conflict|conflit|konflikt|conflito|kopie|\bcopy\b|copie|copia).*"
    r")(?:\.(?:md|markdown|txt))+",
    re.IGNORECASE,
)
_DASHES = "-_ .‐‑‒–—−"
_WEEK = make_pattern(
    rf"(?:(?P<year>\d{{4}})[{_DASHES}]?)?(?:w|week)[{_DASHES}]?(?P<week>\d{{1,2}})(?:\.(?:md|markdown|txt))+",
    re.ASCII | re.IGNORECASE,
)


_RIGHT = frozenset({"kept.md", "parked.md", "partner.md", "agreement.md", "README.md"})


def _may_be_misnamed(name: str) -> bool:
    """Whether a name has the extension of a text file, and is not the name of a file in every journal."""
    return name not in _RIGHT and name.lower().endswith((".md", ".markdown", ".txt"))


def _match_week(name: str) -> re.Match[str] | None:
    return _WEEK.fullmatch(name) if _may_be_misnamed(name) else None


def _is_week(name: str) -> bool:
    try:
        return name.endswith(".md") and bool(IsoWeek.parse(name[:-3]))
    except ValueError:
        return False


def find_original_name(name: str) -> str | None:
    """Return the name of the journal file of which `name` is a cloud drive's copy, or None."""
    match = _COPY.fullmatch(name) if _may_be_misnamed(name) else None
    if match is None or name.casefold() == f"{match['known']}.md".casefold():
        return None
    return f"{match['known']}.md"


def find_misnamed_reason(name: str) -> str | None:
    """Return advice about a misnamed file in a partner's folder.

    Return None if the name is right, or does not resemble the name of a week or a copy.
    """
    if _is_week(name):
        return None
    original = find_original_name(name)
    if original is not None:
        return (
            f"This looks like a copy of {original} made by a cloud drive; compare the two files, then delete this one"
        )
    match = _match_week(name)
    if match is None:
        return None
    if match["year"] is None:
        return "apj does not read this file as a week; name it after the year and week, such as 2026-W48.md"
    try:
        right = f"{IsoWeek.parse('{}-W{:02}'.format(match['year'], int(match['week'])))}.md"
    except ValueError:
        return f"{match['year']} has no week {int(match['week'])}; rename the file"
    return None if name == right else f"apj does not read this file as a week; rename it to {right}"


def may_be_week(name: str, week: IsoWeek) -> bool:
    """Whether `name` may be meant as the file of `week`: misspelled, or a cloud drive's copy of that file."""
    match = _match_week(name)
    if match is None or name == f"{week}.md":
        return find_original_name(name) == f"{week}.md"
    return int(match["week"]) == week.number and int(match["year"] or week.year) == week.year


def is_nearly_known(name: str) -> bool:
    """Whether `name` resembles the name of a week, or is a cloud drive's copy of a journal file."""
    return _match_week(name) is not None or find_original_name(name) is not None
