"""`apj join`: make my clone of a shared journal, and check it before writing any file."""

from __future__ import annotations

from contextlib import ExitStack, closing
from datetime import datetime
from pathlib import Path
from shlex import quote

from msgspec import Struct
from msgspec.structs import replace

from apjournal.errors import GitFault, NeedsAttention, UsageFault
from apjournal.format.edit.records import write_new_partner
from apjournal.gitrepo.commit_source import CommitSource
from apjournal.gitrepo.kept import kept_refs
from apjournal.gitrepo.plumbing import repository
from apjournal.gitrepo.plumbing.config import list_settings
from apjournal.gitrepo.plumbing.network import remote
from apjournal.gitrepo.plumbing.network.remote import Remote
from apjournal.gitrepo.plumbing.objects import Objects
from apjournal.gitrepo.plumbing.refs import BRANCH
from apjournal.gitrepo.plumbing.runner import Git
from apjournal.model.agreement import Agreement
from apjournal.model.handle import Handle
from apjournal.model.partner import Partner
from apjournal.model.views.journal import BeginView
from apjournal.services.commit.commit import Committed, commit_mine
from apjournal.services.setup.begin import (
    Person,
    Surroundings,
    add_acceptance,
    check_handle,
    check_out,
    check_person,
    clear_up,
    guess_person,
    is_shown_by_host,
    is_unfinished,
    make_fault_of_answer,
    store_my_handle,
)
from apjournal.services.setup.rollback import undo_on_failure
from apjournal.services.sync import branches
from apjournal.services.sync.sync import sync_with_remote
from apjournal.session.last_fetch import note_fetch
from apjournal.session.workspace import Workspace
from apjournal.session.writing import journal_lock
from apjournal.store.atomic_write import replace_file
from apjournal.store.folder import Folder
from apjournal.store.journal_paths import AGREEMENT, PARTNER
from apjournal.store.journal_reader import Records


class FetchedJournal(Struct, frozen=True):
    """A journal that was fetched but not yet checked out.

    Closing `cleanup` removes it, unless joining has finished.
    """

    root: Path
    git: Git
    objects: Objects
    place: Remote
    branch: str
    commit: str
    url: str
    records: Records
    around: Surroundings
    cleanup: ExitStack

    @property
    def partners(self) -> tuple[Handle, ...]:
        """The handles of the existing partners."""
        return self.records.partners()


def choose_folder(url: str, folder: Path | None, around: Surroundings) -> Path:
    """Return the folder for the clone. Raise `UsageFault` if it is not free, or if the URL is not valid."""
    address = around.parse_address(url)
    root = folder or around.folder / _name_of(address.url)
    is_free = not root.exists() or (root.is_dir() and not any(root.iterdir()))
    if not is_free and not is_unfinished(around.make_git(root), address.url):
        raise UsageFault(f"{root} already exists.", f"Choose a new folder: apj join {quote(address.shown)} DIR")
    return root


def fetch_journal(url: str, folder: Path | None, around: Surroundings) -> FetchedJournal:
    """Fetch a journal into a new folder. The caller must close its `cleanup`, with the exception if there is one."""
    root, address = choose_folder(url, folder, around), around.parse_address(url)
    git = around.make_git(root)
    cleanup = ExitStack()
    cleanup.enter_context(undo_on_failure(root))
    with cleanup.pop_all() as building:
        repository.init_repository(git)
        repository.set_remote(git, address)
        objects = building.enter_context(Objects(git))
        place = remote.find_configured_remote(git, list_settings(git), BRANCH)
        assert place is not None  # noqa: S101  it was set before
        branch, commit = _fetch_branch(git, objects, place, address.shown)
        records = Records(CommitSource(objects, commit))
        if AGREEMENT not in objects.list_names(commit):
            raise UsageFault(
                f"There is no journal at {address.shown}.",
                f"To begin a journal there: apj init --shared {address.shown}",
            )
        return FetchedJournal(
            root, git, objects, place, branch, commit, address.shown, records, around, building.pop_all()
        )


def _name_of(url: str) -> str:
    name = url.rstrip("/").replace(":", "/").rpartition("/")[2].removesuffix(".git")
    return name if name and not name.startswith(".") else "journal"


def _fetch_branch(git: Git, objects: Objects, place: Remote, shown: str) -> tuple[str, str]:
    """Fetch the branch that a new clone gets. Return its name and commit."""
    survey = remote.list_branches(git, place)
    if isinstance(survey, remote.Offline | remote.Refused):
        raise make_fault_of_answer(survey)
    if not survey.branches:
        raise UsageFault(f"The repository {shown} is empty.", f"To begin a journal there: apj init --shared {shown}")
    branch = survey.head or (BRANCH if BRANCH in survey.branches else min(survey.branches))
    answer = remote.fetch_branch(git, objects, place, branch)
    if isinstance(answer, remote.BranchMissing):
        raise GitFault(f"{shown} changed while you were joining.", "Run the command again.")
    if not isinstance(answer, remote.Tip):
        raise make_fault_of_answer(answer)
    if branch != BRANCH:
        repository.set_upstream(git, branch, place.name)
    return branch, answer.commit


def get_agreement(fetched: FetchedJournal) -> Agreement:
    """Return the agreement that a new partner accepts by joining.

    Raise `NeedsAttention` if it cannot be read, because nobody can accept such an agreement.
    """
    agreement = fetched.records.agreement()
    if agreement.unreadable:
        raise NeedsAttention(
            f"{AGREEMENT} in {fetched.url} cannot be read, so you cannot accept it.",
            "Ask your partner to run apj check, and to sync. Then run this command again.",
        )
    return agreement


