"""Merge what was fetched into my branch, using git objects only. No ref, file or index changes."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from enum import StrEnum

from msgspec import Struct, field
from msgspec.structs import replace

from apjournal.gitrepo.merge.arrived_merges import ArrivedMerges
from apjournal.gitrepo.merge.contested_paths import (
    Conflict,
    is_readable,
    is_unowned,
    make_conflict,
    merge_contested_paths,
)
from apjournal.gitrepo.merge.ownership import MergeInput, Owner, find_file_directory_conflicts, resolve_by_owner
from apjournal.gitrepo.merge.terms import MergeTerms
from apjournal.gitrepo.merge.writers import (
    Writers,
    find_last_owner_versions,
    find_unchanged_owner_versions,
    list_folder_writes,
)
from apjournal.gitrepo.plumbing import ancestry
from apjournal.gitrepo.plumbing.commit import commit_tree
from apjournal.gitrepo.plumbing.objects import LARGEST_BLOB, Objects
from apjournal.gitrepo.plumbing.runner import Git
from apjournal.gitrepo.plumbing.trees import (
    Difference,
    FileEntry,
    build_edited_tree,
    compute_empty_tree_id,
    find_entry,
    list_differences,
)
from apjournal.model.handle import Handle
from apjournal.model.result_words import ResultWords
from apjournal.store import journal_paths
from apjournal.store.folder import has_journal_key


class MergeKind(StrEnum):
    """How the two sides were merged. The values are also in the JSON document of `sync`."""

    NONE = "none"
    FAST_FORWARD = "ff"
    MERGE = "merge"


class Merged(Struct, frozen=True):
    """The merge commit, which no ref points to yet.

    - `overruled`: paths in others' folders where the server's text replaces mine.
    - `restored`: paths of my folder, and the agreement, where my text replaces the server's.
    - `twice`: paths of my folder that I edited on two devices, and for which another partner's merge chose the other
      device's version. They now contain both versions.
    - `elsewhere`: the same, where that merge chose this device's version. Each path has the commit with the other
      version.
    - `yielded`: paths outside the journal where the server's text replaces mine. My text stays in my commit.
    """

    commit: str
    kind: MergeKind
    overruled: tuple[str, ...] = ()
    restored: tuple[str, ...] = ()
    twice: tuple[str, ...] = ()
    elsewhere: Mapping[str, str] = field(default_factory=dict)
    yielded: tuple[str, ...] = ()


class MergeFailure(Struct, frozen=True):
    """Why the commits were not merged: unrelated histories, conflicts, or broken rules. Nothing has changed."""

    unrelated: bool = False
    conflicts: tuple[Conflict, ...] = ()
    violations: tuple[str, ...] = ()


def merge_commits(
    git: Git, objects: Objects, mine: str, theirs: str, *, who: Writers, terms: MergeTerms
) -> Merged | MergeFailure:
    """Merge the commits `mine` and `theirs` by folder, and check the result.

    Return a `MergeFailure` if that is impossible. `who` says who wrote the commits that only `theirs` contains.
    """
    base = ancestry.find_merge_base(git, mine, theirs)
    is_unrelated = base is None
    if is_unrelated and not terms.unrelated:
        return MergeFailure(unrelated=True)
    base = base or compute_empty_tree_id(len(mine))
    if base == theirs:
        return Merged(mine, MergeKind.NONE)
    sides = replace(build_merge_input(git, objects, base, mine, theirs, who), words=terms.words)
    if terms.is_lost:
        here = (path for path, change in sides.mine.items() if change.after and sides.get_owner(path) is Owner.OTHER)
        sides = replace(sides, newer=frozenset(here))
    if base == mine and not sides.restored and not sides.twice:
        return Merged(theirs, MergeKind.FAST_FORWARD, elsewhere=sides.elsewhere)
    settled = resolve_by_owner(sides)
    resolved, conflicts = merge_contested_paths(git, objects, who.me, settled.contested, mine, theirs, terms)
    entries = {**settled.entries, **resolved}
    conflicts += tuple(make_conflict(path, mine, theirs) for path in find_file_directory_conflicts(entries))
    if conflicts:
        return MergeFailure(conflicts=conflicts)
    arrived = {path: change.after for path, change in sides.theirs.items()}
    changes = {
        path: entry
        for path, entry in entries.items()
        if entry != (arrived[path] if path in arrived else sides.mine[path].before)
    }
    tree, folders = build_edited_tree(objects, theirs, changes)
    commit = commit_tree(git, tree, [mine, theirs], terms.info, folders)
    wrong = check_merge_invariants(git, objects, sides, mine=mine, theirs=theirs, merged=commit, kept=terms.kept)
    if wrong:
        return MergeFailure(violations=wrong)
    overruled = () if is_unrelated else settled.overruled  # it is not known what I wrote in unrelated histories
    restored, twice = tuple(sorted(sides.restored)), tuple(sorted(sides.twice))
    yielded = tuple(path for path in resolved if _is_yielded(sides, path, resolved[path]))
    return Merged(commit, MergeKind.MERGE, overruled, restored, twice, sides.elsewhere, yielded)


def _is_yielded(sides: MergeInput, path: str, merged: FileEntry | None) -> bool:
    """Whether the server's text replaced mine in a file that is not part of the journal."""
    is_theirs = is_unowned(path, sides.me) and merged == sides.theirs[path].after
    return is_theirs and sides.mine[path].after is not None


