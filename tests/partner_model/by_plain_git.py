"""What people do with plain git in a clone, and what the model of two partners records about it."""

from __future__ import annotations

import os
import subprocess
from typing import TYPE_CHECKING

from tests.helpers.git_objects import read_author
from tests.helpers.repos import who
from tests.partner_model.device import PEOPLE, Device
from tests.partner_model.shared_repository import ref

if TYPE_CHECKING:
    from tests.partner_model.model import Partnership


def push(everyone: Partnership, device: Device) -> None:
    """Push the commits, as far as the server accepts them."""
    if not everyone.away and everyone.server.tip and not everyone.is_renamed(device):
        device.git("push", "-q", "origin", "HEAD", ok=(0, 1))
        if everyone.server.tip == device.head:
            device.may.add(device.head)


def pull(everyone: Partnership, device: Device, *, rebase: bool) -> None:
    """Commit what is mine and pull, with a merge or a rebase. If git stops in a conflict, restore the former state."""
    everyone.commit_by_hand(device)
    everyone.learn(device)
    before, words = device.head, device.here()
    env = who(PEOPLE[device.handle], everyone.date())
    way = "--rebase" if rebase else "--no-rebase"
    device.git("pull", "-q", way, "--no-edit", ok=(0, 1, 2, 128), **env)
    private = device.root / ".git"
    if (private / "MERGE_HEAD").exists():
        device.git("merge", "--abort")
    if (private / "rebase-merge").exists() or (private / "rebase-apply").exists():
        device.git("rebase", "--abort")
    everyone.learn(device)
    known = everyone.lineage.history(before) | everyone.lineage.history(everyone.server.tip)
    made = everyone.lineage.history(device.head) - known
    for commit in made:
        name, _ = read_author(device.root, commit)
        by = next((handle for handle, (own, _) in PEOPLE.items() if own == name), "")
        everyone.note(device.root, commit, by=by)
    everyone.wrote(device, words)
    if rebase and device.head != before:  # a rebase leaves out merges, and what was in them alone
        device.held &= device.here() | device.reachable()
        everyone.recount()


def merge(everyone: Partnership, device: Device) -> None:
    """Fetch and merge with plain git, so that no line of mine is lost."""
    device.git("fetch", "-q", "origin")
    device.to_merge = ""
    everyone.learn(device)
    everyone.settle(device)


def take_out(everyone: Partnership, device: Device) -> None:
    """Run the commands that sync printed for removing what is not mine."""
    env = os.environ | {name: str(word) for name, word in who(PEOPLE[device.handle], everyone.date()).items()}
    commands = device.way_out.removesuffix(" && apj sync")
    subprocess.run(["bash", "-ec", commands], cwd=device.root, env=env, check=True, capture_output=True)
    everyone.note(device.root, device.head, by=device.handle)
    device.dirty = device.unclean(device.dirty)
    device.way_out = ""


def follow(device: Device) -> None:
    """Run the commands that sync printed for following the shared branch to its new name."""
    subprocess.run(["bash", "-ec", device.new_name], cwd=device.root, check=True, capture_output=True)
    device.new_name = device.to_merge = ""


def format_follow_commands(device: Device, new: str) -> str:
    """Return the commands that follow the shared branch to a new name, perhaps one that is here already."""
    old, place = device.branch, f"git config --replace-all branch.{new}."
    if ref(device.root, f"refs/heads/{new}") is None:
        return f"git branch -m {old} {new} && {place}merge refs/heads/{new}"
    merged = f"git switch {new} && git merge {old} && git branch -D {old}"
    return f"{merged} && {place}remote origin && {place}merge refs/heads/{new}"
