"""Replay the story of the example journal through the real commands, and record the resulting history.

`make example` rewrites `templates/story-history.json` and `example-journal/`.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from datetime import UTC, datetime
from difflib import SequenceMatcher
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from apjournal.format.read.partner import read_partner
from apjournal.format.read.story import read_story
from apjournal.gitrepo.plumbing.digest import compute_blob_id
from apjournal.model.handle import Handle

NOW = "2026-11-25T10:00+01:00"
"""Wednesday of the story's last week: goals are set, no report is due."""
ROOT = Path(__file__).parent.parent
STORY, RECORDING = ROOT / "templates" / "story.yaml", ROOT / "templates" / "story-history.json"
EXAMPLE = ROOT / "example-journal"
WHO = ("ana", "ben")
BACKUP = "refs/apj/backup/"
_SHORT_LIST = re.compile(r"\[\s+((?:(?:\d+|\"[^\s\"]*\"),?\s+)+)\]")  # stays on one line


def surroundings(home: Path) -> dict[str, str]:
    """Return an environment with a fixed clock, without anything of the machine's user or of a repository around."""
    return {
        "PATH": os.environ["PATH"],
        "HOME": str(home),
        "LC_ALL": "C.UTF-8",
        "GIT_CONFIG_NOSYSTEM": "1",
        "APJ_NOW": NOW,
    }


def git(folder: Path, *args: str) -> str:
    """Run git in `folder` and return its output unchanged."""
    words = ["git", *args]
    return subprocess.run(words, cwd=folder, env=surroundings(folder), capture_output=True, check=True).stdout.decode()


def replay_story(folder: Path, now: str = NOW) -> None:
    """Replay the story into `folder` in a separate process."""
    code = (
        "import sys; from datetime import datetime; from pathlib import Path; from apjournal.cli.dialogue.demo import "
        "replay_story\n"
        "replay_story(Path(sys.argv[1]), datetime.fromisoformat(sys.argv[2]))"
    )
    subprocess.run(
        [sys.executable, "-c", code, str(folder), now], cwd=ROOT, env=surroundings(folder.parent), check=True
    )


def record_history(demo: Path) -> str:
    """Return the history of a replayed demo as JSON, for `apjournal/format/read/recorded_history.py`."""
    story = STORY.read_text("utf-8")
    shared = demo / "shared.git"
    ids = git(shared, "log", "--topo-order", "--reverse", "--format=%H", "main").split()
    number = {commit: index for index, commit in enumerate(ids)}
    data = {
        "story": sha256(story.encode()).hexdigest(),
        "ends": read_story(story)[-1].at.date().isoformat(),
        "authors": {who: _author(demo / who / who / "partner.md") for who in WHO},
        "refs": {who: _refs(demo / who, number) for who in WHO},
        "backups": {who: _backups(demo / who, number) for who in WHO},
        "commits": [_commit(shared, commit, number) for commit in ids],
    }
    text = json.dumps(data, ensure_ascii=False, indent=1)
    return _SHORT_LIST.sub(lambda found: f"[{' '.join(found[1].split())}]", text) + "\n"


def _author(path: Path) -> dict[str, str]:
    partner = read_partner(path.read_bytes(), Handle(path.parent.name)).value
    assert partner
    assert partner.name
    assert partner.email
    assert partner.timezone
    return {"name": partner.name, "email": partner.email, "timezone": partner.timezone}


def _refs(clone: Path, number: dict[str, int]) -> dict[str, int]:
    """Return the refs that a checkout does not create."""
    made = {"refs/heads/main", "refs/apj/remote/main", "refs/remotes/origin/main"}
    found = dict(line.split() for line in git(clone, "for-each-ref", "--format=%(refname) %(objectname)").splitlines())
    assert {found[ref] for ref in made} == {max(number, key=lambda commit: number[commit])}
    return {ref: number[commit] for ref, commit in found.items() if ref not in made and not ref.startswith(BACKUP)}


def _backups(clone: Path, number: dict[str, int]) -> list[list[object]]:
    lines = git(clone, "for-each-ref", "--format=%(refname) %(objectname)", BACKUP).splitlines()
    pairs = (line.removeprefix(BACKUP).split() for line in lines)
    return [
        [datetime.strptime(at, "%Y%m%dT%H%M%S.%fZ").replace(tzinfo=UTC).isoformat(), number[commit]]
        for at, commit in pairs
    ]


def _commit(shared: Path, commit: str, number: dict[str, int]) -> dict[str, Any]:
    email, at, parents, message = git(shared, "show", "-s", "--format=%ae%n%aI%n%P%n%B", commit).split("\n", 3)
    first, *others = parents.split() or [""]
    before, after = _files(shared, first), _files(shared, commit)
    entry: dict[str, Any] = {
        "who": email.partition("@")[0],
        "at": at,
        "message": message.strip(),
        "parents": [number[parent] for parent in parents.split()],
    }
    if others:
        second = _files(shared, others[0])
        taken = sorted(
            top
            for top in {path.split("/")[0] for path in second}
            if _within(second, top) == _within(after, top) != _within(before, top)
        )
        entry["taken"] = taken
        before = {path: text for path, text in before.items() if path.split("/")[0] not in taken} | {
            path: text for path, text in second.items() if path.split("/")[0] in taken
        }
    assert set(before) <= set(after), "the recording knows no removed file"
    names = {oid: str(index) for oid, index in number.items()}
    names |= {compute_blob_id(text.encode()): path for path, text in after.items()}
    files = {
        path: _patch(before.get(path, ""), text, names) for path, text in after.items() if before.get(path) != text
    }
    if "README.md" in files:
        files["README.md"]["fixed"] = True  # its dates are examples
    return {**entry, "files": files} if files else entry


def _within(files: dict[str, str], top: str) -> dict[str, str]:
    return {path: text for path, text in files.items() if path.split("/")[0] == top}


@cache
def _files(shared: Path, commit: str) -> dict[str, str]:
    if not commit:
        return {}
    lines = git(shared, "ls-tree", "-r", "-z", "--format=%(objectname) %(path)", commit).split("\0")[:-1]
    return {path: _text(shared, oid) for oid, _, path in (line.partition(" ") for line in lines)}


@cache
def _text(shared: Path, oid: str) -> str:
    return git(shared, "cat-file", "blob", oid)


def _patch(before: str, after: str, names: dict[str, str]) -> dict[str, Any]:
    """Return the one run of lines that changed. Ids become the `names` that the recording has for them."""
    old, new = before.splitlines(), after.splitlines()
    assert after.endswith("\n")
    assert "{" not in after
    same = SequenceMatcher(None, old, new, autojunk=False)
    changes = [change for change in same.get_opcodes() if change[0] != "equal"]
    (_, start, _, first, _), (_, _, end, _, last) = changes[0], changes[-1]
    text = [re.sub(r"\b[0-9a-f]{40}\b", lambda found: f"{{{names[found[0]]}}}", line) for line in new[first:last]]
    return {"lines": [start, end], "text": text}


def main() -> None:
    """Rewrite both."""
    with tempfile.TemporaryDirectory() as temporary:
        demo = Path(temporary) / "demo"
        replay_story(demo)
        RECORDING.write_text(record_history(demo), "utf-8")
        shutil.rmtree(EXAMPLE)
        shutil.copytree(demo / "ana", EXAMPLE, ignore=shutil.ignore_patterns(".git"))


if __name__ == "__main__":
    os.umask(0o022)
    main()
