"""The tables of finding codes, each with its level, a sentence and an example. A code is never renamed."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct

from apjournal.model.finding import Finding, Level, Span, TextEdit


class Code(Struct, frozen=True):
    """What a code means: the level of its findings, one sentence for the docs, and an example of what it reports."""

    level: Level
    sentence: str
    example: str = ""


def make_finding(
    code: str, message: str, span: Span | None = None, fix: str | None = None, edits: Iterable[TextEdit] = ()
) -> Finding:
    """Return a finding with the level listed for `code`. Raise `KeyError` for an unknown code."""
    return Finding(code, CODES[code].level, message, span, fix, tuple(edits))


_ERROR, _WARNING, _HINT = Level.ERROR, Level.WARNING, Level.HINT

_FILE = {
    "file_size": Code(
        _ERROR,
        "A file is larger than 256 KiB (`kept.md`: 4 MiB), or its front matter is larger than 64 KiB.",
        "a photo, pasted in",
    ),
    "encoding": Code(_ERROR, "A file is not UTF-8. The position is that of the first invalid byte.", "caf\\xe9"),
    "byte_order_mark": Code(
        _HINT, "A file begins with an invisible byte order mark, which some tools treat as text.", "\\ufeffgoals:"
    ),
    "nul": Code(_WARNING, "The text contains a NUL character, where many programs stop reading.", "a\\0b"),
    "line_break": Code(
        _WARNING, "A lone CR, NEL, U+2028 or U+2029 ends a line for some programs but not for others.", "a\\rb"
    ),
    "mixed_newlines": Code(_HINT, "Some lines end with CR LF, others with LF.", "a\\r\\nb\\n"),
    "fence": Code(_ERROR, "The line that opens or closes the front matter is not exactly `---`.", "—"),
    "open_front_matter": Code(_ERROR, "The front matter has no second `---`.", "---\ngoals:\n  - Three runs\n"),
    "conflict_marker": Code(
        _ERROR,
        "A merge or a stash left both versions of some lines in the file, between conflict markers.",
        "<<<<<<< HEAD\na\n=======\nb\n>>>>>>> phone",
    ),
}

_YAML = {
    "yaml": Code(_ERROR, "A line of the front matter cannot be read as YAML.", "goals: ]"),
    "control_character": Code(_ERROR, "The front matter contains a character that YAML does not allow.", "a\\x1bb"),
    "colon": Code(_ERROR, "Text with a colon and a space is read as a key and a value.", "- Ship v1: docs"),
    "indicator": Code(_ERROR, "Text begins with a character that has a special meaning in YAML.", "- @ines"),
    "quote": Code(
        _ERROR, "A quote inside a value is read as the beginning or end of the whole value.", '- "Deep" work'
    ),
    "task_box": Code(_ERROR, "The front matter contains a task box.", "- [ ] Send"),
    "bullet": Code(_ERROR, "A list item does not begin with a hyphen and a space.", "• Send"),
    "tab": Code(_ERROR, "A line of the front matter is indented with a tab.", "\\t- Send"),
    "hash": Code(_WARNING, "Text is cut off at a `#`.", "- Runs #health"),
    "typographic_quotes": Code(_WARNING, "A value is in typographic quotes.", "goal: “Send”"),
    "not_a_mapping": Code(_ERROR, "The front matter does not consist of keys and values.", "- Send the draft"),
    "depth": Code(_ERROR, "Lists and mappings are nested more than 12 deep.", "[[[[[[[[[[[[[1]]]]]]]]]]]]]"),
    "too_many": Code(_ERROR, "The front matter has more than 5,000 parts.", ""),
    "anchor": Code(
        _ERROR, "The front matter contains a YAML anchor or alias, which a journal does not use.", "- &a Send"
    ),
    "tag": Code(_ERROR, "The front matter contains a YAML tag, which a journal does not use.", "goal: !!str Send"),
    "documents": Code(_ERROR, "The front matter contains a YAML directive or a second YAML document.", "..."),
    "complex_key": Code(_ERROR, "A key is a list or a mapping.", "[a, b]: c"),
    "duplicate_key": Code(_ERROR, "A key appears twice in the same mapping.", "goals: []\ngoals: []"),
}

_VALUES = {
    "near_miss": Code(_WARNING, "An unknown key is spelled almost like one that apj knows.", "outcome:"),
    "shape": Code(_ERROR, "A value has the wrong type, such as a mapping instead of text.", "goals: {a: b}"),
    "number": Code(_ERROR, "A value is not a whole number in the allowed range.", "confidence: high"),
    "time": Code(_ERROR, "A value is not a time of day.", "time: nine"),
    "date": Code(_ERROR, "A value is not a date.", "date: 2026-13-45"),
    "word": Code(_ERROR, "A value is not one of the allowed words.", "call: phone"),
    "week": Code(_ERROR, "A value is not an ISO week.", "carried_from: 2025-W53"),
    "truth": Code(_ERROR, "A value is neither true nor false.", "away: perhaps"),
    "handle": Code(_ERROR, "A value is not a handle.", "keeps: [Ben Smith]"),
    "path": Code(
        _WARNING, "The partner or week in the file differs from its path. apj uses the path.", "week: 2026-W47"
    ),
    "newer_format": Code(
        _WARNING, "The file has a newer format. apj shows such a file but never changes it.", "apj: 2"
    ),
    "goal_missing": Code(_ERROR, "A goal has no text.", "- done_when: Mail sent"),
    "goal_id": Code(_ERROR, "Two goals of a week have the same `id`.", "- {id: a, goal: b}\n- {id: a, goal: c}"),
    "kind": Code(_ERROR, "An obstacle or an event does not begin with its kind.", "happened: [School closed]"),
    "goals_elsewhere": Code(
        _WARNING,
        (
            "A week has no goals under `goals:`, but other lines look like goals, such as boxes, a list "
            "under a heading or a table."
        ),
        "## Goals\n- [ ] Send",
    ),
    "plain_list": Code(
        _WARNING,
        (
            "A list under a title such as `Report` or `What got in the way` has more than one meaning, or is in "
            "another place, so apj does not read it."
        ),
        "Goals\n- Send\n\nLearned\nSleep",
    ),
    "folded_goal": Code(
        _WARNING, "A line that was meant as a goal is read as part of the goal before it.", "- Send\n   - Runs"
    ),
    "result_in_goal": Code(
        _WARNING, "A goal has a key for its result, but apj reads results only under `outcomes`.", "done: true"
    ),
    "outcomes_count": Code(_ERROR, "A week has more outcomes than goals.", "goals: [a]\noutcomes: [done, done]"),
    "goal_twice": Code(
        _ERROR, "A goal has two outcomes, one by id and one by number.", "outcomes: {grant: done, 1: partly}"
    ),
    "unknown_goal": Code(_WARNING, "A name does not belong to any goal of this week.", "outcomes: {tax: done}"),
    "comma": Code(_ERROR, "A comma in brackets splits one outcome into two.", "outcomes: [partly, page 6]"),
    "reason_missing": Code(_ERROR, "An amendment has no reason.", "amended: {grant: }"),
    "key_in_body": Code(
        _WARNING,
        "A key is outside the front matter. apj reads it as free text, unless it has a list that belongs to it.",
        "---\n---\noutcomes: [done]",
    ),
    "kept_unknown": Code(_ERROR, "A new line of `kept.md` refers to a commit that is not part of the history here."),
    "kept_line": Code(_WARNING, "A list item of `kept.md` does not identify a kept copy.", "- 2026-W48"),
}

_RULES = {
    "hidden_character": Code(
        _WARNING, "A character is invisible, changes the reading direction, or can control a terminal.", "a\\u202eb"
    ),
    "result_ending": Code(
        _HINT, "A result ends with an exclamation mark, a full stop or an emoji. apj reads the result.", "- done."
    ),
    "own_word": Code(_HINT, "A result is a word of your own table, which your partners may not have.", "- fertig"),
    "many_goals": Code(_HINT, "A week has more than five goals.", ""),
    "many_obstacles": Code(_HINT, "A goal has more than two obstacles.", ""),
    "no_plan": Code(_HINT, "An obstacle has no if-then plan.", "- stress: Deadline at work"),
    "unknown_area": Code(_HINT, "A goal has an area that the agreement does not list.", "area: profesional"),
    "carried_from_later": Code(_WARNING, "A goal is carried from its own week or a later one.", ""),
    "log_date": Code(_HINT, "A line of the log has a date in another week.", ""),
    "timezone": Code(_ERROR, "A value is not a time zone known on this machine. apj uses another time zone instead."),
    "unknown_partner": Code(_WARNING, "A name does not belong to any partner in this journal.", "- 2026-W48 bne"),
    "not_a_message": Code(
        _HINT, "A list is below a heading such as `To read`, which is not the name of a partner.", "## To read"
    ),
    "shared_address": Code(_WARNING, "Two partners commit with the same email address.", ""),
    "name_clash": Code(_WARNING, "Two names differ only in case or accents.", "ana/Plan.md, ana/plan.md"),
    "week_name": Code(
        _WARNING, "The name of a file is almost that of a week, so apj does not read it as one.", "ana/2026-w48.md"
    ),
    "symlink": Code(_ERROR, "A file of the journal is a symbolic link, which apj does not follow.", ""),
    "local_edit": Code(
        _WARNING,
        (
            "One of your files is missing on this disk, or a file in another partner's folder differs "
            "from what they shared."
        ),
        "",
    ),
    "runnable": Code(
        _WARNING,
        "An editor, a shell or a build could run a file that somebody else committed.",
        ".exrc",
    ),
    "private_tracked": Code(
        _ERROR, "Git tracks a file under `private/`, so plain git would share it.", "private/diary.md"
    ),
    "path_quarantined": Code(
        _WARNING,
        (
            "A path is quarantined, for example because it is a link, a submodule or a hidden file, or "
            "because of its name or size."
        ),
    ),
    "folder_name": Code(
        _WARNING, "A folder contains the files of a partner, but its name is not a handle.", "Ana/partner.md"
    ),
}

CODES: dict[str, Code] = {**_FILE, **_YAML, **_VALUES, **_RULES}


_TRUST, _QUESTION = Level.ERROR, Level.WARNING

HISTORY_CODES: dict[str, Code] = {
    "kept_missing": Code(_TRUST, "The commit in a kept line is neither in the history nor in this clone."),
    "kept_forged": Code(_TRUST, "The commit in a kept line is not an ancestor of the commit that added the line."),
    "kept_withdrawn": Code(_TRUST, "A line of a `kept.md` was changed or removed. Completing a short line is allowed."),
    "week_deleted": Code(_TRUST, "A week was removed, although somebody kept a copy of it."),
    "foreign_write": Code(_TRUST, "A commit with another partner's email address changed a partner's folder."),
    "evil_merge": Code(
        _TRUST,
        ("In somebody else's folder, a merge left a file with text that neither side had, or with older text."),
    ),
    "replaced_object": Code(_TRUST, "This clone has replace refs or grafts. apj ignores them."),
    "signature_bad": Code(_TRUST, "A signature does not match the commit, or the key known for its author."),
    "path_quarantined": Code(
        _TRUST,
        "The history contains a link, a submodule, a `.git*` file that is not apj's, or something under `private/`.",
    ),
    "foreign_file": Code(
        _QUESTION,
        (
            "The history contains an unusual file. It is hidden, very large, or not a text, picture or PDF file, or "
            "its name does not work on every system."
        ),
    ),
    "kept_slip": Code(_QUESTION, "A line that did not identify a kept copy was removed from a `kept.md`."),
    "unknown_author": Code(
        _QUESTION, "A commit with an email address that no partner lists changed a partner's folder."
    ),
    "goal_removed": Code(_QUESTION, "A kept goal was removed without a new reason and without anybody's agreement."),
    "unsigned": Code(_QUESTION, "Commits are not signed, although their author has a signing key."),
    "agreement_unsigned": Code(_QUESTION, "A partner has not accepted the current agreement."),
    "settled": Code(_QUESTION, "Somebody wrote a `settled` line for a finding that they cannot resolve."),
}
