"""`apj doctor`: first the problems, each with its fix, then notes, then what is in order."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from apjournal.model.views.doctor import DoctorView, Point, PointKind, PointState
from apjournal.render.layout.page import Page, Style, make_accent, make_dim
from apjournal.render.words.phrases import format_count, join_names

_TITLES = {PointState.FIXED: "Fixed", PointState.LOOK: "To check", PointState.NOTE: "Good to know"}

IN_ORDER = {
    "git": "git {version}",
    "locks": "no locks left behind",
    "history": "the whole history",
    "protection": "apj's rules in .git/info",
    "settings": "git's settings",
    "place": "the location of the folder",
    "identity": "who you are ({partner})",
    "signing": "the key that signs",
    "remote": "the URL {url}",
    "server": "its protections",
    "editor": "the editor {editor}",
}
"""The words for a check that found no problem."""

_LOCK = "{path} is a git lock, {age} old"
_COPIED = "which copies git's files one by one and can break the history."
_NO_RULE = "{path} does not contain apj's rule, so a file in the journal could"
_UNSIGNED = "so your commits are not signed."

SENTENCES = {
    PointKind.IN_ORDER: ("{in_order}", ""),
    PointKind.PROBLEM: ("{message}", "{hint}"),
    PointKind.LOST_BRANCH: ("{message}", "Talk first; sync shows more"),
    PointKind.LOCAL_EDIT: ("{message}", "{advice}"),
    PointKind.LOCK_HELD: (f"{_LOCK}, and process {{holder}} is running here.", "Wait until it ends."),
    PointKind.LOCK_RECENT: (f"{_LOCK}.", "It may be in use. Wait ten minutes, then check again"),
    PointKind.LOCK_OLD: (f"{_LOCK}.", "If no git command is running here, remove it"),
    PointKind.LOCK_STALE: (f"{_LOCK}, and no process here holds it.", "Remove it"),
    PointKind.HALF_WRITTEN_OBJECTS: (
        "{objects_are} in {folder}, left by a git command that was stopped or found the disk full.",
        "Half-written objects do no harm. To remove them",
    ),
    PointKind.SHALLOW: ("This clone has only the newest part of the history.", "Fetch the rest"),
    PointKind.GRAFTED: (
        "A grafts file makes plain git show different parents for some commits. apj ignores this file.",
        "Remove it",
    ),
    PointKind.REPLACED: (
        "{ref} makes plain git show a different object from the committed one. apj ignores this ref.",
        "Remove it",
    ),
    PointKind.BORROWING: (
        "This clone borrows objects from another clone. If that clone is deleted, the objects are lost.",
        "Copy the objects here",
    ),
    PointKind.PARTIAL: (
        "This clone fetches the contents of each file when they are first needed. Without a network, some are missing.",
        "Fetch all contents",
    ),
    PointKind.INDEX_BEHIND: ("Git's index could not be updated after a commit.", "The next commit fixes the index"),
    PointKind.SYNC_INTERRUPTED: (
        "A sync was interrupted before all files were updated.",
        "The next sync updates the rest",
    ),
    PointKind.RELEASABLE: (
        "These files are still quarantined, although there is no longer a reason: {paths}.",
        "Check them out",
    ),
    PointKind.PRIVATE_TRACKED: (
        "Git tracks private files, so plain git would share them: {paths}.",
        "Untrack them, then git commit",
    ),
    PointKind.RUNNABLE: (
        "An editor, a shell or a build could run these files, which somebody else committed: {paths}.",
        "To remove them from this clone",
    ),
    PointKind.NO_ATTRIBUTES_RULE: (
        f"{_NO_RULE} make git run programs from your settings and change the contents of files.",
        "Write it",
    ),
    PointKind.NO_EXCLUDE_RULE: (f"{_NO_RULE} let plain `git add` add private files.", "Write it"),
    PointKind.NO_IGNORE_RULE: (
        "The journal's .gitignore does not contain private/, so in other clones plain `git add` can add private files.",
        "Add it",
    ),
    PointKind.RISKY_SETTING: ("{risk}.", "Set {key} for this clone"),
    PointKind.BAD_TIMEOUT: (
        "apj.timeout is {timeout}, which is not a number of seconds up to a day. apj uses {usual}.",
        "Set one",
    ),
    PointKind.HOOKS: ("Plain git runs these hooks here: {paths}. apj runs no hooks.", "To turn one off"),
    PointKind.READ_ONLY_FOLDER: (
        "apj cannot write in {path}.",
        "Make the folder writable, or join the journal in another folder.",
    ),
    PointKind.CLOUD_FOLDER: (
        f"{{path}} is in {{service}}, {_COPIED}",
        "Move the journal out of that folder; apj sync shares it",
    ),
    PointKind.CLOUD_REMOTE: (
        f"{{path}} is in {{service}}, {_COPIED}",
        "Share through a git host, or a disk that both of you can reach.",
    ),
    PointKind.NO_IDENTITY: ("apj does not know which partner you are.", "{set_it}"),
    PointKind.UNKNOWN_IDENTITY: ("This journal has no partner {named}.", "{set_it}"),
    PointKind.BROKEN_PARTNER_FILE: ("{path} cannot be read.", "See where"),
    PointKind.NO_EMAIL: ("{path} has no email address.", "Add a line to it: email: you@example.org"),
    PointKind.UNKNOWN_TIMEZONE: (
        "This machine does not know the time zone {zone} in {path}.",
        "Write a name like Europe/Lisbon, or install the package tzdata",
    ),
    PointKind.HAS_LEFT: ("You ended your part in this journal on {day}.", ""),
    PointKind.OTHER_ADDRESS: (
        "In this clone, git commits with {plain}. apj commits with {mine}.",
        "To use the same address in both",
    ),
    PointKind.PARTNERS_ADDRESS: (
        "In this clone, git commits with {plain}, which is {owner}'s email address. apj commits with {mine}.",
        "To use the same address in both",
    ),
    PointKind.NO_KEY: ("The signing_key in {path} is not an SSH public key.", "Set your key"),
    PointKind.KEY_NOT_SET: ("{path} contains a key, but your commits are not signed here.", "Set your key"),
    PointKind.KEY_NOT_FOUND: (f"There is no public key at {{key}}, {_UNSIGNED}", "Set your key"),
    PointKind.OTHER_KEY: (f"The key {{key}} is not the one in {{path}}, {_UNSIGNED}", "Set your key"),
    PointKind.NOT_SHARED: ("The journal is not shared.", "To share it"),
    PointKind.SPLIT_REMOTE: ("You push to {places}, but you fetch from {url}.", ""),
    PointKind.OTHER_PUSH_URL: ("You push to {places}, but you fetch from {url}.", "To push only there"),
    PointKind.UNSEEN_PROTECTIONS: (
        "apj cannot see from here whether {url} refuses forced pushes and deletions.",
        "If you have not done so yet, protect the branch {branch} in the repository's settings there.",
    ),
    PointKind.WORK_TREE_REMOTE: (
        "{path} has a work tree, which a push does not update.",
        "Share through a bare repository",
    ),
    PointKind.DANGLING_HEAD: (
        "The HEAD of {path} points to a branch that does not exist, so a plain git clone is empty.",
        "Point it to the branch",
    ),
    PointKind.UNPROTECTED_REMOTE: ("{path} {does}.", "Protect it"),
    PointKind.HASTY_EDITOR: (
        "The editor {editor} returns at once, so apj cannot tell when you are done.",
        "Make the editor wait",
    ),
    PointKind.REPLACED_CLOCK: ("APJ_NOW replaces the clock: {time}.", "To use the machine's clock"),
}
"""Two strings for each kind of result: its sentence, and what to do.

