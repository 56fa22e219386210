"""`apj check`: check every file against the format, and repair common errors that have one obvious repair."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from msgspec import Struct

from apjournal.errors import GitFault, UsageFault
from apjournal.gitrepo.plumbing.state_files import may_skip_paths
from apjournal.model import codes
from apjournal.model.finding import Finding, Level
from apjournal.model.handle import Handle
from apjournal.model.views.check import CheckView
from apjournal.services.check.find_in_file import FileRules, find_in_file, make_file_rules, repair_file
from apjournal.session.faults.misnamed_weeks import list_likely_files
from apjournal.session.workspace import Workspace
from apjournal.store.journal_paths import AGREEMENT, find_owner

_TOGETHER = 100  # how many files are read together before they are checked


class Checked(Struct, frozen=True):
    """A file that was checked: its findings, and its text, from which lines are shown."""

    path: str
    findings: tuple[Finding, ...]
    lines: tuple[str, ...]


def check_journal_files(
    workspace: Workspace,
    paths: Sequence[Path],
    *,
    start: Path | None = None,
    fix: bool,
    strict: bool,
    correct: bool = False,
) -> CheckView:
    """Check the given files and folders, or all files if none are given.

    - `fix`: repair the errors in my files and the shared files that have an obvious repair.
    - `strict`: count warnings like errors for the exit code.
    - `correct`: add the text of each file with its repairs to the view, and write nothing.
    - `start`: the folder to which paths are relative. If nothing is there, they are relative to the root, as in
      findings.

    Raise `UsageFault` for a path that does not exist or is not in the journal. A file outside the format, such as a
    photo, is not checked.
    """
    everything = _list_files(workspace)
    asked = [_resolve_path(workspace, path, start or workspace.root, everything) for path in paths]
    chosen = [path for path in everything if not paths or _is_asked(path, asked)]
    repaired: tuple[Finding, ...] = ()
    if fix:
        from apjournal.session.writing import journal_lock

        with journal_lock(workspace, undoable="check --fix"):
            repaired = _repair_files(workspace, chosen)
        workspace.refresh()
    with _name_repaired(repaired):
        rules = make_file_rules(workspace)
        checked = [_check_file(path, data, rules) for path, data in _read_files(workspace, chosen)]
        across = (
            ()
            if paths
            else (*_check_across_files(workspace, everything), *_list_quarantined(workspace), *_find_tracked(workspace))
        )
        across += tuple(_list_linked(workspace, asked if paths else ["."]))
        across += tuple(_list_local_edits(workspace, chosen if paths else None))
    findings = tuple(finding for one in checked for finding in one.findings) + across
    counts = {level: sum(finding.level is level for finding in findings) for level in Level}
    is_bad = counts[Level.ERROR] or (strict and counts[Level.WARNING])
    return CheckView(
        errors=counts[Level.ERROR],
        warnings=counts[Level.WARNING],
        hints=counts[Level.HINT],
        findings=findings,
        files=len(chosen),
        repaired=repaired,
        lines=tuple(_list_shown_lines([*checked])),
        others=tuple(_list_others(workspace)),
        corrected=tuple(_correct_files(workspace, checked, rules)) if correct else (),
        exit_code=1 if is_bad else 0,
    )


@contextmanager
def _name_repaired(repaired: Sequence[Finding]) -> Iterator[None]:
    """If the block raises a fault of git, add the names of the repaired files to the fault."""
    try:
        yield
    except GitFault as fault:
        if not repaired:
            raise
        written = ", ".join(dict.fromkeys(finding.path for finding in repaired))
        raise GitFault(f"apj wrote the repairs ({written}). {fault.message}", fault.hint) from fault


def _read_files(workspace: Workspace, paths: Sequence[str]) -> Iterator[tuple[str, bytes]]:
    """Yield the path and bytes of each file. Other partners' files come from git, many at a time."""
    for start in range(0, len(paths), _TOGETHER):
        together = paths[start : start + _TOGETHER]
        workspace.source.read_ahead(together)
        yield from ((path, workspace.source.read(path) or b"") for path in together)


