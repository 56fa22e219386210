"""Store my answers about commits, and what apj has already reported, in this clone's git settings.

Each name has its values on one line, separated by spaces. A space within a value is written as `%20`, as in a URL, and
an empty value as `%`.
"""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import quote, unquote

from apjournal.gitrepo.plumbing.config import list_settings, write_config
from apjournal.model.views.sync import Note, NoteKind, make_note
from apjournal.patterns import make_pattern
from apjournal.session.workspace import Workspace
from apjournal.store.journal_paths import PARTNER

CONFIRMED = "apj.mine"
"""The name of the setting with the unsigned commits that I made."""
REFUSED = "apj.notmine"
"""The name of the setting with the email addresses that are not mine, and the commits that I did not make."""
TOLD = "apj.told"
"""The name of the setting with what apj reports only once: email addresses about which it could not ask, and files that
it would not overwrite.
"""
_SEPARATING, _EMPTY = make_pattern(r"[\s%]"), "%"


def read_noted(workspace: Workspace, name: str) -> frozenset[str]:
    """Return the values stored under a name."""
    said = dict(list_settings(workspace.git)).get(name, "")  # read again, because it may have just changed
    return frozenset("" if value == _EMPTY else unquote(value) for value in said.split())


def add_noted(workspace: Workspace, name: str, values: Iterable[str]) -> bool:
    """Add values in lowercase to those stored under a name. Return whether any of them was new."""
    new = {value.lower() for value in values}
    known = read_noted(workspace, name) if new else frozenset()
    if new <= known:
        return False
    write_config(workspace.git, name, " ".join(sorted(map(_write_value, known | new))))
    return True


def note_once(workspace: Workspace, kind: NoteKind, path: str) -> tuple[Note, ...]:
    """Return a note about a file of mine that apj would not overwrite, or none if apj has reported it before."""
    if not add_noted(workspace, TOLD, [path]):
        return ()
    return (make_note(kind, path=path, partner=f"{workspace.me}/{PARTNER}"),)


def _write_value(value: str) -> str:
    return _SEPARATING.sub(lambda found: quote(found[0]), value) or _EMPTY
