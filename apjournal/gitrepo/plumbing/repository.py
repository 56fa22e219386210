"""A journal's repository: open it, create it, and protect it by two files that make fetching into it safe."""

from __future__ import annotations

import os
import stat
from collections.abc import Mapping
from pathlib import Path
from shlex import quote

from msgspec import Struct

from apjournal.errors import GitFault
from apjournal.gitrepo.plumbing import refs
from apjournal.gitrepo.plumbing.config import is_on, list_settings, write_config
from apjournal.gitrepo.plumbing.damaged_files import find_damage
from apjournal.gitrepo.plumbing.digest import compute_blob_id
from apjournal.gitrepo.plumbing.faults import make_fault
from apjournal.gitrepo.plumbing.network.folder_remote import PROTECTIONS
from apjournal.gitrepo.plumbing.network.urls import Address
from apjournal.gitrepo.plumbing.refs import BRANCH, HEADS, ORIGIN, BranchState, list_remotes
from apjournal.gitrepo.plumbing.runner import Git
from apjournal.gitrepo.plumbing.state_files import REBASING

ATTRIBUTES = "* -text -ident !eol !working-tree-encoding !filter !diff !merge"
"""The last line of .git/info/attributes. It keeps a partner's file from running my programs or changing bytes."""

EXCLUDE = "private/"
"""A line of .git/info/exclude that keeps private files out of plain `git add`."""

_NO_WORK_TREE = ("not a git repository", "cannot use bare repository")
_IN_A_BARE_ONE = {"HEAD", "config", "description", "branches", "hooks", "info", "objects", "refs"}
GITIGNORE, GITATTRIBUTES = b"private/\n", b"* -text\n"
"""The contents of the `.gitignore` and `.gitattributes` that apj writes into every new journal."""
OWN_TEXTS = frozenset(map(compute_blob_id, (GITIGNORE, GITATTRIBUTES)))
"""The blob ids of these two files. apj accepts these texts from everybody without asking."""

_UNDER_WAY = (
    ("MERGE_HEAD", "merge", "git commit", "git merge --abort"),
    ("rebase-apply/applying", "git am", "git am --continue", "git am --abort"),
    *((name, "rebase", "git rebase --continue", "git rebase --abort") for name in REBASING),
    ("CHERRY_PICK_HEAD", "cherry-pick", "git cherry-pick --continue", "git cherry-pick --abort"),
    ("REVERT_HEAD", "revert", "git revert --continue", "git revert --abort"),
    ("BISECT_LOG", "bisect", "git bisect reset", "git bisect reset"),
)


class Repository(Struct, frozen=True):
    """The folders of a repository, and whether its history is complete.

    `git_dir` belongs to this work tree, and `common_dir` to all work trees of the repository. `shallow` says whether
    the history is cut off. `grafted` says whether somebody replaced parents of commits. apj ignores such replacements.
    """

    root: Path
    git_dir: Path
    common_dir: Path
    shallow: bool
    grafted: bool


def open_repository(git: Git, config: Mapping[str, str] | None = None) -> Repository:
    """Open the repository whose work tree is `git.root`. Raise `GitFault` if there is none.

    With git's settings in `config`, an ordinary `.git` folder is recognised without starting git.
    """
    if config is not None and (usual := _find_usual_repository(git.root, config)):
        return usual
    facts = ("--is-inside-work-tree", "--show-prefix", "--is-shallow-repository", "--git-dir", "--git-common-dir")
    finished = git.run_git("rev-parse", *facts, ok=(0, 128))
    if finished.code != 0 and not any(words in finished.err for words in _NO_WORK_TREE):
        raise make_fault("rev-parse", finished.code, finished.err)
    inside, below, shallow, git_dir, common_dir = (finished.line.split("\n", 4) + [""] * 5)[:5]
    if (inside, below) != ("true", ""):
        raise find_damage(git.root) or GitFault(
            f"{git.root} is not the root of a git repository.",
            "Copy the journal to a separate folder, then run in that folder: git init",
        )
    return Repository(
        root=git.root,
        git_dir=git.root / git_dir,
        common_dir=git.root / common_dir,
        shallow=shallow == "true",
        grafted=_has_lines(git.root / common_dir / "info" / "grafts"),
    )


def _find_usual_repository(root: Path, config: Mapping[str, str]) -> Repository | None:
    """Return the repository in the `.git` folder of `root`, recognised without starting git.

    Return None if only git can recognise it, for example because it is a second work tree or is damaged. If the
    repository is unsafe, git refuses at the next command.
    """
    git_dir = root / ".git"
    try:
        is_usual = (
            (git_dir / "HEAD").read_bytes().startswith(b"ref: refs/heads/")
            and (git_dir / "objects").is_dir()
            and (git_dir / "refs").is_dir()
            and not (git_dir / "commondir").exists()
        )
    except OSError:
        return None
    if not is_usual or "core.worktree" in config or is_on(config.get("core.bare", "false")):
        return None
    shallow, grafts = (git_dir / "shallow").exists(), git_dir / "info" / "grafts"
    return Repository(root, git_dir, git_dir, shallow, _has_lines(grafts))


