"""Questions about the order of commits. Ancestry decides, never a date, because authors can choose their dates."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from weakref import WeakKeyDictionary

from msgspec import Struct

from apjournal.errors import GitFault
from apjournal.gitrepo.plumbing.faults import make_fault
from apjournal.gitrepo.plumbing.histories import Histories
from apjournal.gitrepo.plumbing.objects import Objects, TreeEntry
from apjournal.gitrepo.plumbing.runner import Finished, Git
from apjournal.gitrepo.plumbing.trees import (
    FileEntry,
    compute_empty_tree_id,
    decode_path,
    encode_path,
    list_differences,
    make_entry,
)
from apjournal.patterns import make_pattern

_RAW = make_pattern(rb"\n?(:+)([0-9a-f ]+) [A-Z]+")
_COMPARED_HERE = 8  # comparing this many commits takes less time than starting git
_COMMIT = make_pattern(rb"\n?commit ([0-9a-f]+)")
_REPLAYED = make_pattern(r"rebase.* \((?:pick|reword|edit|squash|fixup|continue)\): ")
_LOGGED = 1000  # entries of the reflog: the newest contain all commits since the last sync


class PathChange(Struct, frozen=True):
    """A path whose entry in a commit differs from its entry in every parent.

    `before` contains the entry in each parent, and `after` the one in the commit. An entry is None if there is no file.
    """

    path: str
    before: tuple[FileEntry | None, ...]
    after: FileEntry | None

    @property
    def texts_before(self) -> tuple[str | None, ...]:
        """The blob id of the text in each parent, or None for a parent without the file."""
        return tuple(entry.oid if entry else None for entry in self.before)

    @property
    def text_after(self) -> str | None:
        """The blob id of the text in the commit, or None if the commit has no such file."""
        return self.after.oid if self.after else None


class CommitChanges(Struct, frozen=True):
    """A commit in a log, and the paths that it changed.

    For a merge, these are the paths that differ from each of its parents.
    """

    commit: str
    touched: tuple[PathChange, ...]


def resolve_ref(git: Git, ref: str) -> str | None:
    """Return the commit id that a full ref (`refs/heads/main`, `HEAD`) points to, or None."""
    finished = git.run_git("rev-parse", "--verify", "--quiet", "--end-of-options", ref, ok=(0, 1, 128))
    if finished.code == 128 and finished.err:  # without a message, the log has no earlier entry
        raise make_fault("rev-parse", finished.code, finished.err)
    return finished.line or None


def is_ancestor(git: Git, older: str, newer: str) -> bool | None:
    """Whether `older` is `newer` or one of its ancestors.

    Return None if that is unknown, because the history in this clone is not complete.
    """
    with suppress(GitFault):  # git may find an ancestor before it reaches a missing commit
        walked = read_histories(git, newer)
        if older in walked.parents:
            return walked.is_ancestor(older, newer) or (None if is_shallow(git) else False)
    finished = git.run_git("merge-base", "--is-ancestor", "--end-of-options", older, newer, ok=(0, 1, 128))
    if finished.code == 0:
        return True
    # Even where history is cut off or damaged git says "no", at most with an error message.
    if finished.code != 1 or _is_damaged(finished) or is_shallow(git):
        return None
    return False


def find_unreachable_from(git: Git, tip: str, commits: Iterable[str]) -> frozenset[str] | None:
    """Return those of `commits` that are neither `tip` nor its ancestors, or None if that is unknown.

    One process answers for all commits. It is unknown if a commit is missing from this clone (see
    `Objects.read_commits`).
    """
    asked = frozenset(commits)
    if not asked:
        return frozenset()
    is_sound = True
    try:
        lost = read_histories(git, tip).find_unreachable(tip, asked)
    except GitFault:  # what git lists before the error is an ancestor anyway
        finished = git.run_git("rev-list", "--end-of-options", tip, ok=(0, 128))
        lost = asked.difference(finished.out.decode("ascii").split())
        is_sound = finished.code == 0 and not _is_damaged(finished)
    if not lost:  # what the walk reached is an ancestor, even if the walk ended early
        return lost
    return lost if is_sound and not is_shallow(git) and _can_read_commits(git, lost) else None


def is_whole(git: Git, tip: str) -> bool:
    """Whether this clone contains all commits in the history of `tip`, and can read them."""
    finished = git.run_git("rev-list", "--count", "--end-of-options", tip, ok=(0, 128))
    return finished.code == 0 and not _is_damaged(finished) and not is_shallow(git)


def is_shallow(git: Git) -> bool:
    """Whether the history of this clone is cut off (`git clone --depth`)."""
    return git.run_git("rev-parse", "--is-shallow-repository").line == "true"


def list_newest_changes(git: Git, tip: str, path: str, most: int) -> tuple[str, ...]:
    """Return the newest commits (at most `most`) of `tip` that changed `path`, children before parents."""
    out = git.run_git("rev-list", "--topo-order", f"--max-count={most}", "--end-of-options", tip, "--", path).out
    # git orders them by the parents that it did not simplify away for the path, so a side branch may come out of order
    return sort_topologically(git, out.decode("ascii").split())[::-1]


def list_commits_made_here(git: Git) -> frozenset[str]:
    """Return the commits that were made in this clone with `git commit`, according to HEAD's reflog.

    The reflog records a pull, a merge or a reset differently, and it is never shared. A commit that a rebase made from
    one of these commits also counts, because it has the same author and author date.
    """
    out = git.run_git(
        "log", "--walk-reflogs", f"--max-count={_LOGGED}", "--format=%H%x00%ae %at%x00%gs", "HEAD", "--"
    ).out
    logged = [line.split("\0", 2) for line in out.decode("utf-8", "replace").splitlines() if line.count("\0") > 1]
    made = {author for _, author, why in logged if why.startswith("commit")}
    return frozenset(
        oid for oid, author, why in logged if why.startswith("commit") or (_REPLAYED.search(why) and author in made)
    )


def find_merge_base(git: Git, one: str, other: str) -> str | None:
    """Return the newest common ancestor, or None. If there are several newest common ancestors, git chooses one."""
    known = _KNOWN.get(git)
    if known is not None and known.parents.keys() >= {one, other}:
        found = known.find_newest_common(one, other)
        if len(found) < 2:
            return next(iter(found), None)
    return git.run_git("merge-base", "--end-of-options", one, other, ok=(0, 1)).line or None


def list_commits_on_each_side(git: Git, mine: str, theirs: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the commits that only `mine` has, and the commits that only `theirs` has, parents before children."""
    if mine == theirs:
        return (), ()
    walked = read_histories(git, mine, theirs)
    return walked.list_ancestors_not_in(mine, theirs), walked.list_ancestors_not_in(theirs, mine)


