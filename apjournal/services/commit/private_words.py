"""Find words that must not be shared: those in `private/never-share.txt`, and access keys of known providers."""

from __future__ import annotations

from apjournal.checks.private_words import Hit, InvalidExpression, Rule, find_private_words, read_rules
from apjournal.errors import BrokenFile, NeedsAttention
from apjournal.session.history import History
from apjournal.session.workspace import Workspace
from apjournal.store.journal_paths import NEVER_SHARE

_UNTIL_THEN = "Until you correct this file, nothing is committed."


def read_own_rules(workspace: Workspace) -> tuple[Rule, ...]:
    """Return the rules in the user's own list, or none if there is no list. Raise `BrokenFile` if it cannot be read."""
    if workspace.folder.is_symlink(NEVER_SHARE):
        raise BrokenFile(f"{NEVER_SHARE} is behind a symbolic link, which apj does not follow.", _UNTIL_THEN)
    try:
        return read_rules((workspace.folder.read(NEVER_SHARE) or b"").decode(), NEVER_SHARE)
    except UnicodeDecodeError:
        raise BrokenFile(f"{NEVER_SHARE} is not UTF-8.", _UNTIL_THEN) from None
    except InvalidExpression as error:
        raise BrokenFile(
            f"{NEVER_SHARE}:{error.line}: this is not a valid regular expression ({error}).", _UNTIL_THEN
        ) from None


def find_private(history: History, rules: tuple[Rule, ...], path: str, data: bytes) -> Hit | None:
    """Return the first words in a file of mine that must not be shared, or None.

    They may be in the file's path (line 0), or in a line that is not committed yet.
    """
    if hit := find_private_words(path, rules):
        return Hit(0, hit.source)
    text = data.decode("utf-8", "replace")
    if find_private_words(text, rules) is None:
        return None
    before = history.objects.read_file(history.head, path) if history.head else None
    return find_private_words(text, rules, set((before or b"").decode("utf-8", "replace").split("\n")))


def make_private_fault(path: str, hit: Hit) -> NeedsAttention:
    """Return the fault which says why a file was not committed."""
    where = f"{path}:{hit.line}: this line" if hit.line else f"{path}: the name of this file"
    return NeedsAttention(
        f"{where} contains {hit.source}, so the file was not committed.",
        "Remove it, or share it once: apj sync --share-anyway",
    )
