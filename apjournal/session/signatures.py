"""Find out who has accepted the agreement.

A change made with apj takes effect when all partners who have not left have accepted it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC
from itertools import islice
from typing import TYPE_CHECKING

from apjournal.analysis.schedule import Schedule
from apjournal.model.agreement import Agreement
from apjournal.model.handle import Handle
from apjournal.model.isoweek import IsoWeek
from apjournal.model.partner import Partner
from apjournal.store.journal_paths import AGREEMENT, PARTNER
from apjournal.store.journal_reader import Records

if TYPE_CHECKING:
    from apjournal.model.history import WalkedHistory
    from apjournal.session.history import History

VERSIONS = 50
"""The number of versions of a partner's file that apj reads to find the first one with a handwritten yes."""


_Touch = tuple[str, Sequence[str | None], str | None]
"""A commit that changed a file: its id, the blob id of the text in each parent, and the blob id of the text in the
commit.
"""


class Signatures:
    """Who has accepted which version of the agreement. Without history, only the acceptances in the files are known."""

    def __init__(
        self, records: Records, history: Callable[[], History | None], past: WalkedHistory | None = None
    ) -> None:
        """Read the acceptances from `records`. `past` is the whole history if it was walked before."""
        self.records = records
        self.history = history
        self._past = past
        self._walked: dict[str, list[_Touch]] = {}

    @property
    def present(self) -> tuple[Partner, ...]:
        """The partners who have not left. All of them must accept a change."""
        return tuple(partner for partner in self._list_partners() if partner.left is None)

    def _list_partners(self) -> Iterator[Partner]:
        return map(self.records.partner, self.records.partners())

    def compute_text_id(self, width: int = 40) -> str:
        """Return the blob id of the current agreement. `width` is the number of its digits, 40 or 64."""
        from apjournal.gitrepo.plumbing.digest import compute_blob_id  # fast commands rarely come here

        return compute_blob_id(self.records.source.read(AGREEMENT) or b"", width)

    def get_signed_version(self, partner: Partner) -> str | None:
        """Return the blob id of the agreement's text that a partner has accepted.

        A handwritten yes accepts the text as of its commit. Return None if they have accepted none, or if the text is
        unknown.
        """
        from apjournal.format.read.partner import AGREED

        if partner.agreed != AGREED:
            return partner.agreed
        history = self.history()
        return (
            None
            if history is None or history.head is None
            else self._find_commit_of_manual_yes(partner, history, history.head)
        )

    def has_signed_this_text(self, partner: Partner) -> bool:
        """Whether a partner has accepted the current agreement."""
        from apjournal.format.edit.records import is_same_agreement

        version = self.get_signed_version(partner)
        if version is None or version == self.compute_text_id(len(version)):
            return version is not None
        signed, now = self.read_text(version), self.records.source.read(AGREEMENT)
        return signed is not None and now is not None and is_same_agreement(signed, now)

    def read_text(self, version: str | None) -> bytes | None:
        """Return the agreement's text with the blob id `version`, or None if it is not in this clone."""
        history = self.history()
        return history.objects.read_blob(version) if history is not None and version is not None else None

    def find_week_of_last_signature(self) -> IsoWeek | None:
        """Return the week in which the last partner accepted the terms.

        Return None if a partner has not accepted them, or if no acceptance has a date.
        """
        if not all(self.has_signed_these_terms(partner) for partner in self.present):
            return None
        days = [partner.agreed_on for partner in self.present if partner.agreed_on]
        return Schedule(self.records.agreement().before, UTC).find_begun_week(max(days)) if days else None

    def has_signed_these_terms(self, partner: Partner) -> bool:
        """Whether a partner has accepted the current terms. Later changes of other text in the file do not matter."""
        from apjournal.format.read.agreement import read_agreement

        if self.has_signed_this_text(partner):
            return True
        text = self.read_text(self.get_signed_version(partner))
        signed = read_agreement(text).value if text is not None else None
        return signed is not None and _get_terms(signed) == _get_terms(self.records.agreement())

    def find_unsigned_after_manual_change(self, partners: Iterable[Partner]) -> tuple[Partner, ...]:
        """Return those of `partners` who have not accepted the agreement since somebody changed it without apj.

        If an acceptance contains the id of a version, no history is read. For a handwritten yes, the history is walked,
        but only after such a change. While a partner continues alone, only those listed under `alone` are considered.
        Nobody has to accept an agreement that cannot be read.
        """
        agreement = self.records.agreement()
        if agreement.unreadable:
            return ()
        alone = {handle for handle, _ in agreement.alone}
        asked = [partner for partner in partners if not alone or partner.partner in alone]
        if not any(self._has_signed_another(partner) for partner in asked):
            return ()
        return tuple(partner for partner in asked if not self.has_signed_this_text(partner))

    def _has_signed_another(self, partner: Partner) -> bool:
        """Whether a partner has accepted a version that is in this clone and is not the current agreement."""
        from apjournal.format.read.partner import AGREED

        is_named = partner.agreed is not None and partner.agreed != AGREED
        return is_named and not self.has_signed_this_text(partner) and self.read_text(partner.agreed) is not None

    def _find_commit_of_manual_yes(self, partner: Partner, history: History, head: str) -> str | None:
        """Return the blob id of the agreement in the oldest commit with this handwritten yes and date, or None.

        A yes that is not committed yet accepts the current text.
        """
        said = (partner.agreed, partner.agreed_on)
        first = None
        for commit in islice(self._list_versions(f"{partner.partner}/{PARTNER}", history, head), VERSIONS):
            then = history.at(commit).partner(Handle(partner.partner))
            if (then.agreed, then.agreed_on) != said:
                break
            first = commit
        if first is None:
            return self.compute_text_id(len(head))
        entry = history.objects.find_entry(first, AGREEMENT)
        return entry.oid if entry else None

    def _list_versions(self, path: str, history: History, head: str) -> Iterator[str]:
        """Yield the commits that led to the file's text at `head`, newest first.

        Commits whose text a merge left out are skipped.
        """
        entry = history.objects.find_entry(head, path)
        texts = {entry.oid if entry else None}
        for commit, before, after in self._list_touches(path, history, head):
            if after in texts:
                texts.update(before)
                yield commit

    def _list_touches(self, path: str, history: History, head: str) -> Sequence[_Touch]:
        """Return the commits that changed the `partner.md` at `path`, newest first.

        One walk covers the files of all partners, including those who have left. Git is not asked for these files by
        name, because it would compare each of many names with each name in each commit.
        """
        from apjournal.format.read.partner import AGREED
        from apjournal.gitrepo.plumbing import ancestry

        if self._past is not None:
            return [(commit.id, touch.before, touch.after) for commit, touch in self._past.list_touches(path)]
        if not self._walked:
            by_hand = (partner for partner in self._list_partners() if partner.agreed == AGREED)
            self._walked.update({f"{partner.partner}/{PARTNER}": [] for partner in by_hand})
            for logged in ancestry.log_raw(history.git, head):
                for touched in logged.touched:
                    if touched.path in self._walked:
                        versions = logged.commit, touched.texts_before, touched.text_after
                        self._walked[touched.path].append(versions)
        return self._walked.get(path, ())


def _get_terms(agreement: Agreement) -> tuple[object, ...]:
    return agreement.mode, agreement.cadence, agreement.call.day, agreement.until_signed