def list_commits_not_in(git: Git, older: str | None, newer: str, *more: str) -> tuple[str, ...]:
    """Return the commits of `newer` that are in none of `older` and `more`, parents before children."""
    others = (older, *more) if older else more
    return read_histories(git, newer, *others).list_ancestors_not_in(newer, *others)


def collect_ancestors(git: Git, commits: Iterable[str]) -> frozenset[str]:
    """Return the given commits, which this clone must contain, and all their ancestors."""
    tips = tuple(commits)
    return read_histories(git, *tips).collect_ancestors(*tips) if tips else frozenset()


def find_newest_non_merge_not_in(git: Git, tip: str, *others: str | None) -> str | None:
    """Return the newest commit of `tip` that is not a merge and that is in none of `others`, or None.

    A None among `others` means an empty history.
    """
    known = [other for other in others if other]
    walked = read_histories(git, tip, *known)
    new = [commit for commit in walked.list_ancestors_not_in(tip, *known) if len(walked.parents[commit]) < 2]
    return new[-1] if new else None


def sort_topologically(git: Git, commits: Iterable[str]) -> tuple[str, ...]:
    """Sort commits, oldest first by ancestry. This clone must contain all of them.

    Git walks the history down to the commit with the oldest date. If that date is wrong, it walks the whole history. If
    the history is damaged, the given order stays.
    """
    asked = tuple(dict.fromkeys(commits))
    if len(asked) < 2:
        return asked
    dated = git.run_git("rev-list", "--no-walk", "--stdin", stdin=_list_lines(asked), ok=(0, 128))  # newest first
    oldest = dated.out.decode("ascii").split()[-1:]
    found = _walk_down_to(git, oldest[0], asked) if oldest else ()
    return found if len(found) == len(asked) else _walk_down_to(git, "", asked) or asked


def _walk_down_to(git: Git, base: str, commits: Sequence[str]) -> tuple[str, ...]:
    """Return those of `commits` that are not ancestors of `base` ("" for none), oldest first by ancestry.

    Return nothing if the history is damaged.
    """
    stdin = _list_lines((*commits, *([f"^{base}"] if base else [])))
    finished = git.run_git("rev-list", "--topo-order", "--reverse", "--stdin", stdin=stdin, ok=(0, 128))
    walked, wanted = [base, *finished.out.decode("ascii").split()], frozenset(commits)
    return tuple(oid for oid in walked if oid in wanted) if finished.code == 0 else ()


def _list_lines(names: Iterable[str]) -> bytes:
    return "".join(f"{name}\n" for name in names).encode("ascii")


def list_new_changes(git: Git, objects: Objects, since: str | None, until: str) -> Iterator[CommitChanges]:
    """Yield the commits of `until` that `since` does not contain, with the changes of each, as `log_raw` does."""
    new = list_commits_not_in(git, since, until) if since else None
    if new is None or len(new) > _COMPARED_HERE:
        yield from log_raw(git, until, since=since)
        return
    for commit in reversed(new):
        parents = read_histories(git, commit).parents[commit] or (compute_empty_tree_id(len(commit)),)
        sides = [{change.path: change for change in list_differences(objects, parent, commit)} for parent in parents]
        paths = sorted(set.intersection(*map(set, sides)), key=encode_path)
        changes = (PathChange(path, tuple(side[path].before for side in sides), sides[0][path].after) for path in paths)
        yield CommitChanges(commit, tuple(changes))


