"""Rules about who may change what. Each rule is a function from the walked history to findings.

`partners` are the partners who have not left. Only they can settle a finding (format.md, "kept.md: what a kept copy
means").
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cache, partial
from itertools import pairwise

from apjournal.checks.history_finding import (
    abbreviate_id,
    format_show_command,
    make_history_finding,
    who_can_close,
)
from apjournal.model.handle import Handle
from apjournal.model.hints import quote_pathspec
from apjournal.model.history import (
    HistoryCommit,
    QuarantinedPath,
    Replaced,
    RevertingMerge,
    SignatureStatus,
    SignedCommit,
    WalkedHistory,
)
from apjournal.model.views.verify import (
    EvilMerge,
    ForeignWrite,
    HistoryFact,
    HistoryFinding,
    QuarantinedFile,
    ReplacedObject,
    RevertedText,
    UnknownAuthor,
)


def find_foreign_writes(past: WalkedHistory, partners: Sequence[Handle]) -> Iterator[HistoryFinding]:
    """Find commits by one partner that changed another partner's folder, and that were not undone.

    The author is the partner who lists the commit's email address. A merge with text that none of the merged sides had
    is an `evil_merge`.
    """
    find_undone = cache(partial(_find_undone, past))
    for commit in past.commits:
        for written in commit.written:
            folder, by, paths = written.folder, written.by, written.paths
            if by is None or by == folder:
                continue
            if not commit.is_merge and all(commit.id in find_undone(folder, by, path) for path in paths):
                continue
            fact: HistoryFact = EvilMerge(by) if commit.is_merge else ForeignWrite(by, len(paths))
            yield make_history_finding(
                "evil_merge" if commit.is_merge else "foreign_write",
                fact,
                format_show_command(past, commit.id, folder),
                partner=folder,
                commit=commit,
                path=paths[0],
                closed_by=who_can_close(by, [folder], partners),
            )


def check_reverting_merges(
    past: WalkedHistory, found: Iterable[RevertingMerge], seals: Iterable[SignedCommit], partners: Sequence[Handle]
) -> Iterator[HistoryFinding]:
    """Yield a finding for each merge that restored an older version in another partner's folder. Owners may do so.

    If several partners list the email address, the author is the one whose key matches, otherwise the folder's owner.
    """
    signed_by = {one.commit.id: one.partner for one in seals if one.seal is SignatureStatus.GOOD}
    for back in found:
        merge = past.commits[past.places[back.commit]]
        by = signed_by.get(merge.id, back.folder if back.folder in merge.authors else merge.author)
        if by == back.folder:
            continue
        yield make_history_finding(
            "evil_merge" if by else "unknown_author",
            RevertedText(by, merge.address, back.newer),
            f"git diff {abbreviate_id(back.newer)} {abbreviate_id(merge.id)} -- {quote_pathspec(back.path)}",
            partner=back.folder,
            commit=merge,
            path=back.path,
            closed_by=who_can_close(by, [back.folder], partners),
        )


def find_unknown_authors(
    past: WalkedHistory, partners: Sequence[Handle], me: Handle | None
) -> Iterator[HistoryFinding]:
    """Find each email address that nobody lists and whose commits changed a folder.

    There is one finding for each folder and email address, at the first such commit. The folder's owner can settle it.
    If the owner then committed the same text, there is no finding.
    """
    find_adopted = cache(partial(_find_adopted, past))
    found: dict[tuple[Handle, str], list[tuple[HistoryCommit, str]]] = {}
    for commit in past.commits:
        for written in commit.written:
            folder, unknown = written.folder, written.paths if written.by is None else ()
            path = next((path for path in unknown if commit.id not in find_adopted(folder, path)), None)
            if path is not None:
                found.setdefault((folder, commit.address), []).append((commit, path))
    for (folder, address), commits in found.items():
        commit, path = commits[0]
        yield make_history_finding(
            "unknown_author",
            UnknownAuthor(address, len(commits), is_mine=folder == me),
            format_show_command(past, commit.id, folder),
            partner=folder,
            commit=commit,
            path=path,
            closed_by=who_can_close(None, [folder], partners),
        )


def _find_adopted(past: WalkedHistory, folder: Handle, path: str) -> frozenset[str]:
    """Return the commits whose text at a path was later committed by the folder's owner too."""
    touches = past.list_touches(path)
    newest: dict[str | None, int] = {}
    for one, touch in touches:
        if one.has_written(folder, folder):
            newest[touch.after] = max(newest.get(touch.after, 0), past.places[one.id])
    return frozenset([one.id for one, touch in touches if past.places[one.id] < newest.get(touch.after, 0)])


def find_quarantined_paths(
    past: WalkedHistory, found: Iterable[QuarantinedPath], partners: Sequence[Handle]
) -> Iterator[HistoryFinding]:
    """Yield a finding for each quarantined path. A path that cannot do harm only raises a question."""
    for aside in found:
        folder = aside.path.partition("/")[0]
        owner = next((partner for partner in past.partners if partner == folder), None)
        commit = past.commits[past.places[aside.commit]]
        yield make_history_finding(
            "path_quarantined" if aside.harmful else "foreign_file",
            QuarantinedFile(aside.reason),
            f"git log --raw -1 {abbreviate_id(commit.id)}",
            partner=owner,
            commit=commit,
            path=aside.path,
            closed_by=who_can_close(commit.author, [owner] if owner else [], partners) if aside.harmful else (),
        )


def find_replaced_objects(found: Iterable[Replaced]) -> Iterator[HistoryFinding]:
    """Yield a finding for everything in this clone that makes plain git show another history than the committed one."""
    for one in found:
        in_grafts = 'cat "$(git rev-parse --git-path info/grafts)"'
        show = f"git replace --list --format=long {one.commit}" if one.commit else in_grafts
        yield make_history_finding("replaced_object", ReplacedObject(), show, partner=None, commit=one.commit)


def _find_undone(past: WalkedHistory, folder: Handle, by: Handle, path: str) -> frozenset[str]:
    """Return the commits of an author whose change at a path was undone by the author's next one, and the latter.

    Changes by others in between do not matter, unless they are based on the text that was undone. After a deletion, no
    text is left to be based on, because whoever created the file again began without one. `gitrepo/merge/writers.py`
    asks the same question about commits that arrive together. There, it need not be the next change that undoes the
    first.
    """
    touches = past.list_touches(path)
    own = [(one.id, touch) for one, touch in touches if one.has_written(folder, by)]
    others = (touch for one, touch in touches if not one.has_written(folder, by))
    gone_on = {oid for touch in others for oid in touch.before if oid is not None}
    return frozenset(
        commit
        for (undoing, later), (undone, earlier) in pairwise(own)
        if later.after in earlier.before and earlier.after not in gone_on
        for commit in (undoing, undone)
    )
