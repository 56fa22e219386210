from __future__ import annotations

import os
from datetime import datetime, timedelta, timezone
from pathlib import Path
from shutil import which

import pytest

from apjournal.errors import GitFault
from apjournal.gitrepo.plumbing import index, refs
from apjournal.gitrepo.plumbing.commit import (
    CommitInfo,
    Identity,
    IndexBehind,
    UnsignableCommit,
    commit_files,
    commit_tree,
)
from apjournal.gitrepo.plumbing.faults import DiskFull, RefMoved, RepositoryLocked
from apjournal.gitrepo.plumbing.objects import Objects
from apjournal.gitrepo.plumbing.runner import Git
from apjournal.gitrepo.plumbing.state_files import is_behind
from tests.helpers import repos
from tests.helpers.hostile import hostile_home, start_clean
from tests.helpers.repos import DATE, is_sound, new_key, run

ANA = Identity(*repos.ANA)
AT = datetime(2026, 11, 23, 9, 30, tzinfo=timezone(timedelta(hours=1)))
MAIN = "refs/heads/main"


def put(
    root: Path, files: dict[str, bytes | None], parent: str | None, message: str = "ana: 2026-W48", at: datetime = AT
) -> str | None:
    git = Git(root)
    with Objects(git) as objects:
        return commit_files(git, objects, MAIN, files, CommitInfo(message, ANA, at), parent=parent)


def update_index(root: Path, private: Path) -> None:
    git = Git(root)
    with Objects(git) as objects:
        index.update_index_for_commits(git, objects, private)


def test_the_first_commit_of_a_journal_has_no_parent(root: Path) -> None:
    commit = put(root, {"ana/2026-W48.md": b"x\r\n", "kept.md": b""}, None)
    assert repos.tip(root, MAIN) == commit
    assert repos.files_of(root) == ["ana/2026-W48.md", "kept.md"]
    assert repos.git_bytes(root, "show", "HEAD:ana/2026-W48.md") == b"x\r\n"
    assert repos.git(root, "log", "--format=%an %ae %aI %cn %ce %cI %B%P") == (
        "Ana Example ana@example.org 2026-11-23T09:30:00+01:00 Ana Example ana@example.org 2026-11-23T09:30:00+01:00"
        " ana: 2026-W48\n"
    )
    assert repos.is_sound(root)


def test_files_of_every_length_are_committed_byte_for_byte(tmp_path: Path) -> None:
    for form in ("sha1", "sha256"):
        root = tmp_path / form
        repos.git(tmp_path, "init", "-q", "-b", "main", f"--object-format={form}", form)
        texts = {f"ana/{size}.md": os.urandom(size) for size in (0, 15, 16, 2047, 2048, 300_000)}
        parent = repos.commit(root, {"README.md": "x"})
        commit = put(root, {**texts}, parent)
        assert {name: repos.git_bytes(root, "show", f"{commit}:{name}") for name in texts} == texts
        assert repos.is_sound(root)


def test_equal_arguments_make_a_commit_with_the_same_id(tmp_path: Path) -> None:
    ids = {put(repos.new_repository(tmp_path / name), {"a.md": b"x"}, None) for name in ("one", "two")}
    assert len(ids) == 1


def test_a_commit_adds_changes_and_removes_only_the_given_files(root: Path) -> None:
    parent = repos.commit(root, {"ana/1.md": "1", "ana/2.md": "2", "ben/1.md": "b"})
    commit = put(root, {"ana/1.md": b"new", "ana/2.md": None, "ana/sub/3.md": b"3"}, parent)
    assert commit is not None
    assert repos.files_of(root) == ["ana/1.md", "ana/sub/3.md", "ben/1.md"]
    assert repos.shown(root, commit, "ana/1.md") == "new"
    assert repos.git(root, "diff", "--cached", "--name-only") == ""


def test_an_executable_text_file_keeps_its_mode(root: Path) -> None:
    repos.commit(root, {"ana/1.md": "1", "ana/2.md": "2"})
    (root / "ana/1.md").chmod(0o755)
    (root / "ana/2.md").unlink()
    (root / "ana/2.md").symlink_to("1.md")
    parent = repos.commit(root, {})
    repos.write(root, {"ana/1.md": "new"})
    put(root, {"ana/1.md": b"new", "ana/2.md": b"text"}, parent)
    assert [line.split()[0] for line in repos.git(root, "ls-tree", "HEAD:ana").splitlines()] == ["100755", "100644"]
    assert repos.git(root, "status", "--porcelain", "ana/1.md") == ""


