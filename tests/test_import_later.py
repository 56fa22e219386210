"""What a process pays at its start and end is put off or left out, and nobody can tell but by the clock."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from apjournal import import_later
from tools.record_story import surroundings

SAME = """\
import sys
from apjournal.import_later import LaterModule, import_later
import_later()
name = sys.argv[1]
put_off = sys.modules[name]
assert type(put_off) is LaterModule, type(put_off)
getattr(put_off, "__file__", None)  # asking for anything imports it
found = sys.modules[name]
assert type(found) is not LaterModule
missing = {key for key in vars(found) if key != "__builtins__" and vars(put_off).get(key) is not vars(found)[key]}
assert not missing, missing
try:
    put_off.no_such_name
except AttributeError as error:
    print(error)
"""
ENDING = """\
import atexit, sys
atexit.register(lambda: print("registered", file=sys.stderr))
sys.argv[1:] = {words}
{before}
from apjournal.__main__ import main
main()
"""


def run_code(code: str, *words: str, folder: Path, to: int = subprocess.PIPE) -> subprocess.CompletedProcess[str]:
    """Run Python code in a process of its own."""
    return subprocess.run(
        [sys.executable, "-c", code, *words],
        cwd=folder,
        env=surroundings(folder),
        stdout=to,
        stderr=subprocess.PIPE,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("name", import_later._LATER)
def test_a_module_that_was_put_off_has_on_first_use_all_that_it_contains(name: str, tmp_path: Path) -> None:
    finished = run_code(SAME, name, folder=tmp_path)
    assert finished.returncode == 0, finished.stderr
    assert "no_such_name" in finished.stdout


def test_a_module_that_is_imported_already_stays_as_it_is(tmp_path: Path) -> None:
    code = "import sys, click; from apjournal.import_later import import_later; import_later()\n"
    finished = run_code(f"{code}assert sys.modules['click'] is click and click.Command", folder=tmp_path)
    assert finished.returncode == 0, finished.stderr


def test_a_program_that_uses_the_api_imports_as_ever(tmp_path: Path) -> None:
    code = "import re, sys, apjournal; apjournal.load; import yaml\n"
    finished = run_code(
        f"{code}assert isinstance(yaml.reader.Reader.NON_PRINTABLE, re.Pattern)\n"
        "assert 'apjournal.import_later' not in sys.modules",
        folder=tmp_path,
    )
    assert finished.returncode == 0, finished.stderr


def test_what_yaml_compiles_is_compiled_when_a_loader_needs_it(tmp_path: Path) -> None:
    code = "from apjournal.import_later import import_later; import_later(); import yaml\n"
    finished = run_code(f"{code}print(yaml.safe_load('a: [1, 2026-11-25, yes, 1.5]'))", folder=tmp_path)
    assert finished.stdout == "{'a': [1, datetime.date(2026, 11, 25), True, 1.5]}\n", finished.stderr


@pytest.mark.parametrize(("words", "code"), [(["--version"], 0), (["--no-such-option"], 2), (["show"], 2)])
def test_the_end_of_the_program_keeps_its_exit_code_and_runs_what_was_registered(
    words: list[str], code: int, tmp_path: Path
) -> None:
    finished = run_code(ENDING.format(words=words, before=""), folder=tmp_path)
    assert finished.returncode == code
    assert finished.stderr.endswith("registered\n")
    assert finished.stderr.count("registered") == 1


@pytest.mark.parametrize(
    "before",
    [
        "sys.setprofile(lambda *_: None)",
        "sys.settrace(lambda *_: None)",
        "import threading, time; threading.Thread(target=lambda: (time.sleep(0.2), print('thread'))).start()",
    ],
)
def test_python_ends_as_ever_where_somebody_watches_or_still_works(before: str, tmp_path: Path) -> None:
    finished = run_code(ENDING.format(words=["--version"], before=before), folder=tmp_path)
    assert finished.returncode == 0
    assert finished.stderr.endswith("registered\n")
    assert ("thread" in finished.stdout) == ("Thread" in before)


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="a system without /dev/full")
@pytest.mark.parametrize("words", ["--version", "--help", "status --short"])
def test_output_that_cannot_be_written_is_reported_at_the_end(words: str, demo: Path) -> None:
    with open("/dev/full", "wb") as full:
        finished = run_code(ENDING.format(words=words.split(), before=""), folder=demo / "ana", to=full.fileno())
    assert finished.returncode == 4, finished.stderr
    assert "The output cannot be written: No space left on device." in finished.stderr
    assert "Traceback" not in finished.stderr


def test_a_reader_that_has_gone_ends_the_program_with_the_code_of_a_closed_pipe(demo: Path) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    finished = run_code(ENDING.format(words=["show"], before=""), folder=demo / "ana", to=writing)
    os.close(writing)
    assert finished.returncode == 141, finished.stderr
    assert "Traceback" not in finished.stderr
