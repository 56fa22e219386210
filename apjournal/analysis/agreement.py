"""Changes of the agreement: what a new text has to hold, and which of its lines read differently."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from difflib import SequenceMatcher

from apjournal.model.agreement import Agreement, Cadence, EarlierTerms, Mode, Terms
from apjournal.model.handle import Handle
from apjournal.model.isoweek import IsoWeek
from apjournal.model.views.agree import LineChange

_COMMENT = re.compile(r"\s+#.*")
_COMPARED = 1000  # lines; the time that difflib takes grows with their square, and the text may be a stranger's


def propose(written: Agreement, *, settled: IsoWeek | None, mode: Mode | None, cadence: Cadence | None) -> Agreement:
    """Put a change into the agreement as it is `written`: what holds until all have signed goes to `until_signed`.

    `settled` is the week with which the former values end, when all have signed the text before; they move to
    `earlier`. A change of a text that waits for signatures leaves in force what is.
    """
    before = _moved(written, settled) if settled and written.until_signed else written
    in_force = before.under(before.until_signed) if before.until_signed else before
    after = replace(before, mode=mode or _mode_under(before, cadence), cadence=cadence or before.cadence)
    return replace(after, until_signed=_differing(in_force, after))


def settle_alone(written: Agreement, *, until: IsoWeek, since: date, who: Sequence[Handle]) -> Agreement:
    """Let what waits for signatures hold at once: what held before ends with the week `until`.

    `who` go on, from `since`, until the others sign.
    """
    known = [handle for handle, _ in written.alone]
    alone = (*written.alone, *((handle, since) for handle in who if handle not in known))
    return replace(_moved(written, until), alone=alone)


def returned(written: Agreement, who: Handle, present: Sequence[Handle]) -> Agreement:
    """End going on alone when `who`, for whose silence it was, signs again; `present` are all who have not left."""
    handles = [handle for handle, _ in written.alone]
    if not handles or who in handles:
        return written
    if set(present) <= {*handles, who}:
        return replace(written, alone=())
    return replace(written, alone=(*written.alone, (who, max(since for _, since in written.alone))))


def is_return(written: Agreement, mode: Mode | None, cadence: Cadence | None) -> bool:
    """Whether this takes two partners back from peer support: a cadence makes no sense there."""
    return mode is None and cadence is not None and written.mode is Mode.PEER_SUPPORT


def says_the_same(one: Agreement, other: Agreement) -> bool:
    """Whether two texts agree on the same, whatever apj has noted in them about what held when."""
    return _terms_alone(one) == _terms_alone(other)


def text_changes(before: str, after: str) -> tuple[LineChange, ...]:
    """Compare two versions of the agreement line by line; a comment that is in both stays out."""
    pairs = _pairs(before.splitlines(), after.splitlines())
    return tuple(change for pair in pairs if (change := _shown(*pair)) is not None)


def _mode_under(before: Agreement, cadence: Cadence | None) -> Mode:
    if not is_return(before, None, cadence):
        return before.mode
    former = sorted(before.earlier, key=lambda earlier: earlier.until, reverse=True)
    modes = (earlier.terms.mode for earlier in former)
    return next((mode for mode in modes if mode and mode is not Mode.PEER_SUPPORT), Mode.TWO_SIDED)


def _moved(written: Agreement, until: IsoWeek) -> Agreement:
    """Move what `until_signed` holds to `earlier`, in full: what the text says of the rest may change again."""
    former = written.under(written.until_signed or Terms())
    terms = Terms(former.mode, former.cadence, former.call.day)
    return replace(written, until_signed=None, earlier=(*written.earlier, EarlierTerms(until, terms)))


def _differing(in_force: Agreement, after: Agreement) -> Terms | None:
    terms = Terms(
        in_force.mode if in_force.mode is not after.mode else None,
        in_force.cadence if in_force.cadence is not after.cadence else None,
        in_force.call.day if in_force.call.day != after.call.day else None,
    )
    return terms if terms != Terms() else None


def _terms_alone(agreement: Agreement) -> Agreement:
    return replace(agreement, until_signed=None, earlier=(), alone=())


def _pairs(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[str | None, str | None]]:
    """Pair the lines that were replaced by each other; None where one has no counterpart."""
    if max(len(old), len(new)) > _COMPARED:
        yield from _beside(old, new)
        return
    for _, i, j, m, n in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        yield from _beside(old[i:j], new[m:n])


def _beside(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[str | None, str | None]]:
    for index in range(max(len(old), len(new))):
        yield old[index] if index < len(old) else None, new[index] if index < len(new) else None


def _shown(before: str | None, after: str | None) -> LineChange | None:
    """Give a pair as it is shown; None when nothing but blanks differ."""
    if before is not None and after is not None:
        comments = [_COMMENT.search(line) for line in (before, after)]
        if comments[0] and comments[1] and comments[0][0].strip() == comments[1][0].strip():
            before, after = before[: comments[0].start()], after[: comments[1].start()]
    told = [line.strip() if line else "" for line in (before, after)]
    return LineChange(told[0] or None, told[1] or None) if told[0] != told[1] else None
