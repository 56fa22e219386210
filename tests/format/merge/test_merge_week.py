"""My week from two devices: the additions of both sides are in it as typed, otherwise a person is asked."""

from __future__ import annotations

import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from apjournal.format.merge.merge_week import has_same_references, merge_keys, merge_week
from apjournal.format.read.week import read_week
from apjournal.format.text.slug import make_slug
from apjournal.model.handle import Handle
from apjournal.model.isoweek import IsoWeek

ANA, W48 = Handle("ana"), IsoWeek(2026, 48)
BASE = """\
---
goals:
  - Send the draft
  # the hard one
  - id: runs
    goal: Three runs

learned: Sleep helps
---

## Steps
- [ ] 1: budget table
- [ ] 1: summary

## Log
- 2026-11-24 focus: phone

## Notes
Anything.
"""


def merged(base: str, mine: str, theirs: str) -> str | None:
    data = merge_week(base.encode(), mine.encode(), theirs.encode(), partner=ANA, week=W48)
    return None if data is None else data.decode()


def both(mine: tuple[str, str], theirs: tuple[str, str], base: str = BASE) -> str | None:
    """Merge two versions of `base`, each with one passage replaced."""
    for passage, _ in (mine, theirs):
        assert passage in base
    return merged(base, base.replace(*mine), base.replace(*theirs))


def test_lines_of_a_log_below_a_title_with_an_emoji_are_merged() -> None:
    base = BASE.replace("## Log\n", "## Log 📓\n")
    line = "- 2026-11-24 focus: phone\n"
    found = both((line, f"{line}- stress: a\n"), (line, f"{line}- stress: b\n"), base)
    assert found is not None
    assert "## Log 📓\n- 2026-11-24 focus: phone\n- stress: a\n- stress: b\n" in found


def test_a_week_in_a_newer_format_is_not_merged() -> None:
    mine, theirs = ("  - Send the draft\n", "  - Send the draft\n  - A\n"), ("Anything.", "Something.")
    newer = BASE.replace("---\n", "---\napj: 2\n", 1)
    assert both(mine, theirs) is not None
    assert both(mine, theirs, newer) is None


def test_goals_added_on_both_sides_are_merged_with_mine_first() -> None:
    text = both(("Three runs\n", "Three runs\n  - Ring Tom\n"), ("Three runs\n", "Three runs\n  - Tax\n"))
    assert text is not None
    assert "    goal: Three runs\n  - Ring Tom\n  - Tax\n\nlearned" in text


def test_keys_added_to_one_goal_on_both_sides_are_merged() -> None:
    text = both(
        ("Three runs\n", "Three runs\n    area: personal\n"), ("Three runs\n", "Three runs\n    confidence: 70\n")
    )
    assert text is not None
    assert "    goal: Three runs\n    area: personal\n    confidence: 70\n" in text


def test_a_goal_reworded_on_one_side_is_merged_with_the_other_sides_changes() -> None:
    text = both(("Send the draft", "Send half the draft"), ("learned: Sleep", "learned: More sleep"))
    assert text == BASE.replace("Send the draft", "Send half the draft").replace("Sleep", "More sleep")


def test_a_goal_reworded_on_both_sides_is_not_merged() -> None:
    assert both(("Send the draft", "Send half"), ("Send the draft", "Send a page")) is None


def test_a_goal_removed_on_one_side_and_changed_on_the_other_is_not_merged() -> None:
    whole = "  # the hard one\n  - id: runs\n    goal: Three runs\n"
    assert both((whole, ""), ("goal: Three runs", "goal: Two runs")) is None
    assert both(("goal: Three runs", "goal: Two runs"), (whole, "")) is None


def test_a_goal_removed_on_one_side_is_removed() -> None:
    whole = "  # the hard one\n  - id: runs\n    goal: Three runs\n"
    for mine, theirs in (((whole, ""), ("Sleep", "Rest")), (("Sleep", "Rest"), (whole, ""))):
        text = both(mine, theirs)
        assert text == BASE.replace(whole, "").replace("Sleep", "Rest")


def test_outcomes_by_goal_id_of_both_sides_are_merged() -> None:
    text = both(
        ("learned:", "outcomes:\n  send-the-draft: done\nlearned:"), ("learned:", "outcomes:\n  runs: partly\nlearned:")
    )
    assert text is not None
    assert "\noutcomes:\n  send-the-draft: done\n  runs: partly\nlearned: Sleep helps\n" in text


