from __future__ import annotations

import os
import signal
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apjournal.errors import GitFault
from apjournal.gitrepo.commit_source import CommitSource
from apjournal.gitrepo.plumbing import objects as module
from apjournal.gitrepo.plumbing.digest import compute_blob_id
from apjournal.gitrepo.plumbing.objects import Objects, parse_commit, parse_tree
from apjournal.gitrepo.plumbing.runner import Git
from apjournal.store.journal_reader import READ_CAP
from tests.helpers import repos

NOWHERE = "1" * 40
TREE = b"tree " + b"2" * 40


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return repos.new_repository(tmp_path)


def subject_of(data: bytes) -> str:
    return parse_commit(NOWHERE, data).subject


def test_a_commit_is_read_with_its_author_date_and_subject(root: Path) -> None:
    first = repos.commit(root, {"a.md": "x"}, "First of all\n\nand more")
    second = repos.commit(root, {"a.md": "y"}, author=repos.BEN)
    with Objects(Git(root)) as objects:
        found = objects.read_commits([second, first, second, NOWHERE])
    assert list(found) == [second, first]
    assert (found[first].parents, found[second].parents) == ((), (first,))
    assert found[first].tree == repos.tip(root, f"{first}^{{tree}}")
    assert (found[second].author_name, found[second].author_email) == repos.BEN
    assert found[first].at == datetime(2026, 11, 23, 9, tzinfo=timezone(timedelta(hours=1)))
    assert found[first].subject == "First of all"


def test_thousands_of_objects_are_read_in_one_process_that_ends(root: Path) -> None:
    texts = [b"%d\n" % number * 50 for number in range(1000)]
    lines = b"".join(b"blob\nmark :%d\ndata %d\n%s\n" % (i, len(t), t) for i, t in enumerate(texts, 1))
    repos.git(root, "fast-import", "--quiet", stdin=lines)
    before = repos.children()
    git = Git(root)
    with repos.counted_processes() as started, Objects(git) as objects:
        assert [*objects.read_blobs(compute_blob_id(text) for text in texts).values()] == texts
        assert objects.read_blob(compute_blob_id(texts[7])) == texts[7]
    assert len(started) == 1
    assert repos.children() == before


def test_objects_can_be_read_again_after_close(root: Path) -> None:
    oid = repos.raw_object(root, "blob", b"text")
    objects = Objects(Git(root))
    assert objects.read_blob(oid) == b"text"
    objects.close()
    objects.close()
    assert objects.read_blob(oid) == b"text"
    objects.close()


def test_reading_a_missing_object_or_one_of_another_kind_returns_none(root: Path) -> None:
    commit = repos.commit(root, {"ana/a.md": "x"})
    tree = repos.tip(root, "HEAD^{tree}")
    with Objects(Git(root)) as objects:
        assert objects.read_blob(NOWHERE) is None
        assert objects.read_blob(commit) is None
        assert objects.read_commit(tree) is None
        assert objects.read_commit("HEAD") is None
        assert objects.read_commit("--batch-all-objects") is None
        assert objects.list_folder(NOWHERE) is None
        assert objects.list_folder(commit, "ana/a.md") is None
        assert objects.list_folder(commit, "ben/x") is None
        assert objects.list_names(NOWHERE) == ()
        assert objects.read_file(commit, "ben/a.md") is None
        assert objects.read_file(commit, "ana") is None


def test_an_object_that_arrives_later_is_found(root: Path) -> None:
    with Objects(Git(root)) as objects:
        assert objects.read_blob(compute_blob_id(b"new")) is None
        repos.raw_object(root, "blob", b"new")
        assert objects.read_blob(compute_blob_id(b"new")) == b"new"


def test_files_are_read_by_commit_and_path_in_bulk(root: Path) -> None:
    first = repos.commit(root, {"ana/1.md": "one", "ana/sub/2.md": "two"})
    second = repos.commit(root, {"ana/1.md": "three"})
    places = [(first, "ana/1.md"), (second, "ana/1.md"), (second, "ana/sub/2.md"), (first, "no"), (NOWHERE, "ana/1.md")]
    with Objects(Git(root)) as objects:
        assert objects.read_many(places) == {
            (first, "ana/1.md"): b"one",
            (second, "ana/1.md"): b"three",
            (second, "ana/sub/2.md"): b"two",
        }
        assert objects.find_entry(second, "ana/1.md") == module.TreeEntry("100644", "1.md", compute_blob_id(b"three"))


