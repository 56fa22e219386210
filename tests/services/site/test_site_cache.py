"""What a build of the pages keeps is used only by the same program with the same libraries."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from importlib.machinery import ModuleSpec
from pathlib import Path

import pytest

from apjournal.services.site import site_cache
from apjournal.services.site.site_cache import SiteCache, read_cache, write_cache

LEFT = SiteCache(state=b"now", folder="pages")


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A journal with a cache, on a machine whose only library is jinja2 3.1.6."""
    place = tmp_path / "libraries"
    (place / "jinja2-3.1.6.dist-info").mkdir(parents=True)
    spec = ModuleSpec("jinja2", None, origin=str(place / "jinja2" / "__init__.py"))
    monkeypatch.setattr(site_cache, "find_spec", lambda name: spec if name == "jinja2" else None)
    (tmp_path / "journal" / ".git").mkdir(parents=True)
    site_cache._hash_program.cache_clear()
    write_cache(tmp_path / "journal", LEFT)
    yield tmp_path / "journal"
    site_cache._hash_program.cache_clear()


def upgrade_a_library(root: Path, patch: pytest.MonkeyPatch) -> None:
    before = root.parent / "libraries" / "jinja2-3.1.6.dist-info"
    before.rename(before.with_name("jinja2-3.1.7.dist-info"))


def upgrade_python(root: Path, patch: pytest.MonkeyPatch) -> None:
    patch.setattr(sys, "version", "3.99.0")


def test_the_cache_of_the_site_is_used_again_by_the_same_version_of_apj(root: Path) -> None:
    site_cache._hash_program.cache_clear()
    assert read_cache(root) == LEFT


@pytest.mark.parametrize("upgrade", [upgrade_a_library, upgrade_python])
def test_the_cache_of_the_site_is_not_used_after_an_upgrade(
    root: Path, monkeypatch: pytest.MonkeyPatch, upgrade: Callable[[Path, pytest.MonkeyPatch], None]
) -> None:
    upgrade(root, monkeypatch)
    site_cache._hash_program.cache_clear()
    assert read_cache(root) == SiteCache()
