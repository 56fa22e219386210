"""The sentences in which `sync`, `commit` and `undo` report notes, and the questions that a sync asks."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from apjournal.model.views.skipped import Skipped, SkipReason
from apjournal.model.views.sync import Note, NoteKind

_CHANGED = "Somebody using {address} changed {files}"
_USE = "To see the other version and choose whether to use it: {command}"
_KEPT = f"apj kept your version. {_USE}"
_NOT_SIGNED = "Commit {commit} is in your name but is not signed with your key. It"
_UNSIGNED, _CHOICE = f"{_NOT_SIGNED} changed {{files}}", f"{_NOT_SIGNED} chose between two versions of {{files}}"
_AS_ANOTHER = "You changed {files} in {commit} with {address}, which is {who}'s email address"
_NOT_RECREATED = "apj could not give {commit} {identity}, because the commit"

SENTENCES = {
    NoteKind.JOINED: "{who} has joined as {handle}.",
    NoteKind.JOINED_WITH_SAME_NAME: (
        "{who} has joined as {handle}, but that is also {whose} name. Ask them to choose a different name in {path}."
    ),
    NoteKind.SHARED_ADDRESS: ("{path} lists {address}, but {who} uses that email address too. Whose is it?"),
    NoteKind.WRITTEN_TWICE: (
        "{who} wrote two versions of {path}. apj kept the one on the server. To see the other: git show {show}"
    ),
    NoteKind.OWNERS_TEXT_KEPT: (
        "{path} belongs to somebody else, so apj kept the owner's version. Your version is in your commits."
    ),
    NoteKind.SHARED_TEXT_KEPT: (
        "{path} changed on both sides and is not part of the journal. apj kept the shared version. To see yours: "
        "git show {show}"
    ),
    NoteKind.BOTH_TEXTS_KEPT: "You wrote {path} on two devices. The file now contains both versions.",
    NoteKind.LOCAL_TEXT_KEPT: (
        "You wrote {path} on two devices. apj kept this device's version. To see the other: git show {show}"
    ),
    NoteKind.LEFT_UNCHANGED: "{path} differs from the shared version. apj did not change the file.",
    NoteKind.NEW_KEY: "{who} signs with the key {key}. Compare the key with them once, by voice.",
    NoteKind.KEY_DROPPED: "{who} no longer signs commits. The previous key confirms this.",
    NoteKind.KEY_REPLACED: "{who} has a new key, {key}. The previous key confirms it.",
    NoteKind.COMES_WITH_MERGE: ("The merge will check out {files} ({reason}). Your next sync will undo that."),
    NoteKind.REMOVED_AGAIN: "Quarantined again ({reason}) and removed from your folder: {files}. {ask}",
    NoteKind.QUARANTINED: "{files_were} quarantined ({reason}). {ask}",
    NoteKind.UNKNOWN_AUTHOR: f"{_CHANGED}. {_KEPT}",
    NoteKind.REFUSED_AUTHOR: f"Somebody else using {{address}} changed {{files}}. {_KEPT}",
    NoteKind.NAMELESS_AUTHOR: f"Somebody without an email address changed {{files}}. {_KEPT}",
    NoteKind.ADD_ADDRESS: f"{_CHANGED}, in {{commit}}. If you made the change, add the address to emails in {{path}}.",
    NoteKind.HOST_ADDRESS: (
        "{who} seems to write on a git host's page, as {address}. apj accepted these changes in {folder}/. You need "
        "not do anything. {who} can add the address to emails in {path}."
    ),
    NoteKind.ASK_ADDRESS: f"{_CHANGED}. Was that you?",
    NoteKind.ASK_COMMITTED: f"{_CHANGED}, in {{commit}}. Was that you?",
    NoteKind.COMMITTED_AS_ANOTHER: (
        f"{_AS_ANOTHER}. Your other devices and {{who}} will get an alert about it. If the email address is also "
        "yours, add it to emails in {path}."
    ),
    NoteKind.ASK_ANOTHERS_ADDRESS: f"{_AS_ANOTHER}. Is that email address also yours?",
    NoteKind.ASK_EMPTY_REMOTE: (
        "Until now you shared the journal through {former}. {url} is empty. Share the journal through {url} now?"
    ),
    NoteKind.ADDRESS_ADDED: "You committed as {address} here, so apj added that address to emails in {path}.",
    NoteKind.UNSIGNED: f"{_UNSIGNED}. {_KEPT}",
    NoteKind.UNSIGNED_CHOICE: f"{_CHOICE}. apj did not treat this as your choice. {_USE}",
    NoteKind.ASK_UNSIGNED_CHOICE: f"{_CHOICE}. Was that you?",
    NoteKind.ASK_UNSIGNED: f"{_UNSIGNED}. Was that you?",
    NoteKind.TOO_LARGE_FOR_OTHERS: (
        "{path} is larger than {mebibytes} MiB. It is shared, but your partner's apj does not check it out."
    ),
    NoteKind.RECREATED: "The server refused your commits, so apj gave {commits} {identity}.",
    NoteKind.NOT_RECREATED_HELD: f"{_NOT_RECREATED} was already kept by somebody, or shared in another way.",
    NoteKind.NOT_RECREATED_OTHER_ADDRESS: (
        f"{_NOT_RECREATED} has the email address {{address}}, which your partner.md does not list."
    ),
    NoteKind.NOT_RECREATED_UNUSUAL: (f"{_NOT_RECREATED} contains something that apj cannot recreate."),
    NoteKind.UNDONE: "Undid the last sync: back to {commit}.",
    NoteKind.STAYS_SENT: "Commits already sent stay on the server, and the next sync receives the rest again.",
    NoteKind.ASKS_AGAIN: (
        "Commits already sent stay on the server, and the next sync asks about the rewritten history again."
    ),
    NoteKind.ALSO_UNDONE: (
        "Also undone: {paths}. Your text in these files is already shared, and the next sync brings it back."
    ),
    NoteKind.LEFT_AFTER_UNDO: "{path} differs from the committed version. apj did not change the file.",
    NoteKind.DELETED: "Removed: {path}",
    NoteKind.GOAL_GONE: "{week} no longer contains the goal “{goal}”.",
    NoteKind.GOALS_MOVED: "The goals of {week} moved, so an outcome now belongs to “{goal}”. Is that right?",
    NoteKind.NOT_EVERY_REMOTE: "{url} accepted the push, but another remote did not: {refusal}.",
    NoteKind.NOT_WHERE_FETCHED: "apj pushed to {places}. {url}, which you fetch from, does not have the commits yet.",
    NoteKind.GENERATED_STAYS: "{path} was not updated. {message} {hint}",
    NoteKind.PAGE_BY_HAND: (
        "apj did not create {path}, so it does not change the file. To get the page, rename the file. If you do not "
        "want the page, write page: false in {partner}."
    ),
    NoteKind.CALENDAR_BY_HAND: (
        "apj did not create {path}, so it does not change the file. To get the calendar, rename the file. If "
        "you do not "
        "want the calendar, write calendar: false in {partner}."
    ),
    NoteKind.PROBLEM: "{message} {hint}",
}
"""The sentence for each kind of note, with placeholders for the values of the note."""


SKIPPED = {
    SkipReason.MISSING: "it is missing on this device",
    SkipReason.MISSING_BUT_NEEDED: "it is missing on this device but stays in the journal. Restore it: {command}",
    SkipReason.SYMLINK: "it is a symbolic link",
    SkipReason.CLOUD_COPY: "it looks like a copy of {original} made by a cloud drive",
    SkipReason.NOT_MARKDOWN: "it is not Markdown",
    SkipReason.TOO_LARGE: "it is larger than {kibibytes} KiB",
    SkipReason.NAME: "its name does not work on every system",
    SkipReason.INVALID_LINES: "it contains invalid lines",
    SkipReason.UNREADABLE: "it cannot be read",
    SkipReason.OWN_WORDS: "your partners may not have your words for results",
    SkipReason.PRIVATE_WORDS: "it contains {source}",
}
"""Why a file was not committed, worded as the end of a sentence."""


class WrittenSkipped(Struct, frozen=True):
    """A file that was not committed, and the reason."""

    path: str
    reason: str


def write_skipped(one: Skipped) -> WrittenSkipped:
    """Return a file that was not committed, with the reason in words."""
    return WrittenSkipped(one.path, SKIPPED[one.reason].format_map(one.about))


def format_note(note: Note) -> str:
    """Return the sentence of a note."""
    values = {"files": _format_files(note.paths), "paths": ", ".join(note.paths), **note.about}
    if "reason" in values:
        values |= _explain_quarantine(note)
    if "signing_key" in values:
        values |= _explain_recreated(note)
    return SENTENCES[note.kind].format_map(values)


def split_command(note: Note) -> tuple[str, str]:
    """Return the sentence of a note up to the command at its end, and the command, or "" if there is none."""
    text, command = format_note(note), note.about.get("command", "")
    return (text.removesuffix(command), command) if command and text.endswith(command) else (text, "")


def _explain_quarantine(note: Note) -> dict[str, str]:
    """Return the values for a sentence about quarantined files: which files, why, and whom to ask."""
    first, is_one = note.paths[0], len(note.paths) == 1
    if note.about["owner"]:
        ask = f"You added {'it' if is_one else 'them'} on another device."
    else:
        ask = f"Ask who added {'it' if is_one else 'them'}."
    return {
        "files_were": f"{first} was" if is_one else f"{first} and {len(note.paths) - 1} more files were",
        "reason": note.about["reason"].replace("_", " "),
        "ask": ask,
    }


def _explain_recreated(note: Note) -> dict[str, str]:
    """Return the values for a sentence about recreated commits: their number, and what they contain now."""
    number = int(note.about.get("count", "0"))
    return {
        "identity": f"your current email address{' and signature' if note.about['signing_key'] else ''}",
        "commits": "1 commit that was never shared" if number == 1 else f"{number} commits that were never shared",
    }


def _format_files(paths: Sequence[str]) -> str:
    """Return the path of a single file, the number and folder of several files, or "" without a file."""
    if len(paths) == 1:
        return paths[0]
    return f"{len(paths)} files in {paths[0].partition('/')[0]}/" if paths else ""
