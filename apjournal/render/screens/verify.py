"""`apj verify`: open findings, questions and settled findings, each with its command."""

from __future__ import annotations

from collections.abc import Sequence
from shlex import quote

from msgspec import Struct

from apjournal.model.date_words import format_full_date
from apjournal.model.finding import Level
from apjournal.model.handle import Handle
from apjournal.model.views import verify as facts
from apjournal.model.views.verify import HistoryFinding, VerifyView
from apjournal.render.layout.page import Page, Run, Style, make_dim, make_red
from apjournal.render.words.phrases import format_count, join_alternatives, join_names

WORDS = "We talked about it"
"""The sentence in the commands that `verify` shows for settling a finding."""
WORDS_OF_AUTHOR = "I made this commit"
"""The sentence in these commands if the finding is about unsigned commits."""
_TO_A_SHELL = frozenset('"$`\\!')
_QUOTED = 3
"""The greatest number of lines or goals that a sentence quotes. The others are only counted."""
_WHY_QUARANTINED = {
    "symlink": "is a symbolic link",
    "submodule": "is another repository",
    "git_file": "changes what git does",
    "name": "has a name that does not work on every system",
    "collision": "has a name that some systems cannot distinguish from the name of another file",
    "too_large": "is very large",
    "private": "is under private/, which is never shared",
    "hidden": "is a hidden file, which another program may read as its settings",
    "kind": "is not text, a picture or a PDF",
}


def render_text(view: VerifyView, style: Style) -> str:
    """Return the open findings, the questions, the settled findings, and a line with counts.

    A finding that the reader can settle is shown with the command for that.
    """
    page = Page(style)
    trust, questions, settled = _sorted(view)
    for one in trust:
        _show_finding(page, one, make_red(format_finding(one)))
        _explain_who_settles(page, view, one)
    for one in questions:
        _show_finding(page, one, Run(format_finding(one)))
        if view.is_mine(one):
            _explain_who_settles(page, view, one)
    for one in settled:
        _show_settled(page, one)
    page.add_gap()
    if trust:
        page.add_paragraph(
            "There may be a harmless reason, such as a second device or a restored backup. First, look at "
            "the history together."
        )
        page.add_gap()
    page.add_paragraph(_format_counts(view, trust, questions, settled))
    return page.render_page()


def render_settled(view: VerifyView, style: Style) -> str:
    """Return the findings that were just settled, the file with the sentence, and how many findings remain."""
    page = Page(style)
    for one in view.settled_now:
        _show_settled(page, one)
    page.add_paragraph(f"Your sentence is in {view.reader}/kept.md. To undo it: apj undo")
    page.add_gap()
    page.add_paragraph(_format_counts(view, *_sorted(view)))
    if view.next:
        page.add_next_step(view.next)
    return page.render_page()


def settle_command(one: HistoryFinding, words: str = WORDS) -> str:
    """Return the command that settles a finding."""
    said = quote(words) if _TO_A_SHELL.intersection(words) else f'"{words}"'
    return f"apj verify --settle {said} --commit {one.commit:.10}"


def _sorted(view: VerifyView) -> tuple[list[HistoryFinding], list[HistoryFinding], list[HistoryFinding]]:
    """Return three lists: open findings, questions, and settled findings."""
    trust = [one for one in view.findings if one.level is Level.ERROR and not one.settled]
    questions = [one for one in view.findings if one.level is not Level.ERROR and not one.settled]
    return trust, questions, [one for one in view.findings if one.settled]


def _show_finding(page: Page, one: HistoryFinding, message: Run) -> None:
    page.add_paragraph(message)
    page.add_command(f"{one.code}  ", one.show, indent=2)


def _show_settled(page: Page, one: HistoryFinding) -> None:
    message = format_finding(one)
    _show_finding(page, one, make_dim(f"Resolved: {message}") if one.settled else Run(message))
    for handle, words in one.talked:
        if words:
            page.add_paragraph(f"{one.get_name(handle)}: “{words}”", indent=2, hang=2)
    if not one.settled:
        page.add_paragraph(f"{join_names(_list_names(one, one.closed_by))} can also resolve the finding.", indent=2)


