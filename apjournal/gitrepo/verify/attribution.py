"""Find the author of each commit.

An email address belongs to whoever claimed it at that time, and only the owner of a folder decides which addresses
belong to it. A commit in Ana's folder is hers if she claims its address in the commit's parents or at any other time,
because she may answer a question about an address later. It is foreign if the address was another partner's at that
time.

A change of her `partner.md` by anybody else claims nothing. If a commit with an unknown address adds that address
there, the address stays unknown. The commit that begins her folder is trusted. So is one that replaces all her former
addresses, because a host may refuse them.

If several partners claim an address, it belongs to the folder's owner inside that folder, and to all of them everywhere
else. So nobody can take over commits, or avoid a signature check, by claiming another partner's address. A partner who
writes at a git host without apj may never list an address. Then the address with which their folder was begun is
theirs, inside that folder only.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from apjournal.model.handle import Handle
from apjournal.model.history import HistoryCommit, Signer, WrittenFolder
from apjournal.model.partner import Partner


class Claim(Struct, frozen=True):
    """The email addresses and the key in a partner's file, as a commit claimed them.

    `place` is the index of the commit in the walk, or -1 for a commit before the walk.
    """

    place: int
    addresses: frozenset[str]
    key: str | None

    @classmethod
    def read_claim(cls, partner: Partner, place: int = -1) -> Claim:
        """Return the claim in a partner's file."""
        return cls(place, partner.addresses, partner.signing_key)


Claims = Mapping[Handle, Claim]
ClaimsByCommit = Mapping[str, Mapping[Handle, Partner]]
"""The partners' files that each commit wrote, by commit and partner.

Files that cannot be read are left out.
"""


def attribute_commits(
    commits: Sequence[HistoryCommit], partners: Sequence[Handle], said: ClaimsByCommit, before: Mapping[str, Claims]
) -> tuple[HistoryCommit, ...]:
    """Return each commit with its author, its possible signers, and the folders that it changed.

    In `commits`, parents come before children. `before` contains the claims at the commits from before the walk.
    """
    walk = _Walk(frozenset(partners), said, dict(before))
    for known in before.values():
        walk.note_claims(known)
    found = [walk.attribute_commit(place, commit) for place, commit in enumerate(commits)]
    return tuple(map(walk.apply_later_claims, found))


class _Walk:
    """The claims at each commit of a walk, and the claims of all its commits together."""

    def __init__(self, partners: frozenset[Handle], said: ClaimsByCommit, claims: dict[str, Claims]) -> None:
        self.partners = partners
        self.said = said
        self.claims = claims
        self.ever: dict[Handle, set[str]] = {}
        # "" means that the address is unknown.
        self.begun = {handle: "" for known in claims.values() for handle in known}
        self._indexed: tuple[Claims, Mapping[str, Sequence[Handle]]] = {}, {}

    def attribute_commit(self, place: int, commit: HistoryCommit) -> HistoryCommit:
        """Return a commit with its author, according to the claims at its parents."""
        sides = [self.claims[parent] for parent in commit.parents if parent in self.claims]
        known = _merge_claims(sides)
        new = {handle: Claim.read_claim(partner, place) for handle, partner in self.said.get(commit.id, {}).items()}
        moved = {handle: claim for handle, claim in new.items() if not _keeps_an_address(known.get(handle), claim)}
        written = tuple(self._list_written(commit, known, moved))
        for one in written:
            self.begun.setdefault(one.folder, "" if one.by else commit.address)
        own = {
            handle: claim for handle, claim in new.items() if _may_claim(written, handle, is_new=handle not in known)
        }
        self.claims[commit.id] = {**known, **own} if own else known
        self.note_claims(own)
        owners = [one.folder for one in written if one.by == one.folder]
        authors = tuple(dict.fromkeys((*owners, *self._find_holders(commit.address, known, own))))
        together = [[owner] for owner in owners] or [[*authors]]
        signers = (tuple(_list_signers(handles, known, sides)) for handles in together)
        return replace(commit, authors=authors, signers=tuple(filter(None, signers)), written=written)

    def _list_written(self, commit: HistoryCommit, known: Claims, new: Claims) -> Iterator[WrittenFolder]:
        paths: dict[str, list[str]] = {}
        for touch in commit.touched:
            folder, slash, _ = touch.path.partition("/")
            if slash and not touch.generated:
                paths.setdefault(folder, []).append(touch.path)
        for folder in sorted(self.partners.intersection(map(Handle, paths))):
            by = self._find_holders(commit.address, known, new)
            holder = folder if folder in by else next(iter(by), None)
            yield WrittenFolder(folder, holder, tuple(sorted(paths[folder])))

    def _find_holders(self, address: str, known: Claims, new: Claims) -> Sequence[Handle]:
        """Return the partners who claim an email address in `known` or, if nobody does, in `new`.

        `known` rarely changes from one commit to the next, so the index of its addresses is reused.
        """
        if self._indexed[0] is not known:
            self._indexed = known, _index_holders(known)
        found = self._indexed[1].get(address) or _index_holders(new).get(address)
        return found or ()

    def note_claims(self, claims: Claims) -> None:
        """Add the claims at a commit to the claims of all commits."""
        for handle, claim in claims.items():
            self.ever.setdefault(handle, set()).update(claim.addresses)

    def apply_later_claims(self, commit: HistoryCommit) -> HistoryCommit:
        """Attribute a commit with an unclaimed email address to the folder's owner, if they claim the address later.

        If they never claim any address, the address that began the folder counts as theirs.
        """
        if all(one.by is not None for one in commit.written):
            return commit
        written = tuple(
            replace(one, by=one.folder) if one.by is None and commit.address in self._list_own(one.folder) else one
            for one in commit.written
        )
        return replace(commit, written=written)

    def _list_own(self, folder: Handle) -> set[str]:
        return self.ever.get(folder) or {self.begun[folder]} - {""}


def _index_holders(claims: Claims) -> dict[str, list[Handle]]:
    """Return the partners who claim each email address, by address. The partners are sorted by handle."""
    found: dict[str, list[Handle]] = {}
    for handle in sorted(claims):
        for address in claims[handle].addresses:
            found.setdefault(address, []).append(handle)
    return found


def _list_signers(handles: Iterable[Handle], known: Claims, sides: Sequence[Claims]) -> Iterator[Signer]:
    """Yield the partners and the keys that each side of a merge knew for them.

    Any of these keys may sign the merge, because the device that made it knew only the keys on its own side.
    """
    for handle in handles:
        if handle in known and known[handle].key:
            keys = dict.fromkeys(side[handle].key for side in sides if handle in side)
            yield from (Signer(handle, key) for key in keys if key)


def _keeps_an_address(before: Claim | None, claim: Claim) -> bool:
    """Whether a claim still contains an email address of the claim before it.

    If so, its owner may have added the other addresses.
    """
    return before is not None and not before.addresses.isdisjoint(claim.addresses)


def _may_claim(written: Iterable[WrittenFolder], folder: Handle, *, is_new: bool) -> bool:
    """Whether a change of a partner's file counts as made by that partner.

    In a new folder, it does unless it is foreign.
    """
    by = next((one.by for one in written if one.folder == folder), None)
    return by == folder or (is_new and by is None)


def _merge_claims(sides: Sequence[Claims]) -> Claims:
    """Return the claims of all parents of a commit together. For each partner, the latest claim counts."""
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
