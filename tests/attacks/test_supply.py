"""A dependency that differs from the examined file, or one that nobody looked up."""

from __future__ import annotations

import ast
import base64
import hashlib
import io
import os
import re
import shutil
import subprocess
import sys
import tarfile
import tomllib
import zipfile
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, requires
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.helpers.rows import row

ROOT = Path(__file__).parent.parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
WANTED = {"apj": PROJECT["dependencies"], **PROJECT["optional-dependencies"]}
"""What the project asks for, by the lock that pins it."""
_PINNED = re.compile(
    r"^([a-z0-9-]+)(?:\[[a-z,-]+\])?==(\S+?)(?: ; [^\\]+)? \\\n((?: +--hash=sha256:[0-9a-f]{64}(?: \\)?\n)+)",
    re.MULTILINE,
)


def text_of(lock: str) -> str:
    return (ROOT / "requirements" / f"{lock}.lock").read_text("utf-8")


def pinned(lock: str) -> dict[str, str]:
    """Return the version of each package in a lock. Each has at least one hash."""
    return {name: version for name, version, _ in _PINNED.findall(text_of(lock))}


def asked_for(name: str) -> set[str]:
    """Return the requirements of an installed package, and theirs."""
    found: set[str] = set()
    for line in requires(name) or ():
        wanted = Requirement(line)
        other = canonicalize_name(wanted.name)
        if (wanted.marker is None or wanted.marker.evaluate({"extra": ""})) and other not in found:
            found |= {other, *asked_for(other)}
    return found


# ---- what is pinned


@row(69)
@pytest.mark.parametrize("lock", WANTED)
def test_every_direct_dependency_is_pinned_with_hashes_as_a_wheel(lock: str) -> None:
    versions, lines = pinned(lock), text_of(lock).splitlines()
    assert "--only-binary :all:" in lines
    assert {re.split(r"==|\[", line)[0] for line in lines if line[:1].isalnum()} == set(versions), (
        "a line without a hash"
    )
    for wanted in map(Requirement, WANTED[lock]):
        assert wanted.specifier.contains(versions[canonicalize_name(wanted.name)]), wanted


@row(69)
def test_every_indirect_dependency_is_pinned() -> None:
    for lock in ("apj", "dev"):
        for wanted in map(Requirement, WANTED[lock]):
            if wanted.marker is None or wanted.marker.evaluate({"extra": ""}):
                assert asked_for(wanted.name) <= set(pinned(lock)), wanted
    with pytest.raises(PackageNotFoundError):
        asked_for("no-such-package")


@row(69)
def test_an_extra_that_a_dependency_requires_is_kept_in_the_lock() -> None:
    """An old pip installs a newer release for an extra that the lock does not name, and then refuses it."""
    assert re.search(r"^coverage\[toml\]==", text_of("dev"), re.MULTILINE)
    assert "--no-strip-extras" in (ROOT / "Makefile").read_text("utf-8")


@row(69)
def test_every_installation_uses_a_lock_with_hashes() -> None:
    """Each installation requires hashes and installs no other dependencies. Missing packages are named afterwards."""
    for place in ("Makefile", ".ci/run", ".ci/newcomer", ".github/workflows/ci.yml"):
        for line in (ROOT / place).read_text("utf-8").splitlines():
            if re.search(r"pip\S* (?:install|wheel|download)\b", line) and "dist/*.whl" not in line:
                assert "--require-hashes" in line, (place, line)
                assert "--no-deps" in line, (place, line)
    script = (ROOT / "requirements/installing.py").read_text("utf-8")
    assert 'BY_LOCK = ("--require-hashes", "--no-deps", "--requirement")' in script
    assert script.count('"install"') == script.count("*BY_LOCK") == script.count('"check"')


def old_pythons() -> Iterator[Path]:
    """Find Pythons before 3.11: on the path, and next to this one if several are installed together."""
    beside = Path(sys.base_prefix).parent.glob("[23].*/bin/python")
    named = (shutil.which(f"python{name}") for name in ("2", "2.7", *(f"3.{minor}" for minor in range(6, 11))))
    for python in {*beside, *(Path(found) for found in named if found)}:
        ran = subprocess.run([python, "-c", "import sys; print(sys.version_info >= (3, 11))"], capture_output=True)
        if ran.stdout == b"False\n":
            yield python


@row(69)
def test_the_installer_prints_one_sentence_under_an_old_python(tmp_path: Path) -> None:
    for python in old_pythons():
        words = [str(python), str(ROOT / "requirements/install.py"), str(tmp_path / "v"), "apj"]
        ran = subprocess.run(words, capture_output=True, text=True, check=False)
        assert ran.returncode == 1
        assert re.fullmatch(
            r"apj needs Python 3\.11 or newer, and this is [23]\.\d+\. Try: make PYTHON=python3\.11\n", ran.stderr
        )
        assert not (tmp_path / "v").exists()


@row(69)
def test_every_python_can_parse_the_installer() -> None:
    """Python 2 knows neither annotations nor f-strings, and needs a declaration for other letters."""
    text = (ROOT / "requirements/install.py").read_text("ascii")
    tree = ast.parse(text, feature_version=(3, 4))
    assert not [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AnnAssign | ast.JoinedStr)]
    assert text.index("sys.exit(") < text.index("from pathlib")


# ---- what is refused


