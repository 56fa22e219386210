"""The journal with which every example of two partners begins."""

from __future__ import annotations

import atexit
import shutil
import tempfile
from functools import cache
from pathlib import Path

import pytest

from tests.helpers.home import move_in
from tests.helpers.people import Person, first_monday
from tests.helpers.repos import clone
from tests.partner_model.shared_repository import collect


@cache
def find_beginning() -> Path:
    """Return the folder of the journal, made once for each process of the tests; copied, and never changed."""
    folder = Path(tempfile.mkdtemp())
    atexit.register(shutil.rmtree, folder)
    with pytest.MonkeyPatch.context() as patch:
        (folder / "home").mkdir()
        move_in(folder / "home", patch)
        _begin_partnership(folder / "journal")
    return folder / "journal"


def _begin_partnership(folder: Path) -> None:
    """Make the clones `laptop`, `phone` and `ben`, and `shared.git`."""
    ana, _ = first_monday(folder)
    ana.root.rename(folder / "laptop")
    clone(folder / "shared.git", folder / "phone")
    Person("ana", folder / "phone").apj("sync")
    for name in ("laptop", "phone", "ben", "shared.git"):
        collect(folder / name, "gc.writeCommitGraph=false")
        for hook in folder.glob(f"{name}/**/hooks"):
            shutil.rmtree(hook)
