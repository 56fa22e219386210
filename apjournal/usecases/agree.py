"""`apj agree`: show the agreement and what changed since each partner accepted it, accept it, or propose a change."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from msgspec import Struct
from msgspec.structs import replace

from apjournal.analysis import agreement as analysis
from apjournal.analysis.agreement_answers import parse_review_day, sort_answers
from apjournal.errors import BrokenFile, NeedsAttention, UsageFault
from apjournal.format.edit.agreement_answers import write_answers
from apjournal.format.edit.records import set_agreement
from apjournal.format.read.agreement import read_agreement
from apjournal.format.read.agreement_answers import read_answers
from apjournal.format.text.document import split_document
from apjournal.model.agreement import Agreement, Cadence, Mode
from apjournal.model.agreement_topic import Topic
from apjournal.model.handle import Handle
from apjournal.model.hints import list_handles, quote_pathspec
from apjournal.model.isoweek import IsoWeek
from apjournal.model.views.agree import AgreeView, GoesOn, LineChange, Proposed, Signing
from apjournal.services.agreement import sign
from apjournal.services.setup.begin import check_handle
from apjournal.session.faults.local_edits import require_on_disk
from apjournal.session.workspace import Workspace
from apjournal.session.writing import hash_file, journal_lock, require_as_shown, require_read
from apjournal.store.atomic_write import Text
from apjournal.store.folder import has_journal_key
from apjournal.store.journal_paths import AGREEMENT as AGREEMENT


class Proposal(Struct, frozen=True):
    """A proposed change to the agreement. A term that is not to change is None.

    - `alone`: whether the change need not wait for a silent partner.
    - `listeners`: the partners who set no goals, in a one-sided journal.
    - `review_on`: a date, or a number of weeks from today such as `+12w`.
    - `answers`: what the user wants to agree on each topic.
    """

    mode: str | None = None
    cadence: str | None = None
    alone: bool = False
    listeners: tuple[str, ...] = ()
    review_on: str | None = None
    answers: Mapping[Topic, str] = {}

    @property
    def is_empty(self) -> bool:
        """Whether nothing is proposed, so that the user can only accept the agreement."""
        return self == Proposal()


def show_agreement(workspace: Workspace) -> AgreeView:
    """Show the current agreement, and who has accepted it."""
    written = _read_present_agreement(workspace)
    me = workspace.identity_or_none
    signings = tuple(_build_signing(workspace, handle) for handle in workspace.records.partners())
    mine = next((signing for signing in signings if signing.partner == me), None)
    week = IsoWeek.of(workspace.today)  # regardless of the period, because a monthly one may have begun long ago
    changed = written.until_signed is not None
    now = workspace.agreement.get_terms_in(week) if changed else written
    settled = workspace.signatures.find_week_of_last_signature() if changed else None
    return AgreeView(
        partner=me,
        version=workspace.signatures.compute_text_id(),
        mode=now.mode,
        cadence=now.cadence,
        until=settled if settled is not None and settled >= week else None,
        proposed=Proposed(written.mode, written.cadence) if changed and (settled is None or settled >= week) else None,
        alone=tuple(GoesOn(handle, since) for handle, since in written.alone),
        changes=mine.changes if mine else None,
        partners=tuple(signing for signing in signings if workspace.get_partner(signing.partner).left is None),
        signed=False,
        commit=None,
        agreement=written,
    )


def list_answers(workspace: Workspace) -> Mapping[Topic, str]:
    """Return the text about each topic in the agreement. Raise `BrokenFile` if it cannot be read."""
    return read_answers(_read_present_agreement(workspace).body)


def check_until(workspace: Workspace, text: str) -> None:
    """Raise `UsageFault` if the partners cannot review the agreement on the day in the answer to `Topic.UNTIL`."""
    sort_answers({Topic.UNTIL: text}, workspace.today)


def sign_agreement(workspace: Workspace, proposal: Proposal) -> AgreeView:
    """Accept the current agreement or the proposed change, and commit both files.

    Raise `UsageFault` if I have left, or if the proposal is not possible, such as `alone` while nobody has to wait.
    Raise `NeedsAttention` if the agreement is missing on disk, `ChangedSinceShown` if it is not the text that the user
    has seen, and `BrokenFile` if it cannot be read or would end the journal.
    """
    workspace.require_part()
    before = show_agreement(workspace)
    with journal_lock(workspace, commits=True):
        if proposal.alone:
            sign.fetch_before_claiming_silence(workspace)
        was = _require_agreement(workspace)
        written = require_read(read_agreement(was), AGREEMENT)
        answers = sort_answers(proposal.answers, workspace.today)
        wanted = _build_wanted(workspace, written, proposal, answers.review_on)
        changes = {
            name: value
            for name in ("mode", "cadence", "listeners", "review_on", "until_signed", "earlier", "alone")
            if (value := getattr(wanted, name)) != getattr(written, name)
        }
        require_as_shown(workspace, AGREEMENT, was)
        text = set_agreement(was, **changes) if changes else was
        text = write_answers(text, answers.words) if answers.words else text
        signed = sign.sign_agreement(workspace, Text(text, was))
    after = show_agreement(workspace)
    return replace(
        after,
        changes=before.changes,
        signed=True,
        commit=signed.commit,
        problems=signed.behind,
        lines=tuple(_list_lines(workspace, written, after.agreement or wanted, proposal)),
        next="apj sync" if signed.commit and workspace.require_history().shared else "apj status",
    )


def _build_wanted(workspace: Workspace, written: Agreement, proposal: Proposal, review_on: date | None) -> Agreement:
    """Return the agreement with the proposed change, but without the answers.

    `review_on` is the day of the review in the answers, if any.
    """
    mode = Mode(proposal.mode) if proposal.mode else None
    cadence = Cadence(proposal.cadence) if proposal.cadence else None
    wanted = written
    if mode or cadence:
        settled = workspace.signatures.find_week_of_last_signature()
        wanted = analysis.propose_change(written, settled=settled, mode=mode, cadence=cadence)
    wanted = _add_listeners(wanted, proposal, workspace.records.partners(), before=written.mode)
    if proposal.review_on:
        review_on = parse_review_day(proposal.review_on, workspace.today)
    wanted = replace(wanted, review_on=review_on or wanted.review_on)
    if proposal.alone:
        return _apply_alone(workspace, wanted, changed=wanted != written)
    here = [partner.partner for partner in workspace.signatures.present]
    return analysis.end_alone(wanted, workspace.me, here)


def _add_listeners(wanted: Agreement, proposal: Proposal, partners: Sequence[Handle], *, before: Mode) -> Agreement:
    """Return the agreement with the proposed listeners. `before` is its mode before the change.

    Raise `UsageFault` for listeners in an agreement that is not one-sided, and for a new one-sided agreement without a
    listener.
    """
    if proposal.listeners:
        wanted = replace(wanted, listeners=tuple(check_handle(listener) for listener in proposal.listeners))
        if wanted.mode is not Mode.ONE_SIDED:
            raise UsageFault("--listener is only for a one-sided journal.", "Add: --mode one-sided")
    elif wanted.mode is Mode.ONE_SIDED and before is not Mode.ONE_SIDED and not wanted.listeners:
        raise UsageFault(
            "A one-sided journal needs somebody who listens and sets no goals.",
            f"Add: --mode one-sided --listener HANDLE. {list_handles(partners)}",
        )
    return wanted


def _apply_alone(workspace: Workspace, wanted: Agreement, *, changed: bool) -> Agreement:
    settled = workspace.signatures.find_week_of_last_signature()
    if not changed and wanted.until_signed is None and sign.is_uncommitted_exception(workspace):
        return wanted
    if wanted.until_signed is None or (settled is not None and not changed):
        raise UsageFault(
            "No proposal is waiting to be accepted.",
            "Use --alone with a change, for example: apj agree --cadence monthly --alone",
        )
    silent = sign.require_silence(workspace, changed=changed)
    going_on = [partner.partner for partner in workspace.signatures.present if partner.partner not in silent]
    begun = workspace.schedule.find_begun_week(workspace.today)
    return analysis.apply_without_silent(wanted, begun=begun, since=workspace.today, who=going_on)


def expect_shown_agreement(workspace: Workspace) -> None:
    """Remember the text of the agreement that the user is about to see, so that no other text is accepted."""
    workspace.expected[AGREEMENT] = hash_file(_require_agreement(workspace))


def _read_present_agreement(workspace: Workspace) -> Agreement:
    return require_read(read_agreement(_require_agreement(workspace)), AGREEMENT)


def _require_agreement(workspace: Workspace) -> bytes:
    """Return the text of the agreement.

    Raise a fault if the file is missing or lacks the line `apj: 1`, without which the folder would not be a journal.
    """
    require_on_disk(workspace, AGREEMENT)
    data = workspace.folder.read(AGREEMENT)
    if data is None:
        restore = f"git checkout HEAD -- {quote_pathspec(AGREEMENT)}"
        raise NeedsAttention(f"{AGREEMENT} is missing here.", f"Nothing was written. Restore the file: {restore}")
    if not has_journal_key(data):
        raise BrokenFile(
            f"{AGREEMENT} no longer contains the line apj: 1, which marks this folder as a journal.",
            f"Nothing was written. Compare it with the last commit: git diff HEAD -- {quote_pathspec(AGREEMENT)}",
        )
    return data


def _build_signing(workspace: Workspace, handle: Handle) -> Signing:
    partner, signatures = workspace.get_partner(handle), workspace.signatures
    version = signatures.get_signed_version(partner)
    if signatures.has_signed_this_text(partner):
        return Signing(handle, True, partner.agreed_on, (), partner.called, version)
    data = signatures.read_text(version)
    changes = None if data is None else _list_changes(workspace, data)
    return Signing(handle, False, partner.agreed_on, changes, partner.called, version)


def _list_changes(workspace: Workspace, before: bytes) -> tuple[LineChange, ...]:
    now = workspace.folder.read(AGREEMENT) or b""
    return analysis.list_text_changes(_agreed_text(before), _agreed_text(now))


def _agreed_text(data: bytes) -> str:
    """Return the text of an agreement for a comparison, without a body that contains no answers."""
    agreement, document = read_agreement(data).value, split_document(data)[0]
    if agreement is None or document is None or agreement.rules:
        return data.decode("utf-8-sig", "replace")
    return document.text[: document.body_start]


def _list_lines(workspace: Workspace, written: Agreement, wanted: Agreement, proposal: Proposal) -> Sequence[str]:
    """Return sentences that tell the user what a change will do."""
    lines = []
    if wanted == written and not proposal.is_empty:
        lines.append("The agreement already contains these terms.")
    if analysis.is_return(written, Mode(proposal.mode) if proposal.mode else None, _parse_cadence(proposal)):
        back = "your reports" if written.mode is Mode.PEER_SUPPORT else "weekly calls"
        lines.append(f"This is a return to {back}.")
    if written.alone and not wanted.alone:
        lines.append("From now on, a change takes effect when everyone has accepted it.")
    return lines


def _parse_cadence(proposal: Proposal) -> Cadence | None:
    return Cadence(proposal.cadence) if proposal.cadence else None