def test_an_outcome_that_differs_on_both_sides_is_not_merged() -> None:
    added = "outcomes:\n  runs: {}\nlearned:"
    assert both(("learned:", added.format("done")), ("learned:", added.format("partly"))) is None


def test_lists_of_outcomes_of_both_sides_are_merged_if_the_goals_are_equal() -> None:
    base = BASE.replace("learned:", "outcomes:\nlearned:")
    text = both(("outcomes:\n", "outcomes:\n  - done\n"), ("outcomes:\n", "outcomes:\n  - done\n  - partly\n"), base)
    assert text is not None
    assert "outcomes:\n  - done\n  - partly\n" in text


PLAIN = """\
---
goals:
  - Send the draft
  - Three runs
{said}---
{steps}"""


def plain(said: str = "", steps: str = "", *, goals: str | None = None) -> str:
    text = PLAIN.format(said=said, steps=steps and f"\n## Steps\n{steps}")
    return text if goals is None else text.replace("  - Send the draft\n  - Three runs\n", goals)


FRONT_GOAL = "  - Ring the tax office\n  - Send the draft\n  - Three runs\n"
FORMS = (
    "outcomes:\n  - done, all of it\n  - partly\n",
    "outcomes:\n- done, all of it\n-\n  result: partly\n",
    "outcomes:\n  - result: done\n    evidence: all of it\n  - partly # two\n",
    'outcomes: ["done, all of it", partly]\n',
    "outcomes: {1: 'done, all of it', 2: partly}\n",
    "outcomes:\n  1: done, all of it\n  2: partly\n",
)


@pytest.mark.parametrize("outcomes", FORMS)
def test_outcomes_by_position_stay_with_their_goals_when_a_goal_is_inserted(outcomes: str) -> None:
    for one, other in ((plain(outcomes), plain(goals=FRONT_GOAL)), (plain(goals=FRONT_GOAL), plain(outcomes))):
        text = merged(plain(), one, other)
        assert text is not None
        week = read_week(text.encode(), ANA, W48).value
        assert week is not None
        assert [goal.goal for goal in week.goals] == ["Ring the tax office", "Send the draft", "Three runs"]
        said = {of.goal: (of.result.value, of.evidence) for of in week.outcomes}
        assert said == {"send-the-draft": ("done", "all of it"), "three-runs": ("partly", None)}


def test_steps_reasons_and_obstacles_by_number_stay_with_their_goals() -> None:
    said = "happened:\n  - kind: focus\n    goal: 2\namended:\n  2: Olga says no hills\n"
    text = merged(plain(), plain(said, "- [x] 1: outline\n- [ ] walk\n"), plain(goals=FRONT_GOAL))
    assert text is not None
    assert "    goal: three-runs\namended:\n  three-runs: Olga says no hills\n" in text
    assert "- [x] send-the-draft: outline\n- [ ] walk\n" in text


def test_outcomes_follow_goals_that_were_reordered() -> None:
    moved = plain(goals="  - Three runs\n  - Send the draft\n")
    for one, other in ((moved, plain("outcomes:\n  - done\n")), (plain("outcomes:\n  - done\n"), moved)):
        text = merged(plain(), one, other)
        assert text is not None
        assert "  - Three runs\n  - Send the draft\noutcomes:\n  send-the-draft: done\n" in text


def test_an_outcome_follows_a_goal_that_the_other_device_reworded() -> None:
    text = merged(plain(), plain("outcomes:\n  send-the-draft: done\n"), plain().replace("Send the", "Send a"))
    assert text is not None
    assert "  - Send a draft\n  - Three runs\noutcomes:\n  send-a-draft: done\n" in text


@pytest.mark.parametrize(
    ("mine", "theirs"),
    [
        (plain("outcomes:\n  - done\n"), plain(goals="  - Three runs\n")),
        (plain("outcomes:\n  - done\n"), plain(goals="  - Sleep\n  - Three runs\n")),
        (plain("outcomes:\n  - done\n"), plain(goals="  - Three runs!\n  - Send the draft\n  - Three runs\n")),
        (plain(steps="- [x] 2: up the hill\n"), plain(goals="  - Send the draft\n")),
        (plain("outcomes:\n  - done\n"), plain("outcomes:\n  send-the-draft: partly\n", goals=FRONT_GOAL)),
    ],
)
def test_an_outcome_of_a_removed_or_ambiguous_goal_prevents_the_merge(mine: str, theirs: str) -> None:
    assert merged(plain(), mine, theirs) is None
    assert merged(plain(), theirs, mine) is None


