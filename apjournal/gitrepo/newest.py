"""The newest commit that changed a folder, found without a git process: thousands of kept lines ask for it."""

from __future__ import annotations

from apjournal.gitrepo.objects import Objects


def newest_change(objects: Objects, commit: str, folder: str) -> str | None:
    """Return the newest commit that changed `folder`, seen from `commit`: `git rev-list -1 COMMIT -- FOLDER`."""
    here = objects.entry(commit, folder)
    found = objects.commit(commit)
    while found is not None:
        same = next((parent for parent in found.parents if objects.entry(parent, folder) == here), None)
        if same is None:
            return found.id if here or found.parents else None
        found = objects.commit(same)
    return None
