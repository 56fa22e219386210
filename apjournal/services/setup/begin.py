"""Steps that `init` and `join` share: who the person is, and the journal's repository."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from datetime import datetime
from functools import partial
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from apjournal.analysis.host_links import SETTING, find_hosted_branch
from apjournal.analysis.schedule import find_zone
from apjournal.errors import ApjError, GitFault, UsageFault
from apjournal.format.text.slug import make_slug
from apjournal.gitrepo.checkout import limits, worktree
from apjournal.gitrepo.checkout.quarantine import shows_private
from apjournal.gitrepo.plumbing import ancestry, refs, repository, trees
from apjournal.gitrepo.plumbing.config import (
    get_time_limit,
    list_trusted_folders,
    parse_config,
    read_config,
    write_config,
)
from apjournal.gitrepo.plumbing.digest import compute_blob_id
from apjournal.gitrepo.plumbing.environment import build_environment
from apjournal.gitrepo.plumbing.network import remote
from apjournal.gitrepo.plumbing.network.remote import Offline, Refused
from apjournal.gitrepo.plumbing.network.urls import Address, parse_typed_url
from apjournal.gitrepo.plumbing.objects import Objects
from apjournal.gitrepo.plumbing.refs import BRANCH, HEADS
from apjournal.gitrepo.plumbing.runner import Git
from apjournal.model.handle import Handle
from apjournal.model.partner import Partner
from apjournal.session.workspace import Workspace
from apjournal.store.atomic_write import remove_leftovers

_PARTNER = "apj.partner"

DEFAULT_ASKS = ("obstacles",)
"""The optional questions that apj asks unless told otherwise: what may get in the way of the hardest goals."""


class Person(Struct, frozen=True):
    """The person who starts or joins a journal. A value that they did not give is None."""

    handle: str | None = None
    name: str | None = None
    email: str | None = None
    timezone: str | None = None


class Surroundings(Struct, frozen=True):
    """Where and when a journal is started: the current directory, the clock and the environment."""

    folder: Path
    now: datetime
    environ: Mapping[str, str]
    terminal: bool

    @property
    def config(self) -> Mapping[str, str]:
        """Git's settings in the current directory."""
        return dict(read_config(self.folder, build_environment(self.environ, terminal=self.terminal)))

    def parse_address(self, text: str) -> Address:
        """Return the remote that a typed URL or path means.

        For any other text, raise a `UsageFault` which says what to write.
        """
        config = read_config(self.folder, build_environment(self.environ, terminal=self.terminal))
        return parse_typed_url(
            text,
            folder=self.folder,
            home=self.environ.get("HOME") or self.environ.get("USERPROFILE"),
            config=config,
            trusted=partial(list_trusted_folders, self.make_git(self.folder)),
        )

    def make_git(self, root: Path) -> Git:
        """Return a git runner for the repository that will be created at `root`."""
        return Git(root, terminal=self.terminal, timeout=get_time_limit(self.config))

    def open_workspace(self, root: Path, handle: Handle) -> Workspace:
        """Open the new journal at `root`."""
        return Workspace(root, partner=handle, now=self.now, environ=self.environ, terminal=self.terminal)


def guess_person(surroundings: Surroundings) -> Person:
    """Guess a person's answers from git's settings and the operating system."""
    from tzlocal import get_localzone_name

    config = surroundings.config
    name = config.get("user.name")
    handle = guess_handle(name or surroundings.environ.get("USER") or surroundings.environ.get("USERNAME", ""))
    return Person(handle, name, config.get("user.email"), get_localzone_name())


def guess_handle(name: str) -> str | None:
    """Return a handle made from a first name, without its accents, or None if that is impossible."""
    plain = unicodedata.normalize("NFKD", name.split(" ")[0]).encode("ascii", "ignore").decode()
    first = make_slug(plain)
    return first if first and Handle.is_valid(first) else None


def check_person(person: Person) -> Partner:
    """Return a person's answers as a partner. Raise `UsageFault` if an answer is missing or invalid."""
    handle = check_handle(person.handle)
    check_email(person.email)
    check_timezone(person.timezone)
    name = person.name or handle.capitalize()
    return Partner(handle, name, person.email, timezone=person.timezone, asks=DEFAULT_ASKS)