def test_a_goal_number_with_another_meaning_on_the_other_side_prevents_the_merge() -> None:
    base = plain(steps="- [ ] 1: outline\n")
    assert merged(base, base.replace("- Send", "- Tax\n  - Send"), base.replace("[ ] 1", "[x] 1")) is None
    assert merged(base, base.replace("- Send", "- Tax\n  - Send"), base + "- [ ] 2: hills\n") is None


def test_outcomes_of_a_week_begun_on_both_devices_are_merged_by_goal() -> None:
    text = merged("", plain("outcomes:\n  - done\n"), plain("outcomes:\n  - \n  - partly\n"))
    assert text is not None
    assert "outcomes:\n  send-the-draft: done\n  three-runs: partly\n" in text


def test_a_goal_reworded_differently_on_each_device_is_not_merged() -> None:
    said = "outcomes:\n  - done\n"
    assert merged(plain(said), plain(said).replace("Send", "Mail"), plain(said).replace("draft", "text")) is None


def test_outcomes_written_in_two_forms_are_merged_by_goal() -> None:
    text = merged(plain(), plain("outcomes:\n  - done\n"), plain("outcomes:\n  three-runs: partly\n"))
    assert text is not None
    assert "outcomes:\n  send-the-draft: done\n  three-runs: partly\n" in text


def test_a_merge_that_makes_the_week_too_large_is_refused() -> None:
    base = plain(f"learned: {'x' * 65_460}\n")
    mine, theirs = base.replace("learned", "outcomes:\n- done\nlearned"), base.replace("- Send", "- Tax\n  - Send")
    assert merged(base, mine, theirs) is None


def test_a_step_whose_goal_cannot_be_identified_prevents_the_merge() -> None:
    base = plain(goals="  - id: 'a:b'\n    goal: Send\n")
    assert merged(base, base + "\n## Steps\n- [x] 1: outline\n", base.replace("  - id", "  - Tax\n  - id")) is None


def test_happened_and_learned_entries_of_both_sides_are_merged() -> None:
    base = BASE.replace("learned: Sleep helps\n", "happened:\nlearned:\n  - Sleep helps\n")
    text = merged(
        base,
        base.replace("happened:\n", "happened:\n  - unforeseen: School closed\n").replace(
            "helps\n", "helps\n  - One\n"
        ),
        base.replace("happened:\n", "happened:\n  - focus\n").replace("helps\n", "helps\n  - Two\n"),
    )
    assert text is not None
    assert "happened:\n  - unforeseen: School closed\n  - focus\n" in text
    assert "learned:\n  - Sleep helps\n  - One\n  - Two\n" in text


def test_an_item_added_after_a_removed_item_is_merged_in_its_place() -> None:
    base = BASE.replace(" Sleep helps\n", "\n  - One\n  - Two\n  - Three\n")
    text = both(("  - Two\n", ""), ("  - Two\n", "  - Two\n  - New\n"), base)
    assert text == base.replace("  - Two\n", "  - New\n")


def test_a_value_of_a_week_changed_on_both_sides_prevents_the_merge() -> None:
    assert both(("Sleep helps", "Rest helps"), ("Sleep helps", "Tea helps")) is None


def test_list_items_of_both_bodies_are_merged_in_order_and_ticks_are_kept() -> None:
    text = merged(
        BASE,
        BASE.replace("[ ] 1: budget", "[x] 1: budget").replace("phone\n", "phone\n- 2026-11-25 stress: laptop\n"),
        BASE.replace("[ ] 1: summary", "[x] 1: summary").replace("phone\n", "phone\n- 2026-11-26: phone\n"),
    )
    assert text is not None
    assert "- [x] 1: budget table\n- [x] 1: summary\n\n## Log\n" in text
    assert "- 2026-11-24 focus: phone\n- 2026-11-25 stress: laptop\n- 2026-11-26: phone\n\n## Notes" in text


def test_sections_of_a_week_added_on_both_sides_are_merged() -> None:
    text = both(
        ("Anything.\n", "Anything.\n\n## To ben\n- ask: how\n"), ("Anything.\n", "Anything.\n\n# Later\nmore\n")
    )
    assert text is not None
    assert text.endswith("Anything.\n\n## To ben\n- ask: how\n\n# Later\nmore\n")


