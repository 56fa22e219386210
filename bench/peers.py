"""Other programs for the command line, on as much data, with the job that is nearest to one of apj's.

Each is installed by its name into an environment of its own in `.bench/peers/`, with pip or from Debian's package.
"""

from __future__ import annotations

import json
import os
import random
import re
import subprocess
import sys
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from journals import CACHE, NOW

INSTALLING = 180
"""Seconds after which the installation of a peer is given up."""
_TODAY = date.fromisoformat(NOW[:10])


@dataclass(frozen=True)
class Peer:
    """A program: the package that has it, how its data are made, and jobs with apj's nearest command."""

    package: str
    program: str
    make_data: Callable[[Path, Path], str]
    """Writes the data of a journal into a folder, and says what they are."""
    jobs: tuple[tuple[str, str], ...]
    from_debian: bool = False

    @property
    def path(self) -> Path:
        """Where its program is, once it is installed."""
        return CACHE / "peers" / self.package / ("usr/bin" if self.from_debian else "bin") / self.program


def install_peer(peer: Peer) -> str:
    """Install a peer unless it is there. Return why it cannot be, or an empty text."""
    if peer.path.exists():
        return ""
    folder = CACHE / "peers" / peer.package
    folder.mkdir(parents=True, exist_ok=True)
    if peer.from_debian:
        steps = [["apt-get", "download", "-qq", peer.package], ["sh", "-c", "dpkg-deb -x *.deb ."]]
    else:
        steps = [[sys.executable, "-m", "venv", "."], ["bin/pip", "install", "--quiet", peer.package]]
    for step in steps:
        try:
            subprocess.run(step, cwd=folder, check=True, capture_output=True, timeout=INSTALLING)
        except (OSError, subprocess.SubprocessError) as error:
            return f"`{' '.join(step)}` did not work here ({type(error).__name__})"
    return "" if peer.path.exists() else f"its package has no {peer.path.name}"


def find_version(peer: Peer) -> str:
    """Return the version that a peer names."""
    done = subprocess.run([peer.path, "--version"], capture_output=True, text=True, check=True)
    found = re.search(r"\d+(\.\d+)+", done.stdout)
    return found[0] if found else "unknown"


def build_peer_environment(home: Path) -> dict[str, str]:
    """Return the environment in which peers run: a home of their own with their settings and data."""
    return {
        "PATH": os.environ["PATH"],
        "HOME": str(home),
        "LC_ALL": "C.UTF-8",
        "XDG_CONFIG_HOME": str(home / "config"),
        "XDG_CACHE_HOME": str(home / "cache"),
        "XDG_DATA_HOME": str(home / "data"),
        "WATSON_DIR": str(home / "watson"),
        "TASKRC": str(home / "taskrc"),
        "TASKDATA": str(home / "task"),
    }


# ---- as much data as a journal has


def _find_weeks(journal: Path) -> Iterator[tuple[date, Path]]:
    """Yield the Monday and the file of each week of a journal."""
    for path in (journal / "ana").glob("*/????-W??.md"):
        year, week = path.stem.split("-W")
        yield date.fromisocalendar(int(year), int(week), 1), path


def _find_goals(journal: Path) -> Iterator[tuple[date, str, bool]]:
    """Yield the goals of a journal: the Monday, the words, and whether its week is over."""
    for monday, path in sorted(_find_weeks(journal), key=lambda week: week[1]):
        for words in re.findall(r"^  (?:- |- goal: |  goal: )(?!id:)([A-Z].*)$", path.read_text("utf-8"), re.MULTILINE):
            yield monday, words, monday + timedelta(days=7) <= _TODAY


