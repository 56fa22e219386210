"""The one matching of goals between two versions of a week, and through many."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apjournal.analysis.matching import Track, former_ids, match, similarity, tracks
from apjournal.model.week import Goal


def goals(*texts: str) -> tuple[Goal, ...]:
    """Make goals from their words; `id: words` has a written id. Others have the number for an id, as they must."""
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


def test_a_written_id_finds_its_goal_whatever_its_words_are_now() -> None:
    before = goals("grant: Send the grant draft", "Ring the tax office")
    assert match(before, goals("Three runs", "grant: One page a day")) == {0: 1}


def test_a_written_id_comes_before_equal_words() -> None:
    before = goals("grant: Send the draft", "tax: Ring the office")
    assert match(before, goals("tax: Send the draft", "grant: Ring the office")) == {0: 1, 1: 0}


def test_equal_words_find_a_goal_that_moved() -> None:
    before = goals("Three runs", "Ring the tax office")
    assert match(before, goals("Ring the tax office", "Something new", "Three runs")) == {0: 2, 1: 0}


def test_words_are_equal_whatever_their_case_and_stops() -> None:
    assert match(goals("Three runs"), goals("Two walks", "three runs.")) == {0: 1}
    assert match(goals("STRASSE fegen"), goals("Straße fegen")) == {0: 0}


def test_goals_that_differ_in_signs_alone_are_told_apart_when_they_move() -> None:
    assert match(goals("Learn C++", "Learn C#"), goals("Learn C#", "Learn C++")) == {0: 1, 1: 0}


def test_equal_words_come_before_an_equal_computed_id() -> None:
    before = goals("Read on", "Write up")
    after = (Goal(1, "read-on", "Write up"), Goal(2, "other", "Read on"))
    assert match(before, after) == {0: 1, 1: 0}


def test_a_computed_id_finds_a_goal_that_was_then_given_it_as_its_own() -> None:
    assert match(goals("Three runs"), goals("Sleep more", "three-runs: One long swim")) == {0: 1}


def test_a_reworded_goal_is_found_by_similar_words() -> None:
    before = goals("Send the grant draft to Ines", "Three runs")
    assert match(before, goals("Work on the grant draft", "Three runs")) == {0: 0, 1: 1}


def test_a_goal_with_few_words_in_common_is_another_goal() -> None:
    assert match(goals("Send the grant draft to Ines"), goals("Work on the draft")) == {}


def test_of_several_similar_goals_the_first_in_place_is_taken() -> None:
    before = goals("Write page one", "Write page two")
    assert match(before, goals("Write page three", "Write page four")) == {0: 0, 1: 1}


def test_of_two_goals_with_the_same_words_the_first_stays_the_first() -> None:
    assert match(goals("Run", "Run"), goals("Run")) == {0: 0}
    assert match(goals("Run"), goals("Run", "Run")) == {0: 0}


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("Send the grant draft to Ines", "Work on the grant draft", 6 / 11),
        ("run run run", "RUN", 1.0),
        ("a b", "b c", 0.5),
        ("a", "b", 0.0),
        ("", "", 1.0),
        ("", "a", 0.0),
        ("🏃 🏃", "🏃", 1.0),
        ("हिन्दी सीखना", "हिन्दी सीखना!", 1.0),
    ],
)
def test_similarity_is_the_dice_coefficient_of_the_case_folded_words(one: str, other: str, expected: float) -> None:
    assert similarity(one, other) == pytest.approx(expected)
    assert similarity(other, one) == pytest.approx(expected)


@given(versions)
def test_a_version_matches_itself_goal_by_goal(version: tuple[Goal, ...]) -> None:
    assert [version[after].goal for after in match(version, version).values()] == [goal.goal for goal in version]


@given(versions, versions)
def test_each_goal_is_matched_at_most_once(before: tuple[Goal, ...], after: tuple[Goal, ...]) -> None:
    found = match(before, after)
    assert len(set(found.values())) == len(found)
    assert set(found) <= set(range(len(before)))
    assert set(found.values()) <= set(range(len(after)))
    left = [goal for place, goal in enumerate(after) if place not in found.values()]
    for place, goal in enumerate(before):
        assert place in found or all(similarity(goal.goal, other.goal) < 0.5 for other in left)


# Through many versions


def test_a_goal_reworded_in_small_steps_stays_one_goal() -> None:
    steps = ["Send the grant draft to Ines", "Send the grant draft", "Work on the grant draft", "Work on the grant"]
    followed = tracks([goals(step, "Three runs") for step in [*steps, "Think on the grant"]])
    assert [[goal.goal if goal else None for goal in track.goals] for track in followed] == [
        [*steps, "Think on the grant"],
        ["Three runs"] * 5,
    ]


def test_a_removed_goal_and_an_added_one_have_tracks_of_their_own() -> None:
    removed, stays, added = tracks([goals("Ring the tax office", "Three runs"), goals("Three runs", "Sleep by ten")])
    assert removed.present is None
    assert removed.newest.goal == "Ring the tax office"
    assert stays.present == Goal(1, "three-runs", "Three runs")
    assert [goal and goal.goal for goal in added.goals] == [None, "Sleep by ten"]


def test_a_goal_that_was_taken_out_and_comes_back_is_the_same_goal() -> None:
    (track,) = tracks([goals("Ring the tax office"), (), goals("Ring the office")])
    assert [goal and goal.goal for goal in track.goals] == ["Ring the tax office", None, "Ring the office"]


def test_a_goal_that_is_there_is_matched_before_one_that_was_taken_out() -> None:
    first, second = tracks(
        [goals("Write page one", "Write page two"), goals("Write page two"), goals("Write page three")]
    )
    assert (first.present, second.present and second.present.goal) == (None, "Write page three")


def test_the_ids_a_goal_once_had_lead_to_its_present_one() -> None:
    followed = tracks([goals("Send the draft"), goals("Send the long draft"), goals("Post the long draft")])
    assert former_ids(followed) == {
        "send-the-draft": "post-the-long-draft",
        "send-the-long-draft": "post-the-long-draft",
    }


def test_an_id_that_a_present_goal_has_is_no_former_one() -> None:
    before, after = goals("a: Write page one"), goals("b: Write page one", "a: Sleep")
    swapped = (Track((before[0], after[0])), Track((None, after[1])))
    assert former_ids(swapped) == {}


def test_a_former_id_leads_to_the_goal_that_had_it_last() -> None:
    def one(identity: str) -> Goal:
        return Goal(1, identity, identity)

    followed = (Track((one("x"), one("a"), one("a"))), Track((one("b"), one("x"), one("b"))))
    assert former_ids(followed) == {"x": "b"}


def test_the_ids_of_a_goal_that_is_gone_lead_nowhere() -> None:
    assert former_ids(tracks([goals("Send the draft"), ()])) == {}
    assert former_ids(()) == {}


@given(st.lists(versions, min_size=1, max_size=5))
def test_each_goal_of_each_version_is_on_exactly_one_track(all_versions: list[tuple[Goal, ...]]) -> None:
    followed = tracks(all_versions)
    for count, version in enumerate(all_versions):
        there = [track.goals[count] for track in followed if track.goals[count] is not None]
        assert sorted(goal.number for goal in there if goal) == [goal.number for goal in version]
    assert all(len(track.goals) == len(all_versions) for track in followed)


@given(versions, versions)
def test_goals_that_stay_as_they_are_stay_themselves(before: tuple[Goal, ...], now: tuple[Goal, ...]) -> None:
    for track in tracks([before, now, now]):
        assert track.goals[1] is track.goals[2]