def test_messages_to_one_partner_from_both_sides_are_merged() -> None:
    assert both(("Anything.\n", "x\n\n## To ben\n- ask: how\n"), ("Anything.\n", "x\n\n## To ben\n- thanks\n")) == (
        BASE.replace("Anything.\n", "x\n\n## To ben\n- ask: how\n- thanks\n")
    )


def test_free_text_of_a_week_changed_on_both_sides_prevents_the_merge() -> None:
    assert both(("Anything.", "One."), ("Anything.", "Two.")) is None


def test_a_heading_inside_code_is_not_a_section() -> None:
    base = BASE.replace("Anything.", "```\n## Log\n- not me\n```\nAnything.")
    text = both(("- not me", "- nor me"), ("phone\n", "phone\n- more\n"), base)
    assert text is not None
    assert "- nor me" in text
    assert text.count("- more") == 1


def test_in_a_merged_week_sections_and_items_with_the_same_name_stay_separate() -> None:
    base = BASE + "\n## Log\n- a\n- a\n"
    text = both(("Sleep", "Rest"), ("- a\n- a\n", "- a\n- a\n- b\n"), base)
    assert text == base.replace("Sleep", "Rest") + "- b\n"


def test_a_week_begun_on_both_sides_can_be_merged_without_a_base() -> None:
    mine, theirs = "---\ngoals:\n  - One\n---\n", "---\ngoals:\n  - Two\n---\n\n## Log\n- focus: x\n"
    assert merged("", mine, theirs) == "---\ngoals:\n  - One\n  - Two\n---\n\n## Log\n- focus: x\n"


def test_weeks_without_front_matter_are_merged() -> None:
    assert merged("## Log\n- a\n", "## Log\n- a\n- b\n", "## Log\n- a\n- c") == "## Log\n- a\n- b\n- c\n"
    assert merged("", "## Log\n", "## Log\n- a\n") == "## Log\n- a\n"


def test_front_matter_in_braces_is_not_merged() -> None:
    base = "---\n{goals: [One]}\n---\n"
    assert merged(base, "---\n{goals: [One, Two]}\n---\n", "---\n{goals: [One, Three]}\n---\n") is None
    listed = "---\ngoals: [One]\n---\n"
    assert merged(listed, listed.replace("One", "One, Two"), listed.replace("One", "One, Three")) is None


def test_an_item_that_begins_below_its_hyphen_is_merged_as_a_whole() -> None:
    base = "---\ngoals:\n  -\n    One\n---\n"
    assert merged(base, base + "\nnote\n", base.replace("One", "Two")) == base.replace("One", "Two") + "\nnote\n"
    assert merged(base, base.replace("One", "Three"), base.replace("One", "Two")) is None


def test_a_value_of_several_lines_keeps_its_form_when_merged() -> None:
    base = BASE.replace("Sleep helps\n", "|\n  Sleep helps\n\n  # always\n\n")
    text = both(("Three runs\n", "Three runs\n  - Ring\n"), ("learned: |\n", "call: voice\nlearned: |\n"), base)
    assert text == base.replace("Three runs\n", "Three runs\n  - Ring\n").replace(
        "learned: |", "call: voice\nlearned: |"
    )


def test_a_comment_at_the_beginning_of_a_week_written_on_both_sides_prevents_the_merge() -> None:
    assert both(("---\ngoals", "---\n# one\ngoals"), ("---\ngoals", "---\n# two\ngoals")) is None
    text = both(("---\ngoals", "---\n# one\ngoals"), ("Sleep", "Rest"))
    assert text == BASE.replace("---\ngoals", "---\n# one\ngoals").replace("Sleep", "Rest")
    text = both(("Sleep", "Rest"), ("---\ngoals", "---\n# two\ngoals"))
    assert text == BASE.replace("---\ngoals", "---\n# two\ngoals").replace("Sleep", "Rest")


def test_a_body_of_empty_lines_can_be_merged() -> None:
    base = "---\ngoals:\n  - One\n---\n\n\n"
    assert merged(base, base.replace("One\n", "One\n  - Two\n"), base + "## Log\n\n") == (
        base.replace("One\n", "One\n  - Two\n") + "## Log\n\n"
    )


