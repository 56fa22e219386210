"""The terms of a merge: what its caller wants and knows."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from types import MappingProxyType

from msgspec import Struct

from apjournal.format.edit.kept import FindEmpty, find_no_empty_line
from apjournal.gitrepo.plumbing.commit import CommitInfo
from apjournal.model.result_words import NO_WORDS, ResultWords


class MergeTerms(Struct, frozen=True):
    """The terms of a merge. `info` describes its commit, and `kept` contains the kept commits that are in this clone.

    The kept commits must stay ancestors. With `unrelated`, histories without a common commit are merged too. With
    `is_lost`, the commit to merge is one that the server has lost, so others' files that are here stay unchanged.
    `chosen` contains the versions that a person chose for conflicts (None for no file). `find_empty` returns those of
    some kept lines that name no copy, so that their keeper may withdraw them. `words` are the user's own words for
    results.
    """

    info: CommitInfo
    kept: Collection[str] = ()
    unrelated: bool = False
    is_lost: bool = False
    chosen: Mapping[str, bytes | None] = MappingProxyType({})
    find_empty: FindEmpty = find_no_empty_line
    words: ResultWords = NO_WORDS