def wheel(folder: Path, name: str, version: str, text: str = "honest") -> Path:
    """Make a wheel with one module."""
    info = f"{name}-{version}.dist-info"
    files = {
        f"{name}.py": f"TEXT = {text!r}\n",
        f"{info}/METADATA": f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n",
        f"{info}/WHEEL": "Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    }
    record = "".join(f"{path},sha256={_urlsafe(data)},{len(data)}\n" for path, data in files.items())
    place = folder / f"{name}-{version}-py3-none-any.whl"
    with zipfile.ZipFile(place, "w") as archive:
        for path, data in {**files, f"{info}/RECORD": f"{record}{info}/RECORD,,\n"}.items():
            archive.writestr(zipfile.ZipInfo(path), data)
    return place


def _urlsafe(data: str) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(data.encode()).digest()).decode().rstrip("=")


def source(folder: Path, name: str, version: str, runs: str) -> Path:
    """Make a source archive whose installation runs a command."""
    place = folder / f"{name}-{version}.tar.gz"
    data = f"import os; os.system({runs!r})\n".encode()
    with tarfile.open(place, "w:gz") as archive:
        entry = tarfile.TarInfo(f"{name}-{version}/setup.py")
        entry.size = len(data)
        archive.addfile(entry, io.BytesIO(data))
    return place


def hashed(place: Path) -> str:
    return f"--hash=sha256:{hashlib.sha256(place.read_bytes()).hexdigest()}"


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    """Return a folder from which pip takes packages instead of an index."""
    folder = tmp_path / "shop"
    folder.mkdir()
    return folder


def install(shop: Path, *lines: str) -> subprocess.CompletedProcess[str]:
    """Install from a lock with these lines, as the Makefile does, only from a folder."""
    lock = shop.parent / "test.lock"
    lock.write_text("\n".join(("--only-binary :all:", *lines, "")), "utf-8")
    places = ("--no-index", "--find-links", str(shop), "--target", str(shop.parent / "here"), "--no-cache-dir")
    by_lock = ("--require-hashes", "--requirement", str(lock))
    return subprocess.run(
        [sys.executable, "-m", "pip", "install", "--disable-pip-version-check", *places, *by_lock],
        env={**os.environ, "PIP_CONFIG_FILE": os.devnull},
        capture_output=True,
        text=True,
        check=False,
    )


@row(69)
def test_a_file_with_a_wrong_hash_is_not_installed(shop: Path) -> None:
    line = f"thing==1.0 {hashed(wheel(shop, 'thing', '1.0'))}"
    assert install(shop, line).returncode == 0
    assert (shop.parent / "here/thing.py").read_text("utf-8") == "TEXT = 'honest'\n"
    wheel(shop, "thing", "1.0", "swapped")
    ran = install(shop, line)
    assert ran.returncode != 0
    assert "DO NOT MATCH THE HASHES" in ran.stderr
    assert (shop.parent / "here/thing.py").read_text("utf-8") == "TEXT = 'honest'\n"


@row(69)
def test_a_file_that_only_has_the_name_of_a_dependency_is_not_installed(shop: Path) -> None:
    (name, version, hashes) = next(found for found in _PINNED.findall(text_of("apj")) if found[0] == "click")
    wheel(shop, name, version)
    ran = install(shop, f"{name}=={version} {' '.join(hashes.replace(chr(92), '').split())}")
    assert ran.returncode != 0
    assert "DO NOT MATCH THE HASHES" in ran.stderr
    assert not (shop.parent / "here").exists()


@row(69)
def test_unpinned_packages_and_source_archives_are_refused_before_their_code_runs(shop: Path) -> None:
    mark = shop.parent / "ran"
    archive = source(shop, "other", "1.0", f"touch {mark}")
    assert "No matching distribution" in install(shop, f"other==1.0 {hashed(archive)}").stderr
    wheel(shop, "thing", "1.0")
    assert "Hashes are required" in install(shop, "thing==1.0").stderr
    assert not mark.exists()
    assert not (shop.parent / "here").exists()


# ---- what is looked up

AUDIT = """#!/bin/sh
# Stands in for pip-audit without a network: it looks nothing up, which is an error to it when it has to be strict.
for word in "$@"; do case $word in *.txt) cat "$word" >> "$LOOKED_UP";; esac; done
case " $* " in *" --strict "*) exit 1;; *) exit 0;; esac
"""


@row(69)
def test_the_audit_covers_every_pinned_package_and_ends_with_an_error_without_answers(
    tmp_path: Path,
) -> None:
    stand_in = tmp_path / "venv-supply/bin/pip-audit"
    stand_in.parent.mkdir(parents=True)
    stand_in.write_text(AUDIT, "utf-8")
    stand_in.chmod(0o755)
    (tmp_path / "venv-supply/.made").touch()
    looked_up = tmp_path / "looked-up"
    ran = subprocess.run(
        ["make", "-s", "audit", f"VENV={tmp_path / 'venv'}"],
        cwd=ROOT,
        env={**os.environ, "LOOKED_UP": str(looked_up)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode != 0, ran.stdout
    asked = re.findall(r"^([a-z0-9-]+)(?:\[[a-z,-]+\])?==(\S+) \\$", looked_up.read_text("utf-8"), re.MULTILINE)
    assert set(asked) == {entry for lock in WANTED for entry in pinned(lock).items()}, "on every system and Python"