def test_names_whose_text_differs_between_two_commits_are_listed(root: Path) -> None:
    older = repos.commit(root, {"ana/a.md": "a", "ana/b.md": "b", "ana/c.md": "c"})
    newer = repos.commit(root, {"ana/b.md": "other", "ana/c.md": None, "ana/d.md": "d", "ben/e.md": "e"})
    with Objects(Git(root)) as objects:
        assert objects.list_differing_names(older, newer, "ana") == {"b.md", "c.md", "d.md"}
        assert objects.list_differing_names(older, newer, "ben") == {"e.md"}
        assert objects.list_differing_names(older, NOWHERE, "ana") == {"a.md", "b.md", "c.md"}


def test_symlinks_and_submodules_are_listed_but_not_read(root: Path) -> None:
    blob = repos.raw_object(root, "blob", b"/etc/passwd")
    entries = f"120000 blob {blob}\tlink\n160000 commit {NOWHERE}\tmodule\n100755 blob {blob}\trun\n"
    tree = repos.git(root, "mktree", "--missing", stdin=entries.encode())
    commit = repos.git(root, "commit-tree", tree, "-m", "x", **repos.who(repos.BEN))
    with Objects(Git(root)) as objects:
        assert [entry.name for entry in objects.list_folder(commit) or ()] == ["link", "module", "run"]
        assert objects.list_names(commit) == ("run",)
        assert objects.read_file(commit, "link") is None
        assert objects.read_file(commit, "module") is None
        assert objects.read_file(commit, "run") == b"/etc/passwd"


def test_file_names_of_any_bytes_are_preserved(root: Path) -> None:
    names = [b"new\nline", b"tab\there", b'quo"te\\', b"\xff\xfe", b":(glob)*", "é".encode()]
    blob = repos.raw_object(root, "blob", b"text")
    lines = b"".join(b"100644 blob %s\t%s\0" % (blob.encode(), name) for name in names)
    tree = repos.git(root, "mktree", "-z", stdin=lines)
    commit = repos.git(root, "commit-tree", tree, "-m", "x", **repos.who(repos.BEN))
    with Objects(Git(root)) as objects:
        assert {name.encode("utf-8", "surrogateescape") for name in objects.list_names(commit)} == set(names)
        assert all(objects.read_file(commit, name) == b"text" for name in objects.list_names(commit))


def test_a_journal_can_be_read_from_a_commit(root: Path) -> None:
    commit = repos.commit(root, {"ana/2026-W48.md": "x", "agreement.md": "y", "big.md": "z" * (READ_CAP + 10)})
    with Objects(Git(root)) as objects:
        source = CommitSource(objects, commit)
        assert source.names("") == ("agreement.md", "ana/", "big.md")
        assert source.names("ana") == ("2026-W48.md",)
        assert source.names("ben") == ()
        assert [source.has(path) for path in ("big.md", "ana", "ana/2026-W48.md", "ben.md")] == [
            True,
            False,
            True,
            False,
        ]
        assert source.read("agreement.md") == b"y"
        assert source.read("ben.md") is None
        assert len(source.read("big.md") or b"") == READ_CAP + 1


def test_files_read_ahead_are_not_read_from_git_again(root: Path) -> None:
    files = {"ana/2026-W48.md": "x", "ana/kept.md": "z" * (READ_CAP + 10), "big.md": "z" * (READ_CAP + 10)}
    commit = repos.commit(root, files)
    with Objects(Git(root)) as objects:
        plain, ahead = CommitSource(objects, commit), CommitSource(objects, commit)
        ahead.read_ahead([*files, "ben.md"])
        found = {path: ahead.read(path) for path in (*files, "ben.md")}
        assert found == {path: plain.read(path) for path in found}
        assert found == {path: ahead.read(path) for path in found}
        ahead.read_ahead(["ana/2026-W48.md"])
        repos.damage(root, repos.git(root, "rev-parse", f"{commit}:ana/2026-W48.md"))
        objects.close()
        assert ahead.read("ana/2026-W48.md") == b"x"


@pytest.mark.parametrize(("lost", "what"), [("ana/2026-W48.md", "A file"), ("ana", "A folder")])
def test_reading_a_damaged_file_or_folder_from_a_commit_raises_a_fault(root: Path, lost: str, what: str) -> None:
    commit = repos.commit(root, {"ana/2026-W48.md": "x"})
    repos.damage(root, repos.git(root, "rev-parse", f"{commit}:{lost}"))
    with Objects(Git(root)) as objects:
        source = CommitSource(objects, commit)
        with pytest.raises(GitFault, match=f"{what} in the history is missing or damaged"):
            (source.names("ana"), source.read("ana/2026-W48.md"))


