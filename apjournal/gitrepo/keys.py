"""Public keys of ssh as they stand in settings and in `partner.md`."""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from pathlib import Path

_KIND = re.compile(r"(?:ssh|ecdsa|sk-ssh|sk-ecdsa)-[a-z0-9@.-]{1,64}")
_LITERAL = "key::"
_LARGEST = 16 * 1024  # bytes of a file with a key


def normalize_key(key: str | None) -> str | None:
    """Return a key as its kind and text, without the comment; None when it is not a public key."""
    words = (key or "").split()[:2]
    if len(words) < 2 or not _KIND.fullmatch(words[0]) or not _decode_base64(words[1]):
        return None
    return " ".join(words)


def compute_fingerprint(key: str) -> str | None:
    """Return a key's fingerprint as ssh writes it; None when it is not a public key."""
    plain = normalize_key(key)
    if plain is None:
        return None
    digest = base64.b64encode(hashlib.sha256(_decode_base64(plain.split()[1])).digest()).decode("ascii").rstrip("=")
    return f"SHA256:{digest}"


def read_public_key(setting: str) -> str | None:
    """Return the public key that git's `user.signingKey` names: the key itself or a file, also the private key's.

    None when there is no such file, or no public key beside a private one.
    """
    literal = normalize_key(setting.removeprefix(_LITERAL))
    if literal is not None:
        return literal
    try:
        path = Path(setting).expanduser()
        places = (path, path.with_name(f"{path.name}.pub"))
        texts = [place.read_bytes()[:_LARGEST] for place in places if place.is_file()]
    except (OSError, RuntimeError, ValueError):  # no home folder to expand, a name that no file can have
        return None
    return next((key for text in texts if (key := normalize_key(text.decode("utf-8", "replace")))), None)


def _decode_base64(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return b""
