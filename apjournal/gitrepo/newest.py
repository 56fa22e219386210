"""The newest commit that changed a folder, found without a git process: thousands of kept lines ask for it."""

from __future__ import annotations

from apjournal.gitrepo.objects import Objects


def find_newest_change_in_walk(objects: Objects, commit: str, folder: str) -> str | None:
    """Return the newest commit that changed `folder`, seen from `commit`: `git rev-list -1 COMMIT -- FOLDER`."""
    here = objects.find_entry(commit, folder)
    found = objects.read_commit(commit)
    while found is not None:
        same = next((parent for parent in found.parents if objects.find_entry(parent, folder) == here), None)
        if same is None:
            return found.id if here or found.parents else None
        found = objects.read_commit(same)
    return None
