"""The architecture: every command has its files, starting is cheap, and only edge modules touch the system.

import-linter checks who may import whom (`make lint`). Here is what it cannot see.
"""

from __future__ import annotations

import ast
import configparser
import re
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import click
import pytest

import apjournal
from apjournal.cli.main import TABLE, apj, find_module_name, read_summary
from apjournal.cli.options import ApjCommand
from tests.helpers.loaded_modules import loaded_by

ROOT = Path(__file__).parent.parent
PACKAGE = Path(apjournal.__file__).parent
LARGEST_MODULE = 400
LARGEST_COMMAND = 40
HEAVY = {
    *("git", "yaml", "frontmatter", "jinja2", "rich", "filelock", "platformdirs", "psutil", "zoneinfo", "msgspec"),
    *("markdown_it", "nh3"),
    "apjournal.usecases",
}


def file_of(name: str) -> str:
    return f"{find_module_name(name)}.py"


def command(name: str) -> click.Command:
    found = apj.get_command(click.Context(apj), name)
    assert found is not None
    return found


@cache
def help_of(name: str) -> str:
    return command(name).get_help(command(name).make_context(f"apj {name}", [], resilient_parsing=True))


# ---- commands


@pytest.mark.parametrize("name", TABLE)
def test_each_command_is_named_like_its_file(name: str) -> None:
    assert (PACKAGE / "cli" / "commands" / file_of(name)).is_file()
    assert (PACKAGE / "usecases" / file_of(name)).is_file()
    assert Path(__file__).with_name("cli").joinpath(f"test_{file_of(name)}").is_file()
    rendered = PACKAGE / "render"
    assert any(
        (rendered / path).exists() for path in (f"screens/{file_of(name)}", file_of(name), name)
    ) or shares_a_screen(name)


def shares_a_screen(name: str) -> bool:
    """Whether another command shows the same view."""
    views = [found.view for other in TABLE if isinstance(found := command(other), ApjCommand)]
    found = command(name)
    return isinstance(found, ApjCommand) and views.count(found.view) > 1


def test_each_command_is_in_exactly_one_group_of_the_help() -> None:
    assert len(set(TABLE)) == len(TABLE)


def test_each_command_file_is_in_the_table_of_commands() -> None:
    files = {
        path.name for path in (PACKAGE / "cli" / "commands").glob("*.py") if "@apj_command(" in path.read_text("utf-8")
    }
    assert files == {file_of(name) for name in TABLE}


@pytest.mark.parametrize("name", TABLE)
def test_the_list_of_commands_shows_the_first_line_of_each_help(name: str) -> None:
    assert (command(name).help or "").splitlines()[0] == read_summary(name)


@pytest.mark.parametrize("name", TABLE)
def test_every_command_has_the_common_options(name: str) -> None:
    options = {option for param in command(name).params for option in param.opts}
    assert {"-C", "--json", "-q", "--quiet"} <= options
    assert re.search(r"^ +-h, --help ", help_of(name), re.MULTILINE)


@pytest.mark.parametrize("name", TABLE)
def test_every_option_has_a_help_text(name: str) -> None:
    silent = [param.name for param in command(name).params if isinstance(param, click.Option) and not param.help]
    assert silent == []


@pytest.mark.parametrize("name", TABLE)
def test_every_help_shows_an_example(name: str) -> None:
    examples = [line.strip() for line in help_of(name).splitlines() if line.strip().startswith("apj ")]
    assert any(line.split()[1] == name for line in examples)


@pytest.mark.parametrize("name", TABLE)
def test_a_command_file_has_at_most_the_allowed_number_of_lines(name: str) -> None:
    assert lines_of(PACKAGE / "cli" / "commands" / file_of(name)) <= LARGEST_COMMAND


# ---- size and layers


def lines_of(path: Path) -> int:
    return len(path.read_text("utf-8").splitlines())


def test_no_module_has_more_than_the_allowed_number_of_lines() -> None:
    long = {name_of(path): lines_of(path) for path in modules() if lines_of(path) > LARGEST_MODULE}
    assert long == {}


def test_every_part_of_the_package_belongs_to_a_layer() -> None:
    contracts = configparser.ConfigParser()
    contracts.read(ROOT / ".importlinter", encoding="utf-8")
    layers = contracts["importlinter:contract:layers"]
    named = set(re.findall(r"\w+", layers["layers"] + layers["exhaustive_ignores"]))
    parts = {path.stem for path in PACKAGE.iterdir() if (path / "__init__.py").is_file() or path.suffix == ".py"}
    assert named == parts - {"__init__"}


def test_every_library_is_imported_only_by_its_allowed_modules() -> None:
    contracts = configparser.ConfigParser()
    contracts.read(ROOT / ".importlinter", encoding="utf-8")
    sections = [contracts[name] for name in contracts.sections() if contracts[name].get("type") == "protected"]
    protected = {name for section in sections for name in section["protected_modules"].split()}
    imported = {name.partition(".")[0] for path in modules() for name in imports_of(path)}
    everywhere = {"apjournal", "msgspec"}  # values are made of msgspec's Struct
    assert protected == imported - sys.stdlib_module_names - everywhere


# ---- the edges: clock, environment, terminal, processes, files


