"""The content of the newest commit: files, quarantined files, replace refs, who accepted the agreement."""

from __future__ import annotations

import pytest

from apjournal.gitrepo.checkout import quarantine
from apjournal.gitrepo.plumbing.digest import compute_blob_id
from apjournal.gitrepo.plumbing.objects import Objects
from apjournal.gitrepo.plumbing.runner import Git
from apjournal.gitrepo.plumbing.trees import FileEntry
from apjournal.gitrepo.verify import history_walk, tip_checks
from apjournal.model.handle import Handle
from apjournal.model.history import QuarantinedPath, Replaced, WalkedHistory
from tests.helpers import repos
from tests.helpers.repos import ANA
from tests.histories.all_histories import HISTORIES
from tests.histories.scene import AGREEMENT, CEM, Scene, person


def walked(objects: Objects, since: str | None = None) -> WalkedHistory:
    git = objects._git
    return history_walk.walk_history(git, objects, repos.tip(git.root), since=since)


def aside(objects: Objects, *, me: str | None = None, own: bytes = b"private/\n") -> list[tuple[str, str]]:
    past = walked(objects)
    found = tip_checks.find_quarantined_at_tip(
        objects._git,
        objects,
        past,
        tip_checks.list_files(objects, past.tip),
        me=Handle(me) if me else None,
        own_texts=frozenset({compute_blob_id(own)}),
    )
    return [(one.path, one.reason) for one in found]


def test_files_at_the_tip_are_listed_with_their_mode_and_id(scene: Scene, objects: Objects) -> None:
    sub = f"160000,{scene.made[0]},sub"
    repos.git(scene.root, "update-index", "--add", "--cacheinfo", sub)
    repos.git(scene.root, "commit", "-q", "-m", "x", **repos.who(ANA))
    found = tip_checks.list_files(objects, repos.tip(scene.root))
    assert found["sub"] == FileEntry("160000", scene.made[0])
    assert found["agreement.md"] == FileEntry("100644", compute_blob_id(AGREEMENT.encode()))


def test_a_quarantined_path_at_the_tip_is_reported_with_its_commit(scene: Scene, objects: Objects) -> None:
    HISTORIES["a_link"].make(scene)
    past = walked(objects)
    found = list(
        tip_checks.find_quarantined_at_tip(
            objects._git, objects, past, tip_checks.list_files(objects, past.tip), me=None, own_texts=frozenset()
        )
    )
    assert found == [QuarantinedPath("ana/notes.md", "symlink", scene.made[-1])]


@pytest.mark.parametrize(
    ("name", "reasons"),
    [
        ("names_that_speak_to_git_or_to_a_device", {"git_file", "name"}),
        ("names_that_are_one_on_some_systems", {"collision"}),
        ("a_file_that_is_very_large", {"too_large"}),
        ("a_program_in_nobodys_folder", {"kind"}),
        ("files_that_are_not_of_the_format", set()),
    ],
)
def test_each_quarantined_path_has_its_reason(name: str, reasons: set[str], scene: Scene, objects: Objects) -> None:
    HISTORIES[name].make(scene)
    assert {reason for _, reason in aside(objects)} == reasons


def test_a_file_of_exactly_the_size_limit_is_checked_out(
    scene: Scene, objects: Objects, monkeypatch: pytest.MonkeyPatch
) -> None:
    scene.commit({"ana/notes.md": "x" * 1000, "ana/more.md": "x" * 1001})
    monkeypatch.setattr(quarantine, "LARGEST_BLOB", 1000)
    assert aside(objects) == [("ana/more.md", "too_large")]


def test_git_files_in_my_own_folder_are_not_quarantined(scene: Scene, objects: Objects) -> None:
    scene.commit({"ana/.gitattributes": "* -text\n"})
    assert aside(objects, me="ben") == [("ana/.gitattributes", "git_file")]
    assert aside(objects, me="ana") == []


def test_git_files_in_the_root_are_trusted_once_a_partner_has_joined(scene: Scene, objects: Objects) -> None:
    scene.commit({".gitignore": "!private/\n"})
    assert aside(objects) == [(".gitignore", "git_file")]
    scene.commit({"cem/partner.md": person(CEM)}, CEM)
    assert aside(objects) == []
    scene.commit({".gitignore": "*\n"})
    assert aside(objects) == [(".gitignore", "git_file")]


def test_a_partial_walk_checks_only_paths_that_its_commits_touched(scene: Scene, objects: Objects) -> None:
    scene.commit({"ana/CON.md": "text\n"})
    since = scene.made[-1]
    scene.commit({"ana/partner.md": person(ANA, "agreed: yes\nemails: [a@b]\n")})
    past = walked(objects, since)
    assert (
        list(
            tip_checks.find_quarantined_at_tip(
                objects._git,
                objects,
                past,
                tip_checks.list_files(objects, past.tip),
                me=None,
                own_texts=frozenset(),
            )
        )
        == []
    )


def test_replace_refs_and_grafts_are_listed(scene: Scene) -> None:
    git = Git(scene.root)
    assert list(tip_checks.find_replacements(git)) == []
    repos.git(scene.root, "replace", scene.made[0], scene.made[1])
    (scene.root / ".git" / "info" / "grafts").write_text(f"{scene.made[2]}\n")
    assert list(tip_checks.find_replacements(git)) == [
        Replaced(f"refs/replace/{scene.made[0]}", scene.made[0]),
        Replaced("grafts", None),
    ]
