"""Signatures of commits, held against the keys that partners are known by.

Git checks them, against a list of signers made here and thrown away. Which key is which is told by its fingerprint: so
it does not matter who else wrote the same key into his file.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from apjournal.gitrepo.audit import cannot_tell
from apjournal.gitrepo.keys import fingerprint, normal
from apjournal.gitrepo.objects import Commit
from apjournal.gitrepo.runner import Git
from apjournal.model.history import Past, Recorded, Seal

_SSH = "-----BEGIN SSH SIGNATURE-----"


def seals(git: Git, past: Past) -> Iterator[tuple[Recorded, Seal]]:
    """Say how each commit is signed whose author was known by a key before it, oldest first.

    Raises `GitFault` where git can't check a signature here.
    """
    prints = {key: fingerprint(key) for key in {commit.key for commit in past.commits if commit.key}}
    known = [commit for commit in past.commits if commit.key and prints[commit.key]]
    signed = [commit for commit in known if commit.signature == _SSH]
    told = _checked(git, [commit.id for commit in signed], [key for key in prints if prints[key]]) if signed else {}
    for commit in known:
        yield commit, _seal(*told[commit.id], prints[commit.key or ""]) if commit.id in told else Seal.NONE


def is_signed_by(git: Git, commit: Commit, keys: Iterable[str]) -> bool:
    """Whether a commit bears a signature that fits, by one of `keys`; `GitFault` where git can't check it here."""
    if commit.signature != _SSH:
        return False
    state, _ = _checked(git, [commit.id], list(keys))[commit.id]
    return state == "G"


def _seal(state: str, found: str, expected: str | None) -> Seal:
    if state not in {"G", "U"}:
        return Seal.BAD
    return Seal.GOOD if state == "G" and found == expected else Seal.OTHER_KEY


def _checked(git: Git, commits: list[str], keys: list[str]) -> Mapping[str, tuple[str, str]]:
    """Let git check the signatures: G is one of `keys`, U another key, B does not fit; with the key's fingerprint."""
    with tempfile.TemporaryDirectory(prefix="apj-") as folder:
        signers = Path(folder, "signers")
        lines = (f'key{number} namespaces="git" {normal(key)}\n' for number, key in enumerate(keys))
        signers.write_text("".join(lines), encoding="ascii")
        settings = (f"gpg.ssh.allowedSignersFile={signers}", "gpg.ssh.revocationFile=", "gpg.ssh.program=ssh-keygen")
        options = [part for setting in settings for part in ("-c", setting)]
        asked = "".join(f"{commit}\n" for commit in commits).encode("ascii")
        finished = git.run(*options, "log", "--stdin", "--no-walk=unsorted", "--format=%H %G? %GK", stdin=asked)
    if any(line.startswith("error:") for line in finished.err.splitlines()):  # and yet git says B of each
        raise cannot_tell("Git can't check signatures here", "git log --show-signature")
    answers = (line.split(" ") for line in finished.out.decode("utf-8", "replace").splitlines())
    return {commit: (state, fingerprint) for commit, state, fingerprint in answers}
