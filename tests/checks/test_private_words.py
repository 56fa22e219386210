from __future__ import annotations

import pytest

from apjournal.checks.private_words import Hit, InvalidExpression, find_private_words, read_rules

PATH = "private/never-share.txt"
LIST = "\ufeff# clients\nAcme Ltd\n\n  /\\+49[ -]?30[ -]?\\d+/\nAnn\ncafé\n"


@pytest.mark.parametrize(
    ("text", "hit"),
    [
        ("goals:\n  - Send it to ACME\u00a0 ltd.", Hit(2, f"words from line 2 of {PATH}")),
        ("Ring +49-30 1234", Hit(1, f"words from line 4 of {PATH}")),
        ("ann's cafe\u0301", Hit(1, f"words from line 5 of {PATH}")),
        ("at the cafe\u0301", Hit(1, f"words from line 6 of {PATH}")),
        ("Planning with Annabel, Acme Limited, +49 40 1234", None),
        ("# clients", None),
    ],
)
def test_private_words_are_found_as_whole_words_in_any_letter_case(text: str, hit: Hit | None) -> None:
    assert find_private_words(text, read_rules(LIST, PATH)) == hit


@pytest.mark.parametrize(
    ("key", "source"),
    [
        ("-----BEGIN OPENSSH PRIVATE KEY-----", "a private key"),
        ("AKIA" + "ABCDEFGH23456777", "an AWS access key"),
        ("ghp_" + "a1" * 18, "a GitHub token"),
        ("glpat-" + "a1" * 10, "a GitLab token"),
        ("xoxb-" + "1234567890-abc", "a Slack token"),
        ("sk_live_" + "a1" * 12, "a Stripe key"),
        ("sk-ant-api03-" + "a1" * 40, "an API key"),
        ("AIza" + "a1" * 17 + "b", "a Google API key"),
    ],
)
def test_keys_of_common_providers_are_found_without_a_list(key: str, source: str) -> None:
    assert find_private_words(f"goals:\n  - Use {key}\n", ()) == Hit(2, source)


@pytest.mark.parametrize(
    "text", ["AKIA and ghp_, sk-etch, glue-and-paper", "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5", "task-" + "a1" * 20, "xox"]
)
def test_ordinary_words_do_not_count_as_access_keys(text: str) -> None:
    assert find_private_words(text, ()) is None


def test_lines_that_were_committed_before_are_not_searched_again() -> None:
    own = read_rules("acme", PATH)
    assert find_private_words("acme\nmore\nAcme again", own, {"acme", ""}) == Hit(3, f"words from line 1 of {PATH}")
    assert find_private_words("acme\nmore", own, {"acme"}) is None


def test_the_fault_about_an_invalid_expression_gives_its_line() -> None:
    with pytest.raises(InvalidExpression) as caught:
        read_rules("acme\n/(/", PATH)
    assert caught.value.line == 2
