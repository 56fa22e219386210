"""The call in a terminal: the screen for the call, and the questions after it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from apjournal.cli.context import CallStart, Context
from apjournal.cli.dialogue import report, sync
from apjournal.cli.dialogue.call_clock import change_goals, run_clock
from apjournal.cli.prompts import Talk
from apjournal.cli.questions import closing
from apjournal.cli.questions.closing import ask_to_keep, ask_to_share
from apjournal.errors import UsageFault
from apjournal.model.views.call import CallView
from apjournal.model.views.review import ReviewView
from apjournal.model.views.sync import SyncView
from apjournal.model.week import Medium, get_week_path
from apjournal.render.host_page import render_page
from apjournal.render.layout.page import Style, make_accent
from apjournal.render.screens import call as render
from apjournal.render.screens import review as render_review
from apjournal.render.screens import sync as render_sync
from apjournal.render.words.phrases import format_count
from apjournal.usecases import call as use
from apjournal.usecases import review as use_review
from apjournal.usecases import status as use_status
from apjournal.usecases import sync as use_sync

_KEYS = {"v": Medium.VOICE, "i": Medium.VIDEO, "p": Medium.IN_PERSON, "a": Medium.ASYNC, "n": Medium.NONE}
_QUESTION = "How did you talk?  [v]oice  v[i]deo  in [p]erson  [a]sync  [n]ot at all  [l]ater"
_CLOCK = "Begin the call?  [s]tart the clock  [w]ithout the clock  [l]ater"
_EXPLAIN_CLOCK = (
    "While you talk, the clock counts the minutes of each part. Nothing is recorded until you say so. Later: you have "
    "not talked yet."
)
_EXPLAIN_TALKED = (
    "apj records this in your week. Async: in writing. Later: you have not talked yet, and nothing is recorded."
)
_USUAL = "[y]es  [g] change your goals first  [n]o, one by one"
_EXPLAIN_USUAL = (
    "Yes: apj records in your week how you talked, keeps a copy of these goals in your kept.md, and shares. g: your "
    "week opens in the editor, and then apj asks again. No: apj asks about each of these separately."
)
_EXPLAIN_CHANGED = "Yes: your week opens in the editor before anybody keeps a copy of it."


class CallRequest(Struct, frozen=True):
    """The options of a call. `medium` and `minutes` are None if they were not given."""

    sync: bool
    medium: str | None
    minutes: int | None
    html: bool
    output: Path | None


def run_call(context: Context, wishes: CallRequest) -> None:
    """Show the call, and in a terminal ask the questions that come after it.

    Without a terminal, record how the partners talked if an option says so.
    """
    if wishes.minutes is not None and wishes.medium is None:
        raise UsageFault("--minutes also needs the medium of the call.", "Add the medium, for example: --medium voice")
    context.warn_of_missing_terms()
    if context.interactive and wishes.output is None and not wishes.html:
        _run_dialogue(context, wishes)
    else:
        _run_as_asked(context, wishes)


def _run_as_asked(context: Context, wishes: CallRequest) -> None:
    """Show the call, or write it to a file. Record how we talked if an option says so."""
    workspace = context.workspace
    if wishes.medium is None:
        _show_call(context, use.prepare_call(workspace), wishes)
        return
    shared = [use_sync.sync_journal(workspace, write_page=render_page)] if wishes.sync else []
    view = use.prepare_call(workspace)
    noted = use.record_call(workspace, view.week, Medium(wishes.medium), wishes.minutes)
    path = get_week_path(workspace.me, view.week)
    _show_call(context, replace(view, recorded=noted, path=path), wishes)  # show it, even if sharing it fails
    shared += [use_sync.sync_journal(workspace, write_page=render_page)] if wishes.sync else []
    for each in shared:
        context.show_view(each, render_sync.render_text)


def _show_call(context: Context, view: CallView, wishes: CallRequest, *, pager: bool = False) -> None:
    context.show_view(render.add_spoken_lines(view), _choose_renderer(wishes), pager=pager, output=wishes.output)
    if remark := render.find_hint(view):
        context.print_hint(remark)
    context.warn_of_local_edits()


def _choose_renderer(wishes: CallRequest) -> Callable[[CallView, Style], str]:
    if not wishes.html:
        return render.render_text
    from apjournal.render.site.single import render_call  # loads modules that the screen does not need

    return render_call


def _run_dialogue(context: Context, wishes: CallRequest) -> None:
    """Guide the user through the call, from their own report to sharing.

    My report comes before the partner's is shown. Nothing is sent before the last question, which asks whether to
    share.
    """
    workspace, talk = context.workspace, Talk(context.style)
    report.ask_own_report_first(context, talk)
    if wishes.sync and workspace.is_shared:
        _show_received(context, talk, use_sync.fetch_and_merge(workspace))
    view = use.prepare_call(workspace)
    _show_call(context, view, wishes, pager=True)
    talk.show_gap()
    if not workspace.is_repository:
        return
    start = _ask_about_start(context, talk, view, wishes)
    minutes = run_clock(context, talk, view) if start is CallStart.CLOCK else None
    shares = wishes.sync and workspace.is_shared
    begins = start is not CallStart.LATER
    ended = _end_as_usual(context, talk, view, wishes, minutes) if begins and shares else None
    may_share = ended is True
    has_been = may_share or (begins and _record_talk(context, talk, view, wishes, minutes or 0))
    if has_been and not may_share:
        if minutes is None and ended is None:  # a key of the clock, or of the usual question, opens them
            _ask_changed_goals(context, talk, view)
        may_share = _ask_to_keep(context, talk, wishes, shares=shares)
    if shares and use_status.show_status(workspace).is_unshared and (may_share or ask_to_share(talk)):
        context.show_view(sync.ask_and_share(context), render_sync.render_text)
    if has_been:
        closing.show_next_step(context, done="apj call")
    else:
        talk.show_paragraph("After the call: ", make_accent("apj call"))


def _show_received(context: Context, talk: Talk, view: SyncView) -> None:
    """Show what was received. Right after sharing, say nothing if nothing new has arrived since."""
    if not context.begins_call or view.received or view.notes or view.alarms or view.problems or view.offline:
        context.show_view(view, render_sync.render_received)
    talk.show_gap()


def _end_as_usual(
    context: Context, talk: Talk, view: CallView, wishes: CallRequest, minutes: int | None
) -> bool | None:
    """Offer the usual end of a call in one question: the usual medium, a kept copy, and sharing.

    `minutes` is the length of the call by the clock, or None without the clock. Return whether the answer is yes. If
    so, the call is recorded and the copy is kept. If any of the three is unusual, do not ask, because each has a
    question of its own, and return None.
    """
    workspace, usual = context.workspace, use.find_usual_medium(context.workspace, view.week)
    is_open = use.is_noted(workspace, view.week) and not wishes.medium and not (view.recorded and view.recorded.medium)
    if not is_open or usual in {None, Medium.NONE} or len(use.list_partners_to_keep(workspace)) != 1:
        return None
    copies = list(_show_changed_goals(context, wishes))
    if not copies:
        return None
    talked = render.TALKED[usual]
    measured = talked.capitalize() + (f", {format_count(minutes, 'minute')}" if minutes else "")
    lead = f"When you have talked {talked}: record" if minutes is None else f"{measured}. Record"
    question = f"{lead} it, keep a copy of {render_review.name_what_to_keep(copies[0], named=True)}, and share?"
    if not _is_usual(context, talk, view, question):
        return False
    use.record_call(workspace, view.week, usual, minutes or None)
    context.saved.append(f"how you talked in {get_week_path(workspace.me, view.week)}")
    _keep_copies(context, copies)
    return True


def _is_usual(context: Context, talk: Talk, view: CallView, question: str) -> bool:
    """Ask whether the call ends as usual.

    One key first opens my goals, if I have any, and then the question is repeated.
    """
    path = use.find_own_goals(context.workspace, view.week)
    while path:
        talk.drop_typed_ahead()
        choice = talk.ask_key(f"{question}  {_USUAL}", "ygn", default="y", explain=_EXPLAIN_USUAL)
        if choice != "g":
            return choice == "y"
        change_goals(context, path)
    return talk.ask_yes(question, explain=_EXPLAIN_USUAL)


def _ask_about_start(context: Context, talk: Talk, view: CallView, wishes: CallRequest) -> CallStart:
    """Ask whether the call begins, and whether to count the minutes while we talk, unless that was asked already.

    Do so only from the day of the call on, and until the call is recorded. If `apj` without a command leads here long
    before the call, Enter means later.
    """
    is_over = wishes.medium or (view.recorded and view.recorded.medium)
    if is_over or use.find_usual_medium(context.workspace, view.week) in {None, Medium.ASYNC, Medium.NONE}:
        return CallStart.WITHOUT
    likely = "s" if context.call_start is None or use.is_near(context.workspace) else "l"
    return context.call_start or CallStart(talk.ask_key(_CLOCK, "swl", default=likely, explain=_EXPLAIN_CLOCK))


def _record_talk(context: Context, talk: Talk, view: CallView, wishes: CallRequest, measured: int) -> bool:
    """Record how we talked, unless my file already says so. Return False if we have not talked yet.

    `measured` is the number of minutes by the clock, or 0 without the clock.
    """
    workspace = context.workspace
    medium = Medium(wishes.medium) if wishes.medium else None
    if medium is None:
        if not use.is_noted(workspace, view.week) or (view.recorded and view.recorded.medium):
            return True
        usual = use.find_usual_medium(workspace, view.week)
        likely = next((key for key, each in _KEYS.items() if each is usual), "l")
        lead = f"{format_count(measured, 'minute')}. " if measured else ""
        medium = _KEYS.get(talk.ask_key(f"{lead}{_QUESTION}", "vipanl", default=likely, explain=_EXPLAIN_TALKED))
    if medium is None:
        return False
    minutes = wishes.minutes or (measured if medium is not Medium.NONE else 0) or None
    use.record_call(workspace, view.week, medium, minutes)
    context.saved.append(f"how you talked in {get_week_path(workspace.me, view.week)}")
    return True


def _ask_changed_goals(context: Context, talk: Talk, view: CallView) -> None:
    """Ask whether my goals changed during the talk. If so, open my file before anybody keeps a copy of them."""
    path = use.find_own_goals(context.workspace, view.week)
    if path and talk.ask_yes("Did your goals change while you talked?", default=False, explain=_EXPLAIN_CHANGED):
        change_goals(context, path)


def _ask_to_keep(context: Context, talk: Talk, wishes: CallRequest, *, shares: bool) -> bool:
    """Ask whether to keep copies of the others' current goals, after showing what changed during the call.

    If there is only one copy to keep, the same question asks whether to share. Return whether the answer is yes to
    both.
    """
    is_last_question = shares and len(use.list_partners_to_keep(context.workspace)) == 1
    copies = _show_changed_goals(context, wishes)
    named = ((view, render_review.name_what_to_keep(view, named=True)) for view in copies)
    wanted = [view for view, what in named if ask_to_keep(talk, what, and_share=is_last_question)]
    _keep_copies(context, wanted)
    return is_last_question and bool(wanted)


def _show_changed_goals(context: Context, wishes: CallRequest) -> Iterator[ReviewView]:
    """Fetch, then show what changed in each partner's record since the call began.

    Yield the records that may be kept.
    """
    workspace = context.workspace
    fetched = use_review.fetch_news(workspace, wanted=wishes.sync)
    for handle in use.list_partners_to_keep(workspace):
        view = use_review.review_partner(workspace, handle, fetched)
        if use_review.may_keep(view):
            if view.changes:
                context.print_result(render_review.render_changes(view, context.style))
            yield view


def _keep_copies(context: Context, wanted: Sequence[ReviewView]) -> None:
    """Keep copies of what was shown. Whether they are shared is shown later."""
    done = use_review.keep_all(context.workspace, wanted, write_page=render_page, shares=False) if wanted else ()
    for kept in done:
        context.show_view(replace(kept, next="", shared=None), render_review.render_kept)
        if kept.kept:
            context.saved.append(f"your copy of {kept.partner_name}'s goals")
