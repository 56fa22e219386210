"""`apj init`: create a journal, accept its agreement, commit it, and share it if a remote is given."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from shlex import quote

from msgspec.structs import replace

from apjournal import templating
from apjournal.analysis.schedule import find_zone
from apjournal.errors import GitFault, UsageFault
from apjournal.format.edit.records import write_new_partner
from apjournal.gitrepo.plumbing import refs, repository
from apjournal.gitrepo.plumbing.commit import CommitInfo, Identity, commit_files
from apjournal.gitrepo.plumbing.config import list_settings
from apjournal.gitrepo.plumbing.network import folder_remote, remote
from apjournal.gitrepo.plumbing.network.urls import Address, Transport, remove_password
from apjournal.gitrepo.plumbing.objects import Objects
from apjournal.gitrepo.plumbing.refs import ORIGIN, BranchState, list_remotes
from apjournal.gitrepo.plumbing.runner import Git
from apjournal.model.agreement import Mode
from apjournal.model.partner import Partner
from apjournal.model.views.journal import BeginView
from apjournal.services.setup.agreement_terms import JournalTerms as JournalTerms
from apjournal.services.setup.agreement_terms import check_until as check_until
from apjournal.services.setup.agreement_terms import parse_call_day as parse_call_day
from apjournal.services.setup.agreement_terms import parse_call_time as parse_call_time
from apjournal.services.setup.agreement_terms import write_agreement
from apjournal.services.setup.begin import Person as Person
from apjournal.services.setup.begin import Surroundings as Surroundings
from apjournal.services.setup.begin import (
    add_acceptance,
    check_out,
    check_person,
    clear_up,
    guess_person,
    is_shown_by_host,
    is_unfinished,
    make_fault_of_answer,
    store_my_handle,
)
from apjournal.services.setup.begin import check_email as check_email
from apjournal.services.setup.begin import check_handle as check_handle
from apjournal.services.setup.begin import check_timezone as check_timezone
from apjournal.services.setup.begin import guess_handle as guess_handle
from apjournal.services.setup.import_folder import ImportedFolder as ImportedFolder
from apjournal.services.setup.import_folder import read_folder_to_import as read_folder_to_import
from apjournal.services.setup.import_folder import renew_acceptance
from apjournal.services.setup.rollback import undo_on_failure
from apjournal.session.invitation import explain_access
from apjournal.store.atomic_write import Text, replace_files
from apjournal.store.folder import Folder, find_root
from apjournal.store.journal_paths import AGREEMENT, PARTNER, README

_LINES = (".gitignore", ".gitattributes")
"""Files whose existing lines stay. apj adds its own after them."""
_ADOPTABLE = ("readme", "licence", "license", ".gitignore", ".gitattributes")


def check_place(root: Path, around: Surroundings, taken: ImportedFolder | None = None) -> None:
    """Raise `UsageFault` if `root` already contains a journal, or is inside the journal from which `taken` comes.

    A journal whose start was interrupted does not count.
    """
    if find_root(root) == root and not is_unfinished(around.make_git(root)):
        raise _is_journal(root)
    if taken and taken.root in root.parents:
        raise UsageFault(
            f"{root} is inside the other journal.", "Choose a folder outside that journal: apj init DIR --from …"
        )


def find_outer_repository(root: Path) -> Path | None:
    """Return the git repository around `root`, or None. A repository in `root` itself does not count."""
    if (root / ".git").exists():
        return None
    return next((folder for folder in root.parents if (folder / ".git").exists()), None)


def _is_journal(root: Path) -> UsageFault:
    return UsageFault(f"{root} is already a journal.", "To see its status: apj status")


def check_shared(text: str, around: Surroundings) -> None:
    """Raise `UsageFault` if `text` is not a remote that can be used.

    An empty string means no remote, and is allowed.
    """
    if text:
        around.parse_address(text)


def init_journal(
    root: Path,
    person: Person,
    terms: JournalTerms,
    shared: str | None,
    around: Surroundings,
    taken: ImportedFolder | None = None,
) -> BeginView:
    """Create a journal in the folder `root`, with the imported folder `taken`, if any.

    No existing file is overwritten, except that an ignore file gets apj's line at its end. If a step is impossible,
    everything that was created is removed. Files of an interrupted start are used again if they have the planned
    contents.
    """
    check_place(root, around, taken)
    partner = check_person(person)
    address = around.parse_address(shared) if shared else None
    partner = replace(partner, page=is_shown_by_host(address, around.config))
    files = _build_files(partner, terms, around, taken)
    _require_free(root, files)
    git = around.make_git(root)
    to_make = _list_folders_to_make(address)
    with undo_on_failure(root, root / partner.partner, *to_make):
        clear_up(root, partner.partner)
        repository.init_repository(git)
        for folder in to_make:
            repository.init_shared(folder, git)
        place, later = _connect_remote(git, address)
        texts = _plan_texts(root, files)
        replace_files(root, {path: text for path, text in texts.items() if text.data != text.was})
        files = {path: text.data for path, text in texts.items()}
        before = refs.read_branch_state(git)
        ref = repository.require_branch(git, before, around.config)
        with Objects(git) as objects:
            info = CommitInfo(
                f"{partner.partner}: the journal begins",
                Identity(partner.name or partner.partner, partner.email or ""),
                around.now.astimezone(find_zone(partner.timezone)),
            )
            commit = commit_files(git, objects, ref, files, info, parent=before.head)
        commit = commit or before.head or ""
        if place and not later:
            later = _push_first_commit(
                git, place, replace(before, remote=place.name), commit, insists=address is not None
            )
        store_my_handle(git, partner.partner)
    return BeginView(
        path=str(root),
        partner=partner.partner,
        shared=place.fetch.shown if place and not later else None,
        commit=commit,
        next=(f"cd {quote(str(root))}", "apj new-week"),
        lines=(*_describe_import(taken), *_hint_at_listeners(terms), *_list_next_steps(place, later)),
    )


def _require_free(root: Path, files: Mapping[str, bytes]) -> None:
    """Raise `UsageFault` if a file with other contents already exists at the path of one of `files`.

    An ignore file may exist, because apj only adds a line to it.
    """
    there = [
        path
        for path, data in files.items()
        if not (_is_free(root / path, data) or (path in _LINES and (root / path).is_file()))
    ]
    if AGREEMENT in there and find_root(root) == root:
        raise _is_journal(root)
    if there:
        raise UsageFault(f"{root} already contains {there[0]}.", "Choose a folder that is new or empty: apj init DIR")


def _plan_texts(root: Path, files: Mapping[str, bytes]) -> dict[str, Text]:
    """Return the text to write for each file. An existing file with other contents is left out, so it stays."""
    texts, folder = {}, Folder(root)
    for path, data in files.items():
        was = folder.read(path)
        if path in _LINES and was is not None:
            texts[path] = Text(_append_missing_lines(was, data), was)
        elif _is_free(root / path, data):
            texts[path] = Text(data, was)
    return texts


def _append_missing_lines(text: bytes, lines: bytes) -> bytes:
    """Return `text` followed by those of `lines` that it lacks. No existing byte changes."""
    there = {line.rstrip() for line in text.splitlines()}
    missing = b"".join(line for line in lines.splitlines(keepends=True) if line.rstrip() not in there)
    between = b"\n" if missing and text and not text.endswith(b"\n") else b""
    return text + between + missing


def _is_free(place: Path, data: bytes) -> bool:
    return not place.exists() or (place.is_file() and place.read_bytes() == data)


def _build_files(
    partner: Partner, terms: JournalTerms, around: Surroundings, taken: ImportedFolder | None
) -> dict[str, bytes]:
    text = write_agreement(terms, partner, around.now, taken)
    is_heard = terms.mode == Mode.ONE_SIDED and partner.partner not in terms.listeners
    me = add_acceptance(replace(partner, keeps=() if is_heard else None), text, around.now)
    mine = f"{partner.partner}/{PARTNER}"
    return {
        **(taken.files if taken else {}),
        AGREEMENT: text,
        README: templating.render_template("journal-readme.md.j2").encode(),
        ".gitignore": repository.GITIGNORE,
        ".gitattributes": repository.GITATTRIBUTES,
        mine: renew_acceptance(taken.files[mine], me) if taken and mine in taken.files else write_new_partner(me),
    }


def _list_folders_to_make(address: Address | None) -> tuple[Path, ...]:
    """Return the folder of the remote if apj has to create it, because it is missing or empty.

    Otherwise, return none.
    """
    if address is None or address.transport is not Transport.FILE:
        return ()
    path = Path(address.url)
    return (path,) if repository.can_be_made(path) else ()


def _connect_remote(git: Git, address: Address | None) -> tuple[remote.Remote | None, str]:
    """Connect the repository with the remote at `address` or, if that is None, with the clone's own remote.

    The remote must be empty, or contain only what a host puts into a new repository. Return the remote (None without
    one), and the reason if sharing has to wait. A given `address` must work. A clone's own remote need not work yet.
    """
    config, branch = list_settings(git), refs.read_branch_state(git).branch
    if address:
        _require_alone(dict(config), address)
        repository.set_remote(git, address, branch)
        config = list_settings(git)
    place = remote.find_configured_remote(git, config, branch)
    if place is None:
        return None, ""
    survey = remote.list_branches(git, place)
    if isinstance(survey, remote.Offline | remote.Refused):
        if address:
            raise make_fault_of_answer(survey)
        return place, survey.reason
    head = refs.read_branch_state(git).head
    if survey.branches and not (head and head in survey.branches.values()):
        _adopt_first_commit(git, place, survey)
    repository.set_upstream(git, refs.read_branch_state(git).branch, place.name)
    return place, ""


def _require_alone(config: Mapping[str, str], address: Address) -> None:
    """Raise `UsageFault` if the repository already has another remote."""
    others = [name for name in list_remotes(config) if (name, config[f"remote.{name}.url"]) != (ORIGIN, address.url)]
    if others:
        there = remove_password(config[f"remote.{others[0]}.url"])
        raise UsageFault(
            f"This repository already has a remote: {others[0]}, {there}.",
            (
                "To share through it, leave out --shared. Otherwise, first remove the remote: git remote "
                f"remove {others[0]}"
            ),
        )


def _adopt_first_commit(git: Git, place: remote.Remote, survey: remote.BranchList) -> None:
    """Start from the files that a host puts into a new repository, such as a README, a licence or an ignore file."""
    shared = place.fetch.shown
    branch = survey.head or next(iter(survey.branches))
    with Objects(git) as objects:
        fetched = remote.fetch_branch(git, objects, place, branch)
        if isinstance(fetched, remote.BranchMissing):
            raise GitFault(f"{shared} changed.", "Try again.")
        if not isinstance(fetched, remote.Tip):
            raise make_fault_of_answer(fetched)
        names = objects.list_names(fetched.commit)
        if AGREEMENT in names:
            raise UsageFault("The repository already contains a journal.", f"Join it: apj join {quote(shared)}")
        other = next((name for name in names if not name.lower().startswith(_ADOPTABLE)), None)
        if other:
            raise UsageFault(f"{shared} contains other files, such as {other}.", "Choose an empty repository.")
        check_out(git, objects, branch, fetched.commit)


def _push_first_commit(git: Git, place: remote.Remote, before: BranchState, commit: str, *, insists: bool) -> str:
    """Share the first commit. Return "" or, if sharing has to wait, the reason.

    With `insists`, raise the reason as a fault instead.
    """
    answer = remote.push_commit(git, place, before.branch, commit)
    if isinstance(answer, remote.PushRejected):
        raise GitFault(
            "Somebody else has just started a journal in this repository.",
            f"Join it: apj join {quote(place.fetch.shown)}",
        )
    if isinstance(answer, remote.Offline | remote.Refused):
        if insists:
            raise make_fault_of_answer(answer)
        return answer.reason
    if answer.arrived:
        remote.accept_tip(git, before, commit)
    folder_remote.set_default_on_first_push(git, place.push, before.branch)
    if not answer.arrived:
        return f"{place.fetch.shown}, which you fetch from, does not have the journal yet."
    return f"Another remote did not accept the push: {answer.refusal}." if answer.refusal else ""


def _hint_at_listeners(terms: JournalTerms) -> tuple[str, ...]:
    is_open = terms.mode == Mode.ONE_SIDED and not terms.listeners
    return ("Add the partner who listens and sets no goals: apj agree --listener ben",) if is_open else ()


def _describe_import(taken: ImportedFolder | None) -> tuple[str, ...]:
    if taken is None:
        return ()
    weeks = "1 week" if taken.weeks == 1 else f"{taken.weeks} weeks"
    told = (
        f"Imported {weeks} from {taken.root}. The copies that you kept of other partners' goals stay in that journal."
    )
    to = ", ".join(taken.written_to)
    in_own_words = ", ".join(map(str, taken.translated))
    return (
        told,
        *([f"Your weeks still contain your messages to {to}."] if to else ()),
        *(
            [f"apj wrote the results of {in_own_words} in English, so that every partner can read them."]
            if in_own_words
            else ()
        ),
    )


def _list_next_steps(place: remote.Remote | None, later: str) -> tuple[str, ...]:
    if place is None:
        return (
            "The journal is not shared yet. Later, at any git host: git remote add origin URL",
            "Or through a folder: git init --bare PATH && git remote add origin PATH",
            "Then: apj sync",
        )
    if later:
        return (f"The journal is not shared yet. {later}", "To try again: apj sync")
    readers = (
        "open that folder can read this journal"
        if place.fetch.transport is Transport.FILE
        else "read that remote can read this journal, and so can its host"
    )
    return (
        f"Everyone who can {readers}. Only private/ stays here.",
        "Send your partner this line:",
        f"  apj join {quote(place.fetch.for_others)}",
        explain_access(place.fetch),
        "For a longer message to send: apj invite",
    )


def propose_person(around: Surroundings) -> Person:
    """Return the likely answers of the person who starts the journal."""
    return guess_person(around)


def complete_person(said: Person, taken: ImportedFolder) -> Person:
    """Return the person whose folder is imported, with any new answers. The imported handle stays."""
    me = taken.partner
    return Person(me.partner, said.name or me.name, said.email or me.email, said.timezone or me.timezone)
