"""The forms of a week. Each calls the same use case as a command, and shows the same sentences."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from msgspec import Struct

from apjournal.render.site.form_groups import FormPage
from apjournal.web.forms import agreement, call, change, goals, keep, report, share, short
from apjournal.web.forms.fields import Sent

if TYPE_CHECKING:
    from apjournal.session.workspace import Workspace


class Form(Struct, frozen=True):
    """A form: its title, and two functions. One describes it for the journal as it is now, the other carries it out.

    `script` is the script that its page runs, if any. `fetches` says whether the first function fetches what is new.
    """

    title: str
    describe: Callable[[Workspace], FormPage]
    send: Callable[[Workspace, Mapping[str, str]], Sent]
    script: str = ""
    fetches: bool = False


FORMS = {
    "log": Form("Log", short.describe_log, short.send_log),
    "park": Form("Park an idea", short.describe_park, short.send_park),
    "message": Form("A message", short.describe_message, short.send_message),
    "report": Form("Your report", report.describe_report, report.send_report),
    "goals": Form("Your goals", goals.describe_goals, goals.send_goals),
    "change": Form("Change your goals", change.describe_change, change.send_change),
    "note": Form("A note on the call", call.describe_note, call.send_note),
    "talked": Form("After the call", call.describe_talked, call.send_talked, "clock.js", fetches=True),
    "keep": Form("Review and keep", keep.describe_keep, keep.send_keep, fetches=True),
    "agree": Form("Accept the agreement", agreement.describe_agree, agreement.send_agree),
    "propose": Form("Propose a change", agreement.describe_propose, agreement.send_propose),
    "talk": Form("How you work together", agreement.describe_talk, agreement.send_talk),
    "share": Form("Share", share.describe_share, share.send_share),
}
"""The forms by the name in their URL.

`render/site/frame.py` links to most of them, and the pages of the call and the agreement to the others.
"""
