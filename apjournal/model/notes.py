"""Weekly notes in another form, as far as apj understands them."""

from __future__ import annotations

from msgspec import Struct

from apjournal.model.week import Result


class NoteGoal(Struct, frozen=True):
    """A goal in the notes. `words` belong to its result, which is None if the notes contain none."""

    goal: str
    result: Result | None = None
    words: str | None = None
    area: str | None = None
    confidence: int | None = None
    done_when: str | None = None


class Notes(Struct, frozen=True):
    """The notes, as far as apj understands them.

    - `rest`: everything else, as Markdown.
    - `week`: the week as it was typed: a week, its number, or a date. It is None if the notes contain none.
    - `encoding`: the encoding that was assumed.
    """

    goals: tuple[NoteGoal, ...]
    learned: tuple[str, ...] = ()
    rest: str = ""
    week: str | None = None
    encoding: str = "UTF-8"