def require_no_operation_in_progress(
    git: Git,
    repository: Repository,
    standing: BranchState,
    config: Mapping[str, str],
    *,
    is_unmerged: bool | None = None,
) -> None:
    """Raise `GitFault`, with the next command to run, while an operation of plain git is in progress in this clone.

    `config` contains git's settings in this repository. `is_unmerged` is as in `IndexStat`. If it is None, apj asks
    git.
    """
    if is_unmerged is None:
        is_unmerged = bool(git.run_git("ls-files", "--unmerged", "-z").out)
    for name, what, go_on, undo in _UNDER_WAY:
        if (repository.git_dir / name).exists():
            add = "git add -u && " if what == "rebase" else ""  # one that stopped for an edit refuses unstaged changes
            first = "Resolve its conflicts, git add the files, then: " if is_unmerged else f"Finish it: {add}"
            steps = f"{first}{go_on}, or undo it: {undo}" if go_on != undo else f"End it: {undo}"
            kept = (
                ". Text that apj wrote in the meantime is also in .git/apj/recover."
                if name.startswith("rebase")
                else ""
            )
            raise GitFault(f"A {what} is in progress here.", steps + kept)
    if is_unmerged:
        raise GitFault("There are unresolved git conflicts here.", "Resolve them, git add the files, then: git commit")
    require_branch(git, standing, config)
    if repository.shallow:
        raise GitFault("This clone has only the newest part of the history.", "Fetch the rest: git fetch --unshallow")
    if repository.grafted:
        raise GitFault(
            "A grafts file changes the history that git shows here.",
            f"Remove the file: {repository.common_dir / 'info' / 'grafts'}",
        )
    if is_on(config.get("core.sparsecheckout", "false")):
        raise GitFault(
            "A part of the journal is not checked out in this clone.",
            "Check out everything: git sparse-checkout disable",
        )


def require_branch(git: Git, standing: BranchState, config: Mapping[str, str]) -> str:
    """Return the full name of the branch that is checked out. Raise `GitFault` if HEAD is detached."""
    if standing.checked_out is not None:
        return HEADS + standing.checked_out
    here = [name.removeprefix(HEADS) for name in standing.commits if name.startswith(HEADS)]
    shared = _list_shared_branches(standing, config)
    branch = (*shared, *([BRANCH] if BRANCH in here else here), BRANCH)[0]
    way, goal = _format_way_to(git, branch), "Go back to the journal's branch"
    if outside := git.run_git("rev-list", "HEAD", "--not", "--branches", "--remotes", ok=(0, 128)).out.split():
        goal = f"{goal}, and bring along what was committed here"
        way = f"{way} && git merge {outside[0][:10].decode('ascii')}"
    raise GitFault("No branch is checked out in this clone.", f"{goal}: {way}")


def _format_way_to(git: Git, branch: str) -> str:
    """Return the command that leads to a branch, which another folder may have checked out with `git worktree`."""
    folder = git.run_git("for-each-ref", "--format=%(worktreepath)", HEADS + branch).line
    if folder and os.path.realpath(folder) != os.path.realpath(git.root):
        return f"cd {quote(folder)}"
    return f"git switch {quote(branch)}"


def find_wrong_branch_fault(git: Git, standing: BranchState, config: Mapping[str, str]) -> GitFault | None:
    """Return a fault, with advice, if the branch that is checked out is not the shared one.

    Return None if it is, or if git's settings do not say which branch is shared.
    """
    shared = _list_shared_branches(standing, config)
    if not shared or shared.get(standing.branch) == standing.branch:
        return None
    likely, there = next(iter(shared.items()))
    is_renamed = standing.branch in shared and likely != there
    return make_wrong_branch_fault(git, standing, shared[standing.branch] if is_renamed else likely)


def _list_shared_branches(standing: BranchState, config: Mapping[str, str]) -> dict[str, str]:
    """Return the name on the remote of each branch that git's settings connect with it, the same names first."""
    names = [
        key[len("branch.") : -len(".merge")] for key in config if key.startswith("branch.") and key.endswith(".merge")
    ]
    shared = {
        name: config[f"branch.{name}.merge"].removeprefix(HEADS)
        for name in names
        if config.get(f"branch.{name}.remote", standing.remote) == standing.remote
    }
    return dict(sorted(shared.items(), key=lambda pair: pair[0] != pair[1]))


def make_wrong_branch_fault(git: Git, standing: BranchState, shared: str) -> GitFault:
    """Return the fault that says how to switch to the `shared` branch, or how to rename the current one."""
    branch = standing.branch
    is_here = HEADS + shared in standing.commits
    return GitFault(
        f"The branch {branch} is checked out here, but the shared branch is {shared}.",
        f"Go back to it: {_format_way_to(git, shared)}"
        if is_here
        else f"Rename your branch: git branch -m {quote(branch)} {quote(shared)}",
    )


