"""The matching of goals between two versions of a week, and through many."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from apjournal.analysis.changes import goal_matching
from apjournal.analysis.changes.goal_matching import compute_dice, match_goals, track_goals
from apjournal.model.week import Goal


def goals(*texts: str) -> tuple[Goal, ...]:
    """Return goals with these texts. `id: words` has a written id, the others get their number as id."""
    made = []
    for number, text in enumerate(texts, start=1):
        written, colon, words = text.partition(": ")
        made.append(
            Goal(number, written, words, id_written=True)
            if colon
            else Goal(number, "-".join(text.lower().split()) or f"goal-{number}", text)
        )
    return tuple(made)


versions = st.lists(
    st.sampled_from(
        ["run", "Run", "run far", "run far away", "walk far", "a: run", "a: sit", "b: run", "🏃", "", "+", "-"]
    ),
    max_size=5,
).map(lambda texts: goals(*texts))


def test_a_written_id_matches_its_goal_even_if_the_text_changed() -> None:
    before = goals("grant: Send the grant draft", "Ring the tax office")
    assert match_goals(before, goals("Three runs", "grant: One page a day", "Sleep by ten")) == {0: 1}


def test_a_written_id_takes_precedence_over_equal_text() -> None:
    before = goals("grant: Send the draft", "tax: Ring the office")
    assert match_goals(before, goals("tax: Send the draft", "grant: Ring the office")) == {0: 1, 1: 0}


def test_equal_text_matches_a_goal_that_moved() -> None:
    before = goals("Three runs", "Ring the tax office")
    assert match_goals(before, goals("Ring the tax office", "Something new", "Three runs")) == {0: 2, 1: 0}


def test_goal_texts_are_compared_ignoring_case_and_punctuation() -> None:
    assert match_goals(goals("Three runs"), goals("Two walks", "three runs.")) == {0: 1}
    assert match_goals(goals("STRASSE fegen"), goals("Straße fegen")) == {0: 0}


def test_goals_made_only_of_symbols_are_matched_when_they_move() -> None:
    assert match_goals(goals("Learn C++", "Learn C#"), goals("Learn C#", "Learn C++")) == {0: 1, 1: 0}


def test_equal_text_takes_precedence_over_an_equal_computed_id() -> None:
    before = goals("Read on", "Write up")
    after = (Goal(1, "read-on", "Write up"), Goal(2, "other", "Read on"))
    assert match_goals(before, after) == {0: 1, 1: 0}


def test_a_computed_id_matches_a_goal_whose_written_id_equals_it() -> None:
    assert match_goals(goals("Three runs"), goals("Sleep more", "three-runs: One long swim")) == {0: 1}


def test_a_reworded_goal_is_matched_by_similar_words() -> None:
    before = goals("Send the grant draft to Ines", "Three runs")
    assert match_goals(before, goals("Work on the grant draft", "Three runs")) == {0: 0, 1: 1}


def test_goals_with_few_common_words_are_not_matched() -> None:
    assert match_goals(goals("Send the grant draft to Ines"), goals("Work on the draft", "Sleep")) == {}


def test_similar_goals_are_matched_in_order() -> None:
    before = goals("Write page one", "Write page two")
    assert match_goals(before, goals("Write page three", "Write page four")) == {0: 0, 1: 1}


def test_goals_with_the_same_text_are_matched_in_order() -> None:
    assert match_goals(goals("Run", "Run"), goals("Run")) == {0: 0}
    assert match_goals(goals("Run"), goals("Run", "Run")) == {0: 0}


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Send the grant draft to Ines", "Work on the grant draft", True),
        ("run run run", "RUN", True),
        ("a b", "b c", True),
        ("a", "b", False),
        ("a b c", "c d", False),
        ("🏃 🏃", "🏃", True),
        ("हिन्दी सीखना", "हिन्दी सीखना!", True),
    ],
)
def test_two_goals_are_similar_if_their_dice_coefficient_is_at_least_one_half(one: str, other: str, same: bool) -> None:
    left, right = goals("Sleep by ten", one), goals(other, "Ring the office", "Three letters")
    assert match_goals(left, right) == ({1: 0} if same else {})
    assert match_goals(right, left) == ({0: 1} if same else {})


def test_an_equal_done_when_matches_a_goal_with_other_words() -> None:
    mail = "A mail with the PDF"
    before = (Goal(1, "a", "Send the grant draft", done_when=mail), Goal(2, "b", "Three runs"))
    after = (Goal(1, "c", "Sleep by ten"), Goal(2, "f", "Rest"), Goal(3, "e", "Email Ines", done_when=mail))
    assert match_goals(before, after, by_place=False) == {0: 2}


def test_a_completely_reworded_goal_matches_when_the_number_of_goals_is_equal() -> None:
    assert match_goals(goals("Send the grant draft", "Runs"), goals("Email Ines the PDF", "Runs")) == {0: 0, 1: 1}
    assert match_goals(goals("Send the grant draft", "Runs"), goals("Email Ines the PDF", "Sleep")) == {0: 0, 1: 1}


def test_the_only_unmatched_goals_of_both_sides_match_in_any_position() -> None:
    assert match_goals(goals("Send the grant draft", "Runs"), goals("Runs", "Email Ines the PDF")) == {0: 1, 1: 0}


def test_a_removed_goal_does_not_match_one_of_several_new_goals() -> None:
    assert match_goals(goals("Send the grant draft", "Runs"), goals("Runs", "Sleep", "Ring the office")) == {1: 0}
    assert match_goals(goals("Send the grant draft", "Runs", "Sleep"), goals("Runs", "Ring the office")) == {1: 0}


def test_unmatched_goals_match_in_order_if_their_positions_are_taken() -> None:
    assert match_goals(goals("Draft", "Office", "Runs"), goals("Letter", "Runs", "Sleep")) == {0: 0, 1: 2, 2: 1}


def test_goals_with_different_written_ids_do_not_match() -> None:
    assert match_goals(goals("grant: Send the draft"), goals("tax: Ring the office")) == {}
    assert match_goals(goals("grant: Send the draft"), goals("Ring the office")) == {0: 0}


def test_matching_without_positions_never_pairs_goals_by_position() -> None:
    assert match_goals(goals("Send the grant draft"), goals("Email Ines the PDF"), by_place=False) == {}


@pytest.mark.parametrize(
    "words",
    [
        "letter {} of page {} now",  # all have most of their words in common
        "{}x {}y {}z",  # all of each goal's words are its own
        "and the {} of the {}",
    ],
)
def test_matching_very_many_reworded_goals_takes_few_comparisons(words: str, monkeypatch: pytest.MonkeyPatch) -> None:
    compared = 0

    def count(one: frozenset[str], other: frozenset[str]) -> float:
        nonlocal compared
        compared += 1
        return compute_dice(one, other)

    monkeypatch.setattr(goal_matching, "compute_dice", count)
    many = range(1200)
    before = goals(*(words.format(number, number, number) for number in many))
    after = goals("One more", *(words.format(number, number, number) + " again" for number in many))
    assert match_goals(before, after) == {number: number + 1 for number in many}
    match_goals(before, goals(*(words.format(-number, f"q{number}", f"p{number}") for number in many)))
    assert compared < 200_000


def plainly_similar(before: tuple[Goal, ...], after: tuple[Goal, ...]) -> dict[int, int]:
    """Match goals by similar words as format.md defines it, comparing each with each."""
    found: dict[int, int] = {}
    for place, goal in enumerate(before):
        for other, now in enumerate(after):
            one, two = set(goal.goal.split()), set(now.goal.split())
            if other not in found.values() and 2 * len(one & two) >= (len(one) + len(two)) / 2:
                found[place] = other
                break
    return found


different = st.lists(
    st.lists(st.sampled_from("abcdef"), min_size=1, max_size=6, unique=True).map(" ".join),
    max_size=6,
    unique_by=lambda text: "".join(sorted(text)),
)


@given(different, different)
def test_similar_words_are_matched_in_order_of_position(one: list[str], other: list[str]) -> None:
    old = tuple(Goal(number, f"old-{number}", text) for number, text in enumerate(one, start=1))
    new = tuple(Goal(number, f"new-{number}", f"{text} z") for number, text in enumerate(other, start=1))
    assert match_goals(old, new, by_place=False) == plainly_similar(old, new)


@given(versions)
def test_a_version_matches_itself_goal_by_goal(version: tuple[Goal, ...]) -> None:
    assert [version[after].goal for after in match_goals(version, version).values()] == [goal.goal for goal in version]


@pytest.mark.parametrize("by_place", [True, False])
@given(version=versions)
def test_matching_equal_goals_quickly_gives_the_same_result_as_trying_all_rules(
    version: tuple[Goal, ...], by_place: bool
) -> None:
    later = tuple(replace(goal, done_when="later", id=goal.id if goal.id_written else "other") for goal in version)
    quick = match_goals(version, later, by_place=by_place)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(goal_matching, "_have_same_goals", lambda before, after: False)
        assert match_goals(version, later, by_place=by_place) == quick == {place: place for place in range(len(later))}


@given(versions, versions)
def test_each_goal_is_matched_at_most_once(before: tuple[Goal, ...], after: tuple[Goal, ...]) -> None:
    found = match_goals(before, after)
    assert len(set(found.values())) == len(found)
    assert set(found) <= set(range(len(before)))
    assert set(found.values()) <= set(range(len(after)))
    left = [goal for place, goal in enumerate(after) if place not in found.values()]
    for place, goal in enumerate(before):
        assert place in found or all(goal.goal.casefold() != other.goal.casefold() for other in left)
    assert len(before) != len(after) or len(found) == len(before) or all(before[place] for place in found)


# Through many versions


def test_a_goal_reworded_in_small_steps_has_one_track() -> None:
    steps = ["Send the grant draft to Ines", "Send the grant draft", "Work on the grant draft", "Work on the grant"]
    followed = track_goals([goals(step, "Three runs") for step in [*steps, "Think on the grant"]])
    assert [[goal.goal if goal else None for goal in track.goals] for track in followed] == [
        [*steps, "Think on the grant"],
        ["Three runs"] * 5,
    ]


def test_a_removed_and_an_added_goal_have_separate_tracks() -> None:
    removed, stays, added = track_goals(
        [goals("Ring the tax office", "Three runs"), goals("Three runs"), goals("Three runs", "Sleep by ten")]
    )
    assert removed.present is None
    assert removed.newest.goal == "Ring the tax office"
    assert stays.present == Goal(1, "three-runs", "Three runs")
    assert [goal and goal.goal for goal in added.goals] == [None, None, "Sleep by ten"]


def test_a_goal_that_was_removed_and_restored_has_one_track() -> None:
    (track,) = track_goals([goals("Ring the tax office"), (), goals("Ring the office")])
    assert [goal and goal.goal for goal in track.goals] == ["Ring the tax office", None, "Ring the office"]


def test_a_new_wording_is_matched_with_an_existing_goal_before_a_removed_goal() -> None:
    first, second = track_goals(
        [goals("Write page one", "Write page two"), goals("Write page two"), goals("Write page three")]
    )
    assert (first.present, second.present and second.present.goal) == (None, "Write page three")


def test_a_restored_goal_does_not_count_as_a_new_wording_of_another_goal() -> None:
    came_back, gone = track_goals(
        [goals("beta: Ring the office", "Epsilon"), goals("Epsilon"), goals("beta: Ring the office")]
    )
    assert [goal and goal.id for goal in came_back.goals] == ["beta", None, "beta"]
    assert [goal and goal.id for goal in gone.goals] == ["epsilon", "epsilon", None]


@given(st.lists(versions, min_size=1, max_size=5))
def test_each_goal_of_each_version_is_on_exactly_one_track(all_versions: list[tuple[Goal, ...]]) -> None:
    followed = track_goals(all_versions)
    for count, version in enumerate(all_versions):
        there = [track.goals[count] for track in followed if track.goals[count] is not None]
        assert sorted(goal.number for goal in there if goal) == [goal.number for goal in version]
    assert all(len(track.goals) == len(all_versions) for track in followed)


@given(versions, versions)
def test_an_unchanged_goal_is_the_same_object_in_all_versions_of_its_track(
    before: tuple[Goal, ...], now: tuple[Goal, ...]
) -> None:
    for track in track_goals([before, now, now]):
        assert track.goals[1] is track.goals[2]