def test_a_huge_blob_is_truncated_and_the_next_object_is_read_completely(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "LARGEST_BLOB", 1000)
    giant = repos.raw_object(root, "blob", b"0" * 300_000)
    small = repos.raw_object(root, "blob", b"small")
    with Objects(Git(root)) as objects:
        assert objects.read_blobs([giant, small]) == {giant: b"0" * 1001, small: b"small"}


def test_damaged_objects_are_skipped_and_the_others_are_read(root: Path) -> None:
    oids = [repos.raw_object(root, "blob", b"text %d" % number) for number in range(5)]
    repos.damage(root, oids[1])
    repos.damage(root, oids[4])
    with Objects(Git(root)) as objects:
        assert list(objects.read_blobs(oids)) == [oids[0], oids[2], oids[3]]


def test_a_truncated_blob_is_never_returned_in_part(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "LARGEST_BLOB", 1000)
    repos.git(root, "config", "core.bigFileThreshold", "1k")
    repos.git(root, "config", "core.compression", "0")
    oid = repos.raw_object(root, "blob", os.urandom(500_000))
    path = root / ".git" / "objects" / oid[:2] / oid[2:]
    path.chmod(0o644)
    path.write_bytes(path.read_bytes()[:200_000])
    small = repos.raw_object(root, "blob", b"small")
    with Objects(Git(root)) as objects:
        assert objects.read_blobs([oid, small]) == {small: b"small"}
        assert objects.read_blobs([small, oid]) == {small: b"small"}


def test_a_killed_child_process_is_started_again(root: Path) -> None:
    oids = [repos.raw_object(root, "blob", b"text %d" % number) for number in range(3)]
    before = repos.children()
    with Objects(Git(root)) as objects:
        objects.read_blob(oids[0])
        for pid in repos.children() - before:
            os.kill(pid, signal.SIGKILL)
            os.waitid(os.P_PID, pid, os.WEXITED | os.WNOWAIT)
        assert list(objects.read_blobs(oids)) == oids[1:]
        assert list(objects.read_blobs(oids)) == oids


