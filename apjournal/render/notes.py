"""The sentences of `sync`, `commit` and `undo` about what happened beside their work, and the questions of a sync."""

from __future__ import annotations

from collections.abc import Sequence

from apjournal.model.views.sync import Note, NoteKind

_CHANGED = "Somebody at {address} changed {files}"
_KEPT = "apj kept your text. See the change: {show}"
_UNSIGNED = "A commit in your name that is not signed with your key, {commit}, changed {files}"

SENTENCES = {
    NoteKind.JOINED: "{who} has joined as {handle}.",
    NoteKind.JOINED_WITH_SAME_NAME: (
        "{who} has joined as {handle}, and has the same name as {others}. Ask for a name that tells them apart, in "
        "{path}."
    ),
    NoteKind.SHARED_ADDRESS: ("{path} lists {address}, which is also an address of {who}. Whose address is it?"),
    NoteKind.WRITTEN_TWICE: (
        "{who} wrote {path} twice. apj kept the text on the server; the other is in: git show {show}"
    ),
    NoteKind.OWNERS_TEXT_KEPT: "{path} is not yours, so apj kept the owner's text. Yours is in your commits.",
    NoteKind.SHARED_TEXT_KEPT: (
        "{path} changed on both sides and is not part of the journal. apj kept the shared text; yours is in: "
        "git show {show}"
    ),
    NoteKind.BOTH_TEXTS_KEPT: "{path} was written on two devices; both texts are in it now.",
    NoteKind.LOCAL_TEXT_KEPT: (
        "{path} was written on two devices. apj kept the text here; the other is in: git show {show}"
    ),
    NoteKind.LEFT_UNCHANGED: "{path} differs here from what is shared; it was left unchanged.",
    NoteKind.NEW_KEY: "{who} signs with the key {key}. Compare it once by voice.",
    NoteKind.KEY_DROPPED: "{who} no longer signs; the previous key confirms that.",
    NoteKind.KEY_REPLACED: "{who} has a new key, {key}; the previous one confirms it.",
    NoteKind.COMES_WITH_MERGE: ("{path} will be checked out ({why}); the next sync removes it from your files again."),
    NoteKind.REMOVED_AGAIN: "{path} was removed from your files again: {why}",
    NoteKind.UNKNOWN_AUTHOR: f"{_CHANGED} in {{commit}}; {_KEPT}",
    NoteKind.REFUSED_AUTHOR: f"Somebody else at {{address}} changed {{files}} in {{commit}}; {_KEPT}",
    NoteKind.NAMELESS_AUTHOR: f"Somebody without an email address changed {{files}} in {{commit}}; {_KEPT}",
    NoteKind.USE_TEXT: "To use that text: {command}",
    NoteKind.ADD_ADDRESS_TOO: "If that was you, also add {address} to emails in {path}.",
    NoteKind.ADD_ADDRESS: f"{_CHANGED}, in {{commit}}. If that was you, add the address to emails in {{path}}.",
    NoteKind.ASK_ADDRESS: f"{_CHANGED}. Was that you?",
    NoteKind.ASK_COMMITTED: f"{_CHANGED}, in {{commit}}. Was that you?",
    NoteKind.ADDRESS_ADDED: "You committed as {address} here, so that address is now under emails in {path}.",
    NoteKind.UNSIGNED: f"{_UNSIGNED}; {_KEPT}",
    NoteKind.USE_UNSIGNED: "If that was you, use that text: {command}",
    NoteKind.ASK_UNSIGNED: f"{_UNSIGNED}. Was that you?",
    NoteKind.TOO_LARGE_FOR_OTHERS: (
        "{path} is larger than {mebibytes} MiB. It is shared, but your partner's apj does not check it out."
    ),
    NoteKind.RECREATED: "The server refused your commits, so {commits} {identity} now.",
    NoteKind.NOT_RECREATED: "{commit} could not be given {identity}: it {why}.",
    NoteKind.UNDONE: "Undid the last sync: back to {commit}.",
    NoteKind.STAYS_SENT: "What was sent stays sent, and the next sync receives the rest again.",
    NoteKind.ASKS_AGAIN: "What was sent stays sent, and the next sync asks about the rewritten history again.",
    NoteKind.ALSO_UNDONE: ("Also undone: {paths}. What you wrote there is shared and comes back with the next sync."),
    NoteKind.LEFT_AFTER_UNDO: "{path} differs here; it was left unchanged.",
    NoteKind.DELETED: "Removed: {path}",
    NoteKind.GOAL_GONE: "{week}: the goal “{goal}” is no longer there.",
    NoteKind.GOALS_MOVED: "{week}: goals moved, so an outcome now belongs to “{goal}”. Is that right?",
    NoteKind.TEXT: "{text}",
}
"""A sentence for each kind of note, with the names of what it is about."""


def format_note(note: Note) -> str:
    """Return the sentence of a note."""
    values = {"files": _format_files(note.paths), "paths": ", ".join(note.paths), **note.about}
    if note.kind in {NoteKind.RECREATED, NoteKind.NOT_RECREATED}:
        values["identity"] = f"your current email address{' and signature' if note.about['key'] else ''}"
        number = int(note.about.get("count", "0"))
        values["commits"] = (
            "1 commit that was never shared has" if number == 1 else f"{number} that were never shared have"
        )
    return SENTENCES[note.kind].format_map(values)


def _format_files(paths: Sequence[str]) -> str:
    """Return the one file, or how many there are in their folder."""
    if len(paths) == 1:
        return paths[0]
    return f"{len(paths)} files in {paths[0].partition('/')[0]}/" if paths else ""
