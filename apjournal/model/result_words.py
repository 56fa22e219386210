"""The user's own words for results, such as `fertig`, as listed in a file of theirs."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from apjournal.model.week import Result

ResultWords = Mapping[str, Result]
"""The result that each word means. The words are in the form that `format.read.outcomes.fold_word` returns."""
NO_WORDS: ResultWords = MappingProxyType({})
"""The words of a user who has no such file."""
