"""The lists of a `partner.md` are merged by their items if two devices of one person changed them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apjournal.format.edit.partner import merge_partner
from apjournal.format.read.partner import read_partner
from apjournal.model.handle import Handle

ANA = Handle("ana")
ADDRESSES = st.lists(st.sampled_from([f"{name}@example.org" for name in "abcde"]), unique=True)


def write(emails: list[str], style: str = "flow", *more: str) -> bytes:
    is_flow = style == "flow" or not emails
    listed = (
        f"emails: [{', '.join(emails)}]".ljust(25) + " # others" if is_flow else "\n  - ".join(("emails:", *emails))
    )
    return "\n".join(("---", listed, *more, "---", "", "## Aims", "")).encode()


def merge(base: bytes, mine: bytes, theirs: bytes) -> str | None:
    data = merge_partner(base, mine, theirs, ANA)
    return None if data is None else data.decode()


@given(ADDRESSES, ADDRESSES, ADDRESSES, st.sampled_from(["flow", "block"]))
def test_each_address_that_a_device_added_is_kept_and_each_that_it_removed_is_not(
    base: list[str], mine: list[str], theirs: list[str], style: str
) -> None:
    text = merge(write(base), write(mine, style), write(theirs))
    assert text is not None
    value = read_partner(text.encode(), ANA).value
    assert value is not None
    added, removed = set(mine + theirs) - set(base), set(base) - (set(mine) & set(theirs))
    assert set(value.emails) == (set(base) | added) - removed
    assert len(set(value.emails)) == len(value.emails)
    if base != mine:
        assert [one for one in value.emails if one in mine] == [one for one in mine if one in value.emails]


def test_everything_else_of_the_file_is_merged_by_key() -> None:
    comment = "emails: []               # the phone"
    base = write([], "flow", "timezone: Europe/Lisbon").replace(b"emails: []", comment.encode())
    mine = base.replace(b"[]", b"[a@b]") + b"- A book\n"
    theirs = base.replace(b"[]", b"[c@d, e@f]").replace(b"Lisbon", b"Rome") + b"- A garden\n"
    text = base.replace(b"[]", b"[a@b, c@d, e@f]").replace(b"Lisbon", b"Rome") + b"- A book\n- A garden\n"
    assert merge_partner(base, mine, theirs, ANA) == text
    assert merge_partner(base, base, theirs, ANA) == theirs


@pytest.mark.parametrize(
    ("base", "mine", "theirs"),
    [
        (
            write([], "flow", "timezone: A"),
            write(["a@b"], "flow", "timezone: B"),
            write(["c@d"], "flow", "timezone: C"),
        ),
        (write([], "flow", "keeps:"), write([], "flow", "keeps: [ben]"), write([], "flow", "keeps: [cleo]")),
        (write([], "flow", "apj: 2"), write(["a@b"], "flow", "apj: 2"), write(["c@d"], "flow", "apj: 2")),
        (write([]), b"---\nname: [\n- x: ]\n---\n", write(["c@d"])),
    ],
    ids=["another key", "keeps of everybody", "a newer format", "not readable"],
)
def test_a_partner_file_that_needs_a_person_is_not_merged(base: bytes, mine: bytes, theirs: bytes) -> None:
    assert merge(base, mine, theirs) is None


def test_a_file_that_both_devices_began_is_merged() -> None:
    text = merge(b"", write(["a@b"]), write(["c@d"]))
    assert text is not None
    assert "emails: [a@b, c@d] " in text
