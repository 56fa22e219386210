"""Golden files: what a screen looked like when somebody last approved it.

`UPDATE_GOLDEN=1 pytest tests/render` rewrites them. Then `git diff` shows what changed.
"""

from __future__ import annotations

import os
from pathlib import Path

GOLDEN = Path(__file__).parent.parent / "golden"
# Read at import: the tests themselves run without the user's environment.
_UPDATE = bool(os.environ.get("UPDATE_GOLDEN"))


def check_golden(name: str, text: str) -> None:
    """Compare `text` with the golden file `name`. Escape characters are written as `␛`, so that it is safe to open."""
    path = GOLDEN / name
    shown = text.replace("\x1b", "␛")
    if _UPDATE:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(shown, encoding="utf-8", newline="\n")
    assert path.is_file(), f"there is no {path}; UPDATE_GOLDEN=1 writes it"
    assert shown == path.read_text(encoding="utf-8"), f"{name} reads differently; UPDATE_GOLDEN=1 writes it anew"