The second is a whole sentence, or says what the result's command does.
"""

RISKS = {
    "rebases": "Plain `git pull` would rewrite your commits here, and a kept copy of them would look rewritten",
    "mirrors": "Plain `git push` would delete every branch on the server that this clone does not have",
    "forces": "Plain `git push` would always be forced",
    "replaces_branches": "Plain `git fetch` would replace your branches with the server's",
    "converts_lines": "Plain git would change line endings",
    "may_convert_lines": "Plain git would change line endings wherever no rule forbids it",
    "signs": "Plain `git commit` signs commits, and may ask for a passphrase",
    "runs_hooks": "Plain git runs the hooks in {value} here, but apj runs no hooks",
}
"""The effect that a risky setting has on plain git."""

UNPROTECTED = {
    "receive.denyNonFastForwards": "accepts forced pushes",
    "receive.denyDeletes": "allows its branch to be deleted",
    "receive.fsckObjects": "does not check what is pushed",
}
"""What a shared repository does if a protecting setting is missing."""

_COMMANDS = ("mkdir ", "find ", "git ", "apj ", "export ", "rm ", "echo ")
_MORE = (", or ", ", then", ". ")
"""What follows a command in a hint that says more than this command."""


class WrittenPoint(Struct, frozen=True):
    """The result of one check.

    `advice` says what to do, and `command` how. In a `note`, `command` shows how to change the setting. `fixable` says
    whether `doctor --fix` makes the repair.
    """

    name: str
    state: PointState
    message: str
    advice: str | None
    command: str | None
    fixable: bool


def render_text(view: DoctorView, style: Style) -> str:
    """Return the partner and the folder, then the results, and finally the number of problems."""
    page = Page(style)
    name = view.partner_name or "Somebody"
    page.add_paragraph(f"{name}, in {view.path}", make_dim(f"  git {view.git}" if view.git else ""), hang=2)
    written = [write_point(point) for point in view.points]
    for state, title in _TITLES.items():
        points = [point for point in written if point.state is state]
        if points:
            page.add_gap()
            page.add_paragraph(make_accent(title))
            _show_points(page, points)
    in_order = [point.message for point in written if point.state is PointState.FINE]
    if in_order:
        page.add_gap()
        page.add_paragraph(f"OK: {join_names(in_order)}.", hang=2)
    _show_ending(page, [point for point in written if point.state is PointState.LOOK])
    return page.render_page()


def write_point(point: Point) -> WrittenPoint:
    """Return a result with its sentences."""
    message, advice = (text.format_map(_list_words(point)) for text in SENTENCES[point.kind])
    command = point.command
    if point.kind is PointKind.PROBLEM:
        before, _, after = advice.partition(": ")
        if after.startswith(_COMMANDS) and not any(more in after for more in _MORE):
            advice, command = before, after
    return WrittenPoint(point.name, point.state, message, advice or None, command, point.fixable)


def _list_words(point: Point) -> dict[str, str]:
    """Return the values of the placeholders in the sentence about a result."""
    words = {"paths": ", ".join(point.paths), **point.about}
    if point.kind is PointKind.IN_ORDER:
        words["in_order"] = IN_ORDER[point.name].format_map(words)
    if "minutes" in words:
        words["age"] = _format_age(int(words["minutes"]))
    if "objects" in words:
        number = int(words["objects"])
        words["objects_are"] = f"{number} half-written objects are" if number > 1 else "A half-written object is"
    if "partners" in words:
        words["set_it"] = f"Set it once, to one of {words['partners']}" if words["partners"] else "Set it once"
    if point.kind is PointKind.RISKY_SETTING:
        words["risk"] = RISKS[words["risk"]].format_map(words)
    if point.kind is PointKind.UNPROTECTED_REMOTE:
        words["does"] = UNPROTECTED[words["setting"]]
    return words


def _format_age(minutes: int) -> str:
    if minutes < 1:
        return "a moment"
    return format_count(minutes, "minute") if minutes < 120 else format_count(minutes // 60, "hour")


def _show_points(page: Page, points: Sequence[WrittenPoint]) -> None:
    for point in points:
        page.add_paragraph(point.message, indent=2, hang=2)
        if point.state is PointState.FIXED:
            continue
        if point.command:
            page.add_command(f"{point.advice or 'Then'}:  ", point.command, indent=4)
        elif point.advice:
            page.add_paragraph(point.advice, indent=4, hang=2)


def _show_ending(page: Page, left: Sequence[WrittenPoint]) -> None:
    if not left:
        page.add_paragraph("No problems found.")
        return
    page.add_paragraph(f"{format_count(len(left), 'problem')} to check.")
    if any(point.fixable for point in left):
        page.add_next_step("apj doctor --fix", "makes the safe repairs")
