"""`apj ci`: write the workflow file with which a git host checks the journal on each push."""

from __future__ import annotations

import json
from importlib.metadata import PackageNotFoundError, distribution

from apjournal.errors import UsageFault
from apjournal.model.views.ci import CiView
from apjournal.patterns import make_pattern
from apjournal.session.workspace import Workspace
from apjournal.session.writing import journal_lock
from apjournal.store.atomic_write import replace_file
from apjournal.templating import render_template

PATHS = {"github": ".github/workflows/apj.yml", "forgejo": ".forgejo/workflows/apj.yml", "gitlab": ".gitlab-ci.yml"}
"""The path of the file that each host reads, from the root of the repository."""
_ACTIONS = {
    "github": {"runner": "ubuntu-latest", "actions": ""},
    "forgejo": {"runner": "docker", "actions": "https://data.forgejo.org/"},
}
_PINNED = make_pattern(
    r"git\+https://[\w.:-]+/[\w./~-]+@[0-9a-f]{40,64}|https://[\w.:-]+/[\w./~+-]+\.whl|[\w.][\w./-]*\.whl"
)
"""Matches a source from which pip can install without a password, and which never changes."""


def write_workflow(workspace: Workspace, host: str, *, source: str | None) -> CiView:
    """Write the workflow file of `host`. It installs `source`, or the commit that apj itself was installed from.

    Raise `UsageFault` if the file exists with a different text, or if the source is unknown or not pinned.
    """
    pinned = source or _find_own_source() or ""
    if not _PINNED.fullmatch(pinned):
        raise UsageFault(
            f"{source} does not identify an exact version." if source else "This apj was not installed from a commit.",
            "Give a commit or a wheel: --source git+https://HOST/OWNER/apj@COMMIT, with the full id of the commit.",
        )
    path = PATHS[host]
    template = "ci-actions.yml.j2" if host in _ACTIONS else f"ci-{host}.yml.j2"
    data = render_template(template, host=host, source=pinned, **_ACTIONS.get(host, {})).encode()
    with journal_lock(workspace):
        was = workspace.folder.read(path)
        if was not in {None, data}:
            raise UsageFault(
                f"{path} already exists with different contents.",
                "Move the file to another folder and run the command again, or add the job to the file yourself.",
            )
        if was is None:
            replace_file(workspace.root, path, data, was=None)
    return CiView(host=host, path=path, source=pinned, written=was is None)


def _find_own_source() -> str | None:
    """Return the repository and commit from which pip installed apj, or None if it was installed in another way."""
    try:
        text = distribution("apj").read_text("direct_url.json")
    except PackageNotFoundError:
        return None
    origin = json.loads(text) if text else {}
    commit = origin.get("vcs_info", {}).get("commit_id")
    return f"git+{origin['url']}@{commit}" if commit else None
