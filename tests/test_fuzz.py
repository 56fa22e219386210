"""The targets of the fuzzing hold on what the fuzzing begins with, and on what it found once."""

from __future__ import annotations

import pytest

from fuzz.seeds import dictionary, seeds
from fuzz.targets import TARGETS


@pytest.mark.parametrize("target", TARGETS)
def test_every_target_holds_on_what_it_begins_with(target: str) -> None:
    begun = list(seeds(target))
    assert len(set(begun)) > 3
    for data in begun:
        TARGETS[target](data)


def test_the_words_are_written_as_the_fuzzer_reads_them() -> None:
    assert '"\\x23\\x23\\x20\\x4C\\x6F\\x67\\x0A"\n' in dictionary()
