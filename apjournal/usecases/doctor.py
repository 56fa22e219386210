"""`apj doctor`: find out what is wrong with a journal on this machine, and how to fix it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from msgspec.structs import replace

from apjournal.errors import ApjError
from apjournal.model.handle import Handle
from apjournal.model.views.doctor import DoctorView, Point, PointKind, PointState
from apjournal.services.doctor import clone_checks, machine_checks
from apjournal.services.doctor.clone_checks import CheckedPoint
from apjournal.session.workspace import Workspace
from apjournal.store.lock import hold_lock


def diagnose_journal(workspace: Workspace, *, fix: bool) -> DoctorView:
    """Run every check, and return the results.

    With `fix`, also make the safe repairs, which never lose or rewrite text. Without `fix`, nothing is written.
    """
    found = list(_drop_repeated(_run_checks(workspace)))
    problems: list[ApjError] = []
    points = _apply_fixes(workspace, found, problems) if fix else [one.point for one in found]
    me = _get_identity(workspace)
    return DoctorView(
        partner=me,
        path=str(workspace.root),
        git=clone_checks.read_git_version(workspace),
        points=tuple(points),
        partner_name=workspace.get_partner(me).called if me else "",
        problems=tuple(problems),
        exit_code=1 if any(point.state is PointState.LOOK for point in points) else 0,
    )


def _run_checks(workspace: Workspace) -> Iterator[CheckedPoint]:
    git = clone_checks.check_git(workspace)
    yield git
    is_usable = git.point.state is PointState.FINE or clone_checks.read_git_version(workspace) is not None
    if is_usable:
        yield from clone_checks.check_clone(workspace, _get_identity(workspace))
        yield from clone_checks.check_files(workspace, _get_identity(workspace))
        yield from machine_checks.check_unmerged(workspace)
    yield machine_checks.check_folder(workspace)
    yield from machine_checks.check_identity(workspace)
    if is_usable and _get_identity(workspace):
        yield from machine_checks.check_signing(workspace)
    if is_usable:
        yield from machine_checks.check_remote(workspace)
    yield machine_checks.check_editor(workspace)
    yield from machine_checks.check_clock(workspace)


def _drop_repeated(found: Iterable[CheckedPoint]) -> Iterator[CheckedPoint]:
    """Yield each result once. Damage in `.git` may make several checks report one fault."""
    seen = []
    for one in found:
        fault = one.point.kind, one.point.about
        if one.point.kind is not PointKind.PROBLEM or fault not in seen:
            seen.append(fault)
            yield one


def _apply_fixes(workspace: Workspace, found: list[CheckedPoint], problems: list[ApjError]) -> list[Point]:
    """Make one repair after another while no other command runs, and return the results after the repairs.

    Add the faults that prevented a repair to `problems`.
    """
    if not any(one.repair for one in found):
        return [one.point for one in found]
    points = []
    with hold_lock(workspace.private_folder):
        for one in found:
            point = one.point
            if one.repair is not None:
                try:
                    one.repair()
                    point = replace(point, state=PointState.FIXED)
                except ApjError as fault:
                    problems.append(fault)
            points.append(point)
    workspace.refresh()
    return points


def _get_identity(workspace: Workspace) -> Handle | None:
    try:
        return workspace.identity_or_none
    except ApjError:
        return None
