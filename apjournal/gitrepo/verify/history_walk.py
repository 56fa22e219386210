"""Read the whole history in one pass, with one `git log` and one `cat-file`, into plain values for the rules."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from msgspec.structs import replace

from apjournal.format.read.partner import read_partner
from apjournal.gitrepo.commit_source import CommitSource
from apjournal.gitrepo.plumbing import ancestry
from apjournal.gitrepo.plumbing.ancestry import PathChange
from apjournal.gitrepo.plumbing.faults import IncompleteHistory
from apjournal.gitrepo.plumbing.objects import Objects
from apjournal.gitrepo.plumbing.runner import Git
from apjournal.gitrepo.verify.attribution import Claim, Claims, attribute_commits
from apjournal.model.handle import Handle
from apjournal.model.history import HistoryCommit, PathTouch, WalkedHistory
from apjournal.model.partner import Partner
from apjournal.store import journal_paths
from apjournal.store.generated_files import HEAD, is_generated
from apjournal.store.journal_reader import Records


def walk_history(git: Git, objects: Objects, tip: str, *, since: str | None = None) -> WalkedHistory:
    """Walk the history of `tip`. With `since`, return only the commits that are not in the history of `since`.

    The email address of a partner who lists none is found in the commit that began their folder. So if there is such a
    partner, the whole history is walked even with `since`.

    Raise `GitFault` if this clone lacks a part of that history, because then nothing is certain.
    """
    if ancestry.is_shallow(git):
        raise IncompleteHistory("This clone has only the newest part of the history", "git fetch --unshallow")
    walked = tuple(ancestry.log_raw(git, tip, since=since))
    generated = find_generated(objects, (change for log in walked for change in log.touched))
    logged = {log.commit: tuple(_make_touch(change, generated) for change in log.touched) for log in walked}
    read = objects.read_commits(logged)
    commits = [
        HistoryCommit(
            id=commit,
            parents=read[commit].parents,
            address=read[commit].author_email.lower(),
            at=read[commit].at,
            touched=logged[commit],
            signature=read[commit].signature,
        )
        for commit in reversed(logged)
        if commit in read
    ]
    below = _read_claims_below(objects, commits)
    if len(commits) < len(logged):
        raise IncompleteHistory("Some commits of the history are missing or damaged in this clone", "git fsck")
    partners = sorted({*_find_partners(commits), *(handle for claims in below.values() for handle in claims)})
    if any(not claim.addresses for claims in below.values() for claim in claims.values()):
        whole = walk_history(git, objects, tip)
        new = [commit for commit in whole.commits if commit.id in logged]
        return WalkedHistory.build_history(tip, new, partners, since)
    ancestry.note_commits(git, {commit.id: commit.parents for commit in commits})
    said = _read_partner_versions(objects, commits, partners)
    return WalkedHistory.build_history(tip, attribute_commits(commits, partners, said, below), partners, since)


def find_generated(objects: Objects, changes: Iterable[PathChange]) -> frozenset[str]:
    """Return the ids of the blobs in these changes that sync generated in a partner's folder."""
    paths = {
        oid: change.path
        for change in changes
        if journal_paths.has_generated_name(change.path)
        for oid in (*change.texts_before, change.text_after)
        if oid is not None
    }
    heads = objects.read_blobs(paths, most=HEAD)
    return frozenset(oid for oid, head in heads.items() if is_generated(paths[oid], head))


def _make_touch(change: PathChange, generated: frozenset[str]) -> PathTouch:
    """Return a change as a `PathTouch`. `generated` contains the ids of the blobs that sync generated."""
    touch = PathTouch(change.path, change.texts_before, change.text_after)
    return replace(touch, generated=True) if is_touch_generated(change, generated) else touch


def is_touch_generated(change: PathChange, generated: frozenset[str]) -> bool:
    """Whether sync generated every version of a changed path. `generated` contains the ids of such blobs."""
    texts = {*change.texts_before, change.text_after} - {None}
    return journal_paths.has_generated_name(change.path) and texts <= generated


def get_blob_id_at(objects: Objects, commit: str, path: str) -> str | None:
    """Return the blob id at `path` in a commit, or None if there is no file."""
    entry = objects.find_entry(commit, path)
    return entry.oid if entry else None


def find_removing_commit(objects: Objects, past: WalkedHistory, path: str, has: Callable[[str | None], bool]) -> str:
    """Return the newest commit that removed something from the text at `path`.

    `has` says whether a version (a blob id, None for no file) contains it. A parent's version contains it, and the
    commit's does not. A merge that chose one side is not among the commits that touched the path. So if no commit
    removed it, return the oldest merge that dropped it, and if there is none either, the tip.
    """
    for commit, touch in past.list_touches(path):
        if not has(touch.after) and any(map(has, touch.before)):
            return commit.id
    for merge in past.merges:
        if not has(get_blob_id_at(objects, merge.id, path)) and any(
            has(get_blob_id_at(objects, one, path)) for one in merge.parents
        ):
            return merge.id
    return past.tip


def _read_claims_below(objects: Objects, commits: Sequence[HistoryCommit]) -> dict[str, Claims]:
    """Return the claims in each partner's file at the parents that are outside the walk, by commit."""
    walked = {commit.id for commit in commits}
    parents = dict.fromkeys(parent for commit in commits for parent in commit.parents if parent not in walked)
    found: dict[str, Claims] = {}
    for parent in parents:
        records = Records(CommitSource(objects, parent))
        found[parent] = {handle: Claim.read_claim(records.partner(handle)) for handle in records.partners()}
    return found


def _find_partners(commits: Iterable[HistoryCommit]) -> set[Handle]:
    """Return the partners in whose folders a commit wrote a `partner.md` or a week."""
    found = set()
    for commit in commits:
        for touch in commit.touched:
            folder, _, name = touch.path.partition("/")
            if journal_paths.is_partner_folder((name,)) and Handle.is_valid(folder):
                found.add(Handle(folder))
    return found


def _read_partner_versions(
    objects: Objects, commits: Iterable[HistoryCommit], partners: Sequence[Handle]
) -> dict[str, dict[Handle, Partner]]:
    files = {f"{handle}/{journal_paths.PARTNER}": handle for handle in partners}
    versions = [
        (commit.id, files[touch.path], touch.after)
        for commit in commits
        for touch in commit.touched
        if touch.path in files and touch.after is not None
    ]
    texts = objects.read_blobs(oid for _, _, oid in versions)
    found = dict[str, dict[Handle, Partner]]()
    for commit, handle, oid in versions:
        value = read_partner(texts[oid], handle).value if oid in texts else None
        if value is not None:
            found.setdefault(commit, {})[handle] = value
    return found