def build_merge_input(git: Git, objects: Objects, base: str, mine: str, theirs: str, who: Writers) -> MergeInput:
    """Return how the commits `mine` and `theirs` changed each path since `base`, the merge base or the empty tree."""
    me = who.me
    here, there = (list_differences(objects, base, side) for side in (mine, theirs))
    folders = {change.folder for change in (*here, *there)} - {me}
    others = {
        folder
        for folder in folders
        if Handle.is_valid(folder) and _belongs_to_another_partner(objects, folder, base, mine, theirs)
    }
    merges = ArrivedMerges(git, objects, mine, theirs, who)
    apart = merges.find_divergent_edits()
    if objects.read_commit(base):
        aside = {one.path for one in apart}
        there = (*there, *(one for one in merges.find_paths_set_back(base, there) if one.path not in aside))
    back = merges.find_reverted_paths(there)
    changed = {change.path for change in there}
    lost = [change for change in here if change.folder in others and change.path not in changed]
    counted = merges.apply_my_choices(find_last_owner_versions(me, who.written, there, back))
    twice = [*(one for one in apart if one.arrived == one.theirs), *merges.find_edits_left_out(there)]
    return MergeInput(
        me,
        frozenset(others),
        {change.path: change for change in here}
        | {one.path: Difference(one.path, one.base, one.mine) for one in twice},
        {change.path: change for change in there}
        | {one.path: Difference(one.path, one.base, one.theirs) for one in twice},
        {**counted, **_choose_agreement(objects, mine, theirs, there)},
        find_unchanged_owner_versions(list_folder_writes(git, objects, theirs, mine, addresses=who.addresses), lost)
        if lost
        else frozenset(),
        frozenset(one.path for one in twice),
        {one.path: one.commit for one in apart if one.arrived != one.theirs},
    )


def _choose_agreement(
    objects: Objects, mine: str, theirs: str, arrived: Sequence[Difference]
) -> Mapping[str, FileEntry | None]:
    """Return the changes that restore my agreement if the server's is missing or does not make a folder a journal.

    Otherwise, return no changes. A folder called `agreement.md` counts as missing, and is removed.
    """
    there = [change.path for change in arrived if change.path.partition("/")[0] == journal_paths.AGREEMENT]
    found = find_entry(objects, mine, journal_paths.AGREEMENT)
    if (
        not there
        or found is None
        or _has_journal_agreement(objects, theirs)
        or not _has_journal_agreement(objects, mine)
    ):
        return {}
    return {**dict.fromkeys(there), journal_paths.AGREEMENT: found}


