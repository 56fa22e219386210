"""The shared repository as plain git sees and changes it: honest pages and forced pushes, without apj."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from tests.helpers.git_objects import (
    FileEntry,
    find_git_folder,
    read_folder,
    read_object,
    read_parents,
    read_text,
    read_texts,
    read_tree,
    read_tree_of,
    write_object,
    write_tree,
)
from tests.helpers.repos import git, who
from tests.partner_model.by_hand import words_of


def branch(repository: Path) -> str:
    """Return the name of the branch that is checked out, or that a clone gets."""
    return (find_git_folder(repository) / "HEAD").read_text("ascii").strip().removeprefix("ref: refs/heads/")


def ref(repository: Path, name: str) -> str | None:
    """Return the commit of a ref, read from its file; None where there is none."""
    folder = find_git_folder(repository)
    try:
        return (folder / name).read_text("ascii").strip()
    except FileNotFoundError:
        pass
    packed = folder / "packed-refs"
    lines = packed.read_text("ascii").splitlines() if packed.exists() else []
    return next((line[:40] for line in lines if line[41:] == name), None)


@dataclass
class Lineage:
    """Which commits have which parents and files, gathered from every repository while they were there."""

    parents: dict[str, tuple[str, ...]] = field(default_factory=dict)
    _known: dict[str, frozenset[str]] = field(default_factory=dict)
    _names: dict[tuple[str, str], frozenset[str]] = field(default_factory=dict)
    _texts: dict[tuple[str, str], str] = field(default_factory=dict)
    _words: dict[tuple[str, ...], frozenset[str]] = field(default_factory=dict)

    def learn(self, repository: Path, commit: str | None) -> None:
        """Read the history of a commit."""
        waiting = [commit] if commit else []
        while waiting:
            oid = waiting.pop()
            if oid not in self.parents:
                self.parents[oid] = read_parents(repository, oid)
                waiting += self.parents[oid]

    def history(self, commit: str | None) -> frozenset[str]:
        """Return a commit with all its ancestors."""
        if commit is None:
            return frozenset()
        if commit not in self._known:
            found, waiting = set[str](), [commit]
            while waiting:
                oid = waiting.pop()
                if oid not in found:
                    found.add(oid)
                    waiting.extend(self.parents[oid])
            self._known[commit] = frozenset(found)
        return self._known[commit]

    def bases(self, one: str, other: str) -> set[str]:
        """Return the newest commits that two histories have in common."""
        common = self.history(one) & self.history(other)
        return set(common).difference(*(self.parents[commit] for commit in common))

    # A commit never changes, so what it contains is read once.

    def names(self, repository: Path, commit: str, folder: str) -> frozenset[str]:
        """Return the paths of a folder's files in a commit."""
        if (commit, folder) not in self._names:
            self._names[commit, folder] = frozenset(
                f"{folder}/{name}" for name in read_folder(repository, commit, folder)
            )
        return self._names[commit, folder]

    def text(self, repository: Path, commit: str, path: str) -> str:
        """Return a file of a commit, empty if this repository does not have it."""
        if not self._texts.get((commit, path)):
            self._texts[commit, path] = read_text(repository, commit, path)
        return self._texts[commit, path]

    def words(self, repository: Path, commit: str, *paths: str) -> frozenset[str]:
        """Return the words in the files of a commit."""
        if (commit, *paths) not in self._words:
            self._words[commit, *paths] = frozenset(words_of(read_texts(repository, commit, paths)))
        return self._words[commit, *paths]


