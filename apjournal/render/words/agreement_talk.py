"""The six questions about the agreement, as the terminal and the web page ask them."""

from __future__ import annotations

from msgspec import Struct

from apjournal.model.agreement_topic import Topic

INTRODUCTION = (
    "Your answers go into agreement.md in your own words, and your partner reads them before accepting. If you "
    "skip a question, apj writes nothing about it."
)


class Question(Struct, frozen=True):
    """A question, and an explanation of it with an example."""

    text: str
    explain: str


QUESTIONS = {
    Topic.MISSED: Question(
        "What do you do when one of you misses a call?",
        "For example: We talk on the next day, and the goals stay as they are.",
    ),
    Topic.BLUNT: Question(
        "How blunt may you be with each other?", "For example: Ask me straight out if I avoid a question."
    ),
    Topic.PRIVATE: Question("What stays between you?", "For example: Everything in this journal and in our calls."),
    Topic.HELP: Question(
        "What kind of help do you want: listening, questions or suggestions?",
        "For example: Listen first. Make suggestions only if I ask.",
    ),
    Topic.UNTIL: Question(
        "Until when will you try this? A date, +12w for 12 weeks, or your own words",
        "A date such as 2026-12-07, or +12w, becomes the day on which you review the agreement.",
    ),
    Topic.END: Question(
        "How will you stop?",
        "For example: Whoever wants to stop says so in a call, and we talk once more a week later.",
    ),
}
