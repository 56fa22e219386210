"""Find what changed in partners' weeks from one kept commit to the next, for thousands of commits.

To list the whole folder in every kept commit would take time that grows with the square of the number of years.
Instead, one git process compares each folder with the previous one, for all partners.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence

from apjournal.gitrepo.plumbing.objects import Objects
from apjournal.gitrepo.plumbing.runner import Git
from apjournal.gitrepo.plumbing.trees import compute_empty_tree_id, decode_path, make_entry
from apjournal.model.handle import Handle
from apjournal.model.isoweek import IsoWeek
from apjournal.store.journal_paths import parse_week_name

WeekVersions = dict[IsoWeek, list[tuple[int, str | None]]]
"""For each week, the kept commits at which its text changed (by index), each with the blob id of the new text.

The id is None if the week has no file.
"""


def read_kept_versions(
    git: Git, objects: Objects, kept: Mapping[Handle, Sequence[str]], weeks: Collection[IsoWeek] | None = None
) -> dict[Handle, WeekVersions]:
    """Return how each partner's weeks changed between the commits that were `kept` of their folder, in this order.

    With `weeks`, return only these weeks. This clone must contain all the commits.
    """
    found: dict[Handle, WeekVersions] = {partner: {} for partner in kept}
    steps = list(_list_steps(objects, kept))
    if not steps:
        return found
    pairs = "".join(f"{before} {after}\n" for _, _, before, after in steps).encode("ascii")
    names = [] if weeks is None else [f"{week}.md" for week in weeks]
    out = git.run_git("diff-tree", "--stdin", "-r", "-z", "--no-renames", "--no-abbrev", "--", *names, stdin=pairs).out
    for number, name, text in _parse_differences(out):
        partner, place, _, _ = steps[number]
        if (week := parse_week_name(name)) is not None:
            found[partner].setdefault(week, []).append((place, text))
    return found


def _list_steps(objects: Objects, kept: Mapping[Handle, Sequence[str]]) -> Iterator[tuple[Handle, int, str, str]]:
    """Yield each kept commit whose folder differs from the previous one: partner, index, and both folders' ids."""
    folders = objects.folders((commit, partner) for partner, commits in kept.items() for commit in commits)
    for partner, commits in kept.items():
        # Git knows the empty tree even if it is not stored.
        before = nothing = compute_empty_tree_id(len(commits[0])) if commits else ""
        for place, commit in enumerate(commits):
            after = folders.get((commit, partner), nothing)
            if after != before:
                yield partner, place, before, after
            before = after


def _parse_differences(out: bytes) -> Iterator[tuple[int, str, str | None]]:
    """Yield the differences in the output of `git diff-tree --stdin -z`.

    Each consists of the index of the pair, a path, and the blob id of the new text (None if there is no file).
    """
    number = -1
    fields = iter(out.split(b"\0"))
    for record in fields:
        # The lines that name pairs of trees come before the next difference, or at the end.
        pairs, newline, difference = record.rpartition(b"\n")
        number += pairs.count(b"\n") + len(newline)
        if difference:
            mode, oid = difference.decode("ascii").split(" ")[1::2][:2]
            text = make_entry(mode, oid)
            yield number, decode_path(next(fields)), text.oid if text else None
