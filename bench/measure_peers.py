"""Measure the peers beside apj, in the same run and in the same units."""

from __future__ import annotations

import resource
import shlex
from pathlib import Path

from counts import VALGRIND, count_instructions
from journals import build_environment, copy_journal
from peers import PEERS, Peer, build_peer_environment, find_version, install_peer
from ratios import Job, compare_jobs
from report import build_table
from rows import APJ, CLICK

HEAD = (
    "program",
    "job",
    "own instructions (M)",
    "in F",
    "clock in F",
    "CPU in F",
    "MB",
    "nearest of apj",
    "clock in F",
)


def measure_peers(folder: Path, journal: Path, click: float, turns: int, machine: str) -> str:
    """Install and measure all peers, and return their section. `click` is F in millions of instructions."""
    rows, notes = [], []
    copy = copy_journal(journal, folder / "beside-peers")
    for peer in PEERS:
        if missing := install_peer(peer):
            notes.append(f"- {peer.package} is missing: {missing}.")
            continue
        home = folder / f"home-{peer.package}"
        home.mkdir()
        data = peer.make_data(home, copy)
        notes.append(f"- {peer.package} {find_version(peer)}, {_describe_origin(peer)}: {data}.")
        rows += [_measure_job(peer, home, job, copy, click, turns) for job in peer.jobs]
    return f"""{machine} Times are medians of {turns} turns.

Each peer has as much data as the journal above, in an environment of its own, and does the job that is nearest to one
of apj's. The last column is the command of apj measured in the same turns. Less memory than the measuring program's
{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB is not seen.

{build_table(HEAD, rows)}
{chr(10).join(notes)}
"""


def _measure_job(peer: Peer, home: Path, job: tuple[str, str], copy: Path, click: float, turns: int) -> list[str]:
    words, command = job
    clone = copy / "ana"
    environ = build_environment(clone)
    own = Job((str(peer.path), *shlex.split(words)), home, build_peer_environment(home))
    apj = (APJ, "log", "-i", "fonts") if command == "log" else (APJ, *command.split())
    times = compare_jobs({"F": Job(CLICK, clone, environ), "peer": own, "apj": Job(apj, clone, environ)}, turns)
    cost, unit, ours = times["peer"], times["F"], times["apj"]
    counted = count_instructions(own.command, own.folder, own.environ).own if VALGRIND else 0.0
    return [
        peer.program,
        f"`{words}`",
        *((f"{counted:,.0f}", f"{counted / click:.2f}") if counted else ("", "")),
        *(f"{cost.wall / unit.wall:.2f}", f"{cost.cpu / unit.cpu:.2f}", f"{cost.memory:.0f}"),
        f"`{command}`",
        f"{ours.wall / unit.wall:.2f}",
    ]


def _describe_origin(peer: Peer) -> str:
    return "from Debian" if peer.from_debian else "from PyPI"
