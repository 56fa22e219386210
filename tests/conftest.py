"""Every test runs in its own home, with an environment that contains nothing of the machine's user."""

from __future__ import annotations

import gc
import os
from collections.abc import Iterator
from importlib.util import find_spec
from itertools import count, islice
from pathlib import Path

import pytest
from coverage import Coverage
from hypothesis import HealthCheck, is_hypothesis_test, settings

from tests.helpers.attacked import Attacked
from tests.helpers.demo import built_once, copied, pack
from tests.helpers.home import leave_repository, move_in
from tests.helpers.invariants import Invariants, Watched
from tests.helpers.loaded_modules import load_all
from tests.helpers.people import first_monday
from tests.helpers.systems import has
from tests.histories.scene import Scene, begun

collect_ignore = [] if has("pty") else ["servers", "terminal"]
if find_spec("playwright") is None:  # `make test-browser` installs it
    collect_ignore.append("browser")

leave_repository()  # before any fixture

# How long an example takes says what else the machine is doing. Each run has the same examples, so that a change breaks
# the tests that it breaks; `--hypothesis-profile random` draws new ones, twice as many.
settings.register_profile("random", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("apj", settings.get_profile("random"), derandomize=True, max_examples=50)
settings.load_profile("apj")


CORE = {"analysis", "checks", "format", "gitrepo", "model", "services", "session", "store", "usecases"}
"""The folders whose tests count for what is covered. The others run whole commands; they look at what comes out, not at
each line on the way, and counting their lines takes a quarter of their time."""


APART = ("machine", "servers", "attacks", "terminal")
"""The folders whose tests have a marker of the folder's name; `make test` leaves them out, as it does `slow` ones."""


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add `--row`."""
    parser.addoption(
        "--row", type=int, action="append", help="run the tests of this row of docs/attacks.md; may be repeated"
    )


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Mark the tests of some folders, and select those of the given rows, if any."""
    for item in items:
        folder = _folder_of(item)
        if folder in APART:
            item.add_marker(folder)
    if rows := config.getoption("row"):
        of_rows = {item for item in items for mark in item.iter_markers("row") if {*rows} & {*mark.args}}
        config.hook.pytest_deselected(items=[item for item in items if item not in of_rows])
        items[:] = [item for item in items if item in of_rows]


@pytest.hookimpl(trylast=True, specname="pytest_collection_modifyitems")
def deal_out(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Distribute the longest tests, so that each process begins with its share: xdist gives each a part of the list."""
    workers = getattr(config, "workerinput", {}).get("workercount", 1)
    is_long = {item: any(item.iter_markers(name)) for item in items for name in ("machine", "slow")}
    long = [item for item in items if is_long[item]]
    short = iter([item for item in items if not is_long[item]])
    sizes = [(len(items) + number) // workers for number in range(workers)]
    items[:] = [
        item
        for number, size in enumerate(sizes)
        for dealt in [long[number::workers]]
        for item in (*dealt, *islice(short, max(0, size - len(dealt))))
    ]


def pytest_collection_finish() -> None:
    """Load the package before the first test.

    Where that test is not measured, coverage would miss lines, and Hypothesis draws some numbers from what is loaded.

    What is loaded by now stays, so the garbage collector need not look through it again and again: thousands of tests
    take a tenth less time.
    """
    load_all()
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Iterator[None]:
    """Measure no lines of other tests or of Hypothesis tests, unless the run asks which test runs a line.

    What Hypothesis draws differs from version to version, so each line has an example of its own. Counting the lines of
    what it draws doubles the time.

    The marker `no_cover` does not work: in a process of xdist, pytest-cov measures twice, and only stops one of the
    measurements.
    """
    is_measured = _folder_of(item) in CORE and not is_hypothesis_test(getattr(item, "obj", None))
    stopped = [] if is_measured or item.config.getoption("cov_context", None) else [*_stop_counting()]
    result = yield
    for counting in reversed(stopped):
        counting.start()
    return result


def _folder_of(item: pytest.Item) -> str:
    return item.path.relative_to(Path(__file__).parent).parts[0]


def _stop_counting() -> Iterator[Coverage]:
    while counting := Coverage.current():
        counting.stop()
        yield counting


@pytest.fixture(scope="session")
def homes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """New folders, numbered here because pytest would search all existing ones for the next number."""
    base = tmp_path_factory.mktemp("homes")
    return (base / str(number) for number in count(1))


@pytest.fixture(autouse=True)
def own_home(homes: Iterator[Path], monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home folder for one test. Git only finds the settings that the test writes there."""
    home = next(homes)
    home.mkdir()
    return move_in(home, monkeypatch)


@pytest.fixture(scope="session")
def for_all(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that all processes of this test run share."""
    base = tmp_path_factory.getbasetemp()
    return base.parent if "PYTEST_XDIST_WORKER" in os.environ else base


@pytest.fixture(scope="session", autouse=True)
def cache_home(for_all: Path) -> Path:
    """The cache folder of all tests, in which each template is compiled once."""
    os.environ["XDG_CACHE_HOME"] = str(for_all / "cache")
    return for_all / "cache"


@pytest.fixture(scope="session")
def demo_as_built(for_all: Path) -> Path:
    """The demo journal as `apj demo` creates it, built once for all tests, which copy it and never change it."""
    return built_once(for_all)


@pytest.fixture
def demo(demo_as_built: Path, tmp_path: Path) -> Path:
    """A copy of the demo journal for one test: `ana`, `ben` and `shared.git`."""
    return copied(demo_as_built, tmp_path / "demo")


@pytest.fixture
def scene(tmp_path: Path) -> Scene:
    """A journal on which people work in turn with plain git: Ben has kept a week of Ana's."""
    return begun(tmp_path / "journal")


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the clones `ana` and `ben` and `shared.git`, which tests copy and never change."""
    folder = tmp_path_factory.mktemp("made") / "journal"
    with pytest.MonkeyPatch.context() as patch:
        move_in(tmp_path_factory.mktemp("home-of-all"), patch)
        first_monday(folder)
    pack(folder)
    return folder


@pytest.fixture
def journal(made: Path, tmp_path: Path) -> Iterator[Attacked]:
    """A journal to attack, on the Monday of 2026-W48. After the test, the invariants are checked."""
    root = copied(made, tmp_path / "journal")
    marks = tmp_path / "marks"
    marks.mkdir()
    ana, ben = Watched("ana", root / "ana"), Watched("ben", root / "ben")
    for person in (ana, ben):
        person.acknowledge({})
    shared = root / "shared.git"
    attacked = Attacked(root, ana, ben, shared, marks, Invariants([ana, ben], [shared], marks))
    yield attacked
    attacked.invariants.hold()
