"""What stands in the newest commit: its files, which of them are not checked out, and who signed the agreement."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from apjournal.format.edit.records import is_same_agreement
from apjournal.format.read.partner import AGREED, read_partner
from apjournal.gitrepo.checkout import quarantine
from apjournal.gitrepo.checkout import quarantine as setting_aside
from apjournal.gitrepo.plumbing import refs
from apjournal.gitrepo.plumbing.objects import CommitSource, Objects
from apjournal.gitrepo.plumbing.repository import open_repository
from apjournal.gitrepo.plumbing.runner import Git
from apjournal.gitrepo.plumbing.trees import Difference, Entry, compute_empty_tree_id, list_differences
from apjournal.gitrepo.verify.history_walk import get_blob_id_at
from apjournal.model.handle import Handle
from apjournal.model.history import QuarantinedPath, Replaced, Unsigned, WalkedHistory
from apjournal.store.journal_paths import AGREEMENT, PARTNER
from apjournal.store.journal_reader import Records


def list_files(git: Git, commit: str) -> dict[str, Entry]:
    """Return every file of a commit, submodules and links too."""
    found = list_differences(git, compute_empty_tree_id(len(commit)), commit)
    return {change.path: change.after for change in found if change.after is not None}


def find_quarantined_at_tip(
    git: Git,
    objects: Objects,
    past: WalkedHistory,
    now: Mapping[str, Entry],
    *,
    me: Handle | None,
    own_texts: frozenset[str],
) -> Iterator[QuarantinedPath]:
    """Find the quarantined paths of the tip among those that the commits of `past` touched.

    It is what a sync of all of them would set aside. `own_texts` are apj's own `.git*` files. What stood in the root
    when somebody joined was looked at then.
    """
    touched = [Difference(path, None, entry) for path, entry in now.items() if path in past.by_path]
    trusted = own_texts.union(_find_files_at_joining(objects, past))
    nothing = compute_empty_tree_id(len(past.tip))
    found = setting_aside.find_quarantined(git, objects, touched, nothing, past.tip, me=me, trusted=trusted)
    for path, reason in sorted(found.items()):
        yield QuarantinedPath(
            path, reason.value, past.list_touches(path)[0][0].id, harmful=reason in quarantine.HARMFUL
        )


def _find_files_at_joining(objects: Objects, past: WalkedHistory) -> Iterator[str]:
    """Return the `.git*` files in the root of the first commit of each partner's file."""
    for handle in past.partners:
        touches = past.list_touches(f"{handle}/{PARTNER}")
        if touches and not any(touches[-1][1].before):
            root = objects.list_folder(touches[-1][0].id) or ()
            yield from (entry.oid for entry in root if entry.name.startswith(".git"))


def find_replacements(git: Git) -> Iterator[Replaced]:
    """Find what makes plain git show a different history than was committed; apj does not read it."""
    for ref in refs.list_refs(git, _REPLACE):
        yield Replaced(ref, ref.removeprefix(_REPLACE))
    if open_repository(git).grafted:
        yield Replaced("grafts", None)


_REPLACE = "refs/replace/"


def find_unsigned(objects: Objects, past: WalkedHistory) -> Iterator[Unsigned]:
    """Find who has not signed the agreement at the tip; those who left need not.

    In a walk that began at `since`, where the agreement or the partner's file was touched.
    """
    now = get_blob_id_at(objects, past.tip, AGREEMENT)
    records = Records(CommitSource(objects, past.tip))
    for handle in records.partners() if now else ():
        partner = records.partner(handle)
        touches = past.list_touches(AGREEMENT) or past.list_touches(f"{handle}/{PARTNER}")
        if partner.left is None and touches:
            signed = _find_agreed_by_hand(objects, past, handle) if partner.agreed == AGREED else partner.agreed
            if signed != now and not _has_signed_text(objects, signed, now):
                yield Unsigned(handle, touches[0][0].id, signed)


def _has_signed_text(objects: Objects, signed: str | None, now: str | None) -> bool:
    found = objects.read_blobs(oid for oid in (signed, now) if oid is not None)
    return len(found) == 2 and is_same_agreement(*found.values())


def _find_agreed_by_hand(objects: Objects, past: WalkedHistory, handle: Handle) -> str | None:
    """Return the agreement as of the commit that says `agreed: yes`."""
    said = None
    for commit, touch in past.list_touches(f"{handle}/{PARTNER}"):
        data = objects.read_blob(touch.after) if touch.after else None
        value = read_partner(data, handle).value if data is not None else None
        if value is None:
            continue
        if value.agreed != AGREED or (said is not None and value.agreed_on != said[1]):
            break
        said = (commit.id, value.agreed_on)
    return (
        get_blob_id_at(objects, said[0], AGREEMENT)
        if said
        else get_blob_id_at(objects, past.since or past.tip, AGREEMENT)
    )
