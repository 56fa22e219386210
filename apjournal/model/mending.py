"""How a file of mine that can't be read is mended: by its repair where there is one, else in an editor."""

from __future__ import annotations

from collections.abc import Sequence

from apjournal.model.finding import Finding, Level
from apjournal.model.isoweek import IsoWeek


def find_repair_command(path: str, findings: Sequence[Finding]) -> str:
    """Return the command that repairs the file at `path`, or shows what there is to repair."""
    week = _parse_week(path)
    if _has_repair(findings):
        return f"apj check --fix {path}"
    return f"apj edit {week}" if week else f"apj check {path}"


def explain_repair(path: str, findings: Sequence[Finding]) -> str:
    """Return a sentence on how to repair the file at `path`."""
    command, week = find_repair_command(path, findings), _parse_week(path)
    if _has_repair(findings):
        return f"Mend it: {command}" + (f", or: apj edit {week}" if week else "")
    way = "Save it as UTF-8" if any(finding.code == "encoding" for finding in findings) else "Mend it"
    return f"{way}: {command}" if week else f"{way} in an editor, then: {command}"


def _has_repair(findings: Sequence[Finding]) -> bool:
    return any(finding.edits for finding in findings if finding.level is Level.ERROR)


def _parse_week(path: str) -> IsoWeek | None:
    try:
        return IsoWeek.parse(path.rpartition("/")[2].removesuffix(".md"))
    except ValueError:
        return None
