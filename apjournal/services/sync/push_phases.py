"""The push phases of a sync: send my commits, merged with the received ones, and end the round."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from apjournal.errors import GitFault
from apjournal.gitrepo.plumbing import ancestry, repository
from apjournal.gitrepo.plumbing.network import folder_remote, remote
from apjournal.gitrepo.signing.recreate_commits import Remade
from apjournal.model.views.sync import Note, NoteKind, make_note
from apjournal.services.sync import outgoing, refused_commits
from apjournal.services.sync.apply_phases import share_answers
from apjournal.services.sync.check_phases import accept_tip
from apjournal.services.sync.round import Round, Sync


def push_merge(sync: Sync, so_far: Round) -> Round:
    """Push my commits, merged with the received ones, before my branch and files move.

    Do nothing if there is nothing to push. If I confirmed an email address or a commit, write that down instead. The
    next round sends it.
    """
    mine = so_far.incoming.merged.commit if so_far.incoming else sync.history.head
    if not sync.sends or _has_answers(so_far) or mine is None or (mine == so_far.theirs and not sync.place.is_split):
        return so_far
    large = outgoing.check_outgoing(sync.workspace, so_far.theirs, mine)
    answer = remote.push_commit(sync.git, sync.place, sync.history.branch, mine)
    so_far = replace(so_far, answer=answer)
    return _record_push(sync, so_far, mine, answer).add_notes(large) if isinstance(answer, remote.Pushed) else so_far


def _record_push(sync: Sync, so_far: Round, mine: str, answer: remote.Pushed) -> Round:
    """Record the pushed commit as accepted.

    If the server already had the commit, the push only sent it to the other push URLs again.
    """
    so_far = so_far.add_notes(_list_push_notes(sync.place, answer))
    if mine == so_far.theirs:
        return so_far
    if answer.arrived:
        accept_tip(sync, mine)
        if f"branch.{sync.history.branch}.merge" not in sync.workspace.config:  # so that plain git push also works
            repository.set_upstream(sync.git, sync.history.branch, sync.place.name)
    if so_far.theirs is None:
        folder_remote.set_default_on_first_push(sync.git, sync.place.push, sync.history.branch)
    sent = so_far.ahead if so_far.theirs else len(ancestry.list_commits_not_in(sync.git, None, mine))
    return replace(so_far, result=replace(so_far.result, pushed=True, sent=sent))


def _list_push_notes(place: remote.Remote, answer: remote.Pushed) -> Iterator[Note]:
    """Yield a note if one of several push URLs lacks what was pushed."""
    if not answer.arrived:
        places = ", ".join(to.shown for to in place.push)
        yield make_note(NoteKind.NOT_WHERE_FETCHED, url=place.fetch.shown, places=places)
    if answer.refusal:
        yield make_note(NoteKind.NOT_EVERY_REMOTE, url=place.fetch.shown, refusal=answer.refusal)


def _has_answers(so_far: Round) -> bool:
    return bool(so_far.confirmed or so_far.confirmed_commits) and not so_far.is_last


def finish_round(sync: Sync, so_far: Round) -> Round:
    """End the round, and decide whether another one follows.

    It does if somebody else pushed first, I answered a question, or commits were recreated.
    """
    answer = so_far.answer
    so_far = share_answers(sync, so_far)
    if _has_answers(so_far):
        return so_far
    if isinstance(answer, remote.Refused) and not so_far.is_last and answer.by_commits and not sync.place.is_split:
        made = refused_commits.recreate_refused(sync.workspace, so_far.theirs)
        so_far = so_far.add_notes(refused_commits.explain_recreated(sync.workspace, made))
        if isinstance(made, Remade):  # with one URL, nobody else can have them
            return so_far
    if isinstance(answer, remote.PushRejected):
        if not so_far.is_last:
            return so_far
        return so_far.stop(
            GitFault(
                "Each time apj tried to push, somebody else had pushed first.",
                "No text was lost. Sync again in a moment.",
            )
        )
    if isinstance(answer, remote.Offline | remote.Refused):
        return so_far.stop_at(answer)
    return replace(so_far, is_over=True)
