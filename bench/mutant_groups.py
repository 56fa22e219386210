"""The groups of modules whose mutants are made and counted together, and the tests that are run against each."""

from __future__ import annotations

from pathlib import Path

_SYNC = (
    "gitrepo/merge/* gitrepo/checkout/* gitrepo/plumbing/{commit,trees,index} gitrepo/plumbing/network/remote"
    " gitrepo/kept/rewrite_detection gitrepo/verify/tip_checks format/merge/* services/commit/commit"
    " services/sync/{sync,round,fetch_phases,check_phases,merge_phases,push_phases,apply_phases,alarms}"
)
_KEPT = (
    "gitrepo/kept/* analysis/changes/{kept_versions,list_changes,goal_matching,vanished} services/commit/keep_copies"
)
_VERIFY = "checks/* gitrepo/verify/{history_walk,attribution,kept_claims} usecases/verify services/verify/vanished"
_ATTACKS = "attacks/test_{rewriting,ownership,surroundings}"
GROUPS = {
    "reader and editor": ("format/*/* format/*/*/*", "format/* format/*/* test_example_journal", "check"),
    "runner": ("gitrepo/plumbing/{runner,environment,faults}", "gitrepo/*/*", "sync"),
    "kept copies": (_KEPT, "gitrepo/*/* analysis/* analysis/changes/* cli/test_{review,verify}", "review"),
    "sync": (
        _SYNC,
        "format/merge/* gitrepo/*/* gitrepo/*/*/* session/* services/*/*"
        " cli/test_{sync,undo,two_partners,signing,review} " + _ATTACKS,
        "sync",
    ),
    "verify": (_VERIFY, "checks/* gitrepo/*/* cli/test_{verify,check}", "verify"),
    "git": (
        "gitrepo/* gitrepo/*/* gitrepo/*/*/*",
        "gitrepo/*/* gitrepo/*/*/* cli/test_{sync,doctor,signing,remotes,verify}",
        "sync",
    ),
    "analysis": (
        "model/* model/views/* analysis/* analysis/*/*",
        "model/* analysis/* analysis/*/*",
        "insights",
    ),
    "session": (
        "session/* session/*/* store/* *",
        "session/* store/* cli/* test_{api,import_later,patterns,prompt_cache,templating}",
        "status",
    ),
    "services": ("services/*/* services/*/*/*", "services/*/* services/*/*/* cli/*", "sync"),
    "usecases": ("usecases/*", "usecases/* cli/*", "status"),
    "render": ("render/* render/*/*", "render/* render/*/* cli/*", "status"),
    "command line": ("cli/* cli/*/* lsp/* web/* web/*/*", "cli/* cli/*/* terminal/* lsp/* web/*", "everywhere"),
}
"""The modules of each group, the tests that are held against them (most attacks are too slow), and its command."""


def list_files(top: str, patterns: str) -> list[Path]:
    """Return the Python files below `top` of patterns such as `a/*` and `a/{b,c}`: braces at the end, for pathlib."""
    found: set[Path] = set()
    for pattern in patterns.split():
        before, _, names = pattern.rstrip("}").partition("{")
        found.update(*(Path(top).glob(f"{before}{name}.py") for name in names.split(",")))
    return sorted(found)
