"""Change the code in one small place after another, and see whether a test notices: `make mutants`.

    make mutants                          every mutant of every group; takes up where it was stopped
    make mutants SAMPLE=200               200 of each group, drawn with a fixed seed (SEED=2: others)
    make mutants GROUP=runner SAMPLE=50   one group alone

Each mutant runs in a fork of a process that has loaded all that is not ours, in a copy of the tree, against the tests
that run its line: those of the module first, then those that run most of it for their time, until one fails or they
have taken their time. A test that hangs counts as one that fails. What is known is kept in `.mutants/`, and the mutants
that lived in `.mutants/survivors-*.txt`.

It is our own because nothing at hand does it: mutmut changes neither module-level tables nor functions with decorators,
and instruments what the tests start in processes of their own; cosmic-ray runs all tests, each time in a new process.
"""

from __future__ import annotations

import argparse
import faulthandler
import importlib
import json
import os
import random
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from itertools import accumulate
from math import sqrt
from pathlib import Path

import hypothesis
import pytest
from covering import QUIET, refresh
from filelock import FileLock
from mutant_groups import GROUPS, list_files
from mutations import Mutant, mutants

ROOT = Path(__file__).parents[1]
KNOWN = ROOT / ".mutants"
LONGEST = 25.0
"""How long the tests of the module, and then the others, may take together: in seconds as measured."""
_WARM = ("click", "filelock", "frontmatter", "git", "jinja2", "rich.console", "yaml")


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a mutant ended: killed, slow, survived, or unseen when no test runs its line; with the tests it was up to."""

    end: str
    scope: str
    tests: str

    @property
    def noticed(self) -> bool:
        """Whether some test told it from the original."""
        return self.end in {"killed", "slow"}


class Chosen:
    """Lets the chosen tests run, in their order; one that computes or waits without end ends the process."""

    def __init__(self, seconds: dict[str, float]) -> None:
        self.seconds = seconds
        self.order = {name: place for place, name in enumerate(seconds)}

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """Leave the chosen tests."""
        items[:] = sorted((item for item in items if item.nodeid in self.order), key=lambda i: self.order[i.nodeid])

    def pytest_runtest_logstart(self, nodeid: str) -> None:
        """Set each test a limit of its own."""
        seconds = self.seconds[nodeid]
        resource.setrlimit(resource.RLIMIT_CPU, (int(time.process_time() + 8 + 4 * seconds), resource.RLIM_INFINITY))
        faulthandler.dump_traceback_later(30 + 8 * seconds, file=2, exit=True)


def main() -> None:
    """Run the groups that are asked for, and say what share of their mutants was noticed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--group", choices=GROUPS, help="one group alone")
    parser.add_argument("--sample", type=int, help="so many mutants of each group")
    parser.add_argument("--seed", type=int, default=1, help="another seed draws another sample")
    options = parser.parse_args()
    KNOWN.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="apj-mutants-") as scratch:
        tree = _copied(Path(scratch, "tree"))
        _warm_up(tree)
        for group in [options.group] if options.group else GROUPS:
            _run(group, tree, Path(scratch), options.sample, options.seed)


def _copied(tree: Path) -> Path:
    listed = subprocess.run(["git", "-C", str(ROOT), "ls-files", "-coz", "--exclude-standard"], capture_output=True)
    for name in listed.stdout.decode().split("\0")[:-1]:
        if (ROOT / name).is_file():
            (tree / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, tree / name)
    return tree


def _warm_up(tree: Path) -> None:
    """Go to the copy, and load what every test needs and no mutant changes.

    This file's folder leaves the path: in it, `bench.py` hides the package `bench`, which some tests import.
    """
    os.chdir(tree)
    ours = {ROOT, ROOT / "bench", tree}
    sys.path[:] = [str(tree), *(entry for entry in sys.path if Path(entry or ".").resolve() not in ours)]
    os.environ["PYTHONPATH"] = str(tree)
    for name in _WARM:
        importlib.import_module(name)
    steady = [hypothesis.Phase.explicit, hypothesis.Phase.generate]
    hypothesis.settings.register_profile("mutants", deadline=None, derandomize=True, database=None, phases=steady)
    hypothesis.settings.load_profile("mutants")


def _run(group: str, tree: Path, scratch: Path, sample: int | None, seed: int) -> None:
    modules, tested_by, command = GROUPS[group]
    paths, files = list_files("apjournal", modules), list_files("tests", tested_by)
    test_files = [path for path in files if path.name.startswith("test_")]
    sources = {str(path): path.read_text("utf-8") for path in sorted(Path("apjournal").rglob("*.py"))}
    with FileLock(KNOWN / "map.lock"):  # groups can run side by side
        coverage = refresh(KNOWN / "map.json", test_files, sources, scratch / "measured")
    all_of = [(str(path), mutant) for path in paths for mutant in mutants(path.read_bytes())]
    drawn = sorted(all_of, key=lambda item: sha256(f"{seed} {item[0]} {item[1].key}".encode()).digest())[:sample]
    known, within = _known(), tuple(f"{path}::" for path in test_files)
    outcomes: list[tuple[str, Mutant, Outcome]] = []
    for number, (path, mutant) in enumerate(drawn, 1):
        aimed = _aimed(path, command)
        reaching = coverage.covering(path, mutant.lines)
        if not mutant.in_function or not reaching:  # what runs when a module is loaded leaves no trace in a test
            reaching += coverage.covering(path, range(1, 10_000)) + coverage.of(aimed)
        tests = [test for test in dict.fromkeys(reaching) if test[1].startswith(within)]
        outcome = known.get(f"{path} {mutant.key}")
        digest = sha256(
            json.dumps([coverage.digests[name.partition("::")[0]] for _, name in tests]).encode()
        ).hexdigest()
        if not outcome or outcome.scope != mutant.scope or not (outcome.noticed or outcome.tests == digest):
            end = _tried(tree / path, mutant, _rounds(aimed, tests), scratch)
            outcome = Outcome(end, mutant.scope, digest)
            _remember(f"{path} {mutant.key}", outcome)
        outcomes.append((path, mutant, outcome))
        if number % 25 == 0 or number == len(drawn):
            print(f"{group}: {number} of {len(drawn)}, {_score([o for _, _, o in outcomes])}", flush=True)
    _report(group, len(all_of), outcomes)


