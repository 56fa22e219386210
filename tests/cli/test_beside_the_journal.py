"""What is not part of the journal, such as an editor's state or a photo, never stops it."""

from __future__ import annotations

import pytest

from tests.helpers.people import Person

Both = tuple[Person, Person]
PATHS = [".obsidian/workspace.json", "cover.jpg", "shared/reading.md"]


@pytest.mark.parametrize("path", PATHS)
def test_both_commit_it_and_weeks_go_on_being_shared(kept: Both, path: str) -> None:
    ana, ben = kept
    for person in kept:
        person.write(path, f"of {person.handle}\n")
        person.commit()
    ana.apj("log", "fonts")
    ana.apj("sync")
    ben.apj("log", "essays")
    told = ben.apj("sync").out
    assert f"{path} changed on both sides and is not part of the journal" in " ".join(told.split())
    assert "essays" in _synced(ana).read("ben/2026-W48.md")
    if path.startswith("."):
        assert not (ben.root / path).exists(), "what begins with a dot is not checked out"
    else:
        assert ben.read(path) == "of ana\n"
    (commit,) = [word for word in told.split() if word.endswith(f":{path}")]
    assert ben.git("show", commit) == "of ben"
    assert ben.apj("doctor", code=None).out.count("conflict") == 0


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("is_known", [True, False])
def test_it_stays_as_it_is_here_where_it_was_changed_or_is_not_tracked(kept: Both, path: str, is_known: bool) -> None:
    ana, ben = kept
    if is_known:
        ana.write(path, "before\n")
        ana.commit()
        ana.apj("sync")
        ben.apj("sync")
    ben.write(path, "of ben\n")
    ana.write(path, "of ana\n")
    ana.commit()
    ana.apj("sync")
    ben.apj("log", "essays")
    assert f"{path} differs here from what is shared, and stays as it is." in " ".join(ben.apj("sync").out.split())
    assert ben.read(path) == "of ben\n"
    assert "essays" in _synced(ana).read("ben/2026-W48.md")


def test_a_photo_of_mine_from_two_devices_stops_nothing(kept: Both) -> None:
    ana, ben = kept
    ana.git("clone", "-q", str(ana.root.parent / "shared.git"), str(ana.root.parent / "phone"))
    phone = Person("ana", ana.root.parent / "phone")
    for device, data in ((phone, "phone\n"), (ana, "laptop\n")):
        device.write("ana/cover.jpg", data)
        device.git("add", "-A")
        device.git(
            *("-c", "user.name=Ana Costa", "-c", "user.email=ana@example.org", "commit", "-q", "-m", "a photo"),
        )
    phone.apj("sync")
    assert "ana/cover.jpg changed on both sides" in ana.apj("sync").out
    ben.apj("sync")


def _synced(person: Person) -> Person:
    person.apj("sync")
    return person
