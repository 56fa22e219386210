"""Turn git's messages on stderr into faults: text that is safe to show, one sentence, and a next step."""

from __future__ import annotations

import re

from apjournal.errors import GitFault
from apjournal.model.hidden import has_no_glyph
from apjournal.patterns import make_pattern


class TimedOut(GitFault):
    """Git did not finish before its deadline and was stopped. Nothing changed in this clone."""


class RefMoved(GitFault):
    """A ref changed after the command began. Nothing was overwritten."""


class DiskFull(GitFault):
    """The disk or the quota is full. Nothing was lost."""


class RepositoryLocked(GitFault):
    """One of git's lock files exists. It belongs to a command that is running or was interrupted."""


class BrokenSettings(GitFault):
    """Git cannot read one of its settings files."""


class DamagedHistory(GitFault):
    """A part of the history is missing or damaged in this clone."""


class IncompleteHistory(GitFault):
    """Part of the history cannot be checked. `what` is the reason, and `command` is a git command that shows more."""

    def __init__(self, what: str, command: str) -> None:
        super().__init__(
            f"{what}, so apj cannot tell whether the whole history is intact.", f"To see more, run: {command}"
        )


class IncompleteDelivery(GitFault):
    """Objects that a fetch was expected to bring are missing."""

    def __init__(self) -> None:
        super().__init__(
            "Some of the data that git fetched is missing from this clone.",
            "Run git fsck to see what is missing, then fetch again.",
        )


_PASSWORD = make_pattern(r"(://[^/@:\s]*):[^/@\s]*@")
_UNTRUSTED = make_pattern(r"--add safe\.directory (\S.*)")
"""The folder in git's advice, quoted for a shell."""
_SAID = make_pattern(r"^(?:remote: )?(?:fatal|error): +(\S(?:.*\S)?)", re.MULTILINE)

_DAMAGED = (
    "Run git fsck to see the damage. Then clone again into another folder, and copy your newer text into it: {said}"
)
_KNOWN: tuple[tuple[str, type[GitFault], str, str], ...] = (
    (
        "No space left on device",
        DiskFull,
        "The disk is full.",
        "Free some space and run the command again; nothing was lost.",
    ),
    (
        "Disk quota exceeded",
        DiskFull,
        "The disk quota is used up.",
        "Free some space and run the command again; nothing was lost.",
    ),
    (
        "Read-only file system",
        GitFault,
        "The journal is on a read-only disk.",
        "You can still read the journal. To write, copy it to another disk.",
    ),
    (
        "dubious ownership",
        GitFault,
        "The journal's folder belongs to another user of this machine.",
        "If you trust it: git config --global --add safe.directory {folder}",
    ),
    *(
        (
            needle,
            RepositoryLocked,
            "Another git command is running here, or one was interrupted.",
            "Try again in a moment. If no git command is running, remove the file that ends in .lock: {said}",
        )
        for needle in (".lock': File exists", "could not lock config file")
    ),
    (
        "bad config line",
        BrokenSettings,
        "Git cannot read a settings file: {said}.",
        "Open that file in an editor, and correct or remove the line.",
    ),
    *(
        (needle, GitFault, "Git is not allowed to write here.", "Check who owns the folder .git: {said}")
        for needle in ("insufficient permission", "Permission denied")
    ),
    *(
        (needle, DamagedHistory, "Some of the history is missing or damaged in this clone.", _DAMAGED)
        for needle in (
            "not a tree object",
            "bad object",
            "bad tree object",
            "is corrupt",
            "error reading from .git/objects",
        )
    ),
)


_NEWER_GIT = (
    "Install a newer git, https://git-scm.com/downloads, or create the repository again in git's default format."
)
_HASHES = (
    "mismatched algorithms",
    "attempt to reinitialize repository with different hash",
    "does not support this repository's hash algorithm",
)
_EXTENSION = make_pattern(r"unknown repository extensions? found:\s+(\S+)")
_NEWER_FORMATS = ("unknown repository extension", "Expected git repo version", "unknown ref storage format")


def make_readable(raw: bytes) -> str:
    """Decode a message of git or a server so that it is safe to show.

    Control and bidi characters become visible, such as `<U+001B>`, and passwords are removed.
    """
    if not raw:
        return ""
    text = raw.decode("utf-8", "replace").replace("\r\n", "\n").replace("\r", "\n")
    text = _PASSWORD.sub(r"\1@", text)
    return "".join(character if _is_plain(character) else f"<U+{ord(character):04X}>" for character in text)


def extract_message(err: str) -> str:
    """Return the line of git's stderr to show: the first one with an error, otherwise the last one."""
    match = _SAID.search(err)
    if match:
        return match[1]
    lines = [line.strip() for line in err.splitlines() if line.strip()]
    return lines[-1] if lines else ""


def make_fault(command: str, code: int, err: str) -> GitFault:
    """Return the fault that says why `git COMMAND` ended with the exit code `code`, and what to do."""
    words = extract_message(err)
    if format_fault := detect_unreadable_format(err):
        return format_fault
    for needle, kind, message, hint in _KNOWN:
        if needle in err:
            folder = found[1] if (found := _UNTRUSTED.search(err)) else "FOLDER"
            return kind(message.format(said=words.removeprefix("fatal: ")), hint.format(said=words, folder=folder))
    return GitFault(
        f"git {command} stopped{f': {words}' if words else f' with exit code {code}'}".rstrip(".") + ".",
        "Run the command again. If the error is the same, `git fsck` in the journal shows more.",
    )


def detect_unreadable_format(err: str) -> GitFault | None:
    """Return a fault if git refused the repository's format, which it or apj does not support, otherwise None."""
    if any(words in err for words in _HASHES):
        return GitFault(
            "One repository uses sha256 and the other uses sha1, and git cannot exchange data between the two.",
            "Use a repository that was created with: git init --bare --object-format=sha1 PATH",
        )
    if not any(words in err for words in _NEWER_FORMATS):
        return None
    found = _EXTENSION.search(err)
    if found is None:
        return GitFault("The repository has a format that this git cannot read.", _NEWER_GIT)
    if found[1] == "refstorage":
        return GitFault("The repository stores its refs as reftable, which this git cannot read.", _NEWER_GIT)
    return GitFault(f"The repository uses the extension {found[1]}, which this git cannot read.", _NEWER_GIT)


def _is_plain(character: str) -> bool:
    return character in "\n\t" or not has_no_glyph(character)