def _make_jrnl(home: Path, journal: Path) -> str:
    (home / "config" / "jrnl").mkdir(parents=True)
    text, entries = "", 0
    for monday, path in sorted(_find_weeks(journal), key=lambda week: (week[0], week[1])):
        text += f"[{monday.isoformat()} 09:00] {path.parent.name}\n{path.read_text('utf-8')}\n"
        entries += 1
    (home / "journal.txt").write_text(text, "utf-8")
    settings = (
        "colors: {body: none, date: none, tags: none, title: none}\ndefault_hour: 9\ndefault_minute: 0\neditor: ''\n"
        "encrypt: false\nhighlight: true\nindent_character: '|'\nlinewrap: 79\ntagsymbols: '@'\ntemplate: false\n"
        f"timeformat: '%F %R'\nversion: v4.6\njournals:\n  default:\n    journal: {home / 'journal.txt'}\n"
    )
    (home / "config" / "jrnl" / "jrnl.yaml").write_text(settings, "utf-8")
    return f"{entries:,} entries with the text of the weeks"


def _make_watson(home: Path, journal: Path) -> str:
    (home / "watson").mkdir()
    numbers = random.Random(1)
    frames = []
    for monday, words, _ in _find_goals(journal):
        start = (monday - date(1970, 1, 1)).days * 86400 + 30000
        frame = f"{numbers.getrandbits(128):032x}"
        frames.append([start, start + 3600, "-".join(words.split()[:2]), frame, [], start + 3600])
    (home / "watson" / "frames").write_text(json.dumps(frames), "utf-8")
    return f"{len(frames):,} frames, one for each goal"


def _make_todoman(home: Path, journal: Path) -> str:
    (home / "todo" / "goals").mkdir(parents=True)
    (home / "config" / "todoman").mkdir(parents=True)
    (home / "config" / "todoman" / "config.py").write_text(
        f'path = "{home}/todo/*"\ndate_format = "%Y-%m-%d"\ntime_format = "%H:%M"\ndefault_list = "goals"\n', "utf-8"
    )
    number = 0
    for number, (monday, words, is_over) in enumerate(_find_goals(journal), 1):
        over = f"STATUS:COMPLETED\r\nCOMPLETED:{monday + timedelta(6):%Y%m%d}T080000Z\r\n" if is_over else ""
        (home / "todo" / "goals" / f"{number}.ics").write_text(
            f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:bench\r\nBEGIN:VTODO\r\nUID:{number}\r\nSUMMARY:{words}\r\n"
            f"DTSTAMP:{monday:%Y%m%d}T080000Z\r\n{over}END:VTODO\r\nEND:VCALENDAR\r\n",
            "utf-8",
        )
    return f"{number:,} files, one for each goal"


def _make_taskwarrior(home: Path, journal: Path) -> str:
    (home / "taskrc").write_text("confirmation=no\nverbose=nothing\ngc=on\n", "utf-8")
    (home / "task").mkdir()
    tasks = []
    for number, (monday, words, is_over) in enumerate(_find_goals(journal)):
        task = {"uuid": str(uuid.UUID(int=number)), "description": words, "entry": f"{monday:%Y%m%d}T080000Z"}
        over = {"status": "completed", "end": f"{monday + timedelta(6):%Y%m%d}T080000Z"}
        tasks.append({**task, **(over if is_over else {"status": "pending"})})
    (home / "tasks.json").write_text(json.dumps(tasks), "utf-8")
    environ = build_peer_environment(home)
    program = next(peer for peer in PEERS if peer.package == "taskwarrior").path
    subprocess.run([program, "import", home / "tasks.json"], env=environ, check=True, capture_output=True)
    return f"{len(tasks):,} tasks, one for each goal"


PEERS = (
    Peer("taskwarrior", "task", _make_taskwarrior, (("next", "status"), ("add fonts", "log")), from_debian=True),
    Peer("td-watson", "watson", _make_watson, (("status", "status --short"), ("add -f 09:00 -t 09:05 fonts", "log"))),
    Peer("jrnl", "jrnl", _make_jrnl, (("-10", "show"), ("two hours of fonts", "log"))),
    Peer("todoman", "todo", _make_todoman, (("list", "status"), ("new --list goals fonts", "log"))),
)