def test_a_merged_week_keeps_windows_line_endings_and_its_byte_order_mark() -> None:
    base = "\ufeff" + BASE.replace("\n", "\r\n")
    text = both(("runs\r\n\r\n", "runs\r\n  - A\r\n\r\n"), ("phone\r\n", "phone\r\n- b\r\n"), base)
    assert text == base.replace("runs\r\n\r\n", "runs\r\n  - A\r\n\r\n").replace("phone\r\n", "phone\r\n- b\r\n")


@pytest.mark.parametrize("broken", ["---\ngoals: [\n---\n", "---\ngoals: [a]\ngoals: [b]\n---\n"])
def test_a_week_that_cannot_be_read_is_not_merged(broken: str) -> None:
    assert merged(BASE, broken, BASE) is None
    assert merged(BASE, BASE, broken) is None
    assert merged(broken, BASE, BASE.replace("Sleep", "Rest")) is None


def test_a_week_with_invalid_utf_8_is_not_merged() -> None:
    assert merge_week(b"", b"\xff\n", BASE.encode(), partner=ANA, week=W48) is None


def test_weeks_are_not_merged_if_an_entry_would_change_its_meaning() -> None:
    base = "---\ngoals:\n  - One\n---\n"
    mine, theirs = base.replace("  - One\n", "  - One\n  - Two\n"), "---\ngoals:\n- One\n- Three\n---\n"
    assert merged(base, mine, theirs) is None


LINES = st.lists(st.sampled_from(["One", "Two", "Three", "Four"]), unique=True, max_size=4)


def week_of(goals: list[str], log: list[str], learned: list[str]) -> str:
    front = "".join(
        f"{key}:\n" + "".join(f"  - {line}\n" for line in lines)
        for key, lines in (("goals", goals), ("learned", learned))
        if lines
    )
    return f"---\n{front}---\n" + ("\n## Log\n" + "".join(f"- {line}\n" for line in log) if log else "")


@given(*(st.tuples(LINES, LINES, LINES) for _ in range(3)))
def test_merging_weeks_never_loses_what_either_side_added(
    base: tuple[list[str], ...], mine: tuple[list[str], ...], theirs: tuple[list[str], ...]
) -> None:
    text = merged(week_of(*base), week_of(*mine), week_of(*theirs))
    if text is not None:
        week = read_week(text.encode(), ANA, W48).value
        assert week is not None
        found = ([goal.goal for goal in week.goals], [line.text for line in week.log], list(week.learned))
        for here, old, one, other in zip(found, base, mine, theirs, strict=True):
            assert set(here) >= (set(one) | set(other)) - set(old)
            assert set(here) >= set(one) & set(other)
            assert not set(here) & (set(old) - set(one)) - set(other)


@given(st.tuples(LINES, LINES, LINES), st.tuples(LINES, LINES, LINES))
def test_a_week_that_only_one_side_changed_is_merged_unchanged(
    base: tuple[list[str], ...], mine: tuple[list[str], ...]
) -> None:
    old, new = week_of(*base), week_of(*mine)
    assert merged(old, new, old) == new
    assert merged(old, old, new) == new


POOL = ("Send the grant draft", "Three long runs", "Ring the tax office", "Fix the old bike")
RESULTS = ("done", "partly, page 6", "not done", "dropped")


@st.composite
def devices(draw: st.DrawFn) -> tuple[dict[str, tuple[str | None, bool, bool]], ...]:
    """Draw a week and its changes on two devices: for each goal in order its result, a ticked step, and a reason."""

    def said() -> st.SearchStrategy[tuple[str | None, bool, bool]]:
        return st.tuples(st.none() | st.sampled_from(RESULTS), st.booleans(), st.booleans())

    base = dict.fromkeys(draw(st.lists(st.sampled_from(POOL), unique=True, min_size=1)), (None, False, False))
    weeks: list[dict[str, tuple[str | None, bool, bool]]] = [dict(base)]
    for _ in range(2):
        goals = list(base)
        if draw(st.booleans()):
            goals = list(draw(st.permutations(goals)))[draw(st.integers(0, 1)) :]
            goals += [one for one in draw(st.lists(st.sampled_from(POOL), unique=True, max_size=1)) if one not in goals]
        if draw(st.booleans()):
            goals = [f"{goal} today" if draw(st.booleans()) else goal for goal in goals]
        weeks.append({goal: draw(said()) for goal in goals})
    return tuple(weeks)


