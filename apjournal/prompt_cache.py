"""The lines of `apj status --short` and `apj remind`, cached so that apj can answer before it imports anything else.

A cached line depends on these sources, and its entry contains the state that each had just before it was read:
- the root of the journal: the nearest folder, here or above, that has an agreement;
- its files: each file that was read or missing, and each folder that was listed;
- my identity in git's settings: their files, including missing ones, and which `git` reads them;
- the time zones: their files, and the machine's offset from UTC where nobody names a zone;
- the clock: the moments from which and until which the line is valid;
- for `apj remind`, git's refs: the folders that contain them, because git replaces the file of a ref that it moves;
- a few environment variables that lead to the others.
If any source has changed, apj computes the line again. Nothing else reads an entry, and deleting it changes nothing.
"""

# Import only modules here that Python has already imported to start.
from __future__ import annotations

import os
import stat
import time

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

WORDS = ["status", "--short"]
REMIND = ["remind"]
"""The arguments that the cache can answer. With any other arguments, the program runs as usual."""
NAME = os.path.join(".git", "apj", "prompt")
REMINDER = os.path.join(".git", "apj", "reminder")
"""The cache files of `status --short` and `remind`, relative to the journal."""
_VARIABLES = (
    *("APJ_PARTNER", "HOME", "XDG_CONFIG_HOME", "GIT_CONFIG_GLOBAL", "GIT_CONFIG_NOSYSTEM"),
    "PYTHONTZPATH",
)
_SETTLED = 2 * 10**9
"""The time (ns) for which a file must be unchanged before apj trusts its state.

Some file systems count time in steps of 2 s.

A file that changes twice within one step may look unchanged (https://git-scm.com/docs/racy-git).
"""
_ABANDONED = 60 * 10**9
_ABSENT = "-"
_LAST = "end"

States = dict[str, str]
"""The states of paths, as `read_state` returns them."""


class Entry:
    """A cached line, and the sources on which it depends.

    Times are in seconds since 1970, and the UTC offset is in seconds, positive to the east.
    """

    __slots__ = ("line", "offset", "since", "states", "surroundings", "until")

    def __init__(
        self, surroundings: tuple[str, ...], *, since: int, until: int, offset: int, states: States, line: str
    ) -> None:
        self.surroundings = surroundings
        self.since = since
        self.until = until
        self.offset = offset
        self.states = states
        self.line = line


def format_entry(entry: Entry) -> bytes:
    """Return an entry as bytes for its file."""
    pairs = (part for pair in entry.states.items() for part in pair)
    moments = (str(number) for number in (entry.since, entry.until, entry.offset))
    return os.fsencode("\0".join((*entry.surroundings, *moments, *pairs, entry.line, _LAST)))


def parse_entry(data: bytes) -> Entry | None:
    """Return the entry in these bytes, or None if they do not contain a valid entry. Its line may be empty."""
    parts = os.fsdecode(data).split("\0")
    first = 3 + len(_VARIABLES)
    line = parts[-2] if parts[-1] == _LAST and len(parts) > first + 3 else "?"
    if line and (not line.endswith("\n") or not line[:-1].isprintable() or not line.isascii()):
        return None
    try:
        since, until, offset = map(int, parts[first : first + 3])
    except ValueError:
        return None
    pairs = parts[first + 3 : -2]
    states = dict(zip(pairs[::2], pairs[1::2], strict=False))
    return Entry(tuple(parts[:first]), since=since, until=until, offset=offset, states=states, line=line)


def is_fresh(
    entry: Entry, surroundings: tuple[str, ...], *, now: float, offset: int, read_state: Callable[[str], str]
) -> bool:
    """Whether the line of an entry is still valid `now`."""
    return (
        entry.surroundings == surroundings
        and entry.since <= now < entry.until
        and entry.offset == offset
        and all(read_state(path) == state for path, state in entry.states.items())
    )


def read_state(path: str) -> str:
    """Return the state of a path: its kind, owner, size, times and inode. For a symlink, add the state of its target.

    Raise `OSError` if the state cannot be determined.
    """
    try:
        found = os.lstat(path)
    except (FileNotFoundError, NotADirectoryError):
        return _ABSENT
    return f"{_format_numbers(found)} {_read_target(path)}" if stat.S_ISLNK(found.st_mode) else _format_numbers(found)


def _read_target(path: str) -> str:
    try:
        return _format_numbers(os.stat(path))
    except (FileNotFoundError, NotADirectoryError):
        return _ABSENT


def _format_numbers(of: os.stat_result) -> str:
    numbers = f"{of.st_mode},{of.st_uid},{of.st_dev},{of.st_ino},{of.st_size}"
    return f"{numbers},{of.st_mtime_ns},{of.st_ctime_ns}"


