"""Work at the start and end of a process is deferred or left out, without any visible difference but the time."""

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
name = sys.argv[1]
sys.modules.pop(name, None)  # Python 3.13 starts with linecache
import_later()
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
    """Run Python code in a separate process."""
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
def test_a_deferred_module_is_complete_on_first_use(name: str, tmp_path: Path) -> None:
    finished = run_code(SAME, name, folder=tmp_path)
    assert finished.returncode == 0, finished.stderr
    assert "no_such_name" in finished.stdout


def test_an_imported_module_is_not_deferred(tmp_path: Path) -> None:
    code = "import sys, click; from apjournal.import_later import import_later; import_later()\n"
    finished = run_code(f"{code}assert sys.modules['click'] is click and click.Command", folder=tmp_path)
    assert finished.returncode == 0, finished.stderr


def test_the_api_defers_no_imports(tmp_path: Path) -> None:
    code = "import re, sys, apjournal; apjournal.load; import yaml\n"
    finished = run_code(
        f"{code}assert isinstance(yaml.reader.Reader.NON_PRINTABLE, re.Pattern)\n"
        "assert 'apjournal.import_later' not in sys.modules",
        folder=tmp_path,
    )
    assert finished.returncode == 0, finished.stderr


def test_yaml_patterns_are_compiled_only_for_a_loader(tmp_path: Path) -> None:
    code = "from apjournal.import_later import import_later; import_later(); import yaml\n"
    finished = run_code(f"{code}print(yaml.safe_load('a: [1, 2026-11-25, yes, 1.5]'))", folder=tmp_path)
    assert finished.stdout == "{'a': [1, datetime.date(2026, 11, 25), True, 1.5]}\n", finished.stderr


def test_no_module_of_a_deferred_package_is_imported_twice(tmp_path: Path) -> None:
    code = (
        "import sys; from apjournal.import_later import _LATER, import_later; import_later()\n"
        "import apjournal.format.yaml.parser\n"
        "classes = [one for name in _LATER for one in vars(sys.modules[name]).values() if isinstance(one, type)]\n"
        "known = [one for one in classes if one.__name__ in vars(sys.modules.get(one.__module__, sys))]\n"
        "print([one for one in known if vars(sys.modules[one.__module__])[one.__name__] is not one])"
    )
    finished = run_code(code, folder=tmp_path)
    assert finished.stdout == "[]\n", finished.stderr or finished.stdout


def test_the_program_reports_broken_files_of_every_kind_without_a_traceback(demo: Path) -> None:
    def run(*words: str) -> tuple[int, str]:
        finished = run_code(ENDING.format(words=[*words], before=""), folder=demo / "ana")
        said = finished.stdout + finished.stderr
        assert "Traceback" not in said, said
        return finished.returncode, said

    mine, agreement = demo / "ana/ana", demo / "ana/agreement.md"
    (mine / "2026-W49.md").write_bytes(b"---\ngoals: [a\n---\n")
    (mine / "2026-W50.md").write_bytes(b"---\ngoals: [\xff]\n---\n")
    (mine / "2026-W51.md").mkdir()
    (mine / "partner.md").write_bytes(b"---\nname: {\n---\n")
    with (mine / "kept.md").open("a") as kept:
        kept.write("- 2026-W99 nobody\n")
    (mine / "parked.md").unlink()
    (mine / "parked.md").mkdir()
    code, said = run("check")
    assert code == 1
    assert 'ana/2026-W49.md:2:8: The "[" that begins here is not closed' in said
    assert "ana/2026-W50.md:2:9: The byte 0xFF is not UTF-8" in said
    assert 'ana/partner.md:2:7: The "{" that begins here is not closed' in said
    assert '"- 2026-W99 nobody" is not a kept copy' in said
    assert run("status")[0] == 0
    agreement.write_bytes(b"---\napj: 1\nstarted: [\n---\n")
    code, said = run("agree")
    assert (code, "agreement.md cannot be read." in said) == (3, True)
    agreement.unlink()
    agreement.mkdir()
    code, said = run("status")
    assert (code, "has no agreement.md with the line apj: 1" in said) == (2, True)


REPLACED = """\
import sys
from apjournal.import_later import LaterModule, import_later
import_later()
import click, msgspec
assert click.Command and msgspec.Struct
import difflib, gettext, inspect
assert [difflib.get_close_matches(word, ["-x", "sync"]) for word in ("-x", "synk")] == [[], ["sync"]]
assert gettext.gettext("one") == "one" and gettext.ngettext("one", "many", 2) == "many"
assert inspect.cleandoc("  one line ") == "one line "
assert type(sys.modules["inspect"]) is LaterModule and type(sys.modules["gettext"]) is LaterModule
assert inspect.cleandoc("a\\n    b\\n      c\\n") == "a\\nb\\n  c"
assert "uuid" not in sys.modules and "decimal" not in sys.modules and "typing_extensions" not in sys.modules
import decimal, shlex, urllib.parse, uuid
assert shlex.quote("a b") == "'a b'" and urllib.parse.quote_from_bytes(b"a b") == "a%20b"
assert str(uuid.UUID(int=0)) == "00000000-0000-0000-0000-000000000000" and decimal.Decimal("1.5") == 1.5
"""


def test_placeholders_offer_what_libraries_use_at_their_start(tmp_path: Path) -> None:
    finished = run_code(REPLACED, folder=tmp_path)
    assert finished.returncode == 0, finished.stderr


@pytest.mark.parametrize(("words", "code"), [(["--version"], 0), (["--no-such-option"], 2), (["show"], 2)])
def test_apj_ends_with_its_exit_code_and_runs_registered_functions(words: list[str], code: int, tmp_path: Path) -> None:
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
def test_apj_ends_like_any_program_if_there_is_a_tracer_or_a_running_thread(before: str, tmp_path: Path) -> None:
    finished = run_code(ENDING.format(words=["--version"], before=before), folder=tmp_path)
    assert finished.returncode == 0
    assert finished.stderr.endswith("registered\n")
    assert ("thread" in finished.stdout) == ("Thread" in before)


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="a system without /dev/full")
@pytest.mark.parametrize("words", ["--version", "--help", "status --short"])
def test_apj_reports_output_that_cannot_be_written_at_the_end(words: str, demo: Path) -> None:
    with open("/dev/full", "wb") as full:
        finished = run_code(ENDING.format(words=words.split(), before=""), folder=demo / "ana", to=full.fileno())
    assert finished.returncode == 4, finished.stderr
    assert "apj cannot write its output: No space left on device." in finished.stderr
    assert "Traceback" not in finished.stderr


def test_a_closed_pipe_ends_apj_with_exit_code_141(demo: Path) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    finished = run_code(ENDING.format(words=["show"], before=""), folder=demo / "ana", to=writing)
    os.close(writing)
    assert finished.returncode == 141, finished.stderr
    assert "Traceback" not in finished.stderr
