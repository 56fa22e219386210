"""Fuzz every target, or those named, each in a process of its own: `make fuzz`, or `python -m fuzz [TARGET…]`.

A fault, a death of the interpreter, an input that takes two seconds of the processor, and more than 100 MB beyond what
the process began with end a target; the input is written to `fuzz/crashes/`. The exit code is 1 then, and 2 where
atheris has no wheel.
"""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory

from fuzz.seeds import dictionary, seeds
from fuzz.targets import TARGETS

CRASHES = Path(__file__).parent / "crashes"
HANGS = 120
"""After how many seconds an input counts as one that never ends."""
LONGEST = 2**16
"""The longest input, in bytes."""


def main() -> int:
    """Run the targets one after another, and print what each has seen."""
    parser = argparse.ArgumentParser(prog="fuzz", description=__doc__.partition("\n")[0])
    parser.add_argument("target", nargs="*", help=f"one of {', '.join(TARGETS)}; default: all")
    parser.add_argument("--seconds", type=int, default=60, help="how long each target is fuzzed (default: %(default)s)")
    asked = parser.parse_args()
    if unknown := set(asked.target) - set(TARGETS):
        parser.error(f"there is no target {', '.join(sorted(unknown))}")
    if find_spec("atheris") is None:
        print("atheris is not here: it has wheels for Linux on x86_64 and Python 3.11 to 3.13.", file=sys.stderr)
        return 2
    CRASHES.mkdir(exist_ok=True)
    print(f"{'target':14}{'runs':>10}{'coverage':>10}{'MB more':>10}")
    held = [_fuzzed(name, asked.seconds) for name in asked.target or TARGETS]
    return int(not all(held))


def _fuzzed(name: str, seconds: int) -> bool:
    """Fuzz one target, and give whether it held."""
    with TemporaryDirectory(prefix="apj-fuzz-") as folder:
        words, given, found = Path(folder, "words"), Path(folder, "given"), Path(folder, "found")
        words.write_text(dictionary(), "utf-8")
        given.mkdir()
        found.mkdir()
        for number, seed in enumerate(seeds(name)):
            (given / str(number)).write_bytes(seed)
        options = [
            *(f"-max_total_time={seconds}", f"-timeout={HANGS}", f"-max_len={LONGEST}", "-print_final_stats=1"),
            *(f"-dict={words}", f"-artifact_prefix={CRASHES / name}-"),
        ]
        command = [sys.executable, "-m", "fuzz.child", name, *options, str(found), str(given)]
        ended = subprocess.run(command, capture_output=True, check=False)
    told = ended.stderr.decode("utf-8", "replace") + ended.stdout.decode("utf-8", "replace")
    more = _last(r"stat::peak_rss_mb: +(\d+)", told) - _last(r"begun with (\d+) MB", told)
    runs = _last(r"stat::number_of_executed_units: +(\d+)", told)
    covered = _last(r"cov: (\d+)", told)
    print(f"{name:14}{runs:>10,}{covered:>10,}{more:>10}", flush=True)
    if ended.returncode:
        print("\n".join(told.splitlines()[-40:]))
    return ended.returncode == 0


def _last(pattern: str, text: str) -> int:
    return int(([*re.findall(pattern, text)] or ["0"])[-1])


if __name__ == "__main__":
    raise SystemExit(main())
