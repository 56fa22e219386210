"""The digests by which git names objects and guards its files."""

from __future__ import annotations

import hashlib
from typing import cast

SHA256_BYTES = 32


def compute_digest(data: bytes, width: int) -> bytes:
    """Compute git's digest of data, `width` bytes long: SHA-256 for 32, otherwise SHA-1.

    For SHA-1 Python's own implementation is used where it is there, since `hashlib` starts OpenSSL, which takes as long
    as reading ten years of a journal's index.
    """
    if width == SHA256_BYTES:
        return hashlib.new("sha256", data, usedforsecurity=False).digest()
    try:
        from _sha1 import sha1  # type: ignore[import-not-found]
    except ImportError:  # a Python that was built without it
        return hashlib.new("sha1", data, usedforsecurity=False).digest()
    return cast("bytes", sha1(data, usedforsecurity=False).digest())
