"""Check the URL or path of a shared journal before git gets it, and advise on one that is mistyped."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Collection
from enum import StrEnum
from pathlib import Path
from shlex import quote
from urllib.parse import unquote, urlsplit

from msgspec import Struct

from apjournal.errors import ApjError, GitFault, UsageFault
from apjournal.gitrepo.plumbing.config import Listed
from apjournal.patterns import make_pattern

WAYS = "Use https://HOST/PATH, ssh://USER@HOST/PATH, USER@HOST:PATH, or the path of a folder that belongs to you."

_HOST = make_pattern(r"[A-Za-z0-9][A-Za-z0-9.-]*|[0-9a-fA-F:.]+")
_LOOPBACK = make_pattern(r"localhost|127(\.\d{1,3}){3}|::1")
_WORD = r"[A-Za-z0-9_][A-Za-z0-9_.+-]*"
_SCP = make_pattern(rf"{_WORD}@[A-Za-z0-9][A-Za-z0-9.-]*:(?!-)[^:]+")
_SCP_PARTS = make_pattern(r"[^@/]+@([^:/]+):/?(.+)")
_BEFORE_SLASH = make_pattern(r"[^/]*:")


Trusted = Callable[[], Collection[str]]
_LIKE_HOST = "It looks like a host; write: https://{0}{1}. For a folder of that name: ./{0}{2}"
_LOOKALIKES = (
    (r".*(%\w+%|\$|`).*", "apj does not expand variables. Write the path in full."),
    (r"~(/.*)?", "Write the path in full: {home}{0}"),
    (r"~.*", "Write the path in full."),
    (r"file:/*(.+)", "Write the path: /{0}"),
    (r"(https|http|ssh)(?::/(?!/)|/{1,2})(.+)", "Write: {0}://{1}"),
    (r"([\w.+-]+@[\w.-]+)/(.+)", "After the user and the host, write a colon: {0}:{1}"),
    (r"[^/]*@.*", WAYS),
    (r"[a-z]:[\\/].*", WAYS),
    (r"([\w.-]+):(?!/)(.+)", "Add the user who logs in: git@{0}:{1}"),
    (r"([\w-]+(?:\.[\w-]+)+)(/.+)", _LIKE_HOST.replace("{2}", "{1}")),
    (r"(?!.*\.git$)([\w-]+(?:\.[\w-]+)+)", _LIKE_HOST.format("{0}", "/PATH", "")),
    (r"//.*|'.*|.*[\"<>|*?\\].*", WAYS),
)
"""Patterns of text that looks like a URL or a path but is neither, and what to write instead.

The first pattern that matches counts.
"""


class Transport(StrEnum):
    """The ways in which git can reach a remote. The values are git's names, as in `protocol.NAME.allow`."""

    HTTPS = "https"
    SSH = "ssh"
    HTTP = "http"
    GIT = "git"
    FILE = "file"


class Address(Struct, frozen=True):
    """The checked address of a remote. `url` is the URL or the absolute path that git gets."""

    url: str
    transport: Transport

    @property
    def shown(self) -> str:
        """The URL without its password."""
        return remove_password(self.url)

    @property
    def page(self) -> str | None:
        """The URL of the repository's web page at its host, or None if the remote is a folder."""
        return None if self.transport is Transport.FILE else _build_page_url(self.url)

    @property
    def for_others(self) -> str:
        """The URL to give to somebody else. A web URL does not contain my login."""
        return re.sub(r"^(https?://)[^/@]*@", r"\1", self.url)


def remove_password(text: str) -> str:
    """Return `text` without the password of a URL in it."""
    return re.sub(r"(://[^/@:]*):[^/@]*@", r"\1@", text)


def rewrite_url(url: str, config: Listed, rule: str = "insteadof") -> str:
    """Return the URL that git makes of `url` by `url.BASE.insteadOf` (or another `rule`) in its settings.

    If several prefixes match, the longest counts.
    """
    rules = [
        (value, key.removeprefix("url.").removesuffix(f".{rule}"))
        for key, value in config
        if key.startswith("url.") and key.endswith(f".{rule}") and url.startswith(value)
    ]
    if not rules:
        return url
    beginning, base = max(rules, key=lambda pair: len(pair[0]))
    return base + url.removeprefix(beginning)


def _build_page_url(url: str) -> str | None:
    """Return the URL at which a browser most likely shows the repository. Git hosts use one path for both.

    Return None if the remote is not at a host.
    """
    if match := _SCP_PARTS.fullmatch(url):
        return f"https://{match[1]}/{match[2].removesuffix('.git')}"
    parts = urlsplit(url)
    if parts.scheme not in {"https", "ssh"}:
        return None
    return f"https://{parts.hostname}{parts.path.removesuffix('.git')}"


def check_url(url: str, *, folder: Path, remote: str | None = None, trusted: Trusted = tuple) -> Address:
    """Return the address of the remote at `url`.

    A path is relative to `folder`. `trusted` returns the folders that `safe.directory` allows. For a URL that apj does
    not support, raise `UsageFault`, or `GitFault` if git already has it as the URL of `remote`.
    """
    fault = _find_fault(url)
    if fault is None and (transport := _detect_transport(url)) is Transport.FILE:
        path = folder.absolute() / url
        url = os.path.normpath(path)
        if not _is_mine(path) and not _is_trusted(url, trusted()):
            raise _make_not_mine_fault(url, remote)
    if fault is not None:
        shown = remove_password(url)
        kind: type[ApjError] = GitFault if remote else UsageFault
        how = f" Then: git remote set-url {remote} URL" if remote else ""
        raise kind(f"{fault.format(shown)}.", WAYS + how)
    return Address(url, transport)