def is_settled(states: Iterable[str], at: int) -> bool:
    """Whether every state is old enough at the moment `at` (ns) for any later change to be noticed.

    Only `st_ctime`, the time at which the system last saw a change, counts, because nobody can set it.
    """
    found = (int(part.rpartition(",")[2]) for state in states for part in state.split(" ") if part != _ABSENT)
    return all(changed < at - _SETTLED for changed in found)


def list_surroundings(root: str, environ: Mapping[str, str]) -> tuple[str, ...]:
    """Return the sources of the line besides files and the clock: the program, the journal, git and the environment.

    Raise `OSError` if one of them cannot be determined.
    """
    variables = (f"{name}={environ[name]}" if name in environ else name for name in _VARIABLES)
    program = read_state(__file__)  # changes with each installation
    return program, root, find_git(environ) or _ABSENT, *variables


def find_git(environ: Mapping[str, str]) -> str | None:
    """Return the path of the first `git` in the PATH.

    Return None if there is no `git`, or if its path depends on the current directory.
    """
    for folder in environ.get("PATH", os.defpath).split(os.pathsep):
        if not os.path.isabs(folder):
            return None
        path = f"{folder}/git"
        if os.access(path, os.X_OK) and not os.path.isdir(path):
            return path
    return None


def find_kept_line(arguments: list[str], environ: Mapping[str, str]) -> str | None:
    """Return the cached line for this command line, or None if the line must be computed.

    Outside a journal, the line for a prompt is empty.
    """
    if arguments not in (WORDS, REMIND) or os.name != "posix" or "_APJ_COMPLETE" in environ:
        return None
    try:
        root = _find_folder_with_agreement()
        given = environ.get("APJ_NOW")
        if root is None:
            return None if given or arguments != WORDS else ""
        with open(os.path.join(root, NAME if arguments == WORDS else REMINDER), "rb") as file:
            entry = parse_entry(file.read())
        if entry is None:
            return None
        now, offset = _read_clock(given)
        surroundings = list_surroundings(root, environ)
        return entry.line if is_fresh(entry, surroundings, now=now, offset=offset, read_state=read_state) else None
    except (OSError, ValueError):
        return None


def get_exit_code(arguments: list[str], line: str) -> int:
    """Return the exit code for a cached line: 1 for a reminder, otherwise 0."""
    return int(arguments == REMIND and bool(line))


def _find_folder_with_agreement() -> str | None:
    """Return the nearest folder, from the current directory upwards, that may be a journal, or None.

    Such a folder contains a file named `agreement.md`.
    """
    folder = os.getcwd()
    while read_state(os.path.join(folder, "agreement.md")) == _ABSENT:
        above = os.path.dirname(folder)
        if above == folder:
            return None
        folder = above
    return folder


def _read_clock(given: str | None) -> tuple[float, int]:
    """Return the current time (seconds since 1970) and the machine's UTC offset (seconds, positive to the east).

    `given` is the value of APJ_NOW. Raise `ValueError` if it is not valid.
    """
    if not given:
        now = time.time()  # noqa: TID251  what reads the clock for all commands is not imported yet
        return now, time.localtime(now).tm_gmtoff
    from datetime import datetime

    moment = datetime.fromisoformat(given)
    offset = moment.utcoffset()
    if offset is None:
        raise ValueError(given)
    return moment.timestamp(), int(offset.total_seconds())


class Draft:
    """The file in which a new entry is written.

    It is created before any source is read, so it is older than the first read.
    """

    def __init__(self, root: str, name: str = NAME) -> None:
        """Begin a draft of the entry called `name` in a journal.

        Raise `OSError` if that is impossible, for example while another draft is being written.
        """
        if os.name != "posix" or not stat.S_ISDIR(os.lstat(os.path.join(root, ".git")).st_mode):
            raise NotADirectoryError(root)
        self._target = os.path.join(root, name)
        self._path = f"{self._target}.new"
        os.makedirs(os.path.dirname(self._target), exist_ok=True)
        try:
            self._file = os.open(self._path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            self._remove_abandoned()
            raise
        self.begun = os.fstat(self._file).st_ctime_ns

    def keep(self, entry: Entry | None) -> None:
        """Replace the former entry with `entry` if all its sources are settled (see `is_settled`).

        Otherwise, or if `entry` is None, only remove the draft.
        """
        try:
            if entry is not None and is_settled(entry.states.values(), self.begun):
                os.write(self._file, format_entry(entry))
                os.replace(self._path, self._target)
            else:
                os.unlink(self._path)
        finally:
            os.close(self._file)

    def _remove_abandoned(self) -> None:
        """Remove the draft if the process that wrote it was killed."""
        if os.lstat(self._path).st_mtime_ns < time.time_ns() - _ABANDONED:
            os.unlink(self._path)
