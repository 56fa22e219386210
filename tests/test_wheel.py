"""What a user installs: the wheel has its data and its man page, and a typed program can use it."""

from __future__ import annotations

import subprocess
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path

import pytest
import trove_classifiers
from packaging.metadata import Metadata

import apjournal
from tests.helpers.made_once import made_once
from tests.test_api import EXAMPLES

ROOT = Path(__file__).parent.parent
PROGRAM = """
from pathlib import Path

import apjournal

def names(folder: Path) -> list[str]:
    return [partner.name or "" for partner in apjournal.open(folder).partners]

print(apjournal.load("ana/2026-W48.md"), names(Path("journal")))
"""


def build(folder: Path) -> None:
    """Build the source archive and the wheel, and make an environment with the installed wheel, and nothing else."""
    words = [sys.executable, "-m", "hatchling", "build", "-d", str(folder / "dist")]
    subprocess.run(words, cwd=ROOT, capture_output=True, check=True)
    venv.create(folder / "env", with_pip=False)
    (wheel,) = (folder / "dist").glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(packages(folder))


def packages(folder: Path) -> Path:
    base = str(folder / "env")
    return Path(sysconfig.get_path("purelib", "venv", vars={"base": base, "platbase": base}))


@pytest.fixture(scope="session")
def installed(for_all: Path) -> Path:
    return made_once(for_all, "wheel", build)


def test_the_wheel_contains_templates_the_example_journal_the_schemas_and_the_type_marker(installed: Path) -> None:
    package = packages(installed) / "apjournal"
    assert (package / "py.typed").is_file()
    assert (package / "_data" / "json-schema.json").read_bytes() == (ROOT / "docs" / "json-schema.json").read_bytes()
    for folder in ("templates", "example-journal", "docs/schemas"):
        here = {
            path.relative_to(ROOT / folder): path.read_bytes() for path in (ROOT / folder).rglob("*") if path.is_file()
        }
        there = package / "_data" / Path(folder).name
        assert here
        assert here == {path.relative_to(there): path.read_bytes() for path in there.rglob("*") if path.is_file()}


def test_the_wheel_contains_the_man_page_in_the_usual_place(installed: Path) -> None:
    (page,) = packages(installed).glob("apj-*.data/data/share/man/man1/apj.1")
    assert page.read_bytes() == (ROOT / "docs" / "apj.1").read_bytes()


def test_the_wheel_has_the_version_of_the_program_and_metadata_that_an_index_accepts(installed: Path) -> None:
    (file,) = packages(installed).glob("apj-*.dist-info/METADATA")
    metadata = Metadata.from_email(file.read_bytes(), validate=True)
    assert str(metadata.version) == apjournal.__version__
    assert metadata.description_content_type == "text/markdown"
    assert metadata.description == (ROOT / "README.md").read_text("utf-8")
    assert set(metadata.classifiers or ()) <= trove_classifiers.classifiers
    assert metadata.license_expression == "MIT"
    assert metadata.project_urls is None


def test_the_source_archive_builds_the_same_wheel_byte_for_byte(installed: Path, tmp_path: Path) -> None:
    (archive,) = (installed / "dist").glob("*.tar.gz")
    subprocess.run(["tar", "-xf", str(archive), "-C", str(tmp_path)], check=True)
    source = tmp_path / archive.name.removesuffix(".tar.gz")
    build = [sys.executable, "-m", "hatchling", "build", "-d", "dist", "--target", "wheel"]
    subprocess.run(build, cwd=source, capture_output=True, check=True)
    (from_source,) = (source / "dist").glob("*.whl")
    assert from_source.read_bytes() == (installed / "dist" / from_source.name).read_bytes()


def test_mypy_strict_checks_a_program_that_imports_apj_and_accepts_the_examples_in_the_docs(
    installed: Path, tmp_path: Path
) -> None:
    wrong = {"argument": f"{PROGRAM}apjournal.open(7)\n", "attribute": f"{PROGRAM}apjournal.away\n"}
    examples = {f"example{number}": code for number, (_, code) in enumerate(EXAMPLES)}
    programs = {f"{name}.py": code for name, code in {"right": PROGRAM, **wrong, **examples}.items()}
    for name, code in programs.items():
        (tmp_path / name).write_text(code, "utf-8")
    python = Path(sysconfig.get_path("scripts", "venv", vars={"base": str(installed / "env")})) / "python"
    options = ["--strict", "--ignore-missing-imports", "--config-file", "", "--cache-dir", str(tmp_path / "cache")]
    words = [sys.executable, "-m", "mypy", *options, "--python-executable", str(python), *programs]
    ran = subprocess.run(words, cwd=tmp_path, capture_output=True, text=True, check=False)
    line = len(PROGRAM.splitlines()) + 1
    *errors, summary = ran.stdout.splitlines()
    assert {error.partition(": ")[0] for error in errors} == {f"argument.py:{line}", f"attribute.py:{line}"}
    assert summary.startswith("Found 2 errors in 2 files"), ran.stdout + ran.stderr
