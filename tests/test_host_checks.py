"""The files with which a hook or a git host runs `apj check`: a hook for pre-commit, an action, a job for GitLab."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).parent.parent
APJ = Path(sys.executable).with_name("apj")
GOOD, BROKEN = "---\ngoals:\n  - Three runs\n---\n", "---\ngoals:\n  - Ship v1: docs\n---\n"


def load(name: str) -> Any:
    return yaml.safe_load((ROOT / name).read_text("utf-8"))


@pytest.fixture
def journal(tmp_path: Path) -> Path:
    """A folder with a journal in `notes`, and the programs that the jobs install."""
    (tmp_path / "apj/bin").mkdir(parents=True)
    (tmp_path / "apj/bin/apj").symlink_to(APJ)
    (tmp_path / "notes/ana").mkdir(parents=True)
    (tmp_path / "notes/agreement.md").write_text("---\napj: 1\n---\n", "utf-8")
    return tmp_path


def run_script(script: str, folder: Path, **env: str) -> subprocess.CompletedProcess[str]:
    """Run a script as the hosts do: in bash, which stops at an error."""
    line = ("bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", script)
    return subprocess.run(line, cwd=folder, env=os.environ | env, capture_output=True, text=True, check=False)


def test_the_github_action_shows_each_error_at_its_line(journal: Path) -> None:
    action = load("action.yml")
    step = action["runs"]["steps"][-1]
    values = {f"${{{{ inputs.{name} }}}}": given["default"] for name, given in action["inputs"].items()}
    env = {name: values[value] for name, value in step["env"].items()} | {"RUNNER_TEMP": str(journal)}
    (journal / "notes/ana/2026-W48.md").write_text(BROKEN, "utf-8")
    ran = run_script(step["run"], journal / "notes", **env)
    assert ran.returncode == 1
    assert ran.stdout.startswith("::error file=ana/2026-W48.md,line=3,")
    (journal / "notes/ana/2026-W48.md").write_text(GOOD, "utf-8")
    assert run_script(step["run"], journal, **env | {"FOLDER": "notes", "STRICT": "true"}).returncode == 0


def test_the_gitlab_job_for_a_journal_ends_with_an_error_if_check_finds_one(journal: Path) -> None:
    job = load(".gitlab/apj-check.yml")["apj-check"]
    assert set(job["variables"]) == {"APJ_SOURCE", "APJ_FOLDER"}
    assert run_script(job["before_script"][0], journal, APJ_SOURCE="").returncode == 2
    script = "\n".join(job["script"]).replace("/tmp/apj/", f"{journal}/apj/")
    (journal / "notes/ana/2026-W48.md").write_text(BROKEN, "utf-8")
    assert run_script(script, journal, APJ_FOLDER="notes").returncode == 1


def test_the_pre_commit_hook_checks_the_files_that_are_committed(journal: Path) -> None:
    (hook,) = load(".pre-commit-hooks.yaml")
    (journal / "notes/ana/2026-W48.md").write_text(BROKEN, "utf-8")
    (journal / "notes/ana/2026-W49.md").write_text(GOOD, "utf-8")
    entry = f"{APJ.parent}/{hook['entry']}"
    assert run_script(f"{entry} ana/2026-W49.md", journal / "notes").returncode == 0
    assert "2026-W48.md:3:5" in run_script(f"{entry} ana/2026-W48.md", journal / "notes").stdout
    assert f"- id: {hook['id']}" in (ROOT / "docs/checks-on-each-commit.md").read_text("utf-8")