def written(week: dict[str, tuple[str | None, bool, bool]], form: str) -> str:
    """Return the text with its outcomes as a list, by number or by id, and everything else by number or by id."""
    front, steps = "goals:\n" + "".join(f"  - {goal}\n" for goal in week), ""
    names = {goal: make_slug(goal) if form == "id" else str(number) for number, goal in enumerate(week, 1)}
    if any(result for result, _, _ in week.values()):
        front += "outcomes:\n"
        for goal, (result, _, _) in week.items():
            front += f"  - {result or ''}\n" if form == "list" else f"  {names[goal]}: {result}\n" if result else ""
    if any(amended for _, _, amended in week.values()):
        front += "amended:\n" + "".join(f"  {names[goal]}: of {goal[:9]}\n" for goal, one in week.items() if one[2])
    if any(step for _, step, _ in week.values()):
        steps = "\n## Steps\n" + "".join(f"- [x] {names[goal]}: {goal[:9]}\n" for goal, one in week.items() if one[1])
    return f"---\n{front}---\n{steps}"


def by_lines(base: str, mine: str, theirs: str) -> str | None:
    """Merge line by line as git does. None where that is not possible."""
    with TemporaryDirectory() as folder:
        paths = [Path(folder, name) for name in ("mine", "base", "theirs")]
        for path, text in zip(paths, (mine, base, theirs), strict=True):
            path.write_text(text)
        done = subprocess.run(["git", "merge-file", "-p", *paths], capture_output=True, text=True, check=False)
        return done.stdout if done.returncode == 0 else None


FORM = st.sampled_from(["list", "number", "id"])


@given(devices(), st.tuples(FORM, FORM))
@example(
    (
        {"Three long runs": (None, False, False), "Ring the tax office": (None, False, False)},
        {"Ring the tax office": (None, False, False), "Three long runs today": (None, True, False)},
        {"Three long runs": (None, True, False), "Ring the tax office": (None, False, False)},
    ),
    ("list", "id"),
)
def test_in_any_merge_of_weeks_every_entry_stays_with_its_goal_or_the_merge_is_refused(
    weeks: tuple[dict[str, tuple[str | None, bool, bool]], ...], forms: tuple[str, str]
) -> None:
    base, mine, theirs = (written(week, form) for week, form in zip(weeks, ("id", *forms), strict=True))
    lines = by_lines(base, mine, theirs)
    texts = [merged(base, mine, theirs)]
    if lines is not None and has_same_references(
        base.encode(), mine.encode(), theirs.encode(), lines.encode(), partner=ANA, week=W48
    ):
        texts.append(lines)
    for text in texts:
        if text is None:
            continue
        week = read_week(text.encode(), ANA, W48).value
        assert week is not None
        goals = {goal.id: goal.goal.removesuffix(" today") for goal in week.goals}
        given = [{goal.removesuffix(" today"): one for goal, one in side.items()} for side in weeks[1:]]
        for outcome in week.outcomes:
            results = [side[goals[outcome.goal]][0] for side in given if goals[outcome.goal] in side]
            words = outcome.evidence or outcome.reason
            assert outcome.result.value.replace("_", " ") + (f", {words}" if words else "") in results
        assert all(goals[reason.goal].startswith(reason.reason.removeprefix("of ")) for reason in week.amended)
        assert all(step.goal and goals[step.goal].startswith(step.text) for step in week.steps)
        for side in given:
            reported = {goal for goal, one in side.items() if one[0]}
            assert reported <= {goals[outcome.goal] for outcome in week.outcomes}


ME = "---\npartner: ana\nname: Ana\ntimezone: Europe/Lisbon\n---\n\n## Aims\n- A book\n"


def records(mine: str, theirs: str, base: str = ME) -> str | None:
    data = merge_keys(base.encode(), mine.encode(), theirs.encode())
    return None if data is None else data.decode()


def test_a_partner_file_is_merged_by_key_and_its_aims_by_line() -> None:
    text = records(
        ME.replace("Ana\n", "Ana Costa\n") + "- A garden\n", ME.replace("Lisbon", "Berlin") + "- A language\n"
    )
    assert text == ME.replace("Ana\n", "Ana Costa\n").replace("Lisbon", "Berlin") + "- A garden\n- A language\n"


def test_a_key_of_a_partner_file_changed_on_both_sides_is_not_merged() -> None:
    assert records(ME.replace("Lisbon", "Berlin"), ME.replace("Lisbon", "Rome")) is None
    assert records(ME.replace("---\n\n", "\n"), ME.replace("Lisbon", "Rome")) is None