def _explain_who_settles(page: Page, view: VerifyView, one: HistoryFinding) -> None:
    """Add the command that settles a finding, if the reader can settle it.

    Otherwise, add the names of the partners who can.
    """
    if view.is_mine(one):
        words = WORDS_OF_AUTHOR if isinstance(one.fact, facts.UnsignedCommits) else WORDS
        page.add_command("resolve it  ".ljust(len(one.code) + 2), settle_command(one, words), indent=2)
    elif one.closed_by:
        names = _list_names(one, one.closed_by)
        who = join_names(names) if one.by_each else join_alternatives(names)
        page.add_paragraph(make_dim(f"{who} can resolve it."), indent=2)


def _format_counts(
    view: VerifyView,
    trust: Sequence[HistoryFinding],
    questions: Sequence[HistoryFinding],
    settled: Sequence[HistoryFinding],
) -> str:
    if view.ok is None and not view.findings:
        return "apj cannot tell whether the history is intact."
    counted = f"{format_count(view.commits, 'commit').capitalize()} checked"
    told = [
        format_count(len(trust), "open finding") if trust else "no open findings",
        *([format_count(len(questions), "question")] if questions else []),
        *([f"{len(settled)} resolved"] if settled else []),
    ]
    return f"{counted}: {', '.join(told)}."


class WrittenFinding(Struct, frozen=True):
    """A finding about the history, in words: a broken rule, or a question (level warning).

    `partner` is the owner of the folder concerned, and `show` is the git command that shows what the finding is about.
    """

    code: str
    level: Level
    settled: bool
    partner: Handle | None
    commit: str | None
    path: str | None
    message: str
    show: str


def write_finding(one: HistoryFinding) -> WrittenFinding:
    """Return a finding together with its sentence."""
    return WrittenFinding(
        one.code, one.level, one.settled, one.partner, one.commit, one.path, format_finding(one), one.show
    )


def format_finding(one: HistoryFinding) -> str:
    """Return the sentence of a finding."""
    path, commit = one.path or "", format_commit(one)
    match one.fact:
        case facts.ForeignWrite(by, files):
            return f"{path}{_format_more(files)} was changed {_name_user(one, by)}, in {commit}."
        case facts.EvilMerge(by):
            return f"After a merge {_name_user(one, by)} ({commit}), {path} matches neither side."
        case facts.RevertedText(by, address, newer):
            whose = _name_user(one, by) if by else _name_writer(address)
            return f"In a merge {whose} ({commit}), {path} went back to its version from before {newer:.7}."
        case facts.QuarantinedFile(reason):
            why = f"{_WHY_QUARANTINED[reason]}, so apj quarantined it instead of checking it out"
            return f"{path} {why}. It was added in {commit}."
        case facts.ReplacedObject():
            what = f"other contents for {one.commit:.7}" if one.commit else "other parents for some commits"
            return f"In this clone, plain git shows {what}. apj reads what was committed."
        case facts.SettledByOther(code, settled, whose):
            but = (
                f"that finding can be resolved only by {join_alternatives(_list_names(one, whose))}"
                if whose
                else "that finding cannot be resolved"
            )
            return f"{path} contains a settled line for {code} of {settled:.7}, but {but}."
        case facts.UnknownAuthor(address, commits, is_mine):
            times = f" and in {format_count(commits - 1, 'more commit')}" if commits > 1 else ""
            whose = _ask_whose(one, is_mine=is_mine)
            return f"{one.partner}/ was changed {_name_writer(address)}, in {commit}{times}. {whose}"
        case facts.BadSignature() | facts.UnsignedCommits() | facts.UnacceptedAgreement():
            return _format_signature_finding(one, one.fact)
        case _:
            return _format_kept_finding(one, one.fact)