def init_repository(git: Git, branch: str = BRANCH) -> Repository:
    """Make `git.root` a repository without hooks or templates that is safe to fetch into. Keep an existing one.

    In a repository without a commit, the first branch is `branch`. A clone keeps its own branch.
    """
    git.root.mkdir(parents=True, exist_ok=True)
    was_there = (git.root / ".git").exists()
    git.run_git("init", "--quiet", "--template=", "--object-format=sha1", f"--initial-branch={branch}")
    repository = open_repository(git)
    if was_there and not list_remotes(dict(list_settings(git))) and not refs.read_branch_state(git).commits:
        git.run_git("symbolic-ref", "HEAD", HEADS + branch)
    write_protections(repository)
    return repository


def can_be_made(path: Path) -> bool:
    """Whether `init_shared` can create a repository at `path`.

    Nothing may be there except what a killed `init_shared` left behind.
    """
    if not path.exists():
        return True
    if not path.is_dir() or not {entry.name.removesuffix(".lock") for entry in path.iterdir()} <= _IN_A_BARE_ONE:
        return False
    return not any(file.is_file() for name in ("refs", "objects") for file in (path / name).rglob("*"))


def init_shared(path: Path, git: Git) -> None:
    """Create a bare repository at `path` that refuses forced pushes and deletions.

    Raise `GitFault` if something else is at the path. An empty repository there gets the same settings. If a group
    shares the folder above, everyone in the group can push. Of `git`, only its terminal and timeout are used.
    """
    path = path.absolute()
    if not can_be_made(path):
        raise GitFault(f"{path} already exists.", "Choose a folder that is new or empty.")
    group = _find_sharing_group(next(folder for folder in (path, *path.parents) if folder.exists()))
    path.mkdir(parents=True, exist_ok=True)
    shared = ("--shared=group",) if group is not None and _assign_to_group(path, group) else ()
    there = Git(path, terminal=git.terminal, timeout=git.timeout)
    there.run_git(
        "init", "--quiet", "--bare", "--template=", "--object-format=sha1", f"--initial-branch={BRANCH}", *shared
    )
    for name in PROTECTIONS:
        there.run_git(f"--git-dir={path}", "config", name, "true")


def _find_sharing_group(folder: Path) -> int | None:
    """Return the id of the group that shares `folder`: the group may write there, or new files there belong to it.

    Return None if no group shares the folder.
    """
    found = folder.stat()
    return found.st_gid if found.st_mode & (stat.S_ISGID | stat.S_IWGRP) else None


def _assign_to_group(folder: Path, group: int) -> bool:
    """Assign `folder`, and everything that is created in it later, to a group. Return whether that was possible.

    Only a member of the group may do that, and Windows has no groups.
    """
    if not hasattr(os, "chown"):
        return False  # on Windows, where folders have no group
    try:
        os.chown(folder, -1, group)
        folder.chmod(stat.S_IMODE(folder.stat().st_mode) | stat.S_ISGID | stat.S_IRWXG)
    except OSError:
        return False
    return True


def write_protections(repository: Repository) -> None:
    """Append apj's rules for attributes and private files to the two files of the clone, after the existing lines."""
    for path, lines in find_missing_protections(repository).items():
        path.parent.mkdir(exist_ok=True)
        draft = path.with_name(f"{path.name}.apj")
        draft.write_text("".join(f"{line}\n" for line in lines), "utf-8", "surrogateescape")
        draft.replace(path)


def find_missing_protections(repository: Repository) -> dict[Path, list[str]]:
    """Return the two files of the clone that lack one of apj's rules, each with the lines that it should contain."""
    missing = {}
    for name, line in (("attributes", ATTRIBUTES), ("exclude", EXCLUDE)):
        path = repository.common_dir / "info" / name
        lines = path.read_text("utf-8", "surrogateescape").splitlines() if path.exists() else []
        if lines[-1:] != [line] and not (name == "exclude" and line in lines):
            missing[path] = [*lines, line]
    return missing


def set_remote(git: Git, address: Address, branch: str = BRANCH) -> None:
    """Set `origin` to `address` and make it the upstream of `branch`, so that plain `git push` and `git pull` work."""
    write_config(git, f"remote.{ORIGIN}.url", address.url)
    write_config(git, f"remote.{ORIGIN}.fetch", f"+refs/heads/*:refs/remotes/{ORIGIN}/*")
    set_upstream(git, branch, ORIGIN)


def set_upstream(git: Git, branch: str, remote: str) -> None:
    """Set the remote through which `branch` is shared."""
    write_config(git, f"branch.{branch}.remote", remote)
    write_config(git, f"branch.{branch}.merge", HEADS + branch)


def _has_lines(path: Path) -> bool:
    return path.exists() and any(line.strip() and not line.startswith(b"#") for line in path.read_bytes().splitlines())
