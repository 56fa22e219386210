"""Check the signatures of commits against the partners' known keys.

Git checks them with a temporary list of signers. A key is identified by its fingerprint, so several partners may have
the same key in their files.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from apjournal.gitrepo.plumbing.faults import IncompleteHistory
from apjournal.gitrepo.plumbing.objects import Commit
from apjournal.gitrepo.plumbing.runner import Git
from apjournal.gitrepo.signing.ssh_keys import compute_fingerprint, normalize_key
from apjournal.model.history import HistoryCommit, SignatureStatus, SignedCommit, Signer, WalkedHistory

_SSH = "-----BEGIN SSH SIGNATURE-----"


def check_signatures(git: Git, past: WalkedHistory) -> Iterator[SignedCommit]:
    """Yield the signature status of each commit by an author who already had a known key, oldest first.

    Raise `GitFault` if git cannot check signatures on this machine.
    """
    keys = {signer.key for commit in past.commits for signers in commit.signers for signer in signers}
    prints = {key: found for key in keys if (found := compute_fingerprint(key))}
    known = [
        (commit, able)
        for commit in past.commits
        for signers in commit.signers
        if (able := [signer for signer in signers if signer.key in prints])
    ]
    signed = dict.fromkeys(commit.id for commit, _ in known if commit.signature == _SSH)
    told = _verify_with_git(git, [*signed], [*prints]) if signed else {}
    for commit, able in known:
        yield _classify_signature(commit, able, prints, *told.get(commit.id, ("", "")))


def find_signed_commits(git: Git, commits: Iterable[Commit], keys: Iterable[str]) -> frozenset[str]:
    """Return the ids of the commits that have a valid signature by one of `keys`.

    Raise `GitFault` if git cannot check signatures on this machine.
    """
    signed = [commit.id for commit in commits if commit.signature == _SSH]
    told = _verify_with_git(git, signed, list(keys)) if signed else {}
    return frozenset(commit for commit, (state, _) in told.items() if state == "G")


def _classify_signature(
    commit: HistoryCommit, able: Sequence[Signer], prints: Mapping[str, str], state: str, found: str
) -> SignedCommit:
    """Return the status of a commit from git's verdict (empty if unsigned) and the signers who may sign it."""
    by = next((signer.partner for signer in able if state == "G" and prints[signer.key] == found), None)
    if by is not None:
        return SignedCommit(commit, by, SignatureStatus.GOOD)
    seal = {"": SignatureStatus.NONE, "G": SignatureStatus.OTHER_KEY, "U": SignatureStatus.OTHER_KEY}.get(
        state, SignatureStatus.BAD
    )
    return SignedCommit(commit, able[0].partner, seal)


def _verify_with_git(git: Git, commits: list[str], keys: list[str]) -> Mapping[str, tuple[str, str]]:
    """Return the fingerprint and git's verdict for each signature: G (one of `keys`), U (another key) or B (bad)."""
    with tempfile.TemporaryDirectory(prefix="apj-") as folder:
        signers = Path(folder, "signers")
        lines = (f'key{number} namespaces="git" {normalize_key(key)}\n' for number, key in enumerate(keys))
        signers.write_text("".join(lines), encoding="ascii")
        settings = (f"gpg.ssh.allowedSignersFile={signers}", "gpg.ssh.revocationFile=", "gpg.ssh.program=ssh-keygen")
        options = [part for setting in settings for part in ("-c", setting)]
        asked = "".join(f"{commit}\n" for commit in commits).encode("ascii")
        finished = git.run_git(*options, "log", "--stdin", "--no-walk=unsorted", "--format=%H %G? %GK", stdin=asked)
    if any(line.startswith("error:") for line in finished.err.splitlines()):  # although git's verdict on each is B
        raise IncompleteHistory("Git cannot check signatures here", "git log --show-signature")
    answers = (line.split(" ") for line in finished.out.decode("utf-8", "replace").splitlines())
    return {commit: (state, fingerprint) for commit, state, fingerprint in answers}
