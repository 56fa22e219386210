"""A folder of built files: only what changed is written, and files of others stay."""

from __future__ import annotations

from pathlib import Path

import pytest

from apjournal.errors import UsageFault
from apjournal.store.built_folder import LIST, BuiltFile, build_folder, require_buildable
from tests.helpers.folders import touched

ONE = {"a.html": b"a", "b.html": b"b"}


def build(folder: Path, files: dict[str, bytes]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Build the files, and return the names of those that were written and removed."""
    built = build_folder(folder, {name: BuiltFile(data.decode) for name, data in files.items()})
    return built.written, built.removed


def test_each_build_of_a_folder_writes_changed_files_and_removes_files_that_are_no_longer_needed(
    tmp_path: Path,
) -> None:
    assert build(tmp_path, ONE) == (("a.html", "b.html"), ())
    before = touched(tmp_path)
    assert build(tmp_path, ONE) == ((), ())
    assert touched(tmp_path) == before
    assert build(tmp_path, {"a.html": b"A"}) == (("a.html",), ("b.html",))
    assert sorted(path.name for path in tmp_path.iterdir()) == [LIST, "a.html"]


def test_a_build_completes_an_earlier_build_that_was_killed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    build(tmp_path, ONE)
    after = {"a.html": b"A", "c.html": b"c"}
    replace, left = Path.replace, iter([True, True])  # the list and one page are written, then it stops

    def stop(own: Path, target: Path) -> Path:
        if not next(left, False):
            raise KeyboardInterrupt
        return replace(own, target)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", stop)
        with pytest.raises(KeyboardInterrupt):
            build(tmp_path, after)
    build(tmp_path, after)
    assert {path.name: path.read_bytes() for path in tmp_path.glob("*.html")} == after


def test_a_file_that_is_no_longer_needed_stays_if_somebody_changed_it(tmp_path: Path) -> None:
    build(tmp_path, ONE)
    (tmp_path / "b.html").write_bytes(b"mine")
    assert build(tmp_path, {"a.html": b"a"}) == ((), ())
    assert (tmp_path / "b.html").read_bytes() == b"mine"


@pytest.mark.parametrize("kind", ["file", "folder", "link"])
def test_a_build_does_not_overwrite_a_file_that_somebody_else_created_at_its_path(tmp_path: Path, kind: str) -> None:
    build(tmp_path, ONE)
    place = tmp_path / "c.html"
    if kind == "file":
        place.write_bytes(b"mine")
    elif kind == "folder":
        place.mkdir()
    else:
        place.symlink_to(tmp_path / "a.html")
    with pytest.raises(UsageFault):
        build(tmp_path, ONE | {"a.html": b"A", "c.html": b"c"})
    assert (tmp_path / "a.html").read_bytes() == b"a"


def test_the_list_of_built_files_cannot_name_a_file_outside_the_folder(tmp_path: Path) -> None:
    built = tmp_path / "built"
    build(built, ONE)
    mine = tmp_path / "mine.html"
    mine.write_bytes(b"a")
    known = (built / LIST).read_text("utf-8")
    (built / LIST).write_text(known + known.partition("  ")[0] + "  ../mine.html\n", "utf-8")
    build(built, {})
    assert mine.read_bytes() == b"a"
    assert [path.name for path in built.iterdir()] == [LIST]


def test_only_a_new_folder_an_empty_folder_or_an_earlier_build_can_be_built_into(tmp_path: Path) -> None:
    require_buildable(tmp_path / "new")
    require_buildable(tmp_path)
    build(tmp_path, ONE)
    require_buildable(tmp_path)
    (tmp_path / LIST).unlink()
    for place in (tmp_path, tmp_path / "a.html"):
        with pytest.raises(UsageFault):
            require_buildable(place)


def test_a_file_with_an_unchanged_hash_is_not_built_again(tmp_path: Path) -> None:
    hashes = build_folder(tmp_path, {"a.html": BuiltFile(lambda: "a")}).hashes
    made: list[str] = []
    again = {"a.html": BuiltFile(lambda: made.append("a") or "a", hashes["a.html"])}
    assert build_folder(tmp_path, again).hashes == hashes
    assert made == []
    (tmp_path / "a.html").unlink()
    assert build_folder(tmp_path, again).written == ("a.html",)
    assert (tmp_path / "a.html").read_bytes() == b"a"
