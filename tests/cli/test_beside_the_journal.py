"""Files that are not part of the journal, such as an editor's state or a photo, never stop it."""

from __future__ import annotations

import pytest

from tests.helpers.people import Person

pytestmark = pytest.mark.slow

Both = tuple[Person, Person]
PATHS = [".obsidian/workspace.json", "scripts/backup.sh", "cover.jpg", "shared/reading.md"]
NOT_CHECKED_OUT = PATHS[:2]


def test_files_outside_the_journal_that_both_partners_commit_do_not_stop_sync(kept: Both) -> None:
    ana, ben = kept
    _write_and_commit(ana)
    _write_and_commit(ben)
    ana.apj("log", "fonts")
    ana.apj("sync")
    ben.apj("log", "essays")
    told = ben.apj("sync").out
    assert "essays" in _synced(ana).read("ben/2026-W48.md")
    for path in PATHS:
        assert f"{path} changed on both sides and is not part of the journal" in " ".join(told.split())
        assert ben.read(path) == ("of ben\n" if path in NOT_CHECKED_OUT else "of ana\n")
        (commit,) = [word for word in told.split() if word.endswith(f":{path}")]
        assert ben.git("show", commit) == "of ben"
    assert ben.apj("doctor", code=None).out.count("conflict") == 0


@pytest.mark.parametrize("is_known", [True, False])
def test_sync_does_not_touch_files_outside_the_journal(kept: Both, is_known: bool) -> None:
    ana, ben = kept
    if is_known:
        for path in PATHS:
            ana.write(path, "before\n")
        ana.commit()
        ana.apj("sync")
        ben.apj("sync")
    for path in PATHS:
        ben.write(path, "of ben\n")
    _write_and_commit(ana)
    ana.apj("sync")
    ben.apj("log", "essays")
    told = " ".join(ben.apj("sync").out.split())
    for path in PATHS:
        assert f"{path} differs from the shared version. apj did not change the file." in told
        assert ben.read(path) == "of ben\n"
    assert "essays" in _synced(ana).read("ben/2026-W48.md")


def test_my_quarantined_files_stay_on_disk_if_my_partner_commits_to_their_paths_again(kept: Both) -> None:
    ana, ben = kept
    _write_and_commit(ana, NOT_CHECKED_OUT)
    _write_and_commit(ben, NOT_CHECKED_OUT)
    ana.apj("sync")
    ben.apj("sync")
    for text in ("later\n", "of ben\n", "latest\n"):
        for path in NOT_CHECKED_OUT:
            ana.write(path, text)
        ana.commit()
        ana.apj("sync")
        ben.apj("sync")
        assert {ben.read(path) for path in NOT_CHECKED_OUT} == {"of ben\n"}
    assert ben.git("status", "--porcelain") == ""
    for path in NOT_CHECKED_OUT:
        assert ana.git("show", f"HEAD:{path}") == ben.git("show", f"HEAD:{path}")


def test_my_executable_file_arrives_on_my_other_device_as_a_regular_file(kept: Both) -> None:
    ana, _ = kept
    ana.write("ana/notes.sh", "echo\n")
    ana.commit()
    ana.apj("sync")
    ana.git("clone", "-q", str(ana.root.parent / "shared.git"), str(ana.root.parent / "phone"))
    phone = Person("ana", ana.root.parent / "phone")
    assert _synced(phone).read("ana/notes.sh") == "echo\n"
    ana.write("ana/notes.sh", "echo later\n")
    (ana.root / "ana/notes.sh").chmod(0o755)
    ana.commit()
    ana.apj("sync")
    assert "quarantined" not in phone.apj("sync").out
    assert phone.read("ana/notes.sh") == "echo later\n"
    assert not (phone.root / "ana/notes.sh").stat().st_mode & 0o111
    assert phone.git("status", "--porcelain") == ""


def test_a_partners_file_that_becomes_a_symlink_is_removed_from_my_disk(kept: Both) -> None:
    ana, ben = kept
    ana.write("ana/cover.jpg", "one\n")
    ana.commit()
    ana.apj("sync")
    assert _synced(ben).read("ana/cover.jpg") == "one\n"
    (ana.root / "ana/cover.jpg").unlink()
    (ana.root / "ana/cover.jpg").symlink_to("partner.md")
    ana.commit()
    ana.apj("sync")
    ben.apj("sync")
    assert not (ben.root / "ana/cover.jpg").exists()


def test_a_photo_changed_on_two_devices_does_not_stop_sync(kept: Both) -> None:
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


def _write_and_commit(person: Person, paths: list[str] = PATHS) -> None:
    for path in paths:
        person.write(path, f"of {person.handle}\n")
    person.commit()
