"""`apj demo`: make a real journal of two example partners, from a story that ends this week."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator, Sequence
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from shlex import quote

from msgspec.structs import replace

from apjournal import templating
from apjournal.errors import ApjError, GitFault, UsageFault
from apjournal.format.read.recorded_history import build_files_of, move_recording, read_recording
from apjournal.format.read.story import move_step, read_story
from apjournal.gitrepo.compose_history import Composer
from apjournal.gitrepo.merge import backups
from apjournal.gitrepo.plumbing import refs, repository
from apjournal.gitrepo.plumbing.commit import Identity
from apjournal.gitrepo.plumbing.config import list_settings
from apjournal.gitrepo.plumbing.digest import compute_blob_id
from apjournal.gitrepo.plumbing.network import remote
from apjournal.gitrepo.plumbing.network.urls import check_url
from apjournal.gitrepo.plumbing.objects import Objects
from apjournal.gitrepo.plumbing.runner import Git
from apjournal.gitrepo.plumbing.trees import Raw, write_pack
from apjournal.model.handle import Handle
from apjournal.model.isoweek import IsoWeek
from apjournal.model.story import Recording, StoryStep
from apjournal.model.views.journal import BeginView
from apjournal.services.setup.begin import check_out, store_my_handle
from apjournal.services.setup.rollback import undo_on_failure as undo_on_failure

STORY, RECORDING = "story.yaml", "story-history.json"
ROOM = 20 * 2**20
"""The free space in bytes that a demo requires. It uses less than half of that."""


def check_place(folder: Path) -> None:
    """Raise `UsageFault` if no demo can be made in a folder, because it is not empty or cannot be written."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise UsageFault(f"{folder} already exists.", "Choose a new folder: apj demo DIR")
    there = next(place for place in (folder, *folder.parents) if place.exists())
    if not there.is_dir():
        raise UsageFault(f"{there} is a file, not a folder.", "Choose a new folder: apj demo DIR")
    if not os.access(there, os.W_OK | os.X_OK):
        raise UsageFault(f"You cannot write in {there}.", "Choose a folder elsewhere: apj demo DIR")
    if shutil.disk_usage(there).free < ROOM:
        raise GitFault(
            f"There is not enough space in {there}.", "The demo needs 20 MB. Choose a folder on another disk."
        )


def list_steps(folder: Path, now: datetime) -> Iterator[StoryStep]:
    """Yield the steps of the story, moved by whole weeks so that they end in the current week and before `now`.

    `{dir}` and `{shared}` are filled in.
    """
    story = read_story(templating.find_template(STORY))
    weeks = IsoWeek.of(now.date()) - IsoWeek.of(story[-1].at.date())
    return (_fill_in_paths(move_step(step, weeks, latest=now), folder) for step in story)


def read_recorded_history(now: datetime) -> Recording | None:
    """Return the recorded history of the story, moved like the steps, or None if the user has their own story."""
    recording = read_recording(templating.find_template(RECORDING))
    if sha256(templating.find_template(STORY).encode()).hexdigest() != recording.story:
        return None
    weeks = IsoWeek.of(now.date()) - IsoWeek.of(recording.ends)
    return move_recording(recording, weeks, latest=now)


def build_demo(folder: Path, recording: Recording) -> None:
    """Create the final state of the story: each partner's clone, and the repository that they share.

    The commits are composed in memory from apj's own data. Everything else is done as in `init` and `join`.
    """
    shared = folder / "shared.git"
    ids: list[str] = []
    objects: list[Raw] = []
    for who in recording.authors:
        git = Git(get_clone_path(folder, who))
        repository.init_repository(git)
        is_first = not ids
        if is_first:
            repository.init_shared(shared, git)
            ids, objects = _compose_history(git, recording)
        repository.set_remote(git, check_url(str(shared), folder=folder))
        write_pack(git, objects)
        with Objects(git) as read:
            check_out(git, read, refs.BRANCH, ids[-1])
        if is_first:
            _push_history(git, ids[-1])
        named = [(ref, ids[commit], None) for ref, commit in recording.refs[who].items()]
        refs.move_refs(git, [*named, *_plan_backups(recording, who, ids)])
        store_my_handle(git, Handle(who))


def _compose_history(git: Git, recording: Recording) -> tuple[list[str], list[Raw]]:
    """Return the ids of all commits in the history, and all its objects."""
    composer = Composer(git)
    ids: list[str] = []
    files: list[dict[str, str]] = []
    for commit in recording.commits:
        files.append(build_files_of(commit, [files[parent] for parent in commit.parents], ids, compute_blob_id))
        author = recording.authors[commit.who]
        texts = {path: text.encode() for path, text in files[-1].items()}
        parents = [ids[parent] for parent in commit.parents]
        ids.append(composer.add_commit(texts, commit.message, Identity(author.name, author.email), commit.at, parents))
    return ids, list(composer.list_objects())


def _push_history(git: Git, commit: str) -> None:
    """Push the history to the shared repository."""
    place = remote.find_configured_remote(git, list_settings(git), refs.BRANCH)
    assert place is not None  # noqa: S101  init has set it
    answer = remote.push_commit(git, place, refs.BRANCH, commit)
    if not isinstance(answer, remote.Pushed):
        raise GitFault("The demo could not be shared between its two partners.", "Run apj demo again.")


def _plan_backups(recording: Recording, who: str, ids: Sequence[str]) -> list[refs.Move]:
    """Plan the backup refs of the merges that a partner made. Two backups at one moment get different names."""
    made: dict[str, str] = {}
    for at, commit in recording.backups[who]:
        ref, oid, _ = backups.plan_backup(made, ids[commit], at)
        assert oid is not None  # noqa: S101  a backup is never a removal
        made[ref] = oid
    return [(ref, oid, None) for ref, oid in made.items()]


def get_clone_path(folder: Path, who: str) -> Path:
    """Return the path of one partner's clone of the demo."""
    return folder / who


def _fill_in_paths(step: StoryStep, folder: Path) -> StoryStep:
    places = {"{dir}": str(get_clone_path(folder, step.who)), "{shared}": str(folder / "shared.git")}
    return replace(step, run=tuple(places.get(word, word) for word in step.run))


def edit_by_hand(folder: Path, step: StoryStep) -> None:
    """Write or change a file as a person would in an editor, without apj."""
    path = get_clone_path(folder, step.who) / step.path
    text = step.text
    if step.old is not None:
        before = path.read_text(encoding="utf-8")
        if before.count(step.old) != 1:
            raise ApjError(
                f"At {step.at}, the story changes {step.path}, but the file contains different text.",
                "This is a bug in apj. Please report it.",
            )
        text = before.replace(step.old, step.text)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")


def build_view(folder: Path) -> BeginView:
    """Return the view of the demo, with commands to try."""
    where = f"apj -C {quote(str(get_clone_path(folder, 'ana')))}"
    return BeginView(
        path=str(folder),
        partner=None,
        shared=str(folder / "shared.git"),
        commit=None,
        next=(f"{where} status", f"{where} review", f"{where} insights"),
        lines=(f"Ana's clone is in {get_clone_path(folder, 'ana')}, Ben's in {get_clone_path(folder, 'ben')}.",),
    )
