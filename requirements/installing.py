"""Make an environment and install a lock in it, for `install.py`.

Wheels only, each held against its hashes, and nothing beyond the lock: `--no-deps`, because pip before 23.3 resolves
extras again and takes a newer release. `check` says afterwards whether anything is missing. uv does the work where it
is on the machine; otherwise the pip that the Python has, otherwise the one that Python carries (ensurepip).
With the locks `apj`, `dev`, `browser` and `docs`, the command `apj` runs from the checkout, so no build tool is needed.
An environment can be based on another one: then pip installs only what that one does not contain in the same version.
"""

import os
import re
import shutil
import stat
import subprocess
import sys
import sysconfig
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BY_LOCK = ("--require-hashes", "--no-deps", "--requirement")
OLDEST_PIP = (23, 0)
"""The oldest pip that is tried; the place of an older one takes that of ensurepip, within the environment."""
NO_PIP = "This Python has neither pip nor ensurepip. Install one of them; on Debian: apt install python3-venv"
START = """#!/bin/sh
'''exec' '{python}' "$0" "$@"
' '''
import sys
from apjournal.__main__ import main
sys.exit(main())
"""
"""A program that sh hands to Python: a path with a space can't stand in the first line."""


def install(environment: Path, lock: str, base: Path | None = None) -> None:
    """Make `environment` anew, with what `requirements/LOCK.lock` pins, and with what `base` contains."""
    environment = Path(os.path.abspath(environment))
    pins = ROOT / "requirements" / f"{lock}.lock"
    if not (_install_by_uv(environment, pins) or _install_by_pip(environment, pins, base)):
        sys.exit(f"Not installed: {pins.name}. What stands above says why.")
    if lock in {"apj", "browser", "dev", "docs"}:
        _link_checkout(environment)


def _python_of(environment: Path) -> Path:
    return environment / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def _packages_of(environment: Path) -> Path:
    variables = {"base": str(environment), "platbase": str(environment)}
    return Path(sysconfig.get_path("purelib", "venv", vars=variables))


def _link(environment: Path, name: str, folder: Path) -> None:
    """Let the environment also import what is in `folder`."""
    (_packages_of(environment) / f"{name}.pth").write_text(f"{folder}\n", "utf-8")


def _run(*words: object) -> bool:
    """Run a program, and return whether it succeeded."""
    return subprocess.run([str(word) for word in words], check=False).returncode == 0


def _install_by_uv(environment: Path, pins: Path) -> bool:
    uv = shutil.which("uv")
    if not uv:
        return False
    python = _python_of(environment)
    shutil.rmtree(environment, ignore_errors=True)
    done = (
        _run(uv, "--quiet", "venv", "--python", sys.executable, environment)
        and _run(uv, "--quiet", "pip", "install", "--python", python, *BY_LOCK, pins)
        and _run(uv, "--quiet", "pip", "check", "--python", python)
    )
    if not done:
        print("uv could not install it; pip tries it now.", file=sys.stderr)  # noqa: T201
    return done


def _install_by_pip(environment: Path, pins: Path, base: Path | None) -> bool:
    python = _python_of(environment)
    if _pip_version() >= OLDEST_PIP:
        made = _run(sys.executable, "-m", "venv", "--clear", "--without-pip", environment)
        pip = (sys.executable, "-m", "pip", "--python", python)
    else:
        if not _run(sys.executable, "-c", "import ensurepip"):
            sys.exit(NO_PIP)
        made = _run(sys.executable, "-m", "venv", "--clear", environment)
        pip = (python, "-m", "pip")
    quiet = ("--quiet", "--disable-pip-version-check")
    if made and base:
        _link(environment, "base", _packages_of(Path(os.path.abspath(base))))
    return made and _run(*pip, "install", *quiet, *BY_LOCK, pins) and _run(*pip, "check", *quiet)


def _pip_version() -> tuple[int, ...]:
    """Return the version of the pip that this Python has, and an empty one when it has none."""
    asked = subprocess.run([sys.executable, "-m", "pip", "--version"], capture_output=True, text=True, check=False)
    found = re.match(r"pip (\d+)\.(\d+)", asked.stdout)
    return tuple(int(part) for part in found.groups()) if found else ()


def _link_checkout(environment: Path) -> None:
    """Let the environment import the checkout, and put the command `apj` beside its Python."""
    _link(environment, "apj-checkout", ROOT)
    python = _python_of(environment)
    if os.name == "nt":
        words = f'@"{python}" -c "from apjournal.__main__ import main; main()" %*\n'
        (python.parent / "apj.cmd").write_text(words, "utf-8")
        return
    command = python.parent / "apj"
    command.write_text(START.format(python=python), "utf-8")
    command.chmod(command.stat().st_mode | stat.S_IXUSR | stat.S_IXGRP | stat.S_IXOTH)
