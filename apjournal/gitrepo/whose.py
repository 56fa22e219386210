"""Whose each commit is: addresses count as of their commits, and nobody but its owner says which are a folder's.

A commit in Ana's folder is hers when it bears an address of hers, as of its parents; it is foreign when the address was
another partner's then. An address that the commit itself brings along in Ana's `partner.md`, as when she changes it, is
hers too, and so is one that she claims at any other time: that is how a question about an address is answered. What
another partner writes into her `partner.md` claims nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from apjournal.model.handle import Handle
from apjournal.model.history import Recorded, Written
from apjournal.model.partner import Partner


@dataclass(frozen=True, slots=True)
class Claim:
    """What a partner's file says of herself: addresses and key, as of the commit at `place` in the walk."""

    place: int
    addresses: frozenset[str]
    key: str | None

    @classmethod
    def by(cls, partner: Partner, place: int = -1) -> Claim:
        """Read it from her file; -1 is before the walk."""
        return cls(place, partner.addresses, partner.signing_key)


Claims = Mapping[Handle, Claim]
Said = Mapping[tuple[str, Handle], Partner]
"""What a commit wrote into a partner's file, by commit and partner; what can't be read is left out."""


def attributed(
    commits: Sequence[Recorded], partners: Sequence[Handle], said: Said, before: Mapping[str, Claims]
) -> tuple[Recorded, ...]:
    """Say of each commit whose it is, and in whose folders it wrote what.

    `commits` stand parents before children; `before` are the claims at the commits below the walk.
    """
    claims = dict(before)
    ever: dict[Handle, set[str]] = {}
    for known in before.values():
        _note(ever, known)
    found = []
    for place, commit in enumerate(commits):
        known = _merged([claims[parent] for parent in commit.parents if parent in claims])
        new = {
            handle: Claim.by(partner, place)
            for handle in partners
            if (partner := said.get((commit.id, handle))) is not None
        }
        written = tuple(_written(commit, partners, known, new))
        own = {handle: claim for handle, claim in new.items() if not _is_foreign(written, handle)}
        claims[commit.id] = {**known, **own} if own else known
        _note(ever, own)
        author = _whose(commit.address, known, own)
        key = known[author].key if author is not None and author in known else None
        found.append(replace(commit, author=author, key=key, written=written))
    return tuple(_answered(commit, ever) for commit in found)


def _written(commit: Recorded, partners: Sequence[Handle], known: Claims, new: Claims) -> Iterator[Written]:
    paths: dict[str, list[str]] = {}
    for touch in commit.touched:
        folder, slash, _ = touch.path.partition("/")
        if slash:
            paths.setdefault(folder, []).append(touch.path)
    for folder in partners:
        if folder in paths:
            by = _whose(commit.address, known, new, first=folder)
            yield Written(folder, by, tuple(sorted(paths[folder])))


def _whose(address: str, *layers: Claims, first: Handle | None = None) -> Handle | None:
    """Find the partner whose address it is in the first layer that knows it; `first` comes before the others."""
    for claims in layers:
        if first is not None and first in claims and address in claims[first].addresses:
            return first
        for handle, claim in claims.items():
            if address in claim.addresses:
                return handle
    return None


def _is_foreign(written: Iterable[Written], folder: Handle) -> bool:
    return any(one.folder == folder and one.is_foreign for one in written)


def _merged(sides: Sequence[Claims]) -> Claims:
    """Put the claims of a commit's parents together: what a partner said last counts."""
    if not sides:
        return {}
    first, *others = sides
    for other in others:
        if other is not first:
            newer = {
                handle: claim
                for handle, claim in other.items()
                if handle not in first or claim.place > first[handle].place
            }
            first = {**first, **newer} if newer else first
    return first


def _note(ever: dict[Handle, set[str]], claims: Claims) -> None:
    for handle, claim in claims.items():
        ever.setdefault(handle, set()).update(claim.addresses)


def _answered(commit: Recorded, ever: Mapping[Handle, set[str]]) -> Recorded:
    """Take an address that was nobody's for the owner's who claims it at another time."""
    if all(written.by is not None for written in commit.written):
        return commit
    written = tuple(
        replace(one, by=one.folder) if one.by is None and commit.address in ever.get(one.folder, ()) else one
        for one in commit.written
    )
    return replace(commit, written=written)
