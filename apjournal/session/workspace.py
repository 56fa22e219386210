"""An open journal in one object: its folder, history and settings, who I am, and the time."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime, tzinfo
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from apjournal.analysis.schedule import Schedule, find_zone
from apjournal.errors import GitFault, UsageFault
from apjournal.gitrepo.plumbing.config import Listed, get_time_limit, read_config
from apjournal.gitrepo.plumbing.environment import build_environment
from apjournal.model.agreement import Agreement, Role
from apjournal.model.handle import Handle
from apjournal.model.partner import Partner, make_name_unique
from apjournal.session import git_state, identity
from apjournal.session.journal_source import JournalSource
from apjournal.session.own_words import OwnWords
from apjournal.session.read_once import Scope, Seen, read_once
from apjournal.store.folder import Folder
from apjournal.store.journal_reader import Records

if TYPE_CHECKING:
    from apjournal.gitrepo.commit_source import CommitSource
    from apjournal.gitrepo.plumbing.objects import Objects
    from apjournal.gitrepo.plumbing.refs import BranchState
    from apjournal.gitrepo.plumbing.repository import Repository
    from apjournal.gitrepo.plumbing.runner import Git
    from apjournal.session.history import History
    from apjournal.session.signatures import Signatures

CIRCLE = 8  # the most partners in a circle. A larger group also works


class Workspace:
    """The journal that a use case works with. Every expensive value is computed when it is first needed."""

    def __init__(
        self,
        root: Path,
        *,
        partner: str | None,
        now: datetime,
        environ: Mapping[str, str],
        terminal: bool,
        files_alone: bool = False,
        settings: Listed | None = None,
    ) -> None:
        self.root = root
        self.environ, self.terminal = environ, terminal
        self.folder = Folder(root)
        self.seen: Seen = {scope: {} for scope in Scope}
        self._partner = partner
        self._files_alone = files_alone
        self._settings = settings  # None means that git is asked for them
        self._now = now
        self.expected: dict[str, str] = {}  # files that may be changed only while they have this hash
        self.own_words = OwnWords()  # for results; their table is read when a word is looked up
        self.undoable = ""  # the name of the writing command, if `apj undo` can undo it
        self.last_change: int | None = None  # the number of its record

    @read_once(Scope.FILES)
    def source(self) -> JournalSource:
        """The files of this clone: mine as they are on disk, and the other partners' as they shared them."""
        return JournalSource(self.folder, self.get_commit_if_readable, lambda: self.identity_or_none)

    @read_once(Scope.FILES)
    def records(self) -> Records:
        """The journal's files, parsed."""
        return Records(self.source, self.own_words)

    def get_commit_if_readable(self) -> CommitSource | None:
        """Return the newest commit, for commands that only read. Return None if there is none or git cannot be run."""
        try:
            return self.committed
        except GitFault:
            return None

    @cached_property
    def config_listed(self) -> Listed:
        """All of git's settings in this folder, including overridden ones."""
        return self._config_read[0]

    @cached_property
    def config(self) -> Mapping[str, str]:
        """Git's settings that apply in this folder."""
        return dict(self.config_listed)

    @cached_property
    def _config_read(self) -> tuple[Listed, GitFault | None]:
        if self._settings is not None:
            return self._settings, None
        try:
            return read_config(self.root, build_environment(self.environ, terminal=self.terminal)), None
        except GitFault as fault:
            return (), fault

    def require_readable_config(self) -> None:
        """Raise a fault if git's settings cannot be read, because a shared journal would then seem unshared."""
        fault = self._config_read[1]
        if fault is not None:
            raise fault

    @cached_property
    def me(self) -> Handle:
        """My handle in this journal. Raise `UsageFault` if it is unknown."""
        found = self.identity_or_none
        if found is None:
            self.require_readable_config()
            named = self.environ.get("APJ_PARTNER") or self.config.get("apj.partner")
            if named:
                raise identity.UnknownPartner(named, self.records.partners())
            raise identity.NoIdentity(self.records.partners())
        return found

    @cached_property
    def identity_or_none(self) -> Handle | None:
        """My handle, or None. It is also looked up in the newest commit, because my folder may be missing on disk."""
        return identity.find_identity(
            self._list_record_sources(), given=self._partner, environ=self.environ, config=lambda: self.config
        )

    def _list_record_sources(self) -> Iterator[Records]:
        yield Records(self.folder)
        if self.committed is not None:
            yield Records(self.committed)

    @property
    def agreement(self) -> Agreement:
        """The agreement, with the terms that apply now.

        Former values in `until_signed` apply until every partner has accepted the new ones, and then to the end of the
        week of the last `agreed_on`. The history is read only while a change waits for acceptance.
        """
        agreement = self.records.agreement()
        waits = agreement.until_signed is not None
        return agreement.get_in_force(self.signatures.find_week_of_last_signature() if waits else None)

    @read_once(Scope.FILES)
    def signatures(self) -> Signatures:
        """Who has accepted which version of the agreement."""
        from apjournal.session.signatures import Signatures

        return Signatures(self.records, lambda: self.history)

    @cached_property
    def timezone(self) -> tzinfo:
        """The time zone that decides when a day begins: mine, otherwise the agreement's, otherwise the machine's."""
        mine = self.records.partner(self.identity_or_none).timezone if self.identity_or_none else None
        return find_zone(mine) or find_zone(self.agreement.call.timezone) or self._now.tzinfo or _raise_no_offset()

    @cached_property
    def now(self) -> datetime:
        """The current time in my time zone."""
        return self._now.astimezone(self.timezone)

    @property
    def today(self) -> date:
        """The current date in my time zone."""
        return self.now.date()

    @read_once(Scope.FILES)
    def schedule(self) -> Schedule:
        """When the calls take place and when reports are due."""
        return Schedule(self.agreement, self.timezone)

    @read_once(Scope.FILES)
    def get_schedule_of(self) -> Callable[[Handle], Schedule]:
        """A function that returns the schedule in a partner's own time zone, so that due days are the same for all."""
        calls, records = find_zone(self.agreement.call.timezone) or self.timezone, self.records
        return cache(lambda partner: Schedule(self.agreement, find_zone(records.partner(partner).timezone) or calls))

    def get_partner(self, handle: Handle) -> Partner:
        """Return a partner, with a first name that nobody else in the circle has."""
        everybody = self.records.partners()
        near = everybody if len(everybody) <= CIRCLE + 1 else ()
        return make_name_unique(self.records.partner(handle), map(self.records.partner, near))

    @read_once(Scope.FILES)
    def others(self) -> tuple[Handle, ...]:
        """The other partners who have not left."""
        return tuple(
            handle for handle in self.records.partners() if handle != self.identity_or_none and self._is_here(handle)
        )

    @read_once(Scope.FILES)
    def partners_in_scope(self) -> tuple[Handle, ...]:
        """The other partners whose records I see every day, including those who left.

        In a group larger than a circle, these are the listeners and those under `keeps` in my `partner.md`, if any.
        """
        me = self.identity_or_none
        found = tuple(handle for handle in self.records.partners() if handle != me)
        named = self.get_partner(me).keeps if me and len(found) >= CIRCLE else None
        if named is None:
            return found
        return tuple(handle for handle in found if handle in named or handle in self.agreement.listeners)

    @property
    def active_partners(self) -> tuple[Handle, ...]:
        """The partners in scope who have not left."""
        return tuple(handle for handle in self.partners_in_scope if self._is_here(handle))

    def _is_here(self, handle: Handle) -> bool:
        return self.get_partner(handle).left is None

    @property
    def partners_i_keep(self) -> tuple[Handle, ...]:
        """The active partners whose goals I keep: those under `keeps` in my `partner.md`, or all who set goals."""
        return tuple(handle for handle in self.active_partners if self.is_kept_by_me(handle))

    def is_kept_by_me(self, handle: Handle) -> bool:
        """Whether I keep the goals of another partner."""
        named = self.get_partner(self.me).keeps
        return not self.is_listener(handle) if named is None else handle in named

    def is_listener(self, handle: Handle) -> bool:
        """Whether a partner is a listener this week, and so sets no goals."""
        return self.schedule.agreement.get_role(handle, self.schedule.find_period(self.today)) is Role.LISTENS

    def require_part(self) -> None:
        """Raise `UsageFault` if I have left the journal. The fault says how to come back."""
        if self.get_partner(self.me).left is not None:
            raise UsageFault(
                "You have ended your part in this journal.",
                f"To come back, delete the date after left: in {self.me}/partner.md, then run: apj agree",
            )

    def resolve_partner(self, given: str | None) -> Handle:
        """Return the partner `given`. If that is None, return the only other partner.

        Raise `UsageFault` if there are several other partners, or none.
        """
        if given is not None:
            if not self._is_known(given):
                raise identity.UnknownPartner(given, self.records.partners())
            return Handle(given)
        if len(self.others) == 1:
            return self.others[0]
        if not self.others:
            raise self.make_no_partner_fault("Nobody else has joined this journal yet.")
        raise UsageFault("There are several partners.", f"Choose one: {', '.join(self.others)}")

    def _is_known(self, name: str) -> bool:
        """Whether `name` is the handle of a partner, or of a former partner in a line of a `kept.md`."""
        partners = self.records.partners()
        return name in partners or any(
            line.partner == name for keeper in partners for line in self.records.kept(keeper).lines
        )

    def make_no_partner_fault(self, yet: str) -> UsageFault:
        """Return the fault for a journal without another partner: who left, or `yet` if nobody else ever joined."""
        gone = [handle for handle in self.records.partners() if handle != self.identity_or_none]
        if not gone:
            from apjournal.session.invitation import explain_how_to_invite

            return UsageFault(yet, explain_how_to_invite(self))
        who = f"{self.get_partner(gone[0]).called} has" if len(gone) == 1 else "All others have"
        return UsageFault(f"{who} left; you are the only partner now.", f"To see what they wrote: apj show {gone[0]}")

    @property
    def is_repository(self) -> bool:
        """Whether the journal is the root of a git work tree, so that it can have a history."""
        return (self.root / ".git").exists()

    @cached_property
    def git(self) -> Git:
        """The git runner of this journal. Raise `GitFault` if the journal is not the root of its own repository."""
        from apjournal.gitrepo.plumbing.runner import Git

        if not self.is_repository:
            raise self.make_no_repository_fault()
        return Git(self.root, terminal=self.terminal, timeout=get_time_limit(self.config))

    @cached_property
    def objects(self) -> Objects:
        """The reader of git objects. Its child process ends with `close`."""
        from apjournal.gitrepo.plumbing.objects import Objects

        return Objects(self.git)

    @read_once(Scope.REFS)
    def history(self) -> History | None:
        """The journal's history, or None without a repository or git, or if the command reads nothing but files."""
        return self._open_history() if self._asks_git else None

    @read_once(Scope.REFS)
    def committed(self) -> CommitSource | None:
        """The newest commit in this clone as a source, or None without a commit or git."""
        if not self._asks_git:
            return None
        from apjournal.gitrepo.commit_source import CommitSource

        commit = self.objects.read_commit_at("HEAD")
        return CommitSource(self.objects, commit) if commit else None

    @property
    def _asks_git(self) -> bool:
        return not self._files_alone and self.is_repository and git_state.is_git_installed(self.environ)

    def require_history(self) -> History:
        """Return the history. Raise `GitFault` if the journal is not a repository or git cannot be run."""
        return self.history or self._open_history()

    def _open_history(self) -> History:
        from apjournal.session.history import History

        return History(self.git, self.objects, self.branch_state, shared=self.is_shared, words=self.own_words)

    index_stat = read_once(Scope.FILES)(git_state.read_index_stat)
    own_refs = read_once(Scope.KEPT_REFS)(git_state.read_own_refs)
    protected_copies = read_once(Scope.KEPT_REFS)(git_state.read_protected_copies)
    commits_made_here = read_once(Scope.REFS)(git_state.read_commits_made_here)

    @read_once(Scope.REFS)
    def branch_state(self) -> BranchState:
        """The state of the branches in this clone."""
        from msgspec.structs import replace

        from apjournal.gitrepo.plumbing import refs
        from apjournal.gitrepo.plumbing.refs import find_likely_remote

        found = refs.read_branch_state(self.git)
        return replace(found, remote=find_likely_remote(self.config, found.branch))

    @property
    def is_shared(self) -> bool:
        """Whether git's settings contain a remote through which the journal is shared."""
        from apjournal.gitrepo.plumbing.refs import list_remotes

        return self.is_repository and bool(list_remotes(self.config))

    @read_once(Scope.OPERATION)
    def idle_repository(self) -> Repository:
        """The repository, if commits are possible. Raise `GitFault` while an operation of plain git is unfinished."""
        from apjournal.gitrepo.plumbing.repository import open_repository, require_no_operation_in_progress

        found, unmerged = open_repository(self.git, self.config), self.index_stat.is_unmerged
        require_no_operation_in_progress(self.git, found, self.branch_state, self.config, is_unmerged=unmerged)
        return found

    def require_shared_branch(self) -> None:
        """Raise `GitFault` if the shared branch is not checked out, so that no experiment is sent by mistake."""
        from apjournal.gitrepo.plumbing.repository import find_wrong_branch_fault

        _ = self.idle_repository
        if self.is_shared and (fault := find_wrong_branch_fault(self.git, self.branch_state, self.config)):
            raise fault

    @staticmethod
    def make_no_repository_fault() -> GitFault:
        """Return the fault for a journal that is not a repository. apj can only read such a journal."""
        return GitFault(
            "This journal is not the root of a git repository.",
            "To write in it, copy it to a separate folder, then run in that folder: git init",
        )

    @property
    def private_folder(self) -> Path:
        """The folder for files that are never shared: the lock, the intent of a running sync, and recovery copies."""
        return self.git_folder / "apj"

    @cached_property
    def git_folder(self) -> Path:
        """The `.git` folder of this journal, even if `.git` is a file that points to another folder."""
        dot_git = self.root / ".git"
        if dot_git.is_dir():
            return dot_git
        return Path(self.git.run_git("rev-parse", "--absolute-git-dir").out.decode().rstrip("\n"))

    def close(self) -> None:
        """End the child process of `objects`, if it was started."""
        if "objects" in self.__dict__:
            self.objects.close()

    def refresh(self, *scopes: Scope) -> None:
        """Forget the values that depend on `scopes`, or all values if there are none.

        They are computed again when needed.
        """
        for scope in scopes or Scope:
            self.seen[scope] = {}

    def record_ref_move(self, ref: str, commit: str | None) -> None:
        """Record that this process moved `ref` to `commit`, or removed it (None). Files may have changed too."""
        standing = self.branch_state.replace_ref(ref, commit)
        self.refresh(Scope.FILES, Scope.REFS)
        self.seen[Scope.REFS]["branch_state"] = standing


def _raise_no_offset() -> tzinfo:
    raise UsageFault("The current time has no offset.", "Add an offset to APJ_NOW, such as 2026-11-23T09:00+01:00")
