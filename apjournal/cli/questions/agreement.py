"""Six short questions about the agreement. Enter skips a question."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from apjournal.cli.prompts import Talk
from apjournal.model.agreement_topic import Topic
from apjournal.render.words.agreement_talk import INTRODUCTION, QUESTIONS


def ask_about_agreement(
    talk: Talk, there: Mapping[Topic, str], check_until: Callable[[str], object]
) -> dict[Topic, str]:
    """Ask about each topic, and return the answers. Enter keeps the existing answer (`there`).

    `check_until` raises a fault for an impossible answer to `Topic.UNTIL`.
    """
    talk.show_paragraph(INTRODUCTION)
    answers = {}
    for topic, question in QUESTIONS.items():
        now = there.get(topic)
        if now:
            talk.show_paragraph(f"{topic}: {' '.join(now.split())}", hang=2)
        answer = talk.ask_line(
            question.text,
            explain=question.explain,
            check=check_until if topic is Topic.UNTIL else None,
            enter="no change" if now else "skip",
        )
        if answer:
            answers[topic] = answer
    return answers
