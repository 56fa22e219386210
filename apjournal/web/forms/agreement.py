"""The forms of the agreement: accepting it, and proposing a change, as `apj agree` does."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from msgspec.structs import replace

from apjournal.errors import UsageFault
from apjournal.model.agreement import Cadence, Mode
from apjournal.model.agreement_topic import Topic
from apjournal.render.screens import agree as render
from apjournal.render.site.form_groups import Field, FormPage, Group
from apjournal.render.site.views import describe_terms
from apjournal.render.words.agreement_talk import INTRODUCTION, QUESTIONS
from apjournal.usecases import agree as use
from apjournal.web.forms.fields import STYLE, Sent, parse_choice

if TYPE_CHECKING:
    from apjournal.session.workspace import Workspace

_SAME = ("", "no change")


def describe_agree(workspace: Workspace) -> FormPage:
    """Return the form that shows the agreement and what changed, and offers to accept it."""
    view = use.show_agreement(workspace)
    groups = (Group(part="agreement", shown=describe_terms(view)),)
    if view.is_accepted:
        return FormPage(groups, "", ("You have accepted this version.",))
    return FormPage(groups, "Accept this agreement", path=use.AGREEMENT)


def describe_talk(workspace: Workspace) -> FormPage:
    """Return the form with the questions about the agreement, filled with what is already written about each topic."""
    workspace.require_part()
    there = _list_written(workspace)
    fields = tuple(
        Field(topic.name.lower(), question.text, value=there.get(topic, "")) for topic, question in QUESTIONS.items()
    )
    notes = (INTRODUCTION, "If you write an answer, you also accept the agreement.")
    return FormPage((Group(fields=fields),), "Write the answers", notes, use.AGREEMENT)


def send_talk(workspace: Workspace, given: Mapping[str, str]) -> Sent:
    """Write the new answers, and accept the agreement. Raise `UsageFault` if no answer is new."""
    there = _list_written(workspace)
    typed = {topic: " ".join(given.get(topic.name.lower(), "").split()) for topic in QUESTIONS}
    answers = {topic: words for topic, words in typed.items() if words and words != there.get(topic)}
    if not answers:
        raise UsageFault("You changed none of the answers.", "Answer at least one question, or change an answer.")
    return _sign(workspace, use.Proposal(answers=answers))


def _list_written(workspace: Workspace) -> dict[Topic, str]:
    return {topic: " ".join(words.split()) for topic, words in use.list_answers(workspace).items()}


def send_agree(workspace: Workspace, given: Mapping[str, str]) -> Sent:
    """Accept the agreement."""
    return _sign(workspace, use.Proposal())


def describe_propose(workspace: Workspace) -> FormPage:
    """Return the form for a change to the agreement."""
    workspace.require_part()
    modes = (_SAME, *((mode.value, words) for mode, words in render.MODES.items()))
    cadences = (_SAME, *((cadence.value, words) for cadence, words in render.CADENCES.items()))
    fields = (
        Field("mode", "How you work together", "choice", choices=modes),
        Field("listener", "Who listens, in a one-sided journal", "choice", choices=(_SAME, *_list_names(workspace))),
        Field("cadence", "How often you talk", "choice", choices=cadences),
        Field("review-on", "When you will review the agreement: a date such as 2026-12-07, or +12w for 12 weeks"),
        Field("alone", "Do not wait for a partner who has been silent for four weeks", "mark"),
    )
    return FormPage(
        (Group(fields=fields),),
        "Propose the change",
        ("If you propose a change, you also accept it. The previous terms apply until everyone has accepted it.",),
        use.AGREEMENT,
    )


def _list_names(workspace: Workspace) -> list[tuple[str, str]]:
    view = use.show_agreement(workspace)
    return [(signing.partner, signing.name) for signing in view.partners]


def send_propose(workspace: Workspace, given: Mapping[str, str]) -> Sent:
    """Propose a change, and accept it. Raise `UsageFault` if nothing was chosen."""
    listener = given.get("listener", "")
    proposal = use.Proposal(
        mode=parse_choice(Mode, given.get("mode", "")),
        cadence=parse_choice(Cadence, given.get("cadence", "")),
        alone="alone" in given,
        listeners=(listener,) if listener else (),
        review_on=given.get("review-on", "").strip() or None,
    )
    if proposal.is_empty:
        raise UsageFault("No change was chosen.", "Choose at least one change.")
    return _sign(workspace, proposal)


def _sign(workspace: Workspace, proposal: use.Proposal) -> Sent:
    view = use.sign_agreement(workspace, proposal)
    return Sent(render.render_signed(replace(view, next=""), STYLE), view.problems)
