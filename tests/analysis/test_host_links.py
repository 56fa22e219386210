"""Links to git hosts.

The rules come from these sources:
- GitHub: `new/BRANCH?filename=…&value=…` in https://github.com/isaacs/github/issues/1527, `edit/BRANCH/PATH` in
  https://github.com/isaacs/github/issues/460, `tree/BRANCH/PATH` in the URL of any folder.
- Gitea and Forgejo: `_new/BRANCH?filename=…&value=…` (a folder in `filename` is allowed) in
  https://github.com/go-gitea/gitea/pull/16556 and in routers/web/repo/editor.go of both, `_edit/BRANCH/PATH` in their
  routers/web/web.go, and `src/branch/BRANCH` in https://github.com/paulirish/git-open/pull/235.
- GitLab: `/-/new/*id`, `/-/edit/*id`, `/-/tree/*id` in GitLab's config/routes/repository.rb. `file_name` works and a
  parameter with the text does not: https://gitlab.com/gitlab-org/gitlab/-/work_items/594214.
"""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from apjournal.analysis.host_links import LONGEST, HostedBranch, HostKind, find_hosted_branch

GOALS = "---\ngoals:\n  - \n---\n"
FILLED = "value=---%0Agoals%3A%0A%20%20-%20%0A---%0A"


@pytest.mark.parametrize(
    ("kind", "folder", "editor", "new"),
    [
        (
            HostKind.GITHUB,
            "https://host/ana/our/tree/main/ben",
            "https://host/ana/our/edit/main/ben/2026-W49.md",
            f"https://host/ana/our/new/main?filename=ben/2026-W49.md&{FILLED}",
        ),
        (
            HostKind.FORGEJO,
            "https://host/ana/our/src/branch/main/ben",
            "https://host/ana/our/_edit/main/ben/2026-W49.md",
            f"https://host/ana/our/_new/main?filename=ben/2026-W49.md&{FILLED}",
        ),
        (
            HostKind.GITLAB,
            "https://host/ana/our/-/tree/main/ben",
            "https://host/ana/our/-/edit/main/ben/2026-W49.md",
            "https://host/ana/our/-/new/main?file_name=ben/2026-W49.md",
        ),
    ],
)
def test_each_git_host_has_its_own_kind_of_links(kind: HostKind, folder: str, editor: str, new: str) -> None:
    branch = HostedBranch(kind, "https://host/ana/our", "main")
    assert branch.link_folder("ben") == folder
    assert branch.link_editor("ben/2026-W49.md") == editor
    found = branch.link_new_file("ben/2026-W49.md", GOALS)
    assert (found.link, found.is_filled) == (new, kind is not HostKind.GITLAB)


@pytest.mark.parametrize(
    ("page", "setting", "expected"),
    [
        ("https://github.com/ana/our", None, ("github", "https://github.com/ana/our")),
        ("https://ssh.github.com/ana/our", None, ("github", "https://github.com/ana/our")),
        ("https://github.example.org/ana/our", None, ("github", "https://github.example.org/ana/our")),
        ("https://gitlab.com/a/b/our", None, ("gitlab", "https://gitlab.com/a/b/our")),
        ("https://altssh.gitlab.com/a/our", None, ("gitlab", "https://gitlab.com/a/our")),
        ("https://gitlab.example.org/a/our/", None, ("gitlab", "https://gitlab.example.org/a/our")),
        ("https://codeberg.org/ana/our", None, ("forgejo", "https://codeberg.org/ana/our")),
        ("https://gitea.example.org/ana/our", None, ("forgejo", "https://gitea.example.org/ana/our")),
        ("https://forgejo.example.org/ana/our", None, ("forgejo", "https://forgejo.example.org/ana/our")),
        ("https://git.example.org/ana/our", None, None),
        ("https://git.example.org/ana/our", " Forgejo ", ("forgejo", "https://git.example.org/ana/our")),
        ("https://github.com/ana/our", "none", None),
        ("https://git.example.org/日記/our & me#1?", "gitlab", ("gitlab", "https://git.example.org/%E6%97%A5%E8%A8%98/our%20%26%20me%231%3F")),
        ("https://git.example.org/%E6%97%A5/our", "gitlab", ("gitlab", "https://git.example.org/%E6%97%A5/our")),
        (None, "github", None),
        ("https://[github.com/ana/our", "github", None),
    ],
)  # fmt: skip
def test_a_host_is_recognised_by_its_name_or_by_a_setting(
    page: str | None, setting: str | None, expected: tuple[str, str] | None
) -> None:
    found = find_hosted_branch(page, "main", setting)
    assert (found and (found.kind, found.page)) == expected


@settings(max_examples=40)
@given(st.text(alphabet="aé日🌱&#?=+%/ \n:-()[]", max_size=60), st.sampled_from(["main", "ana/#1", "日記", "a b%20"]))
def test_a_link_contains_the_exact_name_and_text_of_a_new_file(text: str, branch: str) -> None:
    link = HostedBranch(HostKind.GITHUB, "https://github.com/ana/our", branch).link_new_file(f"ben/{text}", text).link
    assert link.isascii()
    assert not set(link) & set(" \n()[]<>")
    parts = urlsplit(link)
    values = parse_qs(parts.query, keep_blank_values=True, strict_parsing=True, errors="strict")
    assert (values["filename"], values["value"], parts.fragment) == ([f"ben/{text}"], [text], "")


def test_a_link_that_would_be_too_long_omits_the_text() -> None:
    found = HostedBranch(HostKind.GITHUB, "https://github.com/ana/our", "main").link_new_file("ben/a.md", "日" * 300)
    assert not found.is_filled
    assert "value" not in found.link
    assert len(found.link) < LONGEST
