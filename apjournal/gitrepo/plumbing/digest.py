"""Compute the digests with which git names objects and protects its files against damage."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from functools import cache, partial
from importlib import import_module
from typing import Any, cast

SHA256_BYTES = 32
HEX_DIGITS = "0123456789abcdef"
_OWN_MODULES = ("_sha1", "_sha256", "_sha2")
"""Python's own implementations. Since Python 3.12, `_sha2` replaces `_sha256`."""


def is_object_id(text: str) -> bool:
    """Whether a text has the form of a full object id: 40 hex digits, or 64 with SHA-256."""
    return len(text) in (40, 64) and not text.strip(HEX_DIGITS)


def compute_digest(data: bytes, width: int) -> bytes:
    """Return git's digest of `data`, `width` bytes long: SHA-256 if `width` is 32, otherwise SHA-1.

    Python's own implementation is preferred. `hashlib` loads OpenSSL, which takes as long as reading the index of a
    journal of ten years.
    """
    algorithm = _load_algorithm("sha256" if width == SHA256_BYTES else "sha1")
    return cast("bytes", algorithm(data, usedforsecurity=False).digest())


def compute_blob_id(data: bytes, width: int = 40) -> str:
    """Return the id that git would give a blob. `width` is the number of hex digits of an id (64 with SHA-256)."""
    return compute_object_id(b"blob", data, width)


def compute_object_id(kind: bytes, data: bytes, width: int) -> str:
    """Return the id that git would give an object of this kind (`blob`, `tree`), `width` hex digits long."""
    return compute_digest(b"%b %d\0" % (kind, len(data)) + data, width // 2).hex()


def hash_text(data: bytes) -> str:
    """Return the SHA-256 of `data`, in hex digits. apj uses it to detect whether a file has changed."""
    return compute_digest(data, SHA256_BYTES).hex()


@cache
def _load_algorithm(name: str) -> Callable[..., Any]:
    for module in _OWN_MODULES:
        try:
            return cast("Callable[..., Any]", getattr(import_module(module), name))
        except (ImportError, AttributeError):  # another module has it, or Python was built without it
            continue
    return partial(hashlib.new, name)