def _correct_files(workspace: Workspace, checked: Iterable[Checked], rules: FileRules) -> Iterator[tuple[str, str]]:
    """Yield the path of each file that has repairs, and its text after them."""
    for one in checked:
        data = workspace.source.read(one.path)
        if data is not None and any(finding.fix for finding in one.findings):
            yield one.path, repair_file(one.path, data, rules)[0].decode("utf-8", "replace")


def _list_others(workspace: Workspace) -> Iterator[tuple[Handle, str]]:
    """Yield the partners whose folders are not mine. On a git host, it is unknown who I am, so yield nobody."""
    me = workspace.identity_or_none
    if me is not None:
        yield from ((one, workspace.get_partner(one).called) for one in workspace.records.partners() if one != me)


def _list_files(workspace: Workspace) -> tuple[str, ...]:
    """Return the paths of the files that belong to the format, in the order in which people read them."""
    partners = workspace.records.partners()
    files = [AGREEMENT] if AGREEMENT in workspace.folder.names("") else []
    for handle in partners:
        names = workspace.records.source.names(handle)
        files += [f"{handle}/{name}" for name in names if name.endswith(".md")]
    return tuple(files)


def _resolve_path(workspace: Workspace, path: Path, start: Path, everything: Sequence[str]) -> str:
    """Return the name that findings use for a path. "." is the journal itself. The file need not exist on disk.

    Raise `UsageFault` for a path that does not exist or is not in the journal.
    """
    root = workspace.root.resolve()
    there = [place for place in (start / path, root / path) if os.path.lexists(place)]
    if not there and path.as_posix() in everything:
        return path.as_posix()
    if not there:
        raise UsageFault(
            f"There is no file {path}.", "Give a file of the journal, or leave out the file to check all of them."
        )
    found, named = there[0].resolve(), there[0].parent.resolve() / there[0].name
    if there[0].is_symlink() and root in named.parents:
        return named.relative_to(root).as_posix()  # a link, even one that leads out of the journal
    if found != root and root not in found.parents:
        raise UsageFault(
            f"{path} is not a file of this journal.",
            "Give a file of the journal, or leave out the file to check all of them.",
        )
    return found.relative_to(root).as_posix()


def _is_asked(path: str, asked: Iterable[str]) -> bool:
    return any(one == "." or path == one or path.startswith(f"{one}/") for one in asked)


def _check_file(path: str, data: bytes, rules: FileRules) -> Checked:
    findings = tuple(finding.set_path(path) for finding in find_in_file(path, data, rules))
    return Checked(path, findings, tuple(data.decode("utf-8-sig", "replace").split("\n")) if findings else ())


def _list_shown_lines(checked: Iterable[Checked]) -> Iterable[tuple[str, int, str]]:
    for one in checked:
        for number in {finding.span.line for finding in one.findings if finding.span}:
            if number <= len(one.lines):
                yield one.path, number, one.lines[number - 1].rstrip("\r")


def _check_across_files(workspace: Workspace, paths: tuple[str, ...]) -> tuple[Finding, ...]:
    """Return the findings of rules that compare several files."""
    from apjournal.checks.journal import check_journal
    from apjournal.model.journal import Journal

    records = workspace.records
    partners = records.partners()
    kept = {handle: reading for handle in partners if (reading := records.kept_file(handle))}
    journal = Journal(
        paths=tuple(dict.fromkeys((*paths, *list_likely_files(workspace.folder, _folders(workspace))))),
        agreement=records.agreement(),
        partners=tuple(records.partner(handle) for handle in partners),
        kept={handle: reading.value for handle, reading in kept.items() if reading.value},
        kept_places={handle: reading.places for handle, reading in kept.items()},
    )
    return check_journal(journal)


def _folders(workspace: Workspace) -> Iterator[str]:
    return (name for name in workspace.folder.names("") if name.endswith("/"))


