"""Which modules a command line loads, according to Python in a separate process, and all of them loaded here."""

from __future__ import annotations

import importlib
import os
import pkgutil
import subprocess
import sys
from pathlib import Path

import apjournal


def loaded_by(*arguments: str, folder: Path, **environ: str) -> set[str]:
    """Run `apj` with arguments in a folder and name every module that was imported."""
    finished = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "apjournal", *arguments],
        cwd=folder,
        env=os.environ | environ,
        capture_output=True,
        text=True,
        check=False,
    )
    assert finished.returncode == 0, finished.stdout + finished.stderr[-2000:]
    return {line.rpartition("|")[2].strip() for line in finished.stderr.splitlines() if line.startswith("import time:")}


_LARGE = ("apjournal.lsp.convert", "apjournal.lsp.server")
"""Modules whose library takes half a second to import, and which few tests need."""


def load_all() -> None:
    """Load the whole of apj."""
    for module in pkgutil.walk_packages(apjournal.__path__, "apjournal."):
        if not module.name.endswith("__main__") and module.name not in _LARGE:
            importlib.import_module(module.name)
