"""Change the agreement, and compare two versions of it."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Sequence
from datetime import date

from msgspec.structs import replace

from apjournal.model.agreement import Agreement, Cadence, EarlierTerms, Mode, Terms
from apjournal.model.handle import Handle
from apjournal.model.isoweek import IsoWeek
from apjournal.model.views.agree import LineChange
from apjournal.patterns import make_pattern

_COMMENT = make_pattern(r"(?<!\s)\s+#.*")
_COMPARED = 1000  # lines. difflib's time grows with their square, and the text may be a stranger's


def propose_change(
    written: Agreement, *, settled: IsoWeek | None, mode: Mode | None, cadence: Cadence | None
) -> Agreement:
    """Return the agreement `written` with a proposed change.

    Until everyone has accepted the change, `until_signed` contains the current values of the terms that it changes. If
    everyone has accepted the previous version, `settled` is the last week to which the former terms apply, and these
    terms move to `earlier`. A change to an open proposal leaves the terms that apply now as they are.
    """
    now = _move_to_earlier(written, settled) if settled and written.until_signed else written
    mode = mode or (_find_mode_before_peers(now) if is_return(now, mode, cadence) else now.mode)
    after = replace(now, mode=mode, cadence=cadence or now.cadence)
    return replace(after, until_signed=_find_differing_terms(now.before, after))


def apply_without_silent(written: Agreement, *, begun: IsoWeek, since: date, who: Sequence[Handle]) -> Agreement:
    """Return the agreement with its open proposal applied from the week `begun`, which contains the day `since`.

    A new cadence or call day applies from the next call, because the call of `begun` has passed and its report was due.
    From `since`, the partners in `who` continue without the others, until the others accept.
    """
    former = written.before
    earlier = [
        EarlierTerms(one.until, replace(one.terms, mode=written.mode) if one.until >= begun else one.terms)
        for one in written.earlier
    ]
    spanning = min((one for one in written.earlier if one.until >= begun), key=lambda one: one.until, default=None)
    if spanning is not None and spanning.terms.mode not in (None, written.mode):
        earlier.append(EarlierTerms(begun + -1, spanning.terms))  # so that earlier weeks keep their terms
    elif former.mode is not written.mode:
        earlier.append(EarlierTerms(begun + -1, _get_full_terms(former.get_terms_in(begun + -1))))
    if (former.cadence, former.call.day) != (written.cadence, written.call.day):
        earlier.append(EarlierTerms(begun, replace(_get_full_terms(former), mode=written.mode)))
    known = [handle for handle, _ in written.alone]
    alone = (*written.alone, *((handle, since) for handle in who if handle not in known))
    return replace(written, until_signed=None, earlier=tuple(earlier), alone=alone)


def end_alone(written: Agreement, who: Handle, present: Sequence[Handle]) -> Agreement:
    """Return the agreement after `who`, a silent partner, has accepted again.

    `present` are the partners who have not left. When all of them have accepted, `alone` is empty. Otherwise it now
    also contains `who`.
    """
    handles = [handle for handle, _ in written.alone]
    if not handles or who in handles:
        return written
    if set(present) <= {*handles, who}:
        return replace(written, alone=())
    return replace(written, alone=(*written.alone, (who, max(since for _, since in written.alone))))


def is_return(written: Agreement, mode: Mode | None, cadence: Cadence | None) -> bool:
    """Whether a change returns the partners to weekly calls, from a rarer cadence or from peer support."""
    is_elsewhere = written.mode is Mode.PEER_SUPPORT or written.cadence is not Cadence.WEEKLY
    return mode is None and cadence is Cadence.WEEKLY and is_elsewhere


def list_text_changes(before: str, after: str) -> tuple[LineChange, ...]:
    """Return the lines that differ between two versions of the agreement.

    Comments at line ends that did not change are left out.
    """
    pairs = _pair_lines(before.splitlines(), after.splitlines())
    return tuple(change for pair in pairs if (change := _build_line_change(*pair)) is not None)


def _find_mode_before_peers(written: Agreement) -> Mode:
    """Return the most recent mode other than peer support, or two-sided if there is none."""
    former = sorted(written.earlier, key=lambda earlier: earlier.until, reverse=True)
    modes = (written.mode, *(earlier.terms.mode for earlier in former))
    return next((mode for mode in modes if mode and mode is not Mode.PEER_SUPPORT), Mode.TWO_SIDED)


def _move_to_earlier(written: Agreement, until: IsoWeek) -> Agreement:
    """Move the terms of `until_signed` to `earlier`, where they apply up to the week `until`.

    All terms are written there, even those that did not change, because they may change later.
    """
    former = written.before
    return replace(written, until_signed=None, earlier=(*written.earlier, EarlierTerms(until, _get_full_terms(former))))


def _get_full_terms(agreement: Agreement) -> Terms:
    return Terms(agreement.mode, agreement.cadence, agreement.call.day)


def _find_differing_terms(in_force: Agreement, after: Agreement) -> Terms | None:
    terms = Terms(
        in_force.mode if in_force.mode is not after.mode else None,
        in_force.cadence if in_force.cadence is not after.cadence else None,
        in_force.call.day if in_force.call.day != after.call.day else None,
    )
    return terms if terms != Terms() else None


def _pair_lines(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[str | None, str | None]]:
    """Yield pairs of an old line and the new line that replaced it.

    A line without a counterpart is paired with None.
    """
    if max(len(old), len(new)) > _COMPARED:
        yield from _pair_by_position(old, new)
        return
    for _, i, j, m, n in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        yield from _pair_by_position(old[i:j], new[m:n])


def _pair_by_position(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[str | None, str | None]]:
    for index in range(max(len(old), len(new))):
        yield old[index] if index < len(old) else None, new[index] if index < len(new) else None


def _build_line_change(before: str | None, after: str | None) -> LineChange | None:
    """Return a pair of lines for display, or None if they differ only in leading or trailing spaces."""
    if before is not None and after is not None:
        comments = [_COMMENT.search(line) for line in (before, after)]
        if comments[0] and comments[1] and comments[0][0].strip() == comments[1][0].strip():
            before, after = before[: comments[0].start()], after[: comments[1].start()]
    told = [line.strip() if line else "" for line in (before, after)]
    return LineChange(told[0] or None, told[1] or None) if told[0] != told[1] else None
