"""The journal with which every example of two partners begins."""

from __future__ import annotations

import shutil
from pathlib import Path

from tests.helpers.people import Person, first_monday
from tests.helpers.repos import clone, git
from tests.partner_model.shared_repository import collect


def begin_partnership(folder: Path) -> None:
    """Make the clones `laptop`, `phone` and `ben`, and `shared.git`."""
    ana, _ = first_monday(folder)
    ana.root.rename(folder / "laptop")
    clone(folder / "shared.git", folder / "phone")
    Person("ana", folder / "phone").apj("sync")
    git(folder / "shared.git", "config", "receive.autogc", "false")  # it would be looked for after each push
    for name in ("laptop", "phone", "ben", "shared.git"):
        collect(folder / name, "gc.writeCommitGraph=false")
        for hook in folder.glob(f"{name}/**/hooks"):
            shutil.rmtree(hook)
