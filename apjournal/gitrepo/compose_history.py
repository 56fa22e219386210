"""Compose a history of apj's own files in memory with GitPython's objects, and write it as one pack.

This is for data that come with apj, such as the example journal. No git process runs, and the settings of repositories
and of the user are ignored. Text that partners write is committed by `plumbing/commit.py`.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from functools import cache
from io import BytesIO
from typing import TYPE_CHECKING

from apjournal.errors import GitFault
from apjournal.gitrepo.plumbing.commit import Identity
from apjournal.gitrepo.plumbing.runner import Git
from apjournal.gitrepo.plumbing.trees import Raw

if TYPE_CHECKING:
    from git import Repo

_FILE, _FOLDER = 0o100644, 0o040000


class Composer:
    """Commits that exist only in memory until `list_objects` is written.

    `git.root` is a work tree with apj's settings.
    """

    def __init__(self, git: Git) -> None:
        self._repo = _open_in_memory(git)
        self._blob = cache(lambda data: self._store_object("blob", data))
        self._tree = cache(self._store_tree)

    def add_commit(
        self, files: Mapping[str, bytes], message: str, author: Identity, at: datetime, parents: Sequence[str]
    ) -> str:
        """Add a commit that contains exactly `files` (path → bytes), dated `at` (aware), and return its id."""
        from git import Actor, Commit, Tree

        actor = Actor(author.name, author.email)
        date = f"{int(at.timestamp())} {at:%z}"
        commit = Commit.create_from_tree(
            self._repo,
            Tree(self._repo, self._tree(tuple(sorted(files.items())))),
            message.rstrip() + "\n",
            [Commit(self._repo, bytes.fromhex(parent)) for parent in parents],
            author=actor,
            committer=actor,
            author_date=date,
            commit_date=date,
        )
        return commit.hexsha

    def list_objects(self) -> Iterator[Raw]:
        """Return the kind and bytes of every object composed so far."""
        for binsha in self._repo.odb.sha_iter():
            stream = self._repo.odb.stream(binsha)
            kind = stream.type if isinstance(stream.type, bytes) else stream.type.encode()
            yield kind, stream.read()

    def _store_tree(self, files: tuple[tuple[str, bytes], ...]) -> bytes:
        from git.objects.fun import tree_to_stream

        folders: dict[str, list[tuple[str, bytes]]] = {}
        entries = []
        for path, data in files:
            name, slash, rest = path.partition("/")
            if slash:
                folders.setdefault(name, []).append((rest, data))
            else:
                entries.append((self._blob(data), _FILE, name))
        entries += [(self._tree(tuple(below)), _FOLDER, name) for name, below in folders.items()]
        entries.sort(key=lambda entry: entry[2] + "/" * (entry[1] == _FOLDER))  # git's order
        text = BytesIO()
        tree_to_stream(entries, text.write)
        return self._store_object("tree", text.getvalue())

    def _store_object(self, kind: str, data: bytes) -> bytes:
        from gitdb import IStream

        binsha: bytes = self._repo.odb.store(IStream(kind, len(data), BytesIO(data))).binsha
        return binsha


def _load_gitpython() -> None:
    """Import GitPython, without a message or an error if git is missing. Raise `GitFault` if GitPython is missing.

    GitPython would start git twice to read a version that apj does not need. It starts nothing if it finds no git.
    """
    os.environ |= {"GIT_PYTHON_REFRESH": "quiet", "GIT_PYTHON_GIT_EXECUTABLE": os.devnull}
    try:
        import git  # noqa: F401
    except ImportError as error:
        raise GitFault("The Python package GitPython cannot be loaded.", "Install apj again.") from error
    finally:
        del os.environ["GIT_PYTHON_GIT_EXECUTABLE"]  # a program that apj starts may also use GitPython


def _open_in_memory(git: Git) -> Repo:
    """Return GitPython's view of a repository, with its objects in memory.

    The user's and the system's settings are ignored.
    """
    _load_gitpython()
    from git import Repo
    from gitdb import MemoryDB

    repo = Repo(git.root)
    repo.odb = MemoryDB()
    repo.config_level = ("repository",)  # type: ignore[assignment]  # i18n.commitEncoding of the user changes no commit
    return repo
