"""A person's editor: which one, how it is started, and a copy of the text before it is."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from apjournal.errors import ApjError, GitFault
from apjournal.store.write import replace_file
from apjournal.workspace.opened import Workspace

AT_ONCE = 0.5
"""An editor that is back sooner, in seconds, without a change has not been used: it went on in the background."""
_FALLBACKS = ("editor", "nano", "vi", "notepad")
_PLUS_LINE = {"vi", "vim", "nvim", "view", "nano", "emacs", "emacsclient", "micro", "kak", "joe", "ne", "editor"}
_GOTO = {"code", "codium", "cursor"}


class EditorFault(ApjError):
    """No editor could be started."""


@dataclass(frozen=True, slots=True)
class Closed:
    """How an editor was left: `changed` is the text other than before, `at_once` it came back without waiting."""

    changed: bool
    at_once: bool
    gone: bool


def editor(workspace: Workspace) -> list[str]:
    """Choose the editor as git does: `$VISUAL`, `$EDITOR`, git's `core.editor`, else one that is there.

    Raises `EditorFault`. What is set is split as a shell would, and never given to one.
    """
    environ = workspace.environ
    said = environ.get("VISUAL") or environ.get("EDITOR") or workspace.config.get("core.editor")
    if said:
        try:
            return shlex.split(said)
        except ValueError as error:
            raise EditorFault(f"The editor {said!r} can't be understood: {error}.", "Set EDITOR anew.") from error
    found = next((name for name in _FALLBACKS if shutil.which(name)), None)
    if found is None:
        raise EditorFault("No editor is set.", "Set one: export EDITOR=nano")
    return [found]


def at_line(command: Sequence[str], path: Path, line: int | None) -> list[str]:
    """Add the file to an editor's command, at `line` where it is known how to say so."""
    name = Path(command[0]).stem
    if line and name in _PLUS_LINE:
        return [*command, f"+{line}", str(path)]
    if line and name in _GOTO:
        return [*command, "--goto", f"{path}:{line}"]
    return [*command, str(path)]


def open_editor(workspace: Workspace, path: str, *, line: int | None = None) -> Closed:
    """Let a person edit one of my files; a copy of it stands in `.git/apj/recover/` meanwhile and after.

    Raises `EditorFault` when it does not start.
    """
    before = workspace.folder.read(path)
    if before:
        _save_copy(workspace, path, before)
    command = at_line(editor(workspace), workspace.root / path, line)
    begun = time.monotonic()
    try:
        subprocess.run(command, env=workspace.environ, check=False)
    except OSError as error:
        raise EditorFault(
            f"The editor {command[0]} does not start: {error.strerror}.", "Set EDITOR to one that does."
        ) from error
    took = time.monotonic() - begun
    workspace.forget()
    after = workspace.folder.read(path)
    return Closed(changed=after != before, at_once=after == before and took < AT_ONCE, gone=not after and bool(before))


def restore(workspace: Workspace, path: str) -> None:
    """Bring back the text as it was before the editor was opened."""
    data = (_copies(workspace) / path.replace("/", "-")).read_bytes()
    replace_file(workspace.root, path, data, was=workspace.folder.read(path))
    workspace.forget()


def _copies(workspace: Workspace) -> Path:
    return workspace.private_folder / "recover"


def _save_copy(workspace: Workspace, path: str, data: bytes) -> None:
    folder = _copies(workspace)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        replace_file(folder, path.replace("/", "-"), data, was=_read(folder / path.replace("/", "-")))
    except OSError as error:
        raise GitFault(
            f"No copy of {path} can be kept: {os.strerror(error.errno or 0)}.", "Look at the disk."
        ) from error


def _read(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None
