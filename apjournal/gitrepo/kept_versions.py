"""How a partner's weeks stood in each kept commit, for thousands of them: told by what differs from one to the next.

A list of the whole folder for every kept commit would grow with the square of the years.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from itertools import pairwise

from apjournal.gitrepo.objects import Objects
from apjournal.gitrepo.runner import Git
from apjournal.gitrepo.trees import decoded, entry
from apjournal.model.handle import Handle
from apjournal.model.isoweek import IsoWeek
from apjournal.model.week import week_path
from apjournal.store.layout import week_of

_HEADER = re.compile(rb"[0-9a-f]+ [0-9a-f]+\n")
_COLON = ord(":")

_EMPTY = {
    40: hashlib.sha1(b"tree 0\0", usedforsecurity=False).hexdigest(),
    64: hashlib.sha256(b"tree 0\0").hexdigest(),
}  # the folder that holds nothing, which git knows without having it, by the width of ids

Versions = dict[IsoWeek, list[tuple[int, str | None]]]
"""For each week the kept commits (by index) from which on it has another text, and that text (None: there is none)."""


def kept_versions(
    git: Git, objects: Objects, partner: Handle, commits: Sequence[str], weeks: Sequence[IsoWeek] | None = None
) -> Versions:
    """Follow a partner's weeks through the kept `commits`, all of them here, in the order given.

    With `weeks`, those alone.
    """
    if not commits:
        return {}
    known = objects.commits(commits)
    trees = [_EMPTY[len(commits[0])], *(known[commit].tree for commit in commits)]
    pairs = "".join(f"{before} {after}\n" for before, after in pairwise(trees))
    options = ("--stdin", "-r", "-z", "--no-renames", "--no-abbrev")
    paths = [partner] if weeks is None else [week_path(partner, week) for week in weeks]
    out = git.run("diff-tree", *options, "--", *paths, stdin=pairs.encode("ascii")).out
    found: Versions = {}
    number = -1
    fields = iter(out.split(b"\0"))
    for record in fields:
        # The lines that name pairs of trees stand before the next difference, or alone; a difference begins with ":".
        if record and record[0] != _COLON:
            number += len(_HEADER.findall(record))
            record = _HEADER.sub(b"", record)
        if record:
            after_mode, after = record.decode("ascii").split(" ")[1::2][:2]
            folder, _, name = decoded(next(fields)).partition("/")
            week = week_of(name)
            text = entry(after_mode, after)
            if folder == partner and week is not None:
                found.setdefault(week, []).append((number, text.oid if text else None))
    return found
