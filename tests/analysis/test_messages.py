"""Messages that a reader has not seen yet."""

from __future__ import annotations

from apjournal.analysis.messages import find_new_messages
from apjournal.model.views.week import ReceivedMessage
from apjournal.model.week import Message, MessageKind
from tests.helpers.weeks import ANA, BEN, W47, W48, week

HELLO, OFFER = Message("Ben", None, "Hello"), Message("ben", MessageKind.OFFER, "Thursday?")


def test_only_messages_to_the_reader_are_found() -> None:
    now = week(messages=(HELLO, Message("cleo", None, "Not for Ben")))
    assert find_new_messages(BEN, {W48: now}, {}) == (ReceivedMessage(ANA, W48, "Ben", None, "Hello"),)


def test_messages_in_the_readers_kept_copy_are_not_new() -> None:
    before, now = week(messages=(HELLO,)), week(messages=(OFFER, HELLO))
    assert [message.text for message in find_new_messages(BEN, {W48: now}, {W48: before})] == ["Thursday?"]


def test_a_message_repeated_after_the_copy_is_new() -> None:
    before, now = week(messages=(HELLO,)), week(messages=(HELLO, HELLO))
    assert len(find_new_messages(BEN, {W48: now}, {W48: before})) == 1


def test_messages_are_listed_oldest_week_first() -> None:
    weeks = {name: week(name=name, messages=(HELLO,)) for name in (W48, W47)}
    assert [message.week for message in find_new_messages(BEN, weeks, {})] == [W47, W48]
