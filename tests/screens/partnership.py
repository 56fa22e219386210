"""The screens about the partnership, by name: the agreement, leaving, and problems."""

from __future__ import annotations

from datetime import date, time

from msgspec.structs import replace

from apjournal.model.agreement import Agreement, Cadence, CallTerms, Mode
from apjournal.model.views.agree import AgreeView, GoesOn, LineChange, Proposed, Signing
from apjournal.model.views.base import WeekDays
from apjournal.model.views.doctor import DoctorView, PointKind, PointState, make_point
from apjournal.model.views.journal import InviteView, LeaveView, WhatStays
from apjournal.model.views.site import SiteView
from apjournal.model.views.web import WebView
from apjournal.model.week import Medium
from apjournal.render.screens import agree, doctor, invite, leave, lsp, web
from apjournal.render.site import screen as site
from apjournal.usecases.lsp import describe_server
from tests.helpers.week_records import ANA, BEN, CEM, COMMIT, OLDER, W45, W48
from tests.screens.shown import Shown, show_as

MONDAY = date(2026, 9, 7)
LONGER = LineChange("minutes: 20", "minutes: 30")
AGREED = AgreeView(
    partner=ANA,
    version=COMMIT,
    mode=Mode.TWO_SIDED,
    cadence=Cadence.WEEKLY,
    until=None,
    proposed=None,
    alone=(),
    changes=(),
    partners=(
        Signing(ANA, signed=True, agreed_on=MONDAY, changes=(), name="Ana"),
        Signing(BEN, signed=True, agreed_on=MONDAY, changes=(), name="Ben"),
    ),
    signed=False,
    commit=None,
    agreement=Agreement(
        call=CallTerms(0, time(9), "Europe/Lisbon", 20, Medium.VOICE),
        areas=("professional", "personal"),
        review_on=date(2026, 12, 7),
        body="What stays between us: everything but the weather.\n\n- A missed Monday is told, and that is all.\n",
    ),
    next="apj status",
)
WAITS = replace(
    AGREED,
    proposed=Proposed(Mode.TWO_SIDED, Cadence.FORTNIGHTLY),
    changes=(LONGER, LineChange(None, "- We look at it again in spring.")),
    partners=(
        replace(AGREED.partners[0], agreed_on=date(2026, 11, 25)),
        Signing(BEN, signed=False, agreed_on=MONDAY, changes=(LONGER,), name="Ben"),
        Signing(CEM, signed=False, agreed_on=None, changes=None, name="Cem"),
    ),
    signed=True,
    commit=OLDER,
    next="apj sync",
)
OPEN_FOLDER = "First make sure that your partner's computer can open this folder at this path and write to it."
INVITED = InviteView(
    partner=ANA,
    url="git@example.org:ana/journal.git",
    command="apj join git@example.org:ana/journal.git",
    page="https://example.org/ana/journal",
    week=W48,
    first="First give your partner the right to push, in the repository's settings at the host.",
)
LEFT = LeaveView(
    partner=ANA,
    left=date(2026, 11, 25),
    record="/home/ana/ana-until-2026-W48.md",
    weeks=12,
    since=W45,
    until=W48,
    keeps=(WhatStays(BEN, 11, COMMIT, "Ben"), WhatStays(CEM, 0, None, "Cem")),
    commit=OLDER,
    shared=True,
    next="apj sync",
)
HEALTHY = DoctorView(
    partner=ANA,
    path="/home/ana/journal",
    git="2.39.5",
    points=(
        make_point("git", PointKind.IN_ORDER, state=PointState.FINE, version="2.39.5"),
        make_point("identity", PointKind.IN_ORDER, state=PointState.FINE, partner="ana"),
        make_point("server", PointKind.IN_ORDER, state=PointState.FINE),
    ),
    partner_name="Ana",
)
AILING = replace(
    HEALTHY,
    points=(
        *HEALTHY.points[:2],
        replace(
            make_point(
                "server",
                PointKind.UNPROTECTED_REMOTE,
                command="git --git-dir=/srv/ours.git config receive.denyNonFastForwards true",
                path="/srv/ours.git",
                setting="receive.denyNonFastForwards",
            ),
            fixable=True,
        ),
        make_point("server", PointKind.CLOUD_REMOTE, path="/srv/Dropbox/ours.git", service="Dropbox"),
        make_point(
            "hooks", PointKind.HOOKS, "pre-commit", state=PointState.NOTE, command="chmod -x .git/hooks/pre-commit"
        ),
        make_point(
            "locks",
            PointKind.LOCK_STALE,
            state=PointState.FIXED,
            path=".git/index.lock",
            minutes="125",
            command="rm .git/index.lock",
        ),
    ),
)

DUE = WeekDays(W48, date(2026, 11, 23), date(2026, 11, 30))
SERVED = WebView(url="http://127.0.0.1:49152/?token=Zm9yIHlvdXIgYnJvd3NlciBvbmx5", folder="/home/ana/ours")
BUILT = SiteView(
    folder="/home/ana/ours-site",
    pages=31,
    written=("2026-W48.html", "index.html"),
    removed=("goal_ana_runs.html",),
    start="/home/ana/ours-site/index.html",
)

PARTNERSHIP: dict[str, Shown] = {
    "agree": show_as(AGREED, agree.render_text),
    "agree-waits": show_as(WAITS, agree.render_text),
    "agree-signed": show_as(replace(WAITS, until=W48), agree.render_signed),
    "agree-alone": show_as(replace(AGREED, alone=(GoesOn(ANA, date(2026, 11, 2)),)), agree.render_text),
    "agree-peer-support": show_as(
        replace(AGREED, mode=Mode.PEER_SUPPORT, cadence=Cadence.MONTHLY, agreement=Agreement(listeners=(BEN,))),
        agree.render_text,
    ),
    "invite": show_as(INVITED, invite.render_text),
    "invite-folder": show_as(
        replace(
            INVITED,
            url="/srv/ours.git",
            command="apj join /srv/ours.git",
            page=None,
            local=True,
            first=OPEN_FOLDER,
        ),
        invite.render_text,
    ),
    "leave": show_as(LEFT, leave.render_text),
    "leave-again": show_as(replace(LEFT, commit=None, weeks=0, since=None, shared=False, keeps=()), leave.render_text),
    "site": show_as(BUILT, site.render_text),
    "web": show_as(SERVED, web.render_text),
    "lsp": show_as(describe_server(), lsp.render_text),
    "site-nothing-changed": show_as(
        replace(
            BUILT, written=(), removed=(), first=WeekDays(W48, date(2026, 11, 23), date(2026, 11, 30)), history=False
        ),
        site.render_text,
    ),
    "doctor": show_as(AILING, doctor.render_text),
    "doctor-nothing": show_as(HEALTHY, doctor.render_text),
}
