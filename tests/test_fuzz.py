"""The targets of the fuzzing hold for its seeds, and for what it found once."""

from __future__ import annotations

import pytest

from fuzz.seeds import dictionary, seeds
from fuzz.targets import TARGETS


@pytest.mark.parametrize("target", TARGETS)
def test_every_fuzz_target_accepts_its_seeds(target: str) -> None:
    begun = list(seeds(target))
    assert len(set(begun)) > 3
    for data in begun:
        TARGETS[target](data)


def test_the_dictionary_of_the_fuzzer_has_valid_syntax() -> None:
    assert '"\\x23\\x23\\x20\\x4C\\x6F\\x67\\x0A"\n' in dictionary()
