"""The terms of a merge: what the caller of `merge_commits` decides."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from types import MappingProxyType

from msgspec import Struct

from apjournal.format.edit.kept import FindEmpty, find_no_empty_line
from apjournal.gitrepo.plumbing.commit import CommitInfo
from apjournal.model.result_words import NO_WORDS, ResultWords


class MergeTerms(Struct, frozen=True):
    """The terms of a merge.

    - `info`: the message, author and date of the merge commit.
    - `kept`: the kept commits that are in this clone. They must stay ancestors.
    - `unrelated`: whether to merge histories without a common commit.
    - `is_lost`: whether the server has lost the commit to merge. Others' files that are here then stay unchanged.
    - `chosen`: the versions that a person chose for conflicts (None for no file).
    - `find_empty`: a function that returns those kept lines that name no copy, so that their keeper may withdraw them.
    - `words`: the user's own words for results.
    """

    info: CommitInfo
    kept: Collection[str] = ()
    unrelated: bool = False
    is_lost: bool = False
    chosen: Mapping[str, bytes | None] = MappingProxyType({})
    find_empty: FindEmpty = find_no_empty_line
    words: ResultWords = NO_WORDS
