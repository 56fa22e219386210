"""Merge the paths that both sides changed: lists by union, weeks and records by goal and key, other text three-way."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from apjournal.format.edit.kept import merge_kept
from apjournal.format.edit.parked import merge_parked
from apjournal.format.merge.merge_lines import append_as_quote, combine_all_lines
from apjournal.gitrepo.merge.ownership import PathVersions
from apjournal.gitrepo.merge.terms import MergeTerms
from apjournal.gitrepo.plumbing.objects import Objects
from apjournal.gitrepo.plumbing.runner import Git
from apjournal.gitrepo.plumbing.trees import REGULAR, Difference, FileEntry, decode_path, list_differences, write_blob
from apjournal.model.handle import Handle
from apjournal.model.hints import git_object_argument, quote_pathspec
from apjournal.model.result_words import NO_WORDS, ResultWords
from apjournal.store import journal_paths
from apjournal.store.generated_files import is_generated

_MARKERS = (b"<<<<<<< ", b">>>>>>> ")


class Conflict(Struct, frozen=True):
    """A path that only a person can merge.

    - `show`: two commands that print the two versions, mine first.
    - `texts`: the versions in the merge base, on my side and on the server, each None if there is no file. `texts`
      itself is None if one side has a file where the other has a folder, because then no version can be chosen.
    """

    path: str
    show: tuple[str, str]
    texts: tuple[bytes | None, bytes | None, bytes | None] | None = None


def merge_contested_paths(
    git: Git,
    objects: Objects,
    me: Handle,
    contested: Sequence[PathVersions],
    mine: str,
    theirs: str,
    terms: MergeTerms,
) -> tuple[dict[str, FileEntry | None], tuple[Conflict, ...]]:
    """Merge the paths that both `mine` and `theirs` (commits) changed. Return the merged entries and the conflicts.

    A file outside the journal is never a conflict: the server's text replaces mine.
    """
    merged: dict[str, FileEntry | None] = {}
    rest = []
    for path in contested:
        folder, _, name = path.name.rpartition("/")
        if folder == me and name in (journal_paths.KEPT, journal_paths.PARKED):
            base, here, there = (_read_text(objects, entry) for entry in (path.base, path.mine, path.theirs))
            is_kept = name == journal_paths.KEPT
            union = merge_kept(base, here, there, terms.find_empty) if is_kept else merge_parked(base, here, there)
            merged[path.name] = FileEntry(REGULAR, write_blob(git, union))
        elif folder == me and path.mine is not None and _may_write_again(objects, path.name, path.mine):
            merged[path.name] = path.mine  # my next sync writes it again
        else:
            rest.append(path)
    if not rest:
        return merged, ()
    by_git, torn = _merge_with_git(git, objects, mine, theirs)
    conflicts = []
    for path in rest:
        entry = by_git[path.name].after if path.name in by_git else path.arrived
        is_by_git = path.name not in torn and path.theirs == path.arrived and not path.twice
        if not is_by_git or not _is_sound(objects, path, entry, terms.words):
            entry = _merge_by_keys(git, objects, path, terms.words)
        if entry is None and path.name in terms.chosen:
            data = terms.chosen[path.name]
            merged[path.name] = None if data is None else FileEntry(REGULAR, write_blob(git, data))
        elif entry is None and is_unowned(path.name, me):
            merged[path.name] = path.theirs
        elif entry is None:
            conflicts.append(_make_conflict_of_sides(objects, path, mine, theirs))
        else:
            merged[path.name] = entry
    return merged, tuple(conflicts)


def _may_write_again(objects: Objects, path: str, entry: FileEntry) -> bool:
    """Whether sync generates the file in my folder from the journal, so that the next sync writes it again."""
    return journal_paths.has_generated_name(path) and is_generated(path, _read_text(objects, entry))


def is_unowned(path: str, me: Handle) -> bool:
    """Whether nobody owns a path: it is neither part of the journal nor in another partner's folder."""
    is_elsewhere = journal_paths.find_owner(path) not in {None, me}
    return is_elsewhere or not journal_paths.is_journals(path)


def make_conflict(path: str, mine: str, theirs: str) -> Conflict:
    """Return the conflict at a path that cannot be merged, with the git commands that show both versions."""
    return Conflict(
        path, (_git_show_command(path, mine, is_there=True), _git_show_command(path, theirs, is_there=True))
    )


def _make_conflict_of_sides(objects: Objects, path: PathVersions, mine: str, theirs: str) -> Conflict:
    """Return the conflict at a path where one side may have no file, or another partner wrote a version."""
    there = _git_show_command(path.name, theirs, is_there=path.theirs is not None)
    if path.theirs and path.theirs != path.arrived:
        there = f"git show {path.theirs.oid[:12]}"
    base, here, arrived = (objects.read_blob(one.oid) if one else None for one in (path.base, path.mine, path.theirs))
    return Conflict(
        path.name, (_git_show_command(path.name, mine, is_there=path.mine is not None), there), (base, here, arrived)
    )


