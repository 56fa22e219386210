"""Which tests run which lines, and how long each takes: measured once, and again for each changed test file."""

from __future__ import annotations

import json
import multiprocessing
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from difflib import SequenceMatcher
from hashlib import sha256
from pathlib import Path

import pytest
from coverage import CoverageData

QUIET = ("-q", "-p", "no:cacheprovider", "-W", "ignore:Module already imported:pytest.PytestAssertRewriteWarning")
"""Options of pytest for a run within a process that has loaded plugins before."""

_AT_ONCE = 8


@dataclass
class Test:
    """A test that passes: its time in seconds, and the lines that it runs in each file of the package."""

    seconds: float
    lines: dict[str, list[int]]


@dataclass
class Map:
    """The tests of each test file, with the hash of that file, and the sources as they were measured."""

    tests: dict[str, dict[str, Test]] = field(default_factory=dict)
    digests: dict[str, str] = field(default_factory=dict)
    sources: dict[str, str] = field(default_factory=dict)

    def covering(self, path: str, lines: Iterable[int]) -> list[tuple[float, str]]:
        """Return the tests that run one of the lines, as time and name, by how much of the file they run for it."""
        wanted = set(lines)
        every = [item for tests in self.tests.values() for item in tests.items()]
        reaching = [(name, test) for name, test in every if not wanted.isdisjoint(test.lines.get(path, ()))]
        reaching.sort(key=lambda item: (item[1].seconds / len(item[1].lines[path]), item[0]))
        return [(test.seconds, name) for name, test in reaching]

    def of(self, test_file: str) -> list[tuple[float, str]]:
        """Return the tests of one file, as time and name."""
        return [(test.seconds, name) for name, test in self.tests.get(test_file, {}).items()]

    def save(self, to: Path) -> None:
        """Write the map where `load` finds it."""
        to.write_text(json.dumps(asdict(self)), "utf-8")


def load(path: Path) -> Map:
    """Read a saved map. Return an empty one if there is none."""
    if not path.exists():
        return Map()
    known = json.loads(path.read_text("utf-8"))
    tests = {file: {name: Test(**test) for name, test in of.items()} for file, of in known.pop("tests").items()}
    return Map(tests, **known)


def refresh(file: Path, test_files: Iterable[Path], sources: dict[str, str], scratch: Path) -> Map:
    """Bring the map in `file` up to date, in the current folder: follow lines that moved, run test files that changed.

    It is saved after every few test files, so that nothing is measured twice after an interruption.
    """
    known = load(file)
    moved = {path: _moved(known.sources.get(path, ""), text) for path, text in sources.items()}
    for tests in known.tests.values():
        for test in tests.values():
            test.lines = {
                path: sorted({moved[path][line] for line in lines if line in moved[path]})
                for path, lines in test.lines.items()
                if path in moved
            }
    known.sources = sources
    digests = {str(path): sha256(path.read_bytes()).hexdigest() for path in test_files}
    stale = [path for path, digest in digests.items() if known.digests.get(path) != digest]
    for start in range(0, len(stale), _AT_ONCE):
        some = stale[start : start + _AT_ONCE]
        # In a process of its own, so that this one never loads what mutants change.
        with multiprocessing.get_context("fork").Pool(1) as apart:
            known.tests |= apart.apply(_measured, (some, scratch))
        known.digests |= {path: digests[path] for path in some}
        known.save(file)
    return known


def _moved(before: str, after: str) -> dict[int, int]:
    """Map the lines of a text to those of its later version. A changed block maps to the whole block in its place."""
    old, new = before.splitlines(), after.splitlines()
    if old == new:
        return {line: line for line in range(1, len(old) + 1)}
    lines = {}
    for tag, old_start, old_end, new_start, new_end in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        for number in range(old_start, old_end):
            if tag == "equal" or new_start < new_end:
                lines[number + 1] = min(new_start + number - old_start, new_end - 1) + 1
    return lines


class _Times:
    """Collects how long each test takes, and leaves out those that do not pass."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = defaultdict(float)
        self.left_out: set[str] = set()

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        self.seconds[report.nodeid] += report.duration
        if not report.passed:
            self.left_out.add(report.nodeid)


def _measured(test_files: list[str], scratch: Path) -> dict[str, dict[str, Test]]:
    times = _Times()
    data_file = Path(".coverage").absolute()
    data_file.unlink(missing_ok=True)
    options = [*QUIET, "-n2", f"--basetemp={scratch}", "--cov-report="]
    pytest.main([*options, "--cov=apjournal", "--cov-context=test", *test_files], plugins=[times])
    data = CoverageData(str(data_file))
    data.read()
    found: dict[str, dict[str, Test]] = {path: {} for path in test_files}
    for name in times.seconds.keys() - times.left_out:
        found[name.partition("::")[0]][name] = Test(round(times.seconds[name], 4), {})
    for path in data.measured_files():
        for line, contexts in data.contexts_by_lineno(path).items():
            for context in contexts:
                name = context.partition("|")[0]
                test = found[name.partition("::")[0]].get(name) if name else None
                if test:
                    test.lines.setdefault(str(Path(path).relative_to(Path.cwd())), []).append(line)
    return found
