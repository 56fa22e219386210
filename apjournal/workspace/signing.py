"""With which key my commits are signed: the one of my `partner.md`, where git's settings say where it is."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from enum import StrEnum

from apjournal.gitrepo.signing.ssh_keys import normalize_key, read_public_key

NOT_HERE = "none"
"""The value of `apj.signingKey` with which nothing is signed in this clone."""


class Signing(StrEnum):
    """Whether my commits are signed here."""

    READY = "ready"
    NO_KEY = "no key"
    """My `partner.md` names none."""
    NOT_SET = "not set"
    """No setting of git says where the key is, or one says that nothing is signed here."""
    NOT_FOUND = "not found"
    """The setting names no public key that could be read."""
    OTHER_KEY = "other key"
    """The setting names another key than `partner.md`; a signature by it would not fit."""


def find_signing_key(known: str | None, config: Callable[[], Mapping[str, str]]) -> str | None:
    """Return the signing key that git's settings name, if I am `known` by it; None if commits are not signed."""
    if known is None:
        return None
    settings = config()
    return read_key_setting(settings) if check_signing_status(known, settings) is Signing.READY else None


def read_key_setting(config: Mapping[str, str]) -> str | None:
    """Return the key that git's settings name: `apj.signingKey`, or `user.signingKey` if git signs with ssh."""
    own = config.get("apj.signingkey")
    if own is None and config.get("gpg.format", "").lower() == "ssh":
        own = config.get("user.signingkey")
    return own if own and own != NOT_HERE else None


def check_signing_status(key: str | None, config: Mapping[str, str]) -> Signing:
    """Return whether commits of whoever is known by `key` are signed here, and if not, why not."""
    known = normalize_key(key)
    if known is None:
        return Signing.NO_KEY
    named = read_key_setting(config)
    if named is None:
        return Signing.NOT_SET
    found = read_public_key(named)
    if found is None:
        return Signing.NOT_FOUND
    return Signing.READY if found == known else Signing.OTHER_KEY
