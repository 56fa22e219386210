"""`apj ci`: the file with which a git host checks each push."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.helpers.people import Person
from tests.helpers.repos import git

SOURCE = f"git+https://codeberg.org/ana/apj@{'5f2c81d0' * 5}"
BROKEN = "---\ngoals:\n  - Ship v1: docs\n---\n"


def run_in_shallow_clone(script: str, root: Path, place: Path) -> subprocess.CompletedProcess[str]:
    """Run a script of the workflow as a host does: in a shallow clone, with neither identity nor settings."""
    (place / "apj/bin").mkdir(parents=True)
    (place / "apj/bin/apj").symlink_to(Path(sys.executable).with_name("apj"))
    git(place, "clone", "--quiet", "--depth=1", f"file://{root}", "clone")
    env = {"PATH": os.environ["PATH"], "HOME": str(place), "RUNNER_TEMP": str(place), "LC_ALL": "C.UTF-8"}
    env["GITHUB_STEP_SUMMARY"] = str(place / "summary.md")
    line = ("bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", script)
    return subprocess.run(line, cwd=place / "clone", env=env, capture_output=True, text=True, check=False)


def test_sync_tells_the_partner_about_the_file_and_the_host_shows_an_error_at_its_line(
    kept: tuple[Person, Person], tmp_path: Path
) -> None:
    ana, ben = kept
    path = ".github/workflows/apj.yml"
    ran = ana.apj("ci", "github", "--source", SOURCE)
    assert ran.out.startswith(f"Wrote {path}.\n")
    written = ana.root.joinpath(path).read_text("utf-8")
    assert SOURCE in written
    assert "secrets" not in written
    workflow: Any = yaml.safe_load(written)
    assert workflow["permissions"] == {"contents": "read"}
    assert ana.apj("ci", "github", "--source", SOURCE).out.startswith(f"{path} already exists.\n")
    ana.commit()
    ana.apj("sync")
    assert f"{path} was quarantined (hidden). Ask who added it." in ben.apj("sync").out
    assert ben.git("show", f"HEAD:{path}") == written.rstrip("\n")
    ben.write("ben/2026-W48.md", BROKEN)
    ben.commit()
    *_, check, tell = workflow["jobs"]["check"]["steps"]
    shown = run_in_shallow_clone(check["run"], ben.root, tmp_path / "host")
    assert shown.returncode == 1, shown.stderr
    assert shown.stdout.startswith("::error file=ben/2026-W48.md,line=3,")
    assert tell["if"] == "always()"
    told = run_in_shallow_clone(tell["run"], ben.root, tmp_path / "again")
    assert told.stdout == (tmp_path / "again/summary.md").read_text("utf-8")
    assert "- Line 3: " in told.stdout
    assert '```markdown\n---\ngoals:\n  - "Ship v1: docs"\n---\n```' in told.stdout


def test_the_gitlab_job_reports_an_error_and_ends_with_an_error(ana: Person, tmp_path: Path) -> None:
    ana.apj("ci", "gitlab", "--source", SOURCE)
    job: Any = yaml.safe_load(ana.root.joinpath(".gitlab-ci.yml").read_text("utf-8"))["apj-check"]
    ana.write("ana/2026-W48.md", BROKEN)
    ana.commit()
    host = tmp_path / "host"
    ran = run_in_shallow_clone("\n".join(job["script"]).replace("/tmp/apj/", f"{host}/apj/"), ana.root, host)
    assert ran.returncode == 1, ran.stderr
    assert ran.stdout.startswith("### ana/2026-W48.md\n\n- Line 3: ")
    (one,) = json.loads((host / "clone" / job["artifacts"]["reports"]["codequality"]).read_text("utf-8"))
    assert one["location"] == {"path": "ana/2026-W48.md", "lines": {"begin": 3}}


def test_ci_never_replaces_a_file_with_different_contents(ana: Person) -> None:
    ana.write(".forgejo/workflows/apj.yml", "on: push\n")
    ran = ana.apj("ci", "forgejo", "--source", SOURCE, code=2)
    assert "already exists with different contents" in ran.err
    assert ana.root.joinpath(".forgejo/workflows/apj.yml").read_text("utf-8") == "on: push\n"


@pytest.mark.parametrize(
    "source",
    [
        "apj",
        "git+https://codeberg.org/ana/apj@main",
        f"git+https://ana:token@codeberg.org/ana/apj@{'5' * 40}",
        '"; id; ".whl',
        "--pre.whl",
    ],
)
def test_ci_refuses_a_source_that_may_change_or_contains_a_password(ana: Person, source: str) -> None:
    assert "does not identify an exact version" in ana.apj("ci", "github", f"--source={source}", code=2).err
    assert not ana.root.joinpath(".github").exists()
