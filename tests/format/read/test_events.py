"""`amended` in other forms than keys and values: the repair writes its content as keys and values."""

from __future__ import annotations

import pytest

from tests.format.readings import after_goals, fixed, read


@pytest.mark.parametrize(
    ("value", "repaired", "amended"),
    [
        (" a: moved", " {a: moved}", {"a": "moved"}),
        (" a:moved", " {a: moved}", {"a": "moved"}),
        (" a: moved: late, again", ' {a: "moved: late, again"}', {"a": "moved: late, again"}),
        (" a: moved #late", ' {a: "moved #late"}', {"a": "moved #late"}),
        (" 'b: moved'", " {b: moved}", {"b": "moved"}),
        (" “a: moved”", " {a: moved}", {"a": "moved"}),
        (" [a: moved, {b: 'x, y'}]", " {a: moved, b: 'x, y'}", {"a": "moved", "b": "x, y"}),
        (" ['a: moved, late']", ' {a: "moved, late"}', {"a": "moved, late"}),
        ("\n  - a: moved", "\n    a: moved", {"a": "moved"}),
        ("\n- a: moved # why\n- b: x", "\n  a: moved # why\n  b: x", {"a": "moved", "b": "x"}),
        ("\n- a: moved\n  b: x", "\n  a: moved\n  b: x", {"a": "moved", "b": "x"}),
        ("\n  - a: moved\n  - b: x: y", '\n    a: moved\n    b: "x: y"', {"a": "moved", "b": "x: y"}),
        ("\n  - “a: moved”", "\n    a: moved", {"a": "moved"}),
    ],
)
def test_reasons_under_amended_in_another_form_are_repaired_to_keys_and_values(
    value: str, repaired: str, amended: dict[str, str]
) -> None:
    assert fixed(after_goals(f"amended:{value}\n")) == after_goals(f"amended:{repaired}\n")
    said = read(after_goals(f"amended:{repaired}\n"))
    assert said.findings == ()
    assert said.value is not None
    assert {each.goal: each.reason for each in said.value.amended} == amended


@pytest.mark.parametrize(
    "value",
    [" moved", " a", " 'tax: moved'", " 'a:'", " [a: moved, b]", " [[a, moved]]", " [a: moved,\n  b: x]",
     "\n  - a: moved\n  - b", "\n  - a: moved\n  - {b: x}", "\n  -  a: moved\n  - b: x", "\n  - [a]"],
)  # fmt: skip
def test_an_unclear_value_of_amended_gets_a_finding_without_a_repair(value: str) -> None:
    text = after_goals(f"amended:{value}\n")
    (found,) = read(text).findings
    assert (found.code, found.edits) == ("shape", ())
