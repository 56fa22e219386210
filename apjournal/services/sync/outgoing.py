"""Check my own commits before anything is sent. Each folder has only one writer."""

from __future__ import annotations

from collections.abc import Iterator
from shlex import quote

from apjournal.errors import GitFault, NeedsAttention
from apjournal.gitrepo.checkout import limits
from apjournal.gitrepo.checkout.quarantine import find_large_blobs
from apjournal.gitrepo.merge import writers
from apjournal.gitrepo.plumbing import ancestry
from apjournal.gitrepo.plumbing.objects import LARGEST_BLOB, Objects
from apjournal.gitrepo.plumbing.runner import LARGEST_FILE, Git
from apjournal.gitrepo.plumbing.trees import SUBMODULE, compute_empty_tree_id, list_differences
from apjournal.model.handle import Handle
from apjournal.model.hints import quote_pathspec
from apjournal.model.views.sync import Note, NoteKind, make_note
from apjournal.services.sync import manual_merge
from apjournal.services.sync.authors.unknown_authors import collect_addresses
from apjournal.services.sync.unfit_files import find_unfit
from apjournal.session.history import History
from apjournal.session.workspace import Workspace

_WORTH_A_LOOK = 256 * 1024
"""If the compressed objects to send exceed this size in bytes, apj checks whether one of the files is too large."""
_FEW = 8
"""apj itself checks up to this number of commits and files. For more, it starts another git process."""


def find_reason_to_hold_back(workspace: Workspace, base: str, *known: str) -> NeedsAttention | None:
    """Return a fault if my commits since `base` must not be sent, otherwise None.

    The reason may be text in a partner's folder, or files that must not be shared. My commits are those that no tip in
    `known` contains: the tip that was accepted before a rewrite, if any, and the server's tip, in this order.
    """
    history = workspace.require_history()
    git, mine = history.git, history.head
    if mine is None:
        return None
    own = ancestry.list_commits_not_in(git, known[0], mine, *known[1:])
    if unfit := find_unfit(workspace, own, base, known[-1]):
        return unfit
    differences = list_differences(history.objects, base, mine)
    changed = [one for one in differences if one.folder != workspace.me and Handle.is_valid(one.folder)]
    if not own or not changed:
        return None
    whose = collect_addresses(workspace, known[0], workspace.protected_copies)
    changed = [one for one in changed if one.folder in whose]
    written = writers.list_folder_writes(git, history.objects, known[0], mine, addresses=whose)
    made = frozenset(own)
    in_own = [one for one in written if one.commit in made]
    of_others = {change.path for change in changed} - writers.find_unchanged_owner_versions(written, changed)
    found = [one for one in in_own if not of_others.isdisjoint(one.paths) and _is_mine(workspace, one)]
    if not found:
        return None
    wrong = sorted(of_others & {path for one in found for path in one.paths})
    folders = sorted({path.partition("/")[0] for path in wrong})
    many = wrong[0] if len(wrong) == 1 else f"{len(wrong)} files in {' and '.join(f'{folder}/' for folder in folders)}"
    places = " ".join(quote_pathspec(folder) for folder in folders)
    message = quote("Remove changes to other folders")
    commands = (
        *manual_merge.list_author_commands(workspace),
        f"git restore --source={base[:10]} --staged --worktree -- {places}",
        f"git commit -m {message}",
        "apj sync",
    )
    owners = " and ".join(workspace.get_partner(Handle.parse(folder)).called for folder in folders)
    return NeedsAttention(
        f"Your commit {found[0].commit[:7]} changes {many}, which belongs to {owners}. Nothing was sent.",
        f"See the commit: {found[0].show}. To undo its changes there: {' && '.join(commands)}",
    )


def _is_mine(workspace: Workspace, write: writers.FolderWrite) -> bool:
    """Whether a commit has my address or was made here. I may also have pulled others' commits that the server lost."""
    return write.by == workspace.me or write.commit in workspace.commits_made_here


def check_outgoing(workspace: Workspace, theirs: str | None, mine: str) -> tuple[Note, ...]:
    """Raise `ApjError` if the other partners' apj would refuse the commit `mine`. `theirs` is the server's tip.

    Return a note for each file in that commit that is too large for their apj to check out.
    """
    git, history = workspace.git, workspace.require_history()
    if theirs == mine:
        return ()
    if theirs is None and (unfit := find_unfit(workspace, ancestry.list_commits_not_in(git, None, mine), None, None)):
        raise unfit
    if not limits.is_bounded(history.objects, (), mine) and not (
        theirs and not limits.is_bounded(history.objects, (), theirs)
    ):
        raise GitFault(
            f"Your commits contain more than {limits.MOST_PATHS:,} files. Your partner's apj would refuse them. "
            "Nothing was sent.",
            (
                "See the files: git ls-files. Remove files that do not belong to the journal, such as "
                "node_modules: git rm -r --cached FOLDER, then git commit and apj sync. If both of "
                "you want the files: git push, and git pull --no-rebase on the other side"
            ),
        )
    if theirs is not None and _is_small_push(history, theirs, mine):
        return ()
    size = int(git.run_git("rev-list", "--objects", "--disk-usage", mine, *([f"^{theirs}"] if theirs else [])).line)
    if size > LARGEST_FILE:
        raise GitFault(
            (
                f"Your commits contain {size / 2**20:,.0f} MB. Your partner's apj refuses more than "
                f"{LARGEST_FILE >> 20} MB. Nothing was sent."
            ),
            f"To redo these commits without the large files: git reset --soft {(theirs or 'ROOT')[:10]}, "
            "git rm --cached FILE, git commit. If both of you want these files: git push, and git fetch on "
            "the other side",
        )
    return tuple(_describe_large_files(git, history.objects, theirs, mine)) if size > _WORTH_A_LOOK else ()


def _is_small_push(history: History, theirs: str, mine: str) -> bool:
    """Whether so few and small files are sent that none of them can be too large."""
    if len(ancestry.list_commits_not_in(history.git, theirs, mine)) > _FEW:
        return False
    logged = ancestry.list_new_changes(history.git, history.objects, theirs, mine)
    texts = {change.text_after for log in logged for change in log.touched if change.text_after}
    if len(texts) > _FEW:
        return False
    found = history.objects.read_blobs(texts, most=_WORTH_A_LOOK)
    return len(found) == len(texts) and sum(map(len, found.values())) < _WORTH_A_LOOK


def _describe_large_files(git: Git, objects: Objects, theirs: str | None, mine: str) -> Iterator[Note]:
    changes = list_differences(objects, theirs or compute_empty_tree_id(len(mine)), mine)
    files = (change for change in changes if change.after and change.after.mode != SUBMODULE)
    new = {change.path: change.after.oid for change in files if change.after}
    large = find_large_blobs(git, new.values())
    for path in (path for path, oid in new.items() if oid in large):
        yield make_note(NoteKind.TOO_LARGE_FOR_OTHERS, path=path, mebibytes=str(LARGEST_BLOB >> 20))