def test_without_changes_no_commit_is_made_and_one_process_is_started(root: Path) -> None:
    parent = repos.commit(root, {"ana/1.md": "1"})
    git = Git(root)
    git.run_git("version")
    with repos.counted_processes() as started:
        assert put(root, {"ana/1.md": b"1", "gone.md": None}, parent) is None
    assert len(started) == 1
    assert repos.tip(root) == parent


def test_the_number_of_processes_of_a_commit_does_not_depend_on_the_number_of_files(root: Path) -> None:
    parent = repos.commit(root, {"ana/1.md": "1"})
    files: dict[str, bytes | None] = {f"ana/{number}.md": b"%d" % number for number in range(200)}
    git = Git(root)
    git.run_git("version")
    with repos.counted_processes() as started:
        put(root, files, parent)
    assert len(started) == 4
    assert len(repos.files_of(root)) == 200


def test_removing_files_writes_no_blob(root: Path) -> None:
    parent = repos.commit(root, {"ana/1.md": "1", "b.md": "b"})
    with repos.counted_processes() as started:
        put(root, {"ana/1.md": None}, parent)
    assert not any("hash-object" in arguments for arguments in started)
    assert repos.files_of(root) == ["b.md"]


def test_other_staged_files_stay_staged_and_out_of_the_commit(root: Path) -> None:
    parent = repos.commit(root, {"ana/1.md": "1", "other.md": "old"})
    repos.write(root, {"other.md": "staged", "ana/1.md": "2"})
    repos.git(root, "add", "other.md")
    commit = put(root, {"ana/1.md": b"2"}, parent)
    assert commit is not None
    assert repos.shown(root, commit, "other.md") == "old"
    assert repos.git(root, "status", "--porcelain") == "M  other.md"
    assert repos.git(root, "show", ":other.md") == "staged"


def test_a_commit_neither_reads_nor_writes_the_work_tree(root: Path) -> None:
    parent = repos.commit(root, {"ana/1.md": "1"})
    repos.write(root, {"ana/1.md": "being typed"})
    put(root, {"ana/1.md": b"checked"}, parent)
    assert (root / "ana/1.md").read_text("utf-8") == "being typed"


def test_a_file_can_replace_a_folder_and_a_symlink(root: Path) -> None:
    repos.write(root, {"folder/1.md": "1"})
    (root / "link").symlink_to("/etc/passwd")
    parent = repos.commit(root, {})
    put(root, {"folder/1.md": None, "folder": b"text", "link": b"/etc/passwd"}, parent)
    assert repos.git(root, "ls-tree", "HEAD", "--format=%(objectmode) %(path)") == "100644 folder\n100644 link"


def test_a_commit_made_meanwhile_is_not_overwritten(root: Path) -> None:
    parent = repos.commit(root, {"ana/1.md": "1"})
    faster = repos.commit(root, {"ana/1.md": "2"})
    for known in (parent, None):
        with pytest.raises(RefMoved):
            put(root, {"ana/1.md": b"3"}, known)
    assert repos.tip(root) == faster
    assert repos.git(root, "status", "--porcelain") == ""


def test_a_locked_index_is_reported_after_the_commit_was_made(root: Path) -> None:
    parent = repos.commit(root, {"ana/1.md": "1"})
    (root / ".git/index.lock").touch()
    with pytest.raises(IndexBehind, match="is committed, but git's index could not be updated") as caught:
        put(root, {"ana/1.md": b"2"}, parent)
    assert caught.value.commit == repos.tip(root, MAIN)
    assert "index.lock" in caught.value.hint


def test_an_index_that_was_locked_is_updated_once_the_lock_is_released(root: Path) -> None:
    private = root / ".git/apj"
    lock = root / ".git/index.lock"
    lock.touch()
    commit = None
    for text in (b"1", b"2"):
        with pytest.raises(IndexBehind) as caught:
            put(root, {"ana/1.md": text, text.decode(): text}, commit)
        commit = caught.value.commit
    repos.git(root, "reset", "-q", "--hard", ok=(0, 128))
    repos.write(root, {"ana/1.md": "2", "1": "1", "2": "2"})
    update_index(root, private)
    assert is_behind(private), "still locked"
    lock.unlink()
    update_index(root, private)
    assert not is_behind(private)
    assert repos.git(root, "status", "--porcelain") == ""


