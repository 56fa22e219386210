"""The forms of a call: a note while the partners talk, and the questions that `apj call` asks afterwards."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from msgspec.structs import replace

from apjournal.errors import ApjError, NeedsAttention, UsageFault
from apjournal.model.views.call import CallView
from apjournal.model.views.review import ReviewView
from apjournal.model.week import Medium
from apjournal.render.host_page import render_page
from apjournal.render.screens import call as render
from apjournal.render.site.form_groups import Field, FormPage, Group
from apjournal.render.site.names import CALL
from apjournal.render.site.review import describe_changes
from apjournal.usecases import call as use
from apjournal.usecases import report
from apjournal.usecases import review as use_review
from apjournal.web.forms.fields import Sent, parse_choice, require_text
from apjournal.web.forms.keep import (
    REPORT_FIRST,
    ask_to_keep,
    choose_copies,
    describe_kept,
    get_name,
    require_own_report,
)
from apjournal.web.forms.share import ask_to_share, is_to_share, share_now

if TYPE_CHECKING:
    from apjournal.session.workspace import Workspace

_MEDIA = (("", "choose one"), *((medium.value, words) for medium, words in render.TALKED.items()))
_MOST_MINUTES = 999


def describe_note(workspace: Workspace) -> FormPage:
    """Return the form for a note on a part of the call, which is chosen by name."""
    names = [render.name_part(part) for part in use.prepare_call(workspace).parts]
    part = Field("part", "The note is about", "choice", choices=tuple((name, name) for name in names))
    return FormPage((Group(fields=(part, Field("text", "Note"))),), "Note it")


def send_note(workspace: Workspace, given: Mapping[str, str]) -> Sent:
    """Add the note to my week. The page of the call shows it below its part."""
    text, view = require_text(given), use.prepare_call(workspace)
    names = [render.name_part(part) for part in view.parts]
    part = given.get("part", "")
    if part not in names:
        raise UsageFault("The call no longer has this part.", "Choose a part.")
    _require_week(workspace, view)
    use.add_note(workspace, view.week, part, text)
    return Sent("", page=f"{CALL}#part-{names.index(part) + 1}")


def _require_week(workspace: Workspace, view: CallView) -> None:
    if not use.is_noted(workspace, view.week):
        raise UsageFault(
            "You listen in this journal, so you have no week for notes.", "Write the note in another file."
        )


def describe_talked(workspace: Workspace) -> FormPage:
    """Fetch, then return the form with the questions after a call: how we talked, what to keep, and whether to share.

    While my own report is due, return the form for the report instead.
    """
    if report.find_due_report(workspace) is not None:
        return REPORT_FIRST
    view = use.prepare_call(workspace)
    groups = [
        *_ask_how(workspace, view),
        *(
            Group(get_name(one), part="changes", shown=describe_changes(one), fields=ask_to_keep(one))
            for one in _review_all(workspace, fetches=True)
            if use_review.may_keep(one)
        ),
        *ask_to_share(workspace, "your notes"),
    ]
    if not groups:
        return FormPage((), "", ("There is nothing to record for this call.",))
    notes = [render.format_recorded(view.recorded)] if _is_recorded(view) and view.recorded else []
    return FormPage(tuple(groups), "Save", tuple(notes))


def _ask_how(workspace: Workspace, view: CallView) -> Iterator[Group]:
    """Yield the question of how we talked, unless my week already contains the answer."""
    if use.is_noted(workspace, view.week) and not _is_recorded(view):
        usual = use.find_usual_medium(workspace, view.week)
        yield Group(
            "How did you talk?",
            fields=(
                Field("medium", "We talked", "choice", usual.value if usual else "", choices=_MEDIA),
                Field("minutes", "Minutes"),
            ),
        )


def _is_recorded(view: CallView) -> bool:
    return view.recorded is not None and view.recorded.medium is not None


def _review_all(workspace: Workspace, *, fetches: bool) -> list[ReviewView]:
    news = use_review.fetch_news(workspace, wanted=fetches)
    return [use_review.review_partner(workspace, handle, news) for handle in use.list_partners_to_keep(workspace)]


def send_talked(workspace: Workspace, given: Mapping[str, str]) -> Sent:
    """Record how we talked, keep the chosen copies, and share everything at the end."""
    require_own_report(workspace)
    view = use.prepare_call(workspace)
    medium, minutes = parse_choice(Medium, given.get("medium", "")), _parse_minutes(given.get("minutes", "").strip())
    asks = use.is_noted(workspace, view.week) and not _is_recorded(view)
    if asks and medium is None:
        raise UsageFault(
            "Say how you talked.", "Choose one of the ways. If you have not talked yet, send this form later."
        )
    wanted = choose_copies(_review_all(workspace, fetches=False), given)
    text, problems, shares = "", list[ApjError](), is_to_share(workspace, given)
    if asks and medium is not None:
        noted = use.record_call(workspace, view.week, medium, None if medium is Medium.NONE else minutes)
        text += f"{render.format_recorded(noted)}\n"
    if wanted:
        said = None if shares else False  # the result of sharing is shown afterwards
        copies = use_review.keep_all(workspace, wanted, write_page=render_page, shares=False)
        kept = describe_kept([replace(one, shared=said) for one in copies])
        text, problems = text + kept.text, [*problems, *kept.problems]
    if shares:
        return share_now(workspace, Sent(text, tuple(problems)))
    if not text and not problems:
        raise NeedsAttention(
            "You chose nothing, so apj saved nothing.", "Choose the copies to keep, or choose to share."
        )
    return Sent(text, tuple(problems))


def _parse_minutes(text: str) -> int | None:
    """Return the minutes of a call, or None if the text is empty.

    Raise `UsageFault` if it is not a number of minutes.
    """
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and len(text) <= len(str(_MOST_MINUTES)) and int(text)):
        raise UsageFault(f'"{text}" is not a number of minutes.', f"Type a number from 1 to {_MOST_MINUTES}.")
    return int(text)