def _find_fault(url: str) -> str | None:
    """Return a message if the URL is invalid, with a placeholder for the URL, or None if it is valid."""
    if not url or not url.isprintable() or url.startswith("-") or "$" in url or "`" in url:
        return "{!r} is not a URL that apj can use"
    if "://" in url:
        return _find_scheme_fault(url)
    if _has_host(url) and not _SCP.fullmatch(url):
        return "{!r} is not a URL that apj can use"
    return None


def _find_scheme_fault(url: str) -> str | None:
    try:
        meant = unquote(url, errors="strict")  # git also reads %2D as a dash, and %0D as the end of a line
        parts = urlsplit(meant)
        host, user = parts.hostname or "", parts.username or ""
    except ValueError:
        return "{!r} is not a URL that apj can use"
    odd = not meant.isprintable() or user.startswith("-") or parts.path.startswith("/-")
    if odd or not _HOST.fullmatch(host) or parts.path in {"", "/"}:
        return "{!r} is not a URL that apj can use"
    if parts.scheme in {"http", "git"} and not _LOOPBACK.fullmatch(host):
        return f"{parts.scheme}:// is not encrypted, so others can read what you send: {{}}"
    if parts.scheme not in {"https", "ssh", "http", "git"}:
        return "{!r} is not a URL that apj can use"
    return None


def _detect_transport(url: str) -> Transport:
    if "://" in url:
        return Transport(url.partition(":")[0].lower())
    return Transport.SSH if _has_host(url) else Transport.FILE


def _has_host(url: str) -> bool:
    """Whether git reads the part before a colon as the name of a host. On Windows, a single letter is a drive."""
    return _BEFORE_SLASH.match(url) is not None and not os.path.splitdrive(url)[0]


def _is_trusted(path: str, trusted: Collection[str]) -> bool:
    """Whether the user allows git to work in the folder `path`, which belongs to somebody else."""
    for allowed in trusted:
        folder = os.path.expanduser(allowed) if allowed.startswith("~/") else allowed
        if (
            folder == "*"
            or os.path.normpath(folder) == path
            or (folder.endswith("/*") and path.startswith(folder[:-1]))
        ):
            return True
    return False


def _make_not_mine_fault(path: str, remote: str | None) -> ApjError:
    """Return the fault for another user's folder, which says how to trust it.

    apj itself never marks a shared folder as trusted.
    """
    kind: type[ApjError] = GitFault if remote else UsageFault
    return kind(
        f"The folder {path} belongs to somebody else, and git would run its hooks as you.",
        f"If you trust whoever owns it: git config --global --add safe.directory {quote(path)}",
    )


def _is_mine(path: Path) -> bool:
    """Whether the current user owns what is at `path`.

    Also return True if nothing is there, because git reports that, and on Windows, where git checks the owner.
    """
    if not hasattr(os, "getuid"):
        return True
    for place in (path, path / ".git", path / "hooks"):
        try:
            owner = place.stat().st_uid
        except OSError:
            continue
        if owner != os.getuid():
            return False
    return True


def parse_typed_url(text: str, *, folder: Path, home: str | None, config: Listed, trusted: Trusted = tuple) -> Address:
    """Return the address that the typed `text` means. A path is relative to `folder`. `home` replaces a leading `~`.

    An abbreviation defined by `url.BASE.insteadOf` in `config` is expanded as git would. Raise `UsageFault`, with what
    to write, for anything that is neither a supported URL nor the path of a folder.
    """
    text = text.strip()
    meant = rewrite_url(text, config)
    try:
        found = _check_typed(text, folder, home or "/HOME", trusted)
    except UsageFault:
        if meant == text:
            raise
        return check_url(meant, folder=folder, trusted=trusted)
    return (
        check_url(meant, folder=folder, trusted=trusted)
        if meant != text and found.transport is Transport.FILE
        else found
    )


def _check_typed(text: str, folder: Path, home: str, trusted: Trusted) -> Address:
    advice = _find_advice(text, home) if text.isprintable() else None
    try:
        found = check_url(text, folder=folder, trusted=trusted)
    except UsageFault as fault:
        raise UsageFault(fault.message, advice or fault.hint) from None
    if advice and found.transport is Transport.FILE and not _is_probably_path(text, folder):
        raise UsageFault(f"{text!r} is neither a URL nor the path of a folder.", advice)
    return found


def _is_probably_path(path: str, folder: Path) -> bool:
    """Whether a path, or at least its first folder, exists, so that the text was probably meant as a path."""
    first = path.split("/", 1)[0]
    return os.path.lexists(folder / path) or (first not in {"", "~"} and (folder / first).is_dir())


def _find_advice(text: str, home: str) -> str | None:
    """Return advice on what was probably meant, or None if `text` is a plain path."""
    for pattern, advice in _LOOKALIKES:
        if match := re.fullmatch(pattern, text, re.ASCII | re.IGNORECASE):
            return remove_password(advice.format(*(group or "" for group in match.groups()), home=home))
    return None
