"""The paths of a journal's files, and the names that belong to the format."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from apjournal.model.handle import Handle
from apjournal.model.isoweek import IsoWeek

AGREEMENT = "agreement.md"
README = "README.md"
PRIVATE = "private"
NEVER_SHARE = f"{PRIVATE}/never-share.txt"
"""The user's list of words that must not be shared."""
PARTNER, KEPT, PARKED = "partner.md", "kept.md", "parked.md"
CALENDAR = "calendar.ics"
"""The name of the calendar that sync generates in its owner's folder."""
GENERATED = frozenset({CALENDAR, README})
"""The names of files that sync generates in a partner's folder. A person may use these names too."""

_LEFTOVERS = frozenset({"thumbs.db", "desktop.ini"})


@lru_cache(maxsize=2048)  # each name is parsed several times
def parse_week_name(name: str) -> IsoWeek | None:
    """Return the week in a file name such as `2026-W48.md`, or None for any other name."""
    try:
        return IsoWeek.parse(name[:-3]) if name.endswith(".md") and "-W" in name else None
    except ValueError:
        return None


def parse_week_path(path: str) -> tuple[Handle, IsoWeek] | None:
    """Return the partner and the week in a path such as `ana/2026-W48.md`, or None for any other path."""
    folder, _, name = path.partition("/")
    week = parse_week_name(name)
    handle = _find_handle(folder) if week else None
    return (handle, week) if handle and week else None


def is_partner_folder(names: Iterable[str]) -> bool:
    """Whether a folder with these entries is a partner's: it contains `partner.md` or a week."""
    return any(name == PARTNER or parse_week_name(name) for name in names)


def has_generated_name(path: str) -> bool:
    """Whether a path is one that sync may generate in its owner's folder. A person may have written the file."""
    folder, _, name = path.partition("/")
    return name in GENERATED and Handle.is_valid(folder)


def is_ignored(name: str) -> bool:
    """Whether apj ignores a file or folder of mine by its name: private, hidden, or left by an editor or a system."""
    if name.endswith(".md"):  # most names
        return name.startswith(".")
    folded = name.rstrip("/").casefold()
    is_saved_aside = folded.endswith(("~", ".tmp")) or (folded.startswith("#") and folded.endswith("#"))
    return folded == PRIVATE or folded in _LEFTOVERS or folded.startswith(".") or is_saved_aside


def is_journals(path: str) -> bool:
    """Whether a path belongs to the journal: a shared file, or Markdown in a folder that may be a partner's.

    Other files, such as an editor's settings or a photo, may be beside the journal's files and never stop apj.
    """
    if path in {AGREEMENT, README}:
        return True
    return find_owner(path) is not None and path.endswith(".md") and not any(map(is_ignored, path.split("/")))


def find_owner(path: str) -> Handle | None:
    """Return the partner in whose folder a path is, judging only by its name, or None for a shared file."""
    folder, slash, _ = path.partition("/")
    return _find_handle(folder) if slash else None


@lru_cache(maxsize=256)
def _find_handle(folder: str) -> Handle | None:
    return Handle(folder) if Handle.is_valid(folder) else None
