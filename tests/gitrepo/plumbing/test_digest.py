"""Digests are those of git, with or without Python's own SHA-1."""

from __future__ import annotations

import hashlib
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apjournal.gitrepo.plumbing.digest import compute_digest


@given(st.binary())
def test_a_digest_is_that_of_hashlib_for_each_width(data: bytes) -> None:
    assert compute_digest(data, 20) == hashlib.sha1(data, usedforsecurity=False).digest()
    assert compute_digest(data, 32) == hashlib.sha256(data).digest()


def test_without_pythons_own_implementation_the_digest_is_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    before = compute_digest(b"a week", 20)
    monkeypatch.setitem(sys.modules, "_sha1", None)
    assert compute_digest(b"a week", 20) == before
