"""Templates: where they are found, and what they may do."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from apjournal import templating
from apjournal.errors import UsageFault
from apjournal.templating import find_template, render_template


@pytest.fixture
def own(own_home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of the user's own templates."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(own_home / "config"))
    folder = own_home / "config" / "apj" / "templates"
    folder.mkdir(parents=True)
    return folder


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a package folder like the one in a wheel."""
    folder = tmp_path / "site-packages" / "apjournal"
    (folder / "_data" / "templates").mkdir(parents=True)
    (folder / "_data" / "example-journal").mkdir()
    monkeypatch.setattr(templating, "_PACKAGE", folder)
    return folder


def test_a_template_is_found_in_the_source_checkout() -> None:
    assert "goals:" in find_template("week.md.j2")


def test_a_template_is_found_in_the_installed_package(package: Path) -> None:
    (package / "_data" / "templates" / "week.md.j2").write_text("packed", encoding="utf-8")
    assert find_template("week.md.j2") == "packed"


def test_the_users_own_template_takes_precedence_over_the_built_in_one(own: Path) -> None:
    (own / "week.md.j2").write_text("\ufeffmine", encoding="utf-8")
    assert find_template("week.md.j2") == "mine"


def test_a_custom_template_with_invalid_utf_8_is_reported_by_name(own: Path) -> None:
    (own / "week.md.j2").write_bytes(b"caf\xe9")
    with pytest.raises(UsageFault, match=r"week\.md\.j2 cannot be read"):
        find_template("week.md.j2")


def test_a_missing_template_is_reported_with_the_folder_for_templates(own: Path) -> None:
    with pytest.raises(UsageFault) as caught:
        find_template("poster.md.j2")
    assert str(own) in caught.value.hint


def test_values_are_inserted_as_data_and_never_rendered(own: Path) -> None:
    (own / "a.md.j2").write_text("{% for goal in goals %}\n- {{ goal }}\n{% endfor %}\n", encoding="utf-8")
    assert render_template("a.md.j2", goals=["{{ 7 * 7 }}", "<b> & {% raw %}"]) == "- {{ 7 * 7 }}\n- <b> & {% raw %}\n"


def test_every_value_in_an_html_template_is_escaped(own: Path) -> None:
    (own / "a.html.j2").write_text("{{ goal }}", encoding="utf-8")
    assert render_template("a.html.j2", goal="<script>&") == "&lt;script&gt;&amp;"


def test_a_template_may_include_another_template(own: Path) -> None:
    (own / "a.md.j2").write_text("{% include 'b.md.j2' %}", encoding="utf-8")
    (own / "b.md.j2").write_text("b", encoding="utf-8")
    assert render_template("a.md.j2") == "b"


def test_a_macro_takes_arguments_defaults_and_a_caller_wherever_it_is_called(own: Path) -> None:
    (own / "base.html.j2").write_text("{% block content %}{% endblock %}", encoding="utf-8")
    (own / "x.html.j2").write_text(
        "{% extends 'base.html.j2' %}{% macro item(text, end='.') %}{{ text }}{{ end }}"
        "{{ caller() if caller is defined }}{% endmacro %}{% block content %}"
        "{% for one in items %}{{ item(one) }}{{ item(one, end='!') }}{% endfor %}"
        "{% call item('c') %}<b>{% endcall %}{% endblock %}",
        encoding="utf-8",
    )
    assert render_template("x.html.j2", items=["a", "<"]) == "a.a!&lt;.&lt;!c.<b>"


def test_a_template_outside_the_folder_can_be_chosen_but_not_included(own: Path, tmp_path: Path) -> None:
    (tmp_path / "b.md.j2").write_text("{{ word }} {% include 'a.md.j2' %}", encoding="utf-8")
    (own / "a.md.j2").write_text("a", encoding="utf-8")
    assert render_template(str(tmp_path / "b.md.j2"), word="b") == "b a"
    (own / "deep").mkdir()
    (own.parent / "c.md.j2").write_text("c", encoding="utf-8")
    for way in ("include", "extends", "import"):
        for name in (str(tmp_path / "b.md.j2"), "../c.md.j2", "deep/../../c.md.j2"):
            (own / "a.md.j2").write_text(f"{{% {way} '{name}' {'as c ' * (way == 'import')}%}}", encoding="utf-8")
            with pytest.raises(UsageFault, match="There is no template"):
                render_template("a.md.j2")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("a\n{% if %}", r"week\.md\.j2:2: "),
        ("{{ nothing }}", "'nothing' is undefined"),
        ("{{ ''.__class__.__mro__ }}", "unsafe"),
    ],
)
def test_a_broken_template_is_reported_by_name(own: Path, text: str, says: str) -> None:
    (own / "week.md.j2").write_text(text, encoding="utf-8")
    with pytest.raises(UsageFault, match=says):
        render_template("week.md.j2")


def test_jinja_is_imported_only_if_a_template_is_used() -> None:
    code = "import sys, apjournal.templating; print({'jinja2', 'platformdirs'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"
