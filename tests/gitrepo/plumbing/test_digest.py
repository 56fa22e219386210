"""Digests are those of git, with or without Python's own implementations."""

from __future__ import annotations

import hashlib
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apjournal.gitrepo.plumbing import digest
from apjournal.gitrepo.plumbing.digest import compute_digest


@given(st.binary())
def test_a_digest_of_each_width_equals_the_digest_of_hashlib(data: bytes) -> None:
    assert compute_digest(data, 20) == hashlib.sha1(data, usedforsecurity=False).digest()
    assert compute_digest(data, 32) == hashlib.sha256(data).digest()


@pytest.mark.parametrize("width", [20, 32])
def test_the_digest_does_not_depend_on_pythons_own_implementation(monkeypatch: pytest.MonkeyPatch, width: int) -> None:
    before = digest.compute_digest(b"a week", width)
    digest._load_algorithm.cache_clear()
    with monkeypatch.context() as patch:
        for name in ("_sha1", "_sha256", "_sha2"):
            patch.setitem(sys.modules, name, None)
        assert digest.compute_digest(b"a week", width) == before
    digest._load_algorithm.cache_clear()