def is_known(fetched: FetchedJournal, handle: str) -> bool:
    """Whether a partner with that handle exists. If so, the person is joining on a second machine."""
    return Handle(handle) in fetched.partners and PARTNER in fetched.records.source.names(handle)


def get_partner_name(fetched: FetchedJournal, handle: str) -> str:
    """Return the name of an existing partner, or their handle if the name is missing."""
    return fetched.records.partner(Handle(handle)).called


def propose_person(fetched: FetchedJournal) -> Person:
    """Return the likely answers: the only partner with my email address, otherwise a guess.

    The guess comes from git's settings and the operating system. A guessed handle is left out if a partner with that
    handle has another email address.
    """
    guess = guess_person(fetched.around)
    mine = _find_partners(fetched, guess.email)
    if len(mine) == 1:
        return replace(guess, handle=mine[0])
    return replace(guess, handle=None) if _is_another(fetched, guess) else guess


def check_said(fetched: FetchedJournal, said: Person) -> None:
    """Raise `UsageFault` if the handle, or the email address, belongs to somebody else.

    An existing handle without an email address, or with one of that partner's addresses, means that the partner joins
    on a second machine.
    """
    if _is_another(fetched, said):
        raise UsageFault(
            f"This journal already has a partner {said.handle}, with a different email address.",
            f"If you are {said.handle}, leave out --email. Otherwise choose another handle: --partner HANDLE",
        )
    if said.handle is None or not is_known(fetched, said.handle):
        check_address(fetched, said.email)


def check_address(fetched: FetchedJournal, email: str | None) -> None:
    """Raise `UsageFault` if the email address is an existing partner's, who would then be the author of my commits."""
    for handle in _find_partners(fetched, email):
        called = fetched.records.partner(handle).called
        raise UsageFault(
            f"{email} is {called}'s email address.",
            f"If you are {called}, add: --partner {handle}. Otherwise add your own email address: --email ADDRESS",
        )


def _find_partners(fetched: FetchedJournal, email: str | None) -> list[Handle]:
    """Return the partners who have that email address."""
    known = fetched.records.partner
    return [handle for handle in fetched.partners if email and email.lower() in known(handle).addresses]


def _is_another(fetched: FetchedJournal, said: Person) -> bool:
    """Whether the journal has a partner with this handle but other email addresses.

    Return False if that partner has no email address, because then any address fits.
    """
    if not said.handle or not said.email or not is_known(fetched, said.handle):
        return False
    addresses = fetched.records.partner(Handle(said.handle)).addresses
    return bool(addresses) and said.email.lower() not in addresses


def join_journal(fetched: FetchedJournal, person: Person) -> BeginView:
    """Check out the journal as this partner's, and return what to do next.

    For a new partner, `partner.md` is written, the agreement is accepted, and both are shared. In a clone made by
    plain git, or in a folder where joining was interrupted, continue from what exists.
    """
    handle = check_handle(person.handle)
    git = fetched.git
    known = is_known(fetched, handle)
    if not known:
        check_address(fetched, person.email)
        get_agreement(fetched)
    partner = fetched.records.partner(handle) if known else _introduce(fetched, person)
    clear_up(fetched.root, handle)
    check_out(git, fetched.objects, fetched.branch, fetched.commit)
    if kept_refs.rebuild_kept_refs(git, fetched.objects, fetched.records.kept(handle).lines):
        # This clone lacks a copy of mine, so the first sync checks the history and reports it.
        remote.accept_nothing(git, fetched.branch)
    if not known:
        _write_introduction(fetched.root, partner, fetched.around.now)
        note_fetch(fetched.root / ".git" / "apj", fetched.around.now, fetched.url)
    with (
        closing(fetched.around.open_workspace(fetched.root, handle)) as workspace,
        journal_lock(workspace, commits=not known),
    ):
        looked = branches.find_second_branch_daily(workspace, fetched.place)
        done = None if known else _share_introduction(workspace)
    store_my_handle(git, handle)
    return BeginView(
        path=str(fetched.root),
        partner=handle,
        shared=fetched.url,
        commit=done.commit if done else None,
        problems=done.behind if done else (),
        notes=looked.notes,
        next=(f"cd {quote(str(fetched.root))}", _find_next_step(fetched, handle)),
    )


def _introduce(fetched: FetchedJournal, person: Person) -> Partner:
    """Return a new partner, with a page in their folder if the remote is at a host that shows it."""
    page = is_shown_by_host(fetched.place.fetch, fetched.around.config)
    return replace(check_person(person), page=page)


def _find_next_step(fetched: FetchedJournal, me: Handle) -> str:
    """Return `apj review` if another partner has shared a week, otherwise `apj new-week`."""
    is_shared = any(fetched.records.weeks(handle) for handle in fetched.partners if handle != me)
    return "apj review" if is_shared else "apj new-week"


def _write_introduction(root: Path, partner: Partner, now: datetime) -> None:
    """Write my `partner.md` with my acceptance. An existing file stays unchanged."""
    folder = Folder(root)
    path = f"{partner.partner}/{PARTNER}"
    if folder.read(path) is None:
        me = write_new_partner(add_acceptance(partner, folder.read(AGREEMENT) or b"", now))
        replace_file(root, path, me, was=None)


def _share_introduction(workspace: Workspace) -> Committed:
    """Commit my `partner.md`, and share it."""
    done = commit_mine(workspace, message=f"{workspace.me}: joins")
    if done.waits is not None:
        raise done.waits
    for problem in sync_with_remote(workspace).problems:
        raise problem
    return done