def test_if_apj_is_killed_before_the_branch_moves_the_index_already_has_the_new_text(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    parent = repos.commit(root, {"ana/1.md": "1"})
    repos.write(root, {"ana/1.md": "2"})

    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(refs, "move_ref", killed)
    with pytest.raises(KeyboardInterrupt):
        put(root, {"ana/1.md": b"2"}, parent)
    assert repos.git(root, "status", "--porcelain") == "M  ana/1.md"


def test_a_branch_that_cannot_be_moved_leaves_the_index_unchanged(root: Path) -> None:
    parent = repos.commit(root, {"ana/1.md": "1"})
    (root / ".git/refs/heads/main.lock").touch()
    with pytest.raises(RepositoryLocked):
        put(root, {"ana/1.md": b"2", "ana/2.md": b"new"}, parent)
    assert repos.git(root, "status", "--porcelain") == ""


def test_settings_hooks_and_another_index_do_not_affect_a_commit(
    tmp_path: Path, own_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files: dict[str, bytes | None] = {
        "ana/1.md": "Gr\u00fc\u00dfe\r\n".encode(),
        ".gitattributes": b"* text filter=odd\n",
    }
    plain = put(repos.new_repository(tmp_path / "plain"), files, None, "Gr\u00fc\u00dfe\n\n- not a comment")
    odd = repos.new_repository(tmp_path / "odd")
    foreign = tmp_path / "foreign-index"
    mark = hostile_home(own_home)
    hostile = {
        "GIT_INDEX_FILE": str(foreign),
        "GIT_DIR": str(tmp_path / "plain" / ".git"),
        "GIT_OBJECT_DIRECTORY": str(tmp_path / "elsewhere"),
        "GIT_AUTHOR_DATE": "2001-01-01T00:00:00Z",
        "LANG": "tr_TR.UTF-8",
    }
    start_clean(monkeypatch, os.environ | hostile)
    assert put(odd, files, None, "Gr\u00fc\u00dfe\n\n- not a comment") == plain
    assert not mark.exists()
    assert not foreign.exists()
    assert (odd / ".git/index").exists()


def test_an_ignored_file_is_committed(root: Path) -> None:
    parent = repos.commit(root, {".gitignore": "*\n"})
    put(root, {"ana/2026-W48.md": b"x"}, parent)
    assert "ana/2026-W48.md" in repos.files_of(root)


def test_paths_that_look_like_options_or_patterns_are_committed(root: Path) -> None:
    parent = repos.commit(root, {"*": "x", "a.md": "a"})
    put(root, {"--cacheinfo": b"1", "*": b"2", "\u00e9\n.md": b"3"}, parent)
    assert sorted(repos.files_of(root)) == ["*", "--cacheinfo", "a.md", "\u00e9\n.md"]


def test_a_message_ends_with_a_single_newline_and_contains_no_nul(root: Path) -> None:
    put(root, {"a.md": b"x"}, None, "one\0 two\n\n\n")
    assert repos.git_bytes(root, "cat-file", "commit", "HEAD").endswith(b"\n\none two\n")


@pytest.mark.parametrize("seconds", [0, 99, 2**31, 253402300799])
def test_a_commit_may_have_any_date_of_the_calendar(root: Path, seconds: int) -> None:
    at = datetime.fromtimestamp(seconds, tz=timezone(timedelta(hours=-3, minutes=-30, seconds=-15)))
    put(root, {"a.md": b"x"}, None, at=at)
    assert f"\nauthor Ana Example <ana@example.org> {seconds} -0330\n" in repos.git(root, "cat-file", "commit", "HEAD")


def test_a_full_disk_changes_no_ref(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    parent = repos.commit(root, {"ana/1.md": "1"})
    fake = root.parent / "bin" / "git"
    fake.parent.mkdir()
    full = "echo 'fatal: write error: No space left on device' >&2; exit 128"
    fake.write_text(f'#!/bin/sh\ncase " $* " in *" unpack-objects "*) {full};; esac\nexec {which("git")} "$@"\n')
    fake.chmod(0o755)
    path = os.environ["PATH"]
    monkeypatch.setenv("PATH", f"{fake.parent}:{path}")
    with pytest.raises(DiskFull):
        put(root, {"ana/1.md": b"2"}, parent)
    monkeypatch.setenv("PATH", path)
    assert repos.tip(root) == parent


def test_a_merge_commit_has_its_parents_in_order(root: Path) -> None:
    one, other = repos.commit(root, {"a": "1"}), repos.commit(root, {"a": "2"})
    merge = commit_tree(Git(root), repos.tip(root, "HEAD^{tree}"), [one, other], CommitInfo("merge", ANA, AT))
    assert repos.git(root, "log", "-1", "--format=%P", merge) == f"{one} {other}"
    assert repos.tip(root) == other


@pytest.mark.parametrize(
    "name", ["Zo\u00eb Example", "J. R. Example", "Dr. J.", "<Ana>", "two\nlines", " \u200b ", "O'Hara"]
)
def test_a_commit_equals_the_commit_that_git_would_make(root: Path, name: str) -> None:
    parent, at = repos.commit(root, {"a": "1"}), AT.replace(tzinfo=timezone(timedelta(hours=-3, minutes=-30)))
    author, tree = Identity(name, "Ana+x@example.org"), repos.tip(root, "HEAD^{tree}")
    made = commit_tree(Git(root), tree, [parent], CommitInfo("Gr\u00fc\u00dfe\n\n# two\n\n", author, at))
    who = {
        f"GIT_{role}_{part}": value
        for role in ("AUTHOR", "COMMITTER")
        for part, value in (("NAME", name), ("EMAIL", author.email), ("DATE", f"{at.timestamp():.0f} -0330"))
    }
    text = "Gr\u00fc\u00dfe\n\n# two\n".encode()
    assert made == repos.git(root, "commit-tree", tree, "-p", parent, stdin=text, ok=(0,), **who)


def test_a_tree_that_is_missing_in_this_clone_cannot_be_committed(root: Path) -> None:
    with pytest.raises(GitFault):
        commit_tree(Git(root), "1" * 40, [], CommitInfo("x", ANA, AT))


REF = "refs/heads/main"


def made(door: Git, key: str | None) -> str:
    author = Identity("Ana", "ana@example.org", key)
    files = {"ana/parked.md": b"- [ ] a podcast\n"}
    with Objects(door) as objects:
        info = CommitInfo("ana", author, datetime.fromisoformat(DATE))
        commit = commit_files(door, objects, REF, files, info, parent=None)
    assert commit is not None
    return commit


def state(door: Git, tmp_path: Path, key: str, commit: str) -> str:
    (tmp_path / "allowed").write_text(f"ana {key}\n")
    return repos.git(
        door.root, "-c", f"gpg.ssh.allowedSignersFile={tmp_path}/allowed", "log", "-1", "--format=%G? %GS", commit
    )


@pytest.mark.parametrize("name", ["key", "key.pub"])
def test_a_commit_is_signed_with_the_given_key(git: Git, tmp_path: Path, name: str) -> None:
    key = new_key(tmp_path / "key")
    assert state(git, tmp_path, key, made(git, str(tmp_path / name))) == "G ana"
    assert is_sound(git.root)


def test_a_commit_without_a_key_is_not_signed(git: Git, tmp_path: Path) -> None:
    key = new_key(tmp_path / "key")
    assert state(git, tmp_path, key, made(git, None)).startswith("N")


def test_gits_signing_settings_have_no_effect(git: Git, tmp_path: Path, own_home: Path) -> None:
    key = new_key(tmp_path / "key")
    mark, program = tmp_path / "it-ran", tmp_path / "program"
    program.write_text(f"#!/bin/sh\ntouch {mark}\n")
    program.chmod(0o755)
    (own_home / ".gitconfig").write_text(
        f'[gpg]\nformat = openpgp\nprogram = {program}\n[gpg "ssh"]\nprogram = {program}\n'
        f"defaultKeyCommand = {program}\n[user]\nsigningKey = nobody\n"
    )
    commit = made(git, str(tmp_path / "key.pub"))
    assert not mark.exists()
    (own_home / ".gitconfig").unlink()
    assert state(git, tmp_path, key, commit) == "G ana"


def test_with_a_missing_key_no_commit_is_made(git: Git, tmp_path: Path) -> None:
    with pytest.raises(UnsignableCommit) as raised:
        made(git, str(tmp_path / "key.pub"))
    assert "ssh-add" in raised.value.hint
    assert repos.git(git.root, "for-each-ref") == ""


def test_signing_never_waits_for_the_passphrase_of_a_key(git: Git, tmp_path: Path) -> None:
    new_key(tmp_path / "key", passphrase="secret")
    with pytest.raises(UnsignableCommit):
        made(git, str(tmp_path / "key.pub"))


def test_a_key_in_the_ssh_agent_signs_commits(git: Git, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    key = new_key(tmp_path / "key")
    said = dict(line.split(";")[0].split("=") for line in run("ssh-agent", "-s").splitlines() if "=" in line)
    for name, value in said.items():
        monkeypatch.setenv(name, value)
    try:
        run("ssh-add", "-q", str(tmp_path / "key"))
        (tmp_path / "key").unlink()
        assert state(git, tmp_path, key, made(git, f"key::{key}")) == "G ana"
    finally:
        run("ssh-agent", "-k")