def test_a_commit_without_a_valid_tree_has_no_files(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    commit = repos.commit(root, {"ana/1.md": "x"})
    blob = repos.raw_object(root, "blob", b"x")
    odd = repos.raw_object(root, "commit", f"tree {blob}\nauthor A <a@b.c> 1 +0000\n\nx".encode())
    with Objects(Git(root)) as objects:
        assert objects.list_folder(odd) is None
        assert objects.list_names(odd) == ()
        monkeypatch.setattr(module, "LARGEST_BLOB", 20)
        assert objects.list_folder(commit) is None


def test_the_cache_of_trees_is_limited(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for limit in ("_HELD", "_HELD_TEXTS", "_HELD_NAMED"):
        monkeypatch.setattr(module, limit, 2)
    commits = [repos.commit(root, {"ana/1.md": str(number)}) for number in range(3)]
    with Objects(Git(root)) as objects:
        for _ in range(2):  # a folder that is asked for a second time is read in full
            assert [objects.read_file(commit, "ana/1.md") for commit in commits] == [b"0", b"1", b"2"]
            listed = [objects.list_folder(commit, "ana") for commit in commits]
            assert [len(entries or ()) for entries in listed] == [1, 1, 1]


@pytest.mark.parametrize("data", [b"", b"text\r\n\0", "é".encode()])
def test_the_id_of_a_blob_is_computed_as_git_does(root: Path, data: bytes) -> None:
    assert compute_blob_id(data) == repos.raw_object(root, "blob", data)


def test_a_repository_with_sha256_ids_is_read(tmp_path: Path) -> None:
    repos.git(tmp_path, "init", "-q", "-b", "main", "--object-format=sha256")
    commit = repos.commit(tmp_path, {"ana/1.md": "x"})
    with Objects(Git(tmp_path)) as objects:
        assert objects.read_file(commit, "ana/1.md") == b"x"
        assert (entry := objects.find_entry(commit, "ana/1.md")) is not None
        assert entry.oid == compute_blob_id(b"x", width=64)


@pytest.mark.parametrize(
    ("when", "expected"),
    [
        (b"0 +0000", datetime(1970, 1, 1, tzinfo=UTC)),
        (b"1700000000 -0330", datetime.fromtimestamp(1700000000, tz=timezone(timedelta(hours=-3, minutes=-30)))),
        (b"-100 +0000", datetime(1969, 12, 31, 23, 58, 20, tzinfo=UTC)),
        (b"90000000000000000000 +0000", None),
        (b"999999999999 +0000", None),
        (b"1700000000 +9999", None),
        (b"soon", None),
        (b"", None),
    ],
)
def test_an_impossible_date_of_a_commit_is_unknown(when: bytes, expected: datetime | None) -> None:
    assert parse_commit(NOWHERE, TREE + b"\nauthor A <a@b.c> " + when + b"\n\nx").at == expected


@pytest.mark.parametrize(
    ("author", "name", "email"),
    [
        (b"A B <a@b.c> 1 +0000", "A B", "a@b.c"),
        (b" <> 1 +0000", "", ""),
        (b"<a@b.c> 1 +0000", "", "a@b.c"),
        (b"<script>alert(1)</script> <a@b.c> 1 +0000", "", "script>alert(1)</script> <a@b.c"),
        (b"nobody", "", ""),
        (b"\xff\xfe <\xff@b> 1 +0000", "\ufffd\ufffd", "\ufffd@b"),
    ],
)
def test_an_odd_author_of_a_commit_is_read_as_text(author: bytes, name: str, email: str) -> None:
    commit = parse_commit(NOWHERE, TREE + b"\nauthor " + author + b"\n\nx")
    assert (commit.author_name, commit.author_email) == (name, email)


@pytest.mark.parametrize("encoding", [b"none-such", b"idna", b"undefined", b"hex", b"\xff", b"a\0b", b""])
def test_a_commit_in_an_unknown_encoding_is_decoded_as_utf_8(encoding: bytes) -> None:
    assert subject_of(TREE + b"\nencoding " + encoding + b"\n\n\xc3\xa9t\xe9") == "ét\ufffd"


def test_a_commit_in_a_known_encoding_is_decoded_with_that_encoding() -> None:
    assert subject_of(TREE + b"\nencoding ISO-8859-1\n\n\xe9t\xe9\nmore") == "été"


def test_a_message_of_a_megabyte_has_a_short_subject() -> None:
    assert subject_of(TREE + b"\n\n" + b"x" * 2**20) == "x" * 1000


@pytest.mark.parametrize("data", [b"", TREE, TREE + b"\n\n", b"\n\n\n"])
def test_a_commit_without_a_message_has_no_subject(data: bytes) -> None:
    assert subject_of(data) == ""


@given(st.binary(max_size=300))
def test_any_bytes_can_be_parsed_as_a_commit_or_a_tree_without_an_exception(data: bytes) -> None:
    parse_commit(NOWHERE, data)
    parse_commit(NOWHERE, TREE + b"\nauthor " + data + b"\nencoding " + data + b"\n\n" + data)
    list(parse_tree(data))


def test_an_entry_is_found_by_its_exact_name(root: Path) -> None:
    ids = [b" b.md\0".ljust(20, b"x"), b"1" * 20, b"2" * 20, b" c.md\0".rjust(20, b"y")]
    names = (b"a.md", b"an b.md", b"b.md", b"d.md")
    data = b"".join(b"100644 %b\0%b" % entry for entry in zip(names, ids, strict=True))
    commit = repos.raw_object(root, "commit", f"tree {repos.raw_object(root, 'tree', data)}\n\n".encode())
    expected = {entry.name: entry for entry in parse_tree(data)}
    for name in ("b.md", "c.md", "an b.md", "d.md"):
        with Objects(Git(root)) as objects:
            assert [objects.find_entry(commit, name) for _ in range(3)] == [expected.get(name)] * 3


@given(st.lists(st.sampled_from([b"100644 a", b"100644 b a", b"a", b" a", b"40000 ab", b"", b"100644 "]), max_size=6))
def test_an_entry_is_found_only_after_whole_entries(starts: list[bytes]) -> None:
    data = b"".join(start + b"\0" + (b"x a\0100644 a\0 a\0" * 2)[at : at + 20] for at, start in enumerate(starts))
    split = ((mode, oid) for mode, name, oid in module._split_entries(data, 20) if name == b"a")
    assert module._find_in_tree(data, b"a", 20) == next(split, None)