def _git_show_command(path: str, commit: str, *, is_there: bool) -> str:
    """Return the command that prints a file of a commit.

    If the commit has no such file, the command shows the commit that removed it.
    """
    return (
        f"git show {git_object_argument(commit[:7], path)}"
        if is_there
        else f"git log -1 -p {commit[:7]} -- {quote_pathspec(path)}"
    )


def is_readable(path: str, data: bytes, words: ResultWords = NO_WORDS) -> bool:
    """Whether a merged text contains no conflict marker and, if it is a file of the format, can be read."""
    if any(line.startswith(_MARKERS) for line in data.splitlines()):
        return False
    # Only the few merges that need it load the YAML reader.
    from apjournal.format.read.agreement import read_agreement
    from apjournal.format.read.partner import read_partner
    from apjournal.format.read.week import read_week

    folder, _, name = path.rpartition("/")
    week = journal_paths.parse_week_name(name)
    if path == journal_paths.AGREEMENT:
        return not read_agreement(data).broken
    if not Handle.is_valid(folder):
        return True
    if name == journal_paths.PARTNER:
        return not read_partner(data, Handle(folder)).broken
    return week is None or not read_week(data, Handle(folder), week, words).broken


def _is_sound(objects: Objects, path: PathVersions, entry: FileEntry | None, words: ResultWords) -> bool:
    """Whether git's merged version is readable and mentions each goal as often as before the merge."""
    if entry is None or not is_readable(path.name, _read_text(objects, entry), words):
        return False
    week = journal_paths.parse_week_path(path.name)
    if week is None or path.mine is None or path.theirs is None:
        return True
    from apjournal.format.merge.merge_week import has_same_references

    texts = (_read_text(objects, one) for one in (path.base, path.mine, path.theirs, entry))
    return has_same_references(*texts, partner=week[0], week=week[1], words=words)


def _merge_by_keys(git: Git, objects: Objects, path: PathVersions, words: ResultWords) -> FileEntry | None:
    """Merge a week, `partner.md` or agreement by its keys and sections. Return None if only a person can merge it."""
    if path.mine is None or path.theirs is None:
        return None
    from apjournal.format.edit.partner import merge_partner
    from apjournal.format.merge.merge_week import merge_keys, merge_week

    base, mine, theirs = (_read_text(objects, entry) for entry in (path.base, path.mine, path.theirs))
    week = journal_paths.parse_week_path(path.name)
    data: bytes | None = None
    if week is not None:
        data = merge_week(base, mine, theirs, partner=week[0], week=week[1], words=words)
    elif path.name == journal_paths.AGREEMENT:
        data = merge_keys(base, mine, theirs)
    elif path.name.endswith(f"/{journal_paths.PARTNER}"):
        data = merge_partner(base, mine, theirs, Handle(path.name.partition("/")[0]))
    return (
        None if data is None or not is_readable(path.name, data, words) else FileEntry(REGULAR, write_blob(git, data))
    )


def combine_both_texts(conflict: Conflict, words: ResultWords = NO_WORDS) -> bytes | None:
    """Return a version with all lines of both sides of a conflict, or None if that is impossible.

    If that version would not be a valid file, return my version, followed by the other side's lines below a heading.
    """
    base, mine, theirs = conflict.texts or (None, None, None)
    if mine is None or theirs is None or not conflict.path.endswith(".md"):
        return None
    united, added = combine_all_lines(mine, theirs), append_as_quote(mine, theirs)
    week = journal_paths.parse_week_path(conflict.path)
    if is_readable(conflict.path, united, words):
        from apjournal.format.merge.merge_week import has_same_references

        if week is None or has_same_references(
            base or b"", mine, theirs, united, partner=week[0], week=week[1], words=words
        ):
            return united
    return added if is_readable(conflict.path, added, words) else None


def _merge_with_git(git: Git, objects: Objects, mine: str, theirs: str) -> tuple[dict[str, Difference], frozenset[str]]:
    """Return the paths where git's merge of two commits differs from `theirs`, and those that it could not merge."""
    # The caller has already decided whether unrelated histories may be merged.
    options = ("--write-tree", "--allow-unrelated-histories", "-z", "--no-messages")
    out = git.run_git("merge-tree", *options, mine, theirs, ok=(0, 1)).out
    tree, *entries = out.split(b"\0")
    torn = frozenset(decode_path(entry.partition(b"\t")[2]) for entry in entries if entry)
    found = list_differences(objects, theirs, tree.decode("ascii"))
    return {difference.path: difference for difference in found}, torn


def _read_text(objects: Objects, entry: FileEntry | None) -> bytes:
    return (objects.read_blob(entry.oid) if entry else None) or b""
