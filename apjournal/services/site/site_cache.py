"""Cache what a build of the pages read and rendered in `.git/apj/site`, for the next build.

The file can be deleted at any time. If it is damaged or written by another program, it is ignored.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from contextlib import suppress
from datetime import date
from functools import cache
from hashlib import blake2b
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from zlib import crc32

import msgspec
from msgspec import Struct, field

from apjournal.gitrepo.plumbing.refs import list_refs
from apjournal.model.handle import Handle
from apjournal.model.week_record import GoalChange, WeekRecord
from apjournal.session.workspace import Workspace
from apjournal.store.journal_paths import AGREEMENT, KEPT, PARTNER

_NAME = Path(".git", "apj", "site")
_SIZE = 16
_LIBRARIES = ("jinja2", "markdown_it", "msgspec", "nh3")
"""The libraries on which the pages or this cache depend."""


class KeptWeek(Struct, frozen=True, array_like=True):
    """A partner's week, with its changes since a copy was kept.

    - `texts`: a hash of the files of this week and all earlier weeks.
    - `digest`: a hash of the week as the pages show it.
    - `record`: None for a week that has neither a file nor a kept copy.
    """

    texts: bytes
    digest: str
    record: WeekRecord | None
    changes: tuple[GoalChange, ...] = ()


class SiteCache(Struct, frozen=True):
    """What a build read and rendered.

    - `state`: a hash of everything that weeks depend on besides their own files, or b"" if nothing is cached.
    - `weeks`: the weeks of each partner, oldest first.
    - `report_days`: the days on which I gave my reports, by week, or None if they were not needed.
    - `pages`: two hashes for each file in `folder`: of what it was made from, and of the file itself.
    - `pieces`: parts of long pages, each by a hash of what it was made from.
    """

    state: bytes = b""
    weeks: Mapping[str, tuple[KeptWeek, ...]] = field(default_factory=dict)
    report_days: Mapping[str, date] | None = None
    folder: str = ""
    pages: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    pieces: Mapping[str, str] = field(default_factory=dict)


def read_cache(root: Path) -> SiteCache:
    """Return the cache of the last build, or an empty one if there is none that this version of apj can use."""
    with suppress(OSError, ValueError, msgspec.MsgspecError):
        head, _, rest = (root / _NAME).read_bytes().partition(b"\n")
        if head == _describe_file(rest):
            return msgspec.msgpack.decode(rest, type=SiteCache, dec_hook=_read_handle)
    return SiteCache()


def write_cache(root: Path, left: SiteCache) -> None:
    """Store what a build `left` for the next one. If that is impossible, do nothing."""
    if not left.state or not (root / ".git").is_dir():
        return
    data = msgspec.msgpack.encode(left, enc_hook=_write_handle)
    path = root / _NAME
    draft = path.with_name(f"{path.name}.{os.getpid()}.new")
    try:
        path.parent.mkdir(exist_ok=True)
        with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(b"%b\n%b" % (_describe_file(data), data))
        draft.replace(path)
    except OSError:
        with suppress(OSError):
            draft.unlink()


def hash_record(record: WeekRecord | None, changes: tuple[GoalChange, ...]) -> str:
    """Return the hash of a week as the pages show it."""
    return hash_parts(msgspec.msgpack.encode((record, changes), enc_hook=_write_handle)).hex()


def hash_parts(*parts: bytes | None) -> bytes:
    """Return a single hash of several byte strings, some of which may be missing (None)."""
    found = blake2b(digest_size=_SIZE)
    for part in parts:
        found.update(b"-" if part is None else b"%d:%b" % (len(part), part))
    return found.digest()


def hash_state(workspace: Workspace) -> bytes:
    """Return a hash of everything that weeks depend on besides their own files, or b"" if there is no history.

    This includes the day, who I am, my own words for results, the agreement, the partners, what they kept, and all
    commits to which a git ref points.
    """
    history = workspace.history
    if history is None:
        return b""
    read, partners = workspace.source.read, workspace.records.partners()
    files = (AGREEMENT, *(f"{partner}/{name}" for partner in partners for name in (PARTNER, KEPT)))
    shallow = Path(workspace.root, ".git", "shallow")
    known = (
        *(workspace.identity_or_none, workspace.today, workspace.timezone, partners, workspace.partners_in_scope),
        sorted(workspace.own_words.items()),
        *(history.branch, history.head, history.accepted, history.server_tip, history.refused, history.remote),
        *(shallow.read_bytes() if shallow.is_file() else b"", sorted(list_refs(workspace.git, "refs/").items())),
    )
    return hash_parts(repr(known).encode("utf-8", "surrogatepass"), *map(read, files))


def _describe_file(data: bytes) -> bytes:
    """Return the first line of a cache file, which identifies the program that wrote it and contains a checksum."""
    return b"apj site %b %08x" % (_hash_program(), crc32(data))


@cache
def _hash_program() -> bytes:
    """Return a hash that changes with any module of apj, with Python's version, and with any library's version.

    A module is represented by its name, size and modification time.
    """
    folder = Path(__file__).parents[2]
    names = sorted(os.path.join(place, name) for place, _, files in os.walk(folder) for name in files)
    found = ((name, os.stat(name)) for name in names if name.endswith(".py"))
    states = [(name, state.st_size, state.st_mtime_ns) for name, state in found]
    running = states, sys.version, _list_library_versions()
    return hash_parts(repr(running).encode("utf-8", "surrogateescape")).hex().encode()


def _list_library_versions() -> list[str]:
    """Return the names of the folders in which an installer records a library, such as `jinja2-3.1.6.dist-info`.

    The names contain the versions. Asking a library for its version would import it.
    """
    specs = (find_spec(library) for library in _LIBRARIES)
    places = {Path(spec.origin).parents[1] for spec in specs if spec and spec.origin}
    return sorted(str(path) for place in places for end in ("dist", "egg") for path in place.glob(f"*.{end}-info"))


def _write_handle(value: Any) -> str:
    if isinstance(value, Handle):
        return str(value)
    raise NotImplementedError(type(value))


def _read_handle(type_: type, value: Any) -> Any:
    if type_ is Handle:
        return Handle.parse(value)
    raise NotImplementedError(type_)
