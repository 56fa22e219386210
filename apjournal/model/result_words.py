"""Words for results in other languages, such as `fertig`, which a user lists in a table of their own."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from apjournal.model.week import Result

ResultWords = Mapping[str, Result]
"""Results by word. Each word is written as `format.read.outcomes.fold_word` writes it."""
NO_WORDS: ResultWords = MappingProxyType({})
"""The words of a user without a table."""
