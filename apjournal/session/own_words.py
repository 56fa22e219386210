"""The user's own words for results, from the file `apj/results.txt` in their settings folder."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from apjournal.errors import UsageFault

if TYPE_CHECKING:
    from apjournal.format.read.result import Reading
    from apjournal.model.isoweek import IsoWeek
    from apjournal.model.result_words import ResultWords
    from apjournal.model.week import Result, Week
    from apjournal.session.workspace import Workspace

NAME = "results.txt"
_MOST = 64 * 1024


class OwnWords(Mapping[str, "Result"]):
    """The user's words and the results that they mean.

    The file is read at the first look-up, because most weeks do not need it. A look-up raises `UsageFault` if the file
    cannot be read.
    """

    def __init__(self) -> None:
        self.path: Path | None = None
        """The path of the table, once apj has read it or found that it is missing."""

    def __getitem__(self, word: str) -> Result:
        return self._words[word]

    def __iter__(self) -> Iterator[str]:
        return iter(self._words)

    def __len__(self) -> int:
        return len(self._words)

    @cached_property
    def _words(self) -> ResultWords:
        from apjournal.format.read.result_words import parse_result_words
        from apjournal.templating import get_own_folder

        self.path = get_own_folder() / NAME
        try:
            if not self.path.is_file():
                return {}
            with self.path.open("rb") as file:
                data = file.read(_MOST + 1)
            text = data.decode("utf-8-sig")
        except (OSError, UnicodeDecodeError) as error:
            raise _make_fault(f"{self.path} cannot be read.") from error
        if len(data) > _MOST:
            raise _make_fault(f"{self.path} is larger than 64 KiB.")
        return parse_result_words(text, str(self.path))


def read_own_week(workspace: Workspace, data: bytes, week: IsoWeek) -> Reading[Week]:
    """Parse the text of a week of mine, with my own words for results."""
    from apjournal.format.read.week import read_week

    return read_week(data, workspace.me, week, workspace.own_words)


def _make_fault(message: str) -> UsageFault:
    return UsageFault(message, "Save it as UTF-8, with a line such as fertig = done for each word, or move it away.")
