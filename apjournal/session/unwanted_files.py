"""Find and remove the files that sync generates in my folder, if I no longer want them."""

from __future__ import annotations

from collections.abc import Iterator

from apjournal.session.read_once import Scope
from apjournal.session.workspace import Workspace
from apjournal.store.journal_paths import CALENDAR, README


def list_unwanted(workspace: Workspace) -> Iterator[str]:
    """Yield the paths of generated files for which my `partner.md` does not ask.

    If it cannot be read, yield nothing.
    """
    reading = workspace.records.partner_file(workspace.me)
    mine = reading.value if reading else None
    if mine is not None:
        wanted = {README: mine.page, CALENDAR: mine.calendar}
        yield from (f"{workspace.me}/{name}" for name, is_wanted in wanted.items() if not is_wanted)


def remove_unwanted(workspace: Workspace) -> None:
    """Remove the generated files for which my `partner.md` no longer asks. A file written by hand stays."""
    for path in list_unwanted(workspace):
        data = None if workspace.folder.is_symlink(path) else workspace.folder.read(path)
        if data is None:
            continue
        from apjournal.store.generated_files import is_generated  # usually there is no such file

        if is_generated(path, data):
            (workspace.root / path).unlink()
            workspace.refresh(Scope.FILES)
