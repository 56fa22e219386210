"""A release: the tag, the version and the changelog agree, and the package leads to where it was built."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

import apjournal
from hatch_build import list_urls, write_full_links
from tools import release
from tools.release import UNRELEASED, list_problems, read_sections

ROOT = Path(__file__).parent.parent
URL = "https://host.example/ana/apj"
WORKFLOWS = {path.name: path.read_text("utf-8") for path in sorted((ROOT / ".github/workflows").glob("*.yml"))}
RELEASED = {"[0.2.0] - 2026-11-30": "### Added\n\n- A line", "[0.1.0] - never released": ""}


def test_the_changelog_begins_with_the_version_of_the_package() -> None:
    sections = read_sections(release.CHANGELOG.read_text("utf-8"))
    assert next(iter(sections)) == UNRELEASED
    del sections[UNRELEASED]
    assert list_problems(f"v{apjournal.__version__}", apjournal.__version__, sections) == []


def test_pages_that_name_the_version_name_the_current_one() -> None:
    version = apjournal.__version__
    assert f"This is version {version}." in (ROOT / "README.md").read_text("utf-8")
    wheels = re.findall(r"dist/apj-([\d.]+)-py3", (ROOT / "docs/anywhere.md").read_text("utf-8"))
    assert set(wheels) == {version}


@pytest.mark.parametrize(
    ("tag", "version", "sections", "problem"),
    [
        ("v0.3.0", "0.2.0", RELEASED, "The tag is v0.3.0, but the package has version 0.2.0: its tag is v0.2.0."),
        ("0.2.0", "0.2.0", RELEASED, "The tag is 0.2.0, but the package has version 0.2.0: its tag is v0.2.0."),
        (
            "v0.3.0",
            "0.3.0",
            RELEASED,
            "The changelog begins with [0.2.0] - 2026-11-30, but the package has version 0.3.0.",
        ),
        ("v0.3.0", "0.3.0", {}, "The changelog begins with no version, but the package has version 0.3.0."),
        ("v0.3.0", "0.3.0", {"[0.3.0] - soon": ""}, "The changelog has no date for version 0.3.0."),
        (
            "v0.2.0",
            "0.2.0",
            {UNRELEASED: "- A line", **RELEASED},
            'Move what the changelog has under "[Unreleased]" to version 0.2.0.',
        ),
    ],
)
def test_a_release_stops_if_tag_version_and_changelog_disagree(
    tag: str, version: str, sections: dict[str, str], problem: str
) -> None:
    assert list_problems(tag, version, sections) == [problem]


def test_the_release_notes_are_the_section_of_the_version_in_the_changelog(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(release, "__version__", "0.2.0")
    monkeypatch.setattr(release, "CHANGELOG", tmp_path / "CHANGELOG.md")
    monkeypatch.setenv("APJ_URL", URL)
    text = "## [Unreleased]\n\n## [0.2.0] - 2026-11-30\n\n- See [this](docs/web.md)\n\n## [0.1.0] - x\n\nOld\n"
    release.CHANGELOG.write_text(f"# Changelog\n\n{text}", "utf-8")
    release.main("v0.2.0")
    assert capsys.readouterr().out == f"- See [this]({URL}/blob/v0.2.0/docs/web.md)\n"
    with pytest.raises(SystemExit, match=r"The tag is v0\.2\.1"):
        release.main("v0.2.1")


def test_links_of_the_readme_lead_to_the_tag_on_the_page_of_the_package() -> None:
    text = "![A](docs/a.png) [B](docs/b.md#c) [D](https://d.example) [E](#e) [F](LICENSE)"
    assert write_full_links(text, URL, "0.2.0") == (
        f"![A]({URL}/raw/v0.2.0/docs/a.png) [B]({URL}/blob/v0.2.0/docs/b.md#c) [D](https://d.example) [E](#e) "
        f"[F]({URL}/blob/v0.2.0/LICENSE)"
    )


def test_the_links_of_the_package_lead_to_files_that_exist() -> None:
    links = list_urls(URL, "0.2.0")
    assert all(link.startswith(URL) for link in links.values())
    paths = [link.removeprefix(f"{URL}/blob/v0.2.0/") for link in links.values() if "/blob/" in link]
    assert paths
    assert [path for path in paths if not (ROOT / path).is_file()] == []


# ---- the workflows


@pytest.mark.parametrize("name", WORKFLOWS)
def test_workflows_pin_actions_to_a_commit_and_mention_the_version(name: str) -> None:
    used = re.findall(r"uses: (.+)", WORKFLOWS[name])
    assert used
    assert [line for line in used if not re.fullmatch(r"[\w./-]+@[0-9a-f]{40} # v[\d.]+", line)] == []


def test_every_workflow_uses_the_same_commit_of_an_action() -> None:
    used = set(re.findall(r"uses: ([\w./-]+)@(\w+)", "".join(WORKFLOWS.values())))
    assert len(used) == len({action for action, _ in used})


def test_each_job_of_a_release_has_the_permissions_that_it_needs_and_no_secret() -> None:
    text = WORKFLOWS["release.yml"]
    workflow: Any = yaml.safe_load(text)
    assert workflow["permissions"] == {}
    assert {name: job["permissions"] for name, job in workflow["jobs"].items()} == {
        "build": {"contents": "read"},
        "attest": {"id-token": "write", "attestations": "write"},
        "publish": {"id-token": "write"},
        "announce": {"contents": "write"},
    }
    assert "secrets." not in text
    assert workflow["jobs"]["publish"]["environment"] == "pypi"


def test_a_release_checks_the_tag_before_it_builds() -> None:
    jobs: Any = yaml.safe_load(WORKFLOWS["release.yml"])["jobs"]
    runs = [step["run"] for step in jobs["build"]["steps"] if "run" in step]
    checks = next(number for number, run in enumerate(runs) if "tools.release" in run)
    builds = next(number for number, run in enumerate(runs) if "make build" in run)
    assert checks < builds
    assert [job.get("needs") for job in jobs.values()] == [None, "build", "attest", "publish"]