def _list_quarantined(workspace: Workspace) -> Iterator[Finding]:
    """Yield a finding for each quarantined path. Git is started only if the index may contain quarantined paths."""
    if not workspace.is_repository or not may_skip_paths(workspace.git_folder) or workspace.history is None:
        return
    from apjournal.gitrepo.checkout.quarantine import find_quarantine_reason
    from apjournal.gitrepo.plumbing.index import read_index

    found = read_index(workspace.git)
    for path in sorted(found.skipped):
        why = find_quarantine_reason(path, found.entries[path], me=workspace.identity_or_none)
        if why is not None or not os.path.lexists(workspace.root / path):
            kind = f" ({why.replace('_', ' ')})" if why else ""
            is_mine = path.startswith(f"{workspace.identity_or_none}/")
            ask = "You added it on another device." if is_mine else "Ask who added it."
            yield codes.make_finding("path_quarantined", f"This file is quarantined{kind}. {ask}").set_path(path)


def _find_tracked(workspace: Workspace) -> Iterator[Finding]:
    """Yield findings about private files that plain git committed, and about others' files that could be run."""
    if not workspace.is_repository or workspace.identity_or_none is None or workspace.get_commit_if_readable() is None:
        return
    from apjournal.services.doctor.runnable_files import find_runnable, format_removal_command
    from apjournal.services.sync.unfit_files import format_untrack_command, list_tracked_private

    for path in list_tracked_private(workspace):
        command = format_untrack_command([path])
        message = f"Git tracks this private file, so plain git would share it. Untrack the file and commit: {command}"
        yield codes.make_finding("private_tracked", message).set_path(path)
    for path in find_runnable(workspace):
        away = format_removal_command(workspace, [path])
        message = (
            "An editor, a shell or a build could run this file, which somebody else committed. Remove it "
            f"from this clone: {away}"
        )
        yield codes.make_finding("runnable", message).set_path(path)


def _list_linked(workspace: Workspace, asked: Sequence[str]) -> Iterator[Finding]:
    """Yield a finding for each of my files that is a symbolic link. If it is unknown who I am, do so for all partners.

    In another partner's folder, a link is a local edit.
    """
    from apjournal.session.faults.local_edits import find_linked_files

    me = workspace.identity_or_none
    for edit in find_linked_files(workspace, [me] if me else workspace.records.partners()):
        if _is_asked(edit.paths[0], asked):
            message = f"This {edit.problem} {edit.advice}: {edit.command}"
            yield codes.make_finding("symlink", message).set_path(edit.paths[0])


def _list_local_edits(workspace: Workspace, paths: Sequence[str] | None) -> Iterator[Finding]:
    """Yield findings about files that differ on disk from the shared version although they should not.

    `paths` are the files to check (None means all).
    """
    if not workspace.is_repository or workspace.identity_or_none is None:
        return
    from apjournal.session.faults.local_edits import find_local_edits

    for edit in find_local_edits(workspace, paths=paths):
        path = edit.paths[0]
        if paths is None or path in paths:
            message = f"This {edit.problem}" if len(edit.paths) == 1 else edit.message
            yield codes.make_finding("local_edit", f"{message} {edit.advice}: {edit.command}").set_path(path)


def _repair_files(workspace: Workspace, paths: Iterable[str]) -> tuple[Finding, ...]:
    """Repair files that are mine or shared, all or none. Return the findings that were fixed."""
    from apjournal.session.undo_log import record_changes
    from apjournal.store.atomic_write import Text, replace_files

    texts: dict[str, Text] = {}
    done: list[Finding] = []
    rules = make_file_rules(workspace)
    for path in paths:
        was = workspace.folder.read(path) if find_owner(path) in {None, workspace.me} else None
        if was is not None:
            data, repaired = repair_file(path, was, rules)
            if data != was:
                texts[path] = Text(data, was)
                done += repaired
    if texts:
        with record_changes(workspace, texts):
            replace_files(workspace.root, texts)
    return tuple(done)
