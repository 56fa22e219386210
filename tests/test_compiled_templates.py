"""Compiled templates are cached, and the cache changes nothing but the time."""

from __future__ import annotations

from pathlib import Path

import pytest
from jinja2 import Environment

from apjournal.errors import UsageFault
from apjournal.templating import render_template


@pytest.fixture
def template(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A template of the user's own, and an empty cache."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    path = tmp_path / "a.md.j2"
    path.write_text("{{ goal }} and {{ 3 * 2 }}", encoding="utf-8")
    return path


def cached(template: Path) -> Path:
    """Render the template once, and return the file of the cache."""
    render_template(str(template), goal="b")
    (file,) = (template.parent / "cache" / "apj" / "templates").iterdir()
    return file


def test_a_template_that_was_compiled_once_is_not_compiled_again(template: Path) -> None:
    cached(template)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Environment, "compile", None)
        assert render_template(str(template), goal="c") == "c and 6"


def test_a_changed_template_is_compiled_again_in_place_of_the_old_one(template: Path) -> None:
    file = cached(template)
    template.write_text("{{ goal }}!", encoding="utf-8")
    assert render_template(str(template), goal="c") == "c!"
    assert [*file.parent.iterdir()] == [file]


def test_a_template_from_the_cache_stays_in_the_sandbox(template: Path) -> None:
    template.write_text("{{ goal.__class__.__mro__ }}", encoding="utf-8")
    for _ in range(2):
        with pytest.raises(UsageFault, match="unsafe"):
            render_template(str(template), goal="b")


def test_other_users_of_the_machine_cannot_write_to_the_cache(template: Path) -> None:
    file = cached(template)
    assert file.parent.stat().st_mode & 0o077 == 0
    assert file.stat().st_mode & 0o077 == 0


def test_a_damaged_file_of_the_cache_is_replaced(template: Path) -> None:
    file = cached(template)
    whole = file.read_bytes()
    for length in range(len(whole)):
        file.write_bytes(whole[:length])
        assert render_template(str(template), goal="c") == "c and 6"
        assert file.read_bytes() == whole


@pytest.mark.parametrize("place", ["cache", "cache/apj", "cache/apj/templates"])
def test_templates_are_rendered_where_no_cache_can_be_written(template: Path, place: str) -> None:
    path = template.parent / place
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("in the way", encoding="utf-8")
    assert render_template(str(template), goal="c") == "c and 6"
    assert path.read_text("utf-8") == "in the way"