@dataclass
class Server:
    """The shared repository, controlled by somebody who may do anything there."""

    folder: Path

    @property
    def tip(self) -> str | None:
        """The newest commit of the shared branch, None if there is no such branch."""
        return ref(self.folder, self.branch)

    @property
    def branch(self) -> str:
        """The full name of the shared branch, empty while the server is unavailable."""
        return f"refs/heads/{branch(self.folder)}" if self.folder.exists() else ""

    def rename(self, name: str) -> None:
        """Give the shared branch another name, as a host does."""
        git(self.folder, "branch", "-m", name)

    def move(self, commit: str | None) -> None:
        """Set the branch to a commit, whatever it was. None removes it."""
        if commit:
            file = self.folder / self.branch
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(f"{commit}\n", "ascii")
        else:
            git(self.folder, "update-ref", "-d", self.branch)

    def remove(self, name: str) -> None:
        """Remove another branch, as its host may."""
        git(self.folder, "update-ref", "-d", f"refs/heads/{name}")

    def earlier(self, back: int) -> str:
        """Return the commit that the branch named `back` commits ago, or the first one."""
        line = git(self.folder, "rev-list", "--first-parent", f"--max-count={back + 1}", self.branch)
        return line.splitlines()[-1]

    def text(self, path: str, commit: str = "") -> str | None:
        """Return a file of a commit, or of the newest one. None if there is no such file."""
        folder, _, name = path.rpartition("/")
        newest = commit or self.tip
        entry = read_folder(self.folder, newest, folder).get(name) if newest else None
        return read_object(self.folder, entry.oid).decode() or None if entry else None

    def names(self, folder: str, commit: str = "") -> list[str]:
        """Return the names of the files of a folder."""
        return [f"{folder}/{name}" for name in read_folder(self.folder, commit or self._newest(), folder)]

    def tree(self, commit: str, files: Mapping[str, str | None], *, folders: Mapping[str, str] | None = None) -> str:
        """Write the tree of a commit with other files (None: without it). `folders` come from other commits.

        An empty text as commit means the newest one.
        """
        root = read_tree_of(self.folder, commit or self._newest())
        for folder, source in (folders or {}).items():
            if entry := read_tree_of(self.folder, source or self._newest()).get(folder):
                root[folder] = entry
        for path, text in files.items():
            folder, _, name = path.rpartition("/")
            entries = read_tree(self.folder, root[folder].oid) if folder in root else {} if folder else root
            entries.pop(name, None)
            if text is not None:
                entries[name] = FileEntry("100644", write_object(self.folder, "blob", text.encode()))
            if folder:
                root[folder] = FileEntry("40000", write_tree(self.folder, entries))
        return write_tree(self.folder, root)

    def _newest(self) -> str:
        tip = self.tip
        assert tip is not None
        return tip

    def commit(self, tree: str, parents: Iterable[str], author: tuple[str, str], date: str, message: str) -> str:
        """Write a commit without a ref."""
        moment = datetime.fromisoformat(date)
        by = f"{author[0]} <{author[1]}> {int(moment.timestamp())} {moment:%z}"
        lines = [f"tree {tree}", *(f"parent {parent}" for parent in parents), f"author {by}", f"committer {by}"]
        return write_object(self.folder, "commit", "\n".join([*lines, "", message, ""]).encode())

    def put(self, files: Mapping[str, str | None], author: tuple[str, str], date: str, message: str = "by hand") -> str:
        """Let somebody push a commit with other files (None: without it), and return it."""
        tip = self._newest()
        made = self.commit(self.tree(tip, files), [tip], author, date, message)
        self.move(made)
        return made

    def again(self, onto: str, date: str) -> dict[str, str]:
        """Recreate the commits of the branch since `onto`, with another committer's date only.

        Return the new commit of each old one, the tip last.
        """
        new = {onto: onto}
        older = set(git(self.folder, "rev-list", onto).split())  # never `^onto`: that goes by dates, and misses some
        listed = git(self.folder, "rev-list", "--topo-order", "--reverse", "--parents", self.branch)
        for oid, *parents in map(str.split, listed.splitlines()):
            if oid in older:
                continue
            facts = git(self.folder, "show", "-s", "--format=%an%n%ae%n%aI%n%s", oid).splitlines()
            env = who((facts[0], facts[1]), facts[2]) | {"GIT_COMMITTER_DATE": date}
            on = [word for parent in parents for word in ("-p", new.get(parent, parent))]
            new[oid] = git(self.folder, "commit-tree", f"{oid}^{{tree}}", *on, "-m", facts[3], **env)
        return new

    def faster(self, commit: str) -> None:
        """Let somebody else's commit arrive during the next push."""
        hook = self.folder / "hooks/update"
        hook.parent.mkdir(exist_ok=True)
        hook.write_text(f'#!/bin/sh\nrm -f "$0"\ngit update-ref {self.branch} {commit}\n', "utf-8")
        hook.chmod(0o755)

    def as_fast_as_all(self) -> None:
        """Let no other commit arrive first any more."""
        (self.folder / "hooks/update").unlink(missing_ok=True)

    def collect(self) -> None:
        """Delete everything that no ref names."""
        collect(self.folder, "gc.writeCommitGraph=false")  # git leaves an old one behind when no ref is left


def collect(repository: Path, *settings: str) -> None:
    """Pack a repository and drop everything that no ref names, whatever its reflogs say."""
    wanted = ("gc.reflogExpire=now", "gc.reflogExpireUnreachable=now", *settings)
    options = [word for setting in wanted for word in ("-c", setting)]
    git(repository, *options, "gc", "-q", "--prune=now")
