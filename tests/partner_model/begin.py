"""The journal with which every example of two partners begins."""

from __future__ import annotations

import shutil
from functools import partial
from pathlib import Path

from tests.helpers.home import make_at_home
from tests.helpers.made_once import made_once
from tests.helpers.people import Person, first_monday, folder_of_all
from tests.helpers.repos import clone
from tests.partner_model.shared_repository import collect


def find_beginning() -> Path:
    """Return the folder of the journal, made once for all processes of the tests; copied, and never changed."""
    make = partial(make_at_home, make=_begin_partnership)
    return made_once(folder_of_all(), "partnership", make) / "journal"


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