def log_raw(git: Git, tip: str, *folders: str, since: str | None = None) -> Iterator[CommitChanges]:
    """Walk the history of `tip` in one process, children before parents.

    Yield each commit with the paths that it changed. With `folders`, yield only commits that changed these folders.
    With `since`, yield only commits that `since` does not contain.
    """
    limits = (f"^{since}",) if since else ()
    options = ("-z", "--raw", "-c", "--root", "--topo-order", "--no-abbrev", "--no-renames", "--no-ext-diff")
    out = git.run_git("log", *options, "--no-textconv", "--format=commit %H", tip, *limits, "--", *folders).out
    if not since or not out:
        return _parse_raw_log(out)
    new = frozenset(list_commits_not_in(git, since, tip))
    return (logged for logged in _parse_raw_log(out) if logged.commit in new)


def _parse_raw_log(out: bytes) -> Iterator[CommitChanges]:
    """Parse the output of `git log -z --raw`."""
    tokens = iter(out.split(b"\0"))
    commit, touched = "", list[PathChange]()
    for token in tokens:
        if head := _COMMIT.fullmatch(token):
            if commit:
                yield CommitChanges(commit, tuple(touched))
            commit, touched = head[1].decode("ascii"), []
        elif raw := _RAW.fullmatch(token):
            fields = raw[2].decode("ascii").split(" ")  # a mode for each parent and for the commit, then an id for each
            middle = len(raw[1]) + 1
            *before, after = map(make_entry, fields[:middle], fields[middle:])
            touched.append(PathChange(decode_path(next(tokens)), tuple(before), after))
    if commit:
        yield CommitChanges(commit, tuple(touched))


_KNOWN: WeakKeyDictionary[Git, Histories] = WeakKeyDictionary()
"""The histories read so far. A sync asks about the same tips several times, and commits never change."""


def read_histories(git: Git, *tips: str) -> Histories:
    """Read the commits in the history of some tips (commit ids) in one process.

    Return them with all commits read before. Raise `GitFault` if a commit is missing from this clone.
    """
    known = _KNOWN.get(git, Histories({}, {}))
    new = [tip for tip in tips if tip not in known.parents]
    if not new:
        return known
    asked = "".join(f"{tip}\n" for tip in (*new, *(f"^{tip}" for tip in known.list_tips()))).encode("ascii")
    out = git.run_git("rev-list", "--topo-order", "--reverse", "--parents", "--stdin", stdin=asked).out
    lines = (line.split() for line in out.decode("ascii").splitlines())
    walked = {**known.parents, **{commit: tuple(parents) for commit, *parents in lines}}
    _KNOWN[git] = histories = Histories(walked, dict(zip(walked, range(len(walked)), strict=True)))
    return histories


def note_commits(git: Git, commits: Mapping[str, tuple[str, ...]]) -> None:
    """Add new commits with their parents to the histories in memory, so that the next question starts no process.

    In `commits`, parents come before children. Commits whose ancestors are not all known are not added.
    """
    known = _KNOWN.get(git, Histories({}, {}))
    new = {commit: parents for commit, parents in commits.items() if commit not in known.parents}
    parents = {**known.parents, **new}
    if parents.keys() >= set[str]().union(*new.values()):
        _KNOWN[git] = Histories(parents, dict(zip(parents, range(len(parents)), strict=True)))


def _can_read_commits(git: Git, commits: Iterable[str]) -> bool:
    """Whether this clone contains all these commits and can read them."""
    lines = "".join(f"{commit}\n" for commit in commits).encode("ascii")
    return git.run_git("rev-list", "--no-walk=unsorted", "--stdin", stdin=lines, ok=(0, 128)).code == 0


def _is_damaged(finished: Finished) -> bool:
    """Whether git reported an object that it could not read, even if git continued. A warning does not count."""
    return any(line.startswith(("error:", "fatal:")) for line in finished.err.splitlines())


def find_newest_change(objects: Objects, tip: str, path: str, *, ignored: Collection[str] = ()) -> str | None:
    """Return the newest commit in the history of `tip` that changed the file or folder at `path`, or None.

    It is the commit that `git rev-list -1 TIP -- PATH` prints. The oldest commit of a shallow clone counts as a change.
    Changes of files in the folder that have one of the names `ignored` do not count.
    """
    here = objects.find_entry(tip, path)
    found = objects.read_commit(tip)

    def list_counted(commit: str) -> list[TreeEntry]:
        return [entry for entry in objects.list_folder(commit, path) or () if entry.name not in ignored]

    def is_same(commit: str) -> bool:
        there = objects.find_entry(commit, path)
        if there == here or not (ignored and here and there):
            return there == here
        return list_counted(commit) == list_counted(tip)

    while found is not None:
        same = next(filter(is_same, found.parents), None)
        if same is None:
            return found.id if here or found.parents else None
        found = objects.read_commit(same)
    return None
