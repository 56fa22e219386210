"""What my own commits contain, checked before anything is sent: each folder has one writer."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from shlex import quote

from apjournal.errors import GitFault, NeedsAttention
from apjournal.gitrepo.kept.kept_refs import KeptCommit
from apjournal.gitrepo.merge import writers
from apjournal.gitrepo.plumbing import ancestry, limits
from apjournal.gitrepo.plumbing.runner import LARGEST_FILE
from apjournal.gitrepo.plumbing.trees import list_differences
from apjournal.model.handle import Handle
from apjournal.model.hints import quote_pathspec
from apjournal.services.sync import manual_merge
from apjournal.services.sync.unfit_files import find_unfit
from apjournal.services.sync.unknown_authors import collect_addresses
from apjournal.session.history import History
from apjournal.session.workspace import Workspace


def find_reason_to_hold_back(
    workspace: Workspace, history: History, base: str, theirs: str, held: Callable[[], Iterable[KeptCommit]]
) -> NeedsAttention | None:
    """Return what keeps my commits since `base` from being sent: text in a partner's folder, or what is not fit for it.

    `theirs` is the tip of the server, `base` what it has in common with mine, `held` as for `addresses`. None when all
    is in order.
    """
    git, mine = history.git, history.head
    if mine is None:
        return None
    if unfit := find_unfit(workspace, ancestry.list_commits_not_in(git, theirs, mine), base, theirs):
        return unfit
    if not _has_changes_for_others(workspace, history, base, mine):
        return None
    whose = collect_addresses(workspace, history, theirs, held())
    changed = [change for change in list_differences(git, base, mine) if change.folder in set(whose) - {workspace.me}]
    written = writers.list_folder_writes(git, history.objects, theirs, mine, addresses=whose)
    wrong = sorted({change.path for change in changed} - writers.find_unchanged_owner_versions(written, changed))
    found = next((one for one in written if not wrong or set(one.paths) & set(wrong)), None)
    if not wrong or found is None:
        return None
    folders = sorted({path.partition("/")[0] for path in wrong})
    many = wrong[0] if len(wrong) == 1 else f"{len(wrong)} files in {' and '.join(f'{folder}/' for folder in folders)}"
    places = " ".join(quote_pathspec(folder) for folder in folders)
    message = quote("Take out what is not mine")
    commands = (
        *manual_merge.list_author_commands(workspace),
        f"git restore --source={base[:10]} --staged --worktree -- {places}",
        f"git commit -m {message}",
        "apj sync",
    )
    owners = " and ".join(folders)
    return NeedsAttention(
        f"Your commit {found.commit[:7]} changes {many}, which belongs to {owners}; nothing was sent.",
        f"See it: {found.show}. To take it out: {' && '.join(commands)}",
    )


def check_outgoing(workspace: Workspace, theirs: str | None, mine: str) -> str:
    """Return the commit `mine`. Raise `ApjError` when the others' apj would refuse it. `theirs` is the server's tip."""
    git, history = workspace.git, workspace.require_history()
    if theirs == mine:
        return mine
    if theirs is None and (unfit := find_unfit(workspace, ancestry.list_commits_not_in(git, None, mine), None, None)):
        raise unfit
    if not limits.is_bounded(history.objects, (), mine) and not (
        theirs and not limits.is_bounded(history.objects, (), theirs)
    ):
        raise GitFault(
            f"Your commits hold more than {limits.MOST_PATHS:,} files. Your partner's apj would refuse that. "
            "Nothing was sent.",
            "See them: git ls-files. Take out what is not of the journal, such as node_modules: "
            "git rm -r --cached FOLDER, then git commit and apj sync. "
            "If both of you want them: git push, and git pull --no-rebase on the other side",
        )
    size = int(git.run_git("rev-list", "--objects", "--disk-usage", mine, *([f"^{theirs}"] if theirs else [])).line)
    if size > LARGEST_FILE:
        raise GitFault(
            f"Your commits hold {size / 2**20:,.0f} MB. Your partner's apj refuses more than {LARGEST_FILE >> 20} MB. "
            "Nothing was sent.",
            f"To begin these commits anew and leave out what is large: git reset --soft {(theirs or 'ROOT')[:10]}, "
            "git rm --cached FILE, git commit. If both of you want it: git push, and git fetch on the other side",
        )
    return mine


def _has_changes_for_others(workspace: Workspace, history: History, base: str, mine: str) -> bool:
    """Whether a folder that may be another partner's is not what it was."""
    before, after = (
        {entry.name: entry.oid for entry in history.objects.list_folder(commit) or () if Handle.is_valid(entry.name)}
        for commit in (base, mine)
    )
    return any(before.get(name) != after.get(name) for name in {*before, *after} - {workspace.me})
