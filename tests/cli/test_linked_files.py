"""apj does not follow symbolic links. It says so, with a command that makes the link a file."""

from __future__ import annotations

import subprocess
from collections.abc import Callable

import pytest

from tests.helpers.people import Person, command_line

Both = tuple[Person, Person]
WEEK, NEW = "ana/2026-W48.md", "ana/2026-W49.md"


def _link(name: str) -> Callable[[Person], None]:
    def link(ana: Person) -> None:
        place = ana.root / name
        outside = ana.root.parent / f"outside-{place.name}"
        if place.exists():
            place.rename(outside)
        else:
            outside.write_text("---\ngoals: [Tides]\n---\n")
        place.symlink_to(outside)

    return link


def _link_to_nothing(name: str) -> Callable[[Person], None]:
    def link(ana: Person) -> None:
        (ana.root / name).unlink(missing_ok=True)
        (ana.root / name).symlink_to("nothing")

    return link


LINKS = {
    WEEK: _link(WEEK),
    NEW: _link(NEW),
    "ana/partner.md": _link("ana/partner.md"),
    "agreement.md": _link("agreement.md"),
    "ana": _link("ana"),
    f"{WEEK} to nothing": _link_to_nothing(WEEK),
    f"{NEW} to nothing": _link_to_nothing(NEW),
}


@pytest.mark.parametrize("name", LINKS)
def test_a_journal_file_that_is_a_link_is_reported_with_a_command_that_ends_the_report(kept: Both, name: str) -> None:
    ana, path = kept[0], name.split()[0]
    LINKS[name](ana)
    document = ana.apj("check", path, "--json", code=1).json
    (found,) = [one for one in document["findings"] if one["code"] == "symlink"]
    assert (found["path"], found["level"]) == (path, "error")
    assert "is a symbolic link. apj does not follow links" in " ".join(ana.apj("status").out.split())
    assert "is a symbolic link. apj does not follow links" in ana.apj("show", "ana").err
    ran = subprocess.run(found["message"].rpartition(": ")[2], shell=True, cwd=ana.root, check=True)
    assert ran.returncode == 0
    assert not (ana.root / path).is_symlink()
    assert "symlink" not in [one["code"] for one in ana.apj("check", "--json").json["findings"]]
    assert "symbolic link" not in ana.apj("status").out


def test_the_links_in_a_checkout_of_nobody_are_reported_for_all_partners(kept: Both) -> None:
    ana = kept[0]
    ana.git("config", "--unset", "apj.partner")
    for path in (WEEK, "ben/2026-W48.md"):
        _link(path)(ana)
    found = command_line("check", "--json", folder=ana.root, code=1).json["findings"]
    assert [one["path"] for one in found if one["code"] == "symlink"] == [WEEK, "ben/2026-W48.md"]