def _format_signature_finding(
    one: HistoryFinding, fact: facts.BadSignature | facts.UnsignedCommits | facts.UnacceptedAgreement
) -> str:
    commit, partner = format_commit(one), one.owner_name
    match fact:
        case facts.BadSignature(other_key=True):
            return f"{commit} is signed with a key other than the one known for {partner}."
        case facts.BadSignature():
            return f"The signature of {commit}, by {partner}, does not match the commit."
        case facts.UnsignedCommits(commits):
            more = f", and the same is true of {format_count(commits - 1, 'other commit')}" if commits > 1 else ""
            return f"{commit}, by {partner}, is not signed, although a key of {partner} was known{more}."
        case facts.UnacceptedAgreement(other_text=True):
            return f"{partner} accepted a different version of the agreement. The current version is {commit}."
        case facts.UnacceptedAgreement():
            return f"{partner} has not accepted the current agreement ({commit})."


def _format_kept_finding(
    one: HistoryFinding,
    fact: facts.MissingCopy
    | facts.ForgedCopy
    | facts.WithdrawnLines
    | facts.RemovedGoals
    | facts.DeletedWeeks
    | facts.RemovedByStranger,
) -> str:
    path, commit = one.path, format_commit(one)
    match fact:
        case facts.MissingCopy(line):
            what = "a commit that is neither in the history nor in this clone"
            return f"The line “{line}”, added to {path} in {commit}, refers to {what}."
        case facts.ForgedCopy(line):
            return (
                f"When “{line}” was added to {path} in {commit}, the history did not contain the commit in that line."
            )
        case facts.WithdrawnLines(lines, named_copy=False):
            return f"A line of {path} that did not identify a kept copy was removed in {commit}: {quote_some(lines)}."
        case facts.WithdrawnLines(lines):
            many = f"A line of {path} was" if len(lines) == 1 else f"{len(lines)} lines of {path} were"
            return f"{many} changed or removed in {commit}: {quote_some(lines)}."
        case facts.RemovedGoals(goals):
            many = "A kept goal was" if len(goals) == 1 else f"{len(goals)} kept goals were"
            return f"{many} removed from {path} in {commit} without a reason: {quote_some(goals)}."
        case facts.DeletedWeeks(weeks, keepers):
            kept = f"which {join_names(_list_names(one, keepers))} kept a copy of"
            return f"{path}{_format_more(weeks)}, {kept}, has been missing since {commit}."
        case facts.RemovedByStranger(goals, keepers, address, is_mine):
            kept = f"which {join_names(_list_names(one, keepers))} kept a copy of"
            removed = f"was removed {_name_writer(address)}, in {commit}"
            return f"{quote_some(goals) if goals else path}, {kept}, {removed}. {_ask_whose(one, is_mine=is_mine)}"


def format_commit(one: HistoryFinding) -> str:
    """Return a commit with its author date, such as `5f2c81d from Mon 23 Nov 2026`."""
    oid = (one.commit or "")[:7]
    return f"{oid} from {format_full_date(one.on)}" if one.on else oid


def _format_more(number: int) -> str:
    return f" and {number - 1} more" if number > 1 else ""


def quote_some(texts: Sequence[str]) -> str:
    """Return the first strings in quotes, and the number of the others: `“a”, “b” and 3 more`."""
    quoted = ", ".join(f"“{text}”" for text in texts[:_QUOTED])
    rest = len(texts) - _QUOTED
    return f"{quoted} and {rest} more" if rest > 0 else quoted


def _name_user(one: HistoryFinding, by: Handle) -> str:
    return f"by somebody using {one.get_name(by)}'s email address"


def _name_writer(address: str | None) -> str:
    return (
        f"by somebody using {address}, an email address that no partner lists"
        if address
        else "by somebody without an email address"
    )


def _ask_whose(one: HistoryFinding, *, is_mine: bool) -> str:
    """Return a question about an unknown email address, for the owner of a folder.

    For any other reader, return a sentence on who can answer it.
    """
    if is_mine:
        return f"If you made the change, add the address to emails in {one.partner}/partner.md."
    return f"Ask {one.owner_name} who did this."


def _list_names(one: HistoryFinding, partners: Sequence[Handle]) -> list[str]:
    return [one.get_name(partner) for partner in partners]
