"""apj as a program that also records, in the file named by APJ_PUSHES, each push that it begins."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from apjournal.cli.main import main as run_apj
from apjournal.gitrepo.plumbing.network import remote

_push = remote.push_commit


def _noted(*args: Any) -> Any:
    with Path(os.environ["APJ_PUSHES"]).open("a", encoding="utf-8") as notes:
        notes.write("once\n")
    return _push(*args)


def main() -> None:
    """Run a command line."""
    remote.push_commit = _noted  # type: ignore[assignment]
    run_apj()


if __name__ == "__main__":
    main()