def check_email(text: str | None) -> None:
    """Raise `UsageFault` for a missing or invalid email address."""
    if not text or "@" not in text or not text.isprintable():
        raise UsageFault(
            "An email address is needed, because commits contain it.", "Add your email address: --email you@example.org"
        )


def check_timezone(text: str | None) -> None:
    """Raise `UsageFault` for a time zone that this machine does not know."""
    if find_zone(text) is None:
        from apjournal.session.faults.unknown_time_zones import list_near_zones

        near = list_near_zones(text) if text else ""
        raise UsageFault(
            f"There is no time zone {text}." if text else "A time zone is needed.",
            f"Did you mean {near}?" if near else "Add a time zone, for example: --timezone Europe/Lisbon",
        )


def check_handle(text: str | None) -> Handle:
    """Parse a handle. Raise `UsageFault` with an example if it is invalid."""
    if not text:
        raise UsageFault("A handle is needed: the name of your folder.", "Add a handle, for example: --partner ana")
    try:
        return Handle.parse(text)
    except ValueError:
        raise UsageFault(
            f"{text} is not a valid handle.",
            "Use up to 32 of the characters a-z, 0-9 and -, beginning with a letter, for example: ana",
        ) from None


def is_shown_by_host(address: Address | None, config: Mapping[str, str]) -> bool:
    """Whether the remote is at a git host that shows Markdown files, so that a page in a folder is useful."""
    return address is not None and find_hosted_branch(address.page, BRANCH, config.get(SETTING)) is not None


def add_acceptance(partner: Partner, agreement: bytes, now: datetime) -> Partner:
    """Return the partner with the acceptance of the agreement.

    It consists of git's id of the agreement's text, and the day in the partner's time zone.
    """
    day = now.astimezone(find_zone(partner.timezone)).date()
    return replace(partner, agreed=compute_blob_id(agreement), agreed_on=day)


def is_unfinished(git: Git, url: str | None = None) -> bool:
    """Whether an earlier `init` or `join` was interrupted, so that the repository does not name its partner yet.

    With `url`, the interrupted command must also have been for that URL.
    """
    own = git.root / ".git"
    if not own.is_dir():
        return False
    found = dict(parse_config(git.run_git("config", "-z", "--list", "--file", str(own / "config"), ok=(0, 1, 128)).out))
    return _PARTNER not in found and (url is None or found.get("remote.origin.url", url) == url)


def clear_up(root: Path, handle: Handle) -> None:
    """Remove the temporary files of an interrupted `init` or `join`."""
    for folder in (root, root / handle, root / ".git" / "apj"):
        remove_leftovers(folder)


def check_out(git: Git, objects: Objects, branch: str, commit: str) -> None:
    """Start this clone's branch at a fetched commit, which was checked before, and record the commit as accepted.

    The `.git*` files in the commit's root are accepted, except a `.gitignore` that makes git track `private/`. An
    earlier run that was interrupted is continued.
    """
    limits.require_bounded(objects, ancestry.list_commits_not_in(git, None, commit), commit)
    files = {entry.name: entry.oid for entry in objects.list_folder(commit) or () if entry.name.startswith(".git")}
    if shows_private(objects.read_file(commit, ".gitignore") or b""):
        del files[".gitignore"]
    trusted = set(files.values())
    git.run_git("symbolic-ref", "HEAD", f"{HEADS}{branch}")
    private = repository.open_repository(git).git_dir / "apj"
    worktree.finish_intent(git, objects, private)
    standing = refs.read_branch_state(git)
    if standing.head is None:
        planned = worktree.plan_move(
            git, objects, private, trees.compute_empty_tree_id(len(commit)), commit, me=None, trusted=trusted
        )
        worktree.move_branch_and_files(git, objects, private, f"{HEADS}{branch}", planned)
    if standing.accepted is None or standing.head == commit:
        remote.accept_tip(git, standing, commit)


def store_my_handle(git: Git, handle: Handle) -> None:
    """Store my handle in git's settings. This is the last step of `init` and `join`."""
    write_config(git, _PARTNER, handle)


def make_fault_of_answer(answer: Offline | Refused) -> ApjError:
    """Return the fault for a server's answer that stops `init` or `join` before the new clone is complete."""
    return GitFault(answer.reason, answer.early or answer.advice)
