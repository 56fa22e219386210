"""Commands that repair a file, paths quoted for a shell and for git, and a list of handles."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from shlex import quote

from apjournal.errors import BrokenFile
from apjournal.model.finding import Finding, Level
from apjournal.model.handle import Handle
from apjournal.model.isoweek import IsoWeek

_PLAIN = "."
"""The characters besides letters and digits that may follow `:/`, because git gives them no special meaning."""


def quote_pathspec(path: str) -> str:
    """Return a path, relative to the journal's root, quoted for use after `--` so that it works in every folder."""
    is_plain = path[:1].isalnum() or path[:1] in _PLAIN
    return quote(f"{':/' if is_plain else ':(top)'}{path}")


def git_object_argument(commit: str, path: str) -> str:
    """Return git's name for the file at `path` in a commit, quoted for a shell.

    Git takes the path relative to the root.
    """
    return quote(f"{commit}:{path}")


def find_repair_command(path: str, findings: Sequence[Finding]) -> str:
    """Return the command that repairs the file at `path`, opens it in an editor, or shows what to repair."""
    week = _parse_week(path)
    if _has_repair(findings):
        return f"apj check --fix {path}"
    return f"apj edit {week}" if week else f"apj check {path}"


def explain_repair(path: str, findings: Sequence[Finding]) -> str:
    """Return a sentence on how to repair the file at `path`."""
    command, week = find_repair_command(path, findings), _parse_week(path)
    if _has_repair(findings):
        return f"Fix it: {command}" + (f", or: apj edit {week}" if week else "")
    way = "Save it as UTF-8" if any(finding.code == "encoding" for finding in findings) else "Fix it"
    return f"{way}: {command}" if week else f"{way} in an editor, then: {command}"


def make_broken_file(path: str, findings: Iterable[Finding], problem: str = "cannot be read") -> BrokenFile:
    """Return the fault for the file at `path`, with the errors among `findings` and how to repair them."""
    errors = [finding.set_path(path) for finding in findings if finding.level is Level.ERROR]
    return BrokenFile(f"{path} {problem}.", explain_repair(path, errors), errors)


def _has_repair(findings: Sequence[Finding]) -> bool:
    return any(finding.fix for finding in findings if finding.level is Level.ERROR)


def _parse_week(path: str) -> IsoWeek | None:
    try:
        return IsoWeek.parse(path.rpartition("/")[2].removesuffix(".md"))
    except ValueError:
        return None


def list_handles(partners: Iterable[Handle]) -> str:
    """Return a sentence with the handles in a journal."""
    return f"The partners are: {', '.join(partners) or 'none'}."