def _has_journal_agreement(objects: Objects, commit: str) -> bool:
    found = objects.find_entry(commit, journal_paths.AGREEMENT)
    data = objects.read_blob(found.oid) if found and found.is_file else None
    return data is not None and len(data) <= LARGEST_BLOB and has_journal_key(data)


def _belongs_to_another_partner(objects: Objects, folder: str, base: str, mine: str, theirs: str) -> bool:
    """Whether a folder belongs to another partner. A folder that was never on the server does not count."""
    shared = [*objects.list_names(base, folder), *objects.list_names(theirs, folder)]
    return bool(shared) and journal_paths.is_partner_folder([*shared, *objects.list_names(mine, folder)])


def check_merge_invariants(
    git: Git, objects: Objects, sides: MergeInput, *, mine: str, theirs: str, merged: str, kept: Collection[str]
) -> tuple[str, ...]:
    """Return a sentence for each rule that the commit `merged` breaks.

    - My folder contains my side's text, apart from my changes on other devices.
    - The others' folders contain the server's text.
    - A path that neither side removed still exists.
    - Both sides and every kept commit are ancestors.
    - No merged text contains a repeated key or a conflict marker.
    """
    from_mine, from_theirs = (
        {change.path: change for change in list_differences(objects, side, merged)} for side in (mine, theirs)
    )
    found = [
        *_check_folder_owners(sides, from_mine, from_theirs),
        *_check_nothing_vanished(sides, from_mine, from_theirs),
        *_check_readable(objects, from_mine.keys() & from_theirs.keys(), from_mine, sides.words),
    ]
    lost = ancestry.find_unreachable_from(git, merged, {mine, theirs, *kept})
    if lost is None:
        found.append("The history here is not complete, so apj cannot tell whether the merge keeps all of it.")
    found.extend(f"The merge would drop the commit {commit[:7]}." for commit in sorted(lost or ()))
    return tuple(found)


def _check_folder_owners(
    sides: MergeInput, from_mine: dict[str, Difference], from_theirs: dict[str, Difference]
) -> Iterator[str]:
    for path, change in sorted(from_mine.items()):
        is_arrived = path in sides.twice or _is_from_my_other_device(sides, path, change)
        if sides.get_owner(path) is Owner.ME and not is_arrived:
            yield f"The merge would change {path}, which you did not change on any other device."
    for path in sorted(from_theirs):
        if sides.get_owner(path) is Owner.OTHER and path not in sides.newer:
            yield f"The merge would change {path}, which belongs to another partner."


def _is_from_my_other_device(sides: MergeInput, path: str, change: Difference) -> bool:
    """Whether a change of my file comes from my other device, even if somebody else overwrote that change."""
    there = sides.theirs.get(path)
    if there is None or path not in sides.restored:
        return there is not None
    left = sides.restored[path]
    return left == change.after or left != there.before


def _check_nothing_vanished(
    sides: MergeInput, from_mine: dict[str, Difference], from_theirs: dict[str, Difference]
) -> Iterator[str]:
    for path, change in sorted(from_mine.items()):
        there = sides.theirs.get(path)
        is_removed = there is not None and sides.restored.get(path, there.after) is None
        if change.after is None and not is_removed and sides.get_owner(path) is not Owner.OTHER:
            yield f"The merge would drop {path}, which nobody removed."
    for path, change in sorted(from_theirs.items()):
        here = sides.mine.get(path)
        is_removed = (here is not None and here.after is None) or path in sides.restored
        if change.after is None and not is_removed:
            yield f"The merge would drop {path}, which nobody removed."


def _check_readable(
    objects: Objects, paths: Collection[str], merged: dict[str, Difference], words: ResultWords
) -> Iterator[str]:
    for path in sorted(paths):
        entry = merged[path].after
        data = objects.read_blob(entry.oid) if entry else b""
        if data is None or not is_readable(path, data, words):
            yield f"The merged {path} cannot be read."
