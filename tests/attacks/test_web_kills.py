"""`apj web` is killed in a form, or meets a broken disk: nothing is half-written, and the form can be sent again."""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from functools import partial

import pytest
from starlette.requests import Request

from apjournal.cli.context import Context
from apjournal.cli.dialogue.web import make_journal
from apjournal.web.form_answers import send_form
from apjournal.web.forms import FORMS
from apjournal.web.journal import Journal
from tests.fault_injector.faults import Fault, put_back, struck
from tests.fault_injector.snapshot import files_below, grow_old, left_by_git, repositories
from tests.helpers.attacked import Attacked
from tests.helpers.html_pages import HtmlPage
from tests.helpers.invariants import fsck
from tests.helpers.people import Person, Ran
from tests.helpers.rows import row
from tests.helpers.systems import needs

pytestmark = needs("fork")
KILLS = 4
WRITES_A_MESSAGE = {"to": "ben", "kind": "ask", "text": "a quiet hour"}
RECORDS_A_CALL = {"medium": "voice", "minutes": "18", "keep-ben": "on", "share": "on"}


def serve(person: Person) -> Journal:
    return make_journal(Context(directory=person.root, as_=person.handle, clock=datetime.fromisoformat(person.now)))


def fill(person: Person, name: str, typed: Mapping[str, str]) -> dict[str, str]:
    """Return the fields of a form, as the page has them, with what is typed."""
    with serve(person).open() as workspace:
        page = FORMS[name].describe(workspace)
    return {**{field.name: field.value for group in page.groups for field in group.fields}, **typed}


def send(given: Mapping[str, str], person: Person, line: Sequence[str]) -> Ran:
    """Carry out a form that the guard has let through, and return 0 if it succeeds."""
    request = Request({"type": "http", "method": "POST", "path_params": {"name": line[0]}, "apj.form": given})
    answer = send_form(serve(person), request)
    return Ran(0 if answer.status_code == 303 else 1, bytes(answer.body).decode(), "")


def ben_has_news(journal: Attacked) -> None:
    journal.ben.change("ben/2026-W48.md", "goals:\n", "goals:\n  - Mark ten more essays\n")
    journal.ben.apj("sync")


@row(49, 52)
@pytest.mark.parametrize(
    ("name", "typed", "scene"),
    [("message", WRITES_A_MESSAGE, lambda journal: None), ("talked", RECORDS_A_CALL, ben_has_news)],
    ids=["message", "talked"],
)
def test_a_form_can_be_sent_again_after_a_kill_in_the_middle(
    journal: Attacked, name: str, typed: Mapping[str, str], scene: Callable[[Attacked], None]
) -> None:
    scene(journal)
    ana = journal.ana
    given = fill(ana, name, typed)
    run = partial(send, given)
    copy = shutil.copytree(journal.root, journal.root.with_name("before"), symlinks=True)
    before = files_below(journal.root)
    moments = struck(ana, (name,), 0, Fault.KILL, run=run).moments
    after = files_below(journal.root)
    assert after != before
    for at in random.Random(name).sample(range(1, len(moments) + 1), KILLS):
        put_back(journal.root, copy)
        assert struck(ana, (name,), at, Fault.KILL, run=run).ran is None
        for path, text in files_below(journal.root).items():
            assert path.endswith(".tmp") or text in {before.get(path), after.get(path)}, (at, path, text)
        for repository in repositories(journal.root):
            assert not fsck(repository), at
            for left in left_by_git(repository):
                grow_old(left)
        ana.apj("doctor", "--fix", code=None)
        if name == "talked" or "a quiet hour" not in ana.read("ana/2026-W48.md"):
            send(given, ana, (name,))
        assert files_below(journal.root) == after, at


@row(52)
@pytest.mark.parametrize("fault", [Fault.NO_SPACE, Fault.DENIED])
@pytest.mark.parametrize("only", ["fsync", "replace"])
def test_a_form_that_cannot_be_written_says_what_the_command_says_and_keeps_what_was_typed(
    journal: Attacked, only: str, fault: Fault
) -> None:
    ana, before = journal.ana, files_below(journal.root)
    command = struck(ana, ("log", "a quiet day"), 1, fault, only=only).ran
    assert command is not None
    assert command.code == 4
    run = partial(send, {"text": "a quiet day", "kind": ""})
    form = struck(ana, ("log",), 1, fault, only=only, run=run).ran
    assert form is not None
    page = HtmlPage(form.out)
    assert [line for line in command.err.splitlines() if line not in page.said.splitlines()] == []
    assert 'value="a quiet day"' in page.text
    assert files_below(journal.root) == before
    assert send({"text": "a quiet day", "kind": ""}, ana, ("log",)).code == 0
