from __future__ import annotations

import pytest

from apjournal.errors import GitFault
from apjournal.gitrepo.plumbing.refs import find_chosen_remote, find_likely_remote, list_remotes

TWO = {"remote.disk.url": "/disk/ours.git", "remote.nas.url": "/nas/ours.git"}
ORIGIN = {"remote.origin.url": "/srv/ours.git"}


@pytest.mark.parametrize(
    ("config", "name"),
    [
        ({}, None),
        ({"remote.origin.prune": "true"}, None),  # a setting, not a remote
        (ORIGIN, "origin"),
        ({"remote.upstream.url": "/srv/ours.git"}, "upstream"),
        ({"remote.at.home.url": "/srv/ours.git"}, "at.home"),
        (TWO | {"branch.main.remote": "nas"}, "nas"),
        (TWO | ORIGIN, "origin"),
        (TWO | ORIGIN | {"branch.main.remote": "disk", "branch.trunk.remote": "origin"}, "disk"),
    ],
)
def test_the_remote_is_that_of_the_branch_or_the_only_one_or_origin(config: dict[str, str], name: str | None) -> None:
    assert find_chosen_remote(config, "main") == name
    assert find_likely_remote(config, "main") == (name or "origin")


@pytest.mark.parametrize(
    ("config", "advice"),
    [
        (TWO, "git config branch.main.remote NAME"),
        (ORIGIN | {"branch.main.remote": "gone"}, "git config branch.main.remote origin"),
        (ORIGIN | {"branch.main.remote": "."}, "git config branch.main.remote origin"),
        ({"remote.-x.url": "/srv/ours.git"}, "git remote rename -x origin"),
        ({"remote.a=b.url": "/srv/ours.git"}, "git remote rename a=b origin"),
    ],
)
def test_an_ambiguous_remote_is_reported_with_the_command_to_choose(config: dict[str, str], advice: str) -> None:
    with pytest.raises(GitFault) as caught:
        find_chosen_remote(config, "main")
    assert caught.value.hint.endswith(advice)
    assert list_remotes(config)