def _aimed(path: str, command: str) -> str:
    """Name the tests of a module: those that mirror it, or else those of the group's command."""
    mirror = Path("tests", *Path(path).parts[1:-1], f"test_{Path(path).name}")
    return str(mirror if mirror.exists() else Path("tests", "cli", f"test_{command}.py"))


def _rounds(aimed: str, tests: list[tuple[float, str]]) -> list[dict[str, float]]:
    """Return the tests aimed at a module, then as many of the others as the time allows."""
    rounds: list[dict[str, float]] = []
    for is_aimed in (True, False):
        some = [test for test in tests if test[1].startswith(aimed) is is_aimed]
        totals = accumulate(seconds for seconds, _ in some)
        chosen = {name: seconds for (seconds, name), total in zip(some, totals, strict=True) if total <= LONGEST}
        rounds += [chosen] if chosen else []
    return rounds


def _tried(file: Path, mutant: Mutant, rounds: list[dict[str, float]], scratch: Path) -> str:
    source = file.read_bytes()
    before = file.stat()
    file.write_bytes(mutant.applied(source))
    os.utime(file, (before.st_atime, random.randrange(2**31)))  # a time of which there is no compiled file
    try:
        ends = (_forked(tests, scratch) for tests in rounds)
        return next((end for end in ends if end != "survived"), "survived" if rounds else "unseen")
    finally:
        file.write_bytes(source)
        os.utime(file, (before.st_atime, before.st_mtime))


def _tested(tests: dict[str, float], scratch: Path) -> int:
    os.setsid()
    os.environ["PYTEST_XDIST_WORKER"] = "gw0"  # what is made once for all tests then outlives this process
    quiet = os.open(scratch / "output", os.O_CREAT | os.O_TRUNC | os.O_WRONLY)
    os.dup2(quiet, 1)
    os.dup2(quiet, 2)
    resource.setrlimit(resource.RLIMIT_CPU, (30, resource.RLIM_INFINITY))
    resource.setrlimit(resource.RLIMIT_AS, (4 * 2**30, resource.RLIM_INFINITY))
    files = dict.fromkeys(name.partition("::")[0] for name in tests)
    (scratch / "made").mkdir(exist_ok=True)
    options = [*QUIET, "-x", "-p", "no:xdist", f"--basetemp={scratch / 'made' / 'now'}"]
    return pytest.main([*options, *files], plugins=[Chosen(tests)])


def _forked(tests: dict[str, float], scratch: Path) -> str:
    child = os.fork()
    if not child:
        try:
            os._exit(_tested(tests, scratch))
        finally:
            os._exit(pytest.ExitCode.INTERNAL_ERROR)  # never back into what the parent has to do
    end = time.monotonic() + 60 + 8 * sum(tests.values())
    status = None
    while status is None and time.monotonic() < end:
        done, how = os.waitpid(child, os.WNOHANG)
        status = how if done else None
        time.sleep(0.01)
    with suppress(ProcessLookupError):
        os.killpg(child, signal.SIGKILL)
    if status is None:
        os.waitpid(child, 0)
    if status is None or os.WIFSIGNALED(status):
        return "slow"
    alive = {pytest.ExitCode.OK, pytest.ExitCode.NO_TESTS_COLLECTED}
    return "survived" if os.WEXITSTATUS(status) in alive else "killed"


def _known() -> dict[str, Outcome]:
    file = KNOWN / "outcomes.jsonl"
    lines = file.read_text("utf-8").splitlines() if file.exists() else []
    return {key: Outcome(*values) for key, *values in map(json.loads, lines)}


def _remember(key: str, outcome: Outcome) -> None:
    with (KNOWN / "outcomes.jsonl").open("a", encoding="utf-8") as file:
        file.write(json.dumps([key, outcome.end, outcome.scope, outcome.tests], ensure_ascii=False) + "\n")


def _score(outcomes: list[Outcome]) -> str:
    """Return what share was noticed, with the 95 % interval of Wilson (1927)."""
    n, z = len(outcomes), 1.96
    p = sum(outcome.noticed for outcome in outcomes) / n
    middle, half = p + z * z / (2 * n), z * sqrt(p * (1 - p) / n + z * z / (4 * n * n))
    low, high = ((middle + sign * half) / (1 + z * z / n) for sign in (-1, 1))
    return f"{p:.1%} noticed ({low:.1%} to {high:.1%})"


def _report(group: str, total: int, outcomes: list[tuple[str, Mutant, Outcome]]) -> None:
    ends = [outcome.end for _, _, outcome in outcomes]
    counts = ", ".join(f"{ends.count(end)} {end}" for end in ("killed", "slow", "survived", "unseen"))
    print(f"{group}: {_score([o for _, _, o in outcomes])}; {len(ends)} of {total} mutants: {counts}")
    with (KNOWN / f"survivors-{group.replace(' ', '-')}.txt").open("w", encoding="utf-8") as file:
        for path, mutant, outcome in sorted(outcomes, key=lambda item: (item[0], item[1].line)):
            if not outcome.noticed:
                file.write(f"{path}:{mutant.line}: {mutant.key} [{outcome.end}]\n")


if __name__ == "__main__":
    main()