def modules() -> list[Path]:
    return sorted(PACKAGE.rglob("*.py"))


def name_of(path: Path) -> str:
    return path.relative_to(PACKAGE).as_posix()


@cache
def nodes_of(path: Path) -> tuple[ast.AST, ...]:
    return tuple(ast.walk(ast.parse(path.read_text("utf-8"))))


def imports_of(path: Path) -> Iterator[str]:
    for node in nodes_of(path):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module


@cache
def names_in(path: Path) -> frozenset[str]:
    """Return every name as it is used: `print`, `os.environ`, `datetime.now` (of a longer chain the last two)."""
    found = set()
    for node in nodes_of(path):
        if isinstance(node, ast.Attribute):
            before = node.value
            if isinstance(before, ast.Name | ast.Attribute):
                found.add(f"{before.id if isinstance(before, ast.Name) else before.attr}.{node.attr}")
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            found.add(node.func.id)
    return frozenset(found)


def users_of(*names: str) -> set[str]:
    return {name_of(path) for path in modules() if names_in(path) & set(names)}


def importers_of(*names: str) -> set[str]:
    return {name_of(path) for path in modules() if set(imports_of(path)) & set(names)}


def test_only_the_click_library_prints_and_asks() -> None:
    assert users_of("print", "input", "sys.stderr") == {"__main__.py"}  # which flushes it at the end


def test_the_clock_is_read_only_by_the_context_the_api_and_the_prompt_cache() -> None:
    clocks = ("datetime.now", "datetime.today", "datetime.utcnow", "date.today", "time.time", "time.localtime")
    assert users_of(*clocks) == {"api.py", "cli/context.py", "prompt_cache.py"}


def test_only_modules_at_the_edges_read_the_environment() -> None:
    # The boundary cleans it once, at start; git gets what is left of it, and GitPython is told how to be imported.
    assert users_of("os.environ", "os.getenv") - {
        "__main__.py", "cli/context.py", "cli/boundary.py", "gitrepo/plumbing/runner.py",
        "gitrepo/compose_history.py",
    } == set()  # fmt: skip


def test_only_the_command_line_and_the_entry_point_know_the_terminal() -> None:
    names = ("sys.stdin", "sys.stdout", "sys.argv", "shutil.get_terminal_size", "os.isatty", "sys.exit")
    assert {name for name in users_of(*names) if not name.startswith("cli/")} == {
        "__main__.py",
        "services/search/child.py",
    }


def test_only_git_the_editor_and_a_search_with_an_expression_start_processes() -> None:
    assert importers_of("subprocess", "multiprocessing") - {
        "services/edit/editor.py",
        "services/search/match_expression.py",
    } == {
        "gitrepo/plumbing/config.py",
        "gitrepo/plumbing/runner.py",
    }


def test_the_pure_core_opens_no_file() -> None:
    names = ("open", "os.open", "io.open")
    by_path = re.compile(r"\.(read_text|read_bytes|write_text|write_bytes|iterdir|glob|rglob|exists|is_file)\(")
    pure = [path for path in modules() if name_of(path).split("/")[0] in {"model", "format", "analysis", "checks"}]
    opening = {name_of(path) for path in pure if names_in(path) & set(names)}
    assert opening | {name_of(path) for path in pure if by_path.search(path.read_text("utf-8"))} == set()


# ---- starting


def heavy(loaded: set[str]) -> set[str]:
    return {name for name in loaded for part in HEAVY if name == part or name.startswith(f"{part}.")}


@pytest.mark.parametrize("option", ["--version", "--help"])
def test_version_and_help_load_no_heavy_module(option: str, tmp_path: Path) -> None:
    loaded = loaded_by(option, folder=tmp_path)
    assert "apjournal.cli.main" in loaded
    assert heavy(loaded) == set()
    assert loaded & {f"apjournal.cli.commands.{name.replace('-', '_')}" for name in TABLE} == set()


def test_shell_completion_loads_no_command(tmp_path: Path) -> None:
    finished = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "apjournal"],
        cwd=tmp_path,
        env={"_APJ_COMPLETE": "bash_complete", "COMP_WORDS": "apj ", "COMP_CWORD": "1", "PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert "plain,review" in finished.stdout.splitlines()
    assert "apjournal.usecases" not in finished.stderr


def test_the_line_for_a_prompt_loads_neither_git_nor_templates(tmp_path: Path) -> None:
    journal = tmp_path / "journal"
    (journal / "ana").mkdir(parents=True)
    (journal / "agreement.md").write_text("---\napj: 1\n---\n", "utf-8")
    (journal / "ana" / "partner.md").write_text("---\ntimezone: Europe/Lisbon\n---\n", "utf-8")
    (journal / "ana" / "2026-W48.md").write_text("---\ngoals:\n  - Three runs\n---\n", "utf-8")
    environ = {"APJ_NOW": "2026-11-25T10:00+00:00", "APJ_PARTNER": "ana"}
    loaded = loaded_by("status", "--short", folder=journal, **environ)
    assert "apjournal.usecases.prompt" in loaded
    assert heavy(loaded) & {"git", "jinja2", "rich", "filelock", "platformdirs"} == set()
